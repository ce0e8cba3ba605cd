// What happened in a run, counted: events by kind, refusals by reason, what gateways said.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/units/wide.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// All events of a kind.
struct operation_total {
  std::string kind;
  std::uint64_t count = 0;
  int128 amount = 0;  // micro-credits that they were about
  int128 change = 0;  // micro-credits, of balances
  int128 moved = 0;   // minor units of money
};
// By kind.
result<std::vector<operation_total>> read_operations(const run_store& from);

// Why something was refused, and how often.
struct refusal_total {
  std::string kind;     // `refused`, `hold_refused`, …
  std::string outcome;  // the word for the reason
  std::uint64_t count = 0;
};
// The most frequent first.
result<std::vector<refusal_total>> read_refusals(const run_store& from);

// What a gateway was asked and said.
struct gateway_total {
  std::string name;
  std::uint64_t attempts = 0;
  std::uint64_t first_attempts = 0;
  std::uint64_t credited = 0;
  std::uint64_t declined = 0;
  std::uint64_t timed_out = 0;
  std::uint64_t said_again = 0;  // notices of payments that were credited before
  std::uint64_t ignored = 0;     // notices that changed nothing
};
// In the order of declaration.
result<std::vector<gateway_total>> read_gateways(const run_store& from);

// The reasons of declines.
struct decline_total {
  std::string gateway;
  std::string reason;
  std::uint64_t count = 0;
};
result<std::vector<decline_total>> read_declines(const run_store& from);

// Payments by what they are for and what became of them.
struct payment_total {
  std::string purpose;
  std::string state;
  std::uint64_t count = 0;
  std::uint64_t attempts = 0;
  int128 asked = 0;  // minor units
  int128 paid = 0;
};
result<std::vector<payment_total>> read_payment_totals(const run_store& from);

}  // namespace drawdown::reports
