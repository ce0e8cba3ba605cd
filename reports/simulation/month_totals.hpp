// What a simulated population comes to, month by month: commit blocks folded as they come, so that no
// transaction has to be kept.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/units/error.hpp"
#include "engine/units/wide.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"

namespace drawdown::reports {

// Payments of one kind that succeeded.
struct paid_totals {
  std::uint64_t count = 0;
  std::int64_t minor = 0;  // of the catalog's currency

  paid_totals& operator+=(const paid_totals& other);
  friend bool operator==(const paid_totals&, const paid_totals&) = default;
};

// What happened in a month, or in several.
struct month_totals {
  std::uint64_t charged = 0;          // usages
  std::uint64_t refused_credit = 0;   // for lack of credit
  std::uint64_t refused_else = 0;     // for another reason
  int128 used = 0;                    // micro-credits: `used` of the books (R13.1)
  int128 missed = 0;                  // what those would have cost that were refused for lack of credit
  int128 expired = 0;                 // micro-credits: `expired` of the books (R13.1)
  paid_totals fees;                   // of plans, their first payments and their renewals
  paid_totals top_ups;                // that somebody asked for
  paid_totals recharges;              // that accounts made by themselves
  std::uint64_t declined = 0;         // attempts at any payment
  std::uint64_t top_ups_refused = 0;  // that reached no gateway
  std::uint64_t events = 0;

  month_totals& operator+=(const month_totals& other);
  friend bool operator==(const month_totals&, const month_totals&) = default;
};

// Folds commit blocks, in any order of accounts; those of one account as they follow each other.
class simulation_totals {
 public:
  // The first instants of the months, ascending from the start of the run, and that at which the last is
  // over.
  simulation_totals(const world& of, std::vector<instant> bounds);

  // `corrupt` where the block does not decode.
  result<void> add(std::span<const std::byte> block);

  const std::vector<month_totals>& months() const { return months_; }
  month_totals all() const;
  // What is left to all accounts at the end, in micro-credits.
  int128 balance() const;

 private:
  // A payment whose outcome is not known yet.
  struct open_payment {
    payment_id id = 0;
    payment_for of = payment_for::top_up;
    money amount;
  };

  void count(std::size_t account, const event& what, month_totals& in);
  void note(std::size_t account, const charge_event& made);
  void settle(std::size_t account, const heard_event& heard, month_totals& in);

  std::vector<instant> bounds_;
  std::vector<month_totals> months_;
  std::vector<std::vector<open_payment>> open_;  // of each account
  std::vector<credits> left_;                    // to each account, at the end of its last block
};

}  // namespace drawdown::reports
