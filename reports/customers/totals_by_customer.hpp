// What a run comes to, customer by customer, where its transactions are not kept: commit blocks are folded as
// they come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/units/error.hpp"
#include "engine/world/world.hpp"
#include "reports/customers/customer_totals.hpp"

namespace drawdown::reports {

// Folds commit blocks, in any order of accounts; those of one account as they follow each other.
class totals_by_customer {
 public:
  // Keeps a reference to the world. `left`: when each customer leaves, where that is known; empty: nobody
  // does.
  explicit totals_by_customer(const world& of, const std::vector<instant>& left = {});

  // `corrupt` where the block does not decode.
  result<void> add(std::span<const std::byte> block);

  // After the last block: what stands at the end of what each account has worked.
  void finish();

  // After that: of each account, in their order.
  const std::vector<customer_totals>& customers() const { return customers_; }
  std::uint64_t events() const;

 private:
  struct followed {
    customer_fold fold;
    instant until;
    figures at_end;
  };

  const world& in_;
  std::vector<followed> open_;
  std::vector<customer_totals> customers_;
};

}  // namespace drawdown::reports
