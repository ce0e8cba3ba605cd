// What became of the steps of an account, and what the account came to: read from its events, in words that
// mean the same in every variant.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "engine/sweep/step.hpp"
#include "engine/world/event.hpp"
#include "engine/world/figures.hpp"

namespace drawdown::sweep {

// A lot by the key it came by: its number may be another one in another variant (R3.13).
struct lot_name {
  effect_key key;
  std::uint32_t nth = 1;  // of several by one key
  lot_kind kind = lot_kind::free;
  friend bool operator==(const lot_name&, const lot_name&) = default;
};

// The names of all lots that an account's events tell of.
std::map<lot_id, lot_name> lot_names(const std::vector<event>& events);

// What was taken from a lot, or reserved of it, or given back.
struct part_of_lot {
  lot_name lot;
  credits amount;
  friend bool operator==(const part_of_lot&, const part_of_lot&) = default;
};
struct returned_part {
  part_of_lot of;
  released_to went = released_to::lot;
  friend bool operator==(const returned_part&, const returned_part&) = default;
};

struct refunded_part {
  part_of_lot of;
  refunded_to went = refunded_to::lot;
  friend bool operator==(const refunded_part&, const refunded_part&) = default;
};

// What became of a step: nothing in it depends on when it came alone.
struct step_outcome {
  std::string_view result;  // `charged`; of a notice what hearing it did: `credited`
  bool refused = false;
  bool repeated = false;
  credits amount;                       // zero where the step moves none
  credits debt;                         // that it made (R4.5), or ended (R9.6, R9.7)
  credits forgiven;                     // R4.5
  credits invoiced;                     // that is to be paid in money, or is not any more (R4.5, R9.7)
  std::vector<part_of_lot> taken;       // in the order of taking
  std::vector<returned_part> returned;  // of a hold that it ended
  std::string_view excess;              // of a capture that passes its hold: what became of the rest (R6.7)
  credits excess_amount;
  std::vector<refunded_part> refunded;  // by a refund of usage (R9.7)
  money price;                          // that moved, or that a quote named; zero: none
  friend bool operator==(const step_outcome&, const step_outcome&) = default;
};

// What an account came to.
struct account_end {
  figures now;
  credits granted;  // booked lots
  credits refilled;
  credits used;  // taken from lots, by whatever took it
  credits expired;
  credits revoked;
  std::uint64_t payments_made = 0;  // charged or invoiced
  std::uint64_t payments_credited = 0;
  friend bool operator==(const account_end&, const account_end&) = default;
};

// Which event says what became of a step, for each of `steps`, which stand in the order of R2.4; events are
// counted from 0, `no_event` where there is none.
inline constexpr std::size_t no_event = SIZE_MAX;
std::vector<std::size_t> told_by(const std::vector<step>& steps, const std::vector<event>& events);

// What became of each step; `told` as told_by() says it.
std::vector<step_outcome> outcomes_of(const std::vector<step>& steps, const std::vector<event>& events,
                                      const std::vector<std::size_t>& told);

// What the account came to, by its events and by its figures after the last of them.
account_end end_of(const std::vector<event>& events, const figures& now);

}  // namespace drawdown::sweep
