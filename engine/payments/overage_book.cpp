#include "engine/payments/overage_book.hpp"

#include <utility>

namespace drawdown {

credits overage_book::bill(payment_id in) {
  const credits all = std::exchange(unbilled_, {});
  billed_.emplace(in, all);
  return all;
}

bool overage_book::take_back(payment_id from) {
  const auto found = billed_.find(from);
  if (found == billed_.end()) return false;
  unbilled_ += found->second;
  billed_.erase(found);
  return true;
}

}  // namespace drawdown
