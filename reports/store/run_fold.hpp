// What a run store keeps of accounts whose transactions it does not keep: their blocks are folded as they
// come, and forgotten.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "engine/units/error.hpp"
#include "engine/world/world.hpp"
#include "reports/store/account_fold.hpp"
#include "reports/store/answers.hpp"
#include "reports/store/day_sums.hpp"

namespace drawdown::reports {

class run_fold {
 public:
  // `kept`: of which accounts of the world every transaction is kept; their blocks are not for this. Keeps a
  // reference to the world.
  run_fold(const world& in, std::vector<bool> kept);

  bool keeps(account_index account) const { return kept_.at(account); }

  // Takes a block in, in any order of accounts; those of one account as they follow each other. `corrupt`
  // where it does not decode, is no continuation, or is of an account that the world does not have or that is
  // kept.
  result<void> add(std::span<const std::byte> block);

  // What came of an account that is not kept; null where it had no block.
  account_fold* of(account_index account) { return accounts_.at(account).get(); }
  // The sums of these accounts.
  day_sums& days() { return days_; }

 private:
  const world& in_;
  std::vector<bool> kept_;
  expectations_by_account asked_;
  std::vector<std::unique_ptr<account_fold>> accounts_;
  day_sums days_;
  event next_;  // read over and over, for its memory
};

}  // namespace drawdown::reports
