// What a scenario expects: of an account at an instant, of all accounts at the end. The ledgers answer with
// figures; whether all is as expected is said after the run, from what was recorded.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/hold_state.hpp"
#include "engine/world/names.hpp"
#include "engine/world/outcome.hpp"

namespace drawdown {

// A figure of R3.12 by its name in the language, and of an agent: what it spent in the period, and that with
// what it has in open holds, as its limit counts it (R5.3).
enum class figure : std::uint8_t {
  balance,
  held,
  available,
  debt,
  net,
  free,
  plan,
  addon,
  adjustment,
  paid,
  wallet,
  invoiced,
  agent_spent,
  agent_counted
};
inline constexpr std::size_t figure_names = 14;

constexpr bool is_of_agent(figure f) {
  return f >= figure::agent_spent;
}

// The word of the language: `available`; `spent` for `agent_spent`, `counted` for `agent_counted`.
std::string_view name_of(figure f);
std::optional<figure> figure_named(std::string_view name);

// A figure of an account; never one of an agent.
credits value_of(figure which, const figures& account);

struct expected_figure {
  figure which = figure::balance;
  credits value;
};

struct expected_stopped {
  bool stopped = false;
};

// The outcome of the last step or usage of the account, or of the agent that the expectation names.
struct expected_last {
  outcome result = outcome::charged;
};

// How many events of a kind the account, or the agent that is named, had so far, by the kind's name in
// reports.
struct expected_count {
  std::string kind;
  std::uint64_t count = 0;
};

// What the first step or usage under a key was answered with.
struct expected_outcome {
  effect_key key;
  outcome result = outcome::charged;
};

// What a lot comes to (R14.1). `left` includes what is `held`.
enum class lot_part : std::uint8_t { left, held, granted, refilled, used, expired, revoked };
inline constexpr std::size_t lot_parts = 7;
std::string_view name_of(lot_part p);
std::optional<lot_part> lot_part_named(std::string_view name);

// A lot by the key of the grant, the adjustment or the payment that made it.
struct expected_lot {
  effect_key key;
  lot_part which = lot_part::left;
  credits value;
};

// Whether a lot's end came, or it was revoked.
struct expected_lot_end {
  effect_key key;
  bool ended = false;
};

// What a hold comes to: amount = captured + released + left (R6).
enum class hold_part : std::uint8_t { left, amount, captured, released };
inline constexpr std::size_t hold_parts = 4;
std::string_view name_of(hold_part p);
std::optional<hold_part> hold_part_named(std::string_view name);

// A hold by its key.
struct expected_hold {
  effect_key key;
  hold_part which = hold_part::left;
  credits value;
};

struct expected_hold_state {
  effect_key key;
  hold_state state = hold_state::open;
};

// A line of the customer's history, newest first (R12.1), as far as it is given. Lines are counted on pages
// of `size`, both from 1; size 0: all is one page. Where an agent is named, only its lines count.
struct expected_line {
  std::uint32_t page = 1;
  std::uint32_t size = 0;
  std::uint32_t line = 1;
  std::string kind;                // an entry (`usage`) or a kind of event (`charged`); empty: not given
  std::optional<credits> change;   // of the balance
  std::optional<credits> balance;  // after it
  std::optional<credits> debt;     // change of it
  std::optional<effect_key> key;   // of the step, or of the hold or grant that it was about
  std::optional<agent_index> agent;

  // From 1, over all pages.
  std::uint64_t position() const { return (std::uint64_t{page} - 1) * size + line; }
};

// Something about the subscription (R8), in the words of the language: a state, the name of a plan or `none`,
// an instant or `never`, `true` or `false`, a number of units, names of users in the order in which they
// came.
enum class subscription_part : std::uint8_t { state, plan, next_plan, renews, cancels, units, users };
inline constexpr std::size_t subscription_parts = 7;
std::string_view name_of(subscription_part p);
std::optional<subscription_part> subscription_part_named(std::string_view name);

struct expected_subscription {
  subscription_part which = subscription_part::state;
  std::string value;
  add_on_index add_on = no_add_on;  // of `units`
};

// Whether debt of a chargeback suspends the account (R9.6).
struct expected_suspended {
  bool suspended = false;
};

// How far a payment has come (R9.4–R9.6).
enum class payment_state : std::uint8_t { in_flight, succeeded, failed, refunded, charged_back };
inline constexpr std::size_t payment_states = 5;
std::string_view name_of(payment_state s);
std::optional<payment_state> payment_state_named(std::string_view name);

struct expected_payment {
  effect_key key;
  payment_state state = payment_state::in_flight;
};

// How far an invoice has come (R9.3).
enum class invoice_state : std::uint8_t { open, overdue, paid, voided };
inline constexpr std::size_t invoice_states = 4;
std::string_view name_of(invoice_state s);
std::optional<invoice_state> invoice_state_named(std::string_view name);

struct expected_invoice {
  effect_key key;
  invoice_state state = invoice_state::open;
};

// What an estimate said (R7.4), by the key of its step.
enum class estimate_part : std::uint8_t { total, available, after, missing, brings };
inline constexpr std::size_t estimate_parts = 5;
std::string_view name_of(estimate_part p);
std::optional<estimate_part> estimate_part_named(std::string_view name);

struct expected_estimate {
  effect_key key;
  estimate_part which = estimate_part::total;
  credits value;
};

// What a quote said (R7.4), by the key of its step.
enum class quote_part : std::uint8_t { now, per_cycle };
inline constexpr std::size_t quote_parts = 2;
std::string_view name_of(quote_part p);
std::optional<quote_part> quote_part_named(std::string_view name);

struct expected_quote {
  effect_key key;
  quote_part which = quote_part::now;
  money value;
};

using expected_body =
    std::variant<expected_figure, expected_stopped, expected_last, expected_count, expected_outcome,
                 expected_lot, expected_lot_end, expected_hold, expected_hold_state, expected_line,
                 expected_subscription, expected_suspended, expected_payment, expected_invoice,
                 expected_estimate, expected_quote>;

struct expected_item {
  source_place place;
  expected_body what;
};

struct expectation {
  account_index account = 0;
  agent_index agent = no_agent;
  instant at;
  bool at_end = false;  // it was written under the scenario's own `expect`, and is asked at its end
  source_place place;
  std::vector<expected_item> items{};
};

// What became of credit, summed over all accounts (R14.1); `forgiven` and `invoiced` of R4.5.
enum class credit_flow : std::uint8_t { granted, refilled, used, expired, revoked, forgiven, invoiced };
inline constexpr std::size_t credit_flows = 7;
std::string_view name_of(credit_flow f);
std::optional<credit_flow> credit_flow_named(std::string_view name);

struct expected_flow {
  credit_flow which = credit_flow::granted;
  credits value;
};

// Payments that were credited.
struct expected_payments {
  bool only_recharges = false;  // else top-ups and recharges
  std::uint64_t count = 0;
};

// A sum over all accounts at the end of the run: a figure of theirs, events of a kind, payments, or a flow.
struct expected_total {
  source_place place;
  std::variant<expected_figure, expected_count, expected_payments, expected_flow> what;
};

}  // namespace drawdown
