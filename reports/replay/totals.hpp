// What a run comes to whose transactions are not kept: its commit blocks, folded as they come.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/units/error.hpp"
#include "engine/units/wide.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"

namespace drawdown::reports {

// Usages by what became of them.
struct usage_totals {
  std::uint64_t charged = 0;
  std::uint64_t refused = 0;
  std::uint64_t repeated = 0;  // answered as they were before (R4.3)
  int128 cost = 0;             // of those that were charged, in micro-credits

  friend bool operator==(const usage_totals&, const usage_totals&) = default;
};

struct account_totals {
  usage_totals usages;
  std::uint64_t events = 0;
  std::optional<instant> first_refused;
  figures at_end;  // of the last block that came
  instant until;   // that block's end

  friend bool operator==(const account_totals&, const account_totals&) = default;
};

// Something expected that does not hold.
struct missed_expectation {
  source_place place;
  std::string message;  // "`available` is 12, not 15"
};

// Folds commit blocks into totals, in any order of accounts; those of one account as they follow each other.
class replay_totals {
 public:
  explicit replay_totals(const world& of);

  // `corrupt` where the block does not decode.
  result<void> add(std::span<const std::byte> block);

  const std::vector<account_totals>& accounts() const { return accounts_; }
  const std::vector<usage_totals>& meters() const { return meters_; }
  // Refused usages by their outcome, in the order of R4.7.
  std::vector<std::pair<outcome, std::uint64_t>> refusals() const;
  usage_totals all() const;
  std::uint64_t events() const;

  // After the last block of a run that came to its end: holds the sums over all accounts against what is
  // expected of them.
  void finish();

  // How much that was expected was answered, and what of it does not hold, in the order of the file.
  std::uint64_t answered() const { return answered_; }
  std::vector<missed_expectation> missed() const;

 private:
  void add(account_totals& to, const event& what);
  void count(account_totals& to, instant at, const usage_event& used);
  void answer(const figures_event& said);
  void expect(const source_place& place, std::string_view what, const std::string& actual,
              const std::string& expected);

  const world& in_;
  std::vector<account_totals> accounts_;
  std::vector<usage_totals> meters_;
  std::vector<std::uint64_t> refused_by_;  // by outcome
  std::uint64_t answered_ = 0;
  std::vector<missed_expectation> missed_;
};

// Where the scenario first expects something that is only known from a history that was kept: anything but
// figures, or a rule that always holds. Nothing where a replay can answer it all.
std::optional<source_place> first_that_needs_history(const world& in);

}  // namespace drawdown::reports
