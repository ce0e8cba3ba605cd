// What a run comes to, customer by customer and day by day, where its transactions are not all kept: commit
// blocks are folded as they come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/units/error.hpp"
#include "engine/world/world.hpp"
#include "reports/customers/customer_totals.hpp"

namespace drawdown::reports {

// One day in UTC, all customers together.
struct day_totals {
  std::uint64_t charged = 0;  // usages and captures
  std::uint64_t refused = 0;
  int128 used = 0;  // micro-credits

  friend bool operator==(const day_totals&, const day_totals&) = default;
};

// Folds commit blocks, in any order of accounts; those of one account as they follow each other.
class run_totals {
 public:
  // Keeps a reference to the world.
  explicit run_totals(const world& of);

  // `corrupt` where the block does not decode.
  result<void> add(std::span<const std::byte> block);

  // After the last block: what stands at the end of what each account has worked.
  void finish();

  // After that: of each account, in their order; and of each day from that of the start on.
  const std::vector<customer_totals>& customers() const { return customers_; }
  const std::vector<day_totals>& days() const { return days_; }
  std::uint64_t events() const;

 private:
  struct followed {
    customer_fold fold;
    instant until;
    figures at_end;
  };
  void count(const event& what);
  day_totals& day_of(instant t);

  const world& in_;
  std::vector<followed> open_;
  std::vector<customer_totals> customers_;
  std::vector<day_totals> days_;
};

}  // namespace drawdown::reports
