#include "engine/payments/overage_book.hpp"

#include <utility>

namespace drawdown {

credits overage_book::bill(payment_id in) {
  contents& of_all = in_.edit();
  const credits all = std::exchange(of_all.unbilled, {});
  of_all.billed.emplace(in, all);
  return all;
}

bool overage_book::take_back(payment_id from) {
  if (in_.is_untouched()) return false;
  contents& in = in_.edit();
  const auto found = in.billed.find(from);
  if (found == in.billed.end()) return false;
  in.unbilled += found->second;
  in.billed.erase(found);
  return true;
}

}  // namespace drawdown
