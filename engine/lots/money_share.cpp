#include "engine/lots/money_share.hpp"

#include "engine/units/rounding.hpp"

namespace drawdown {

money money_share(const lot& of, credits part) {
  if (of.cost.is_zero()) return {};
  ensure(part <= of.granted, "credit that was paid for is never refilled");
  const auto share = scale(of.cost.minor(), part.micro(), of.granted.micro(), rounding::half_even);
  return money::from_minor(share.value());
}

}  // namespace drawdown
