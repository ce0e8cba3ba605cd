#include "engine/reference/deferred.hpp"

#include "engine/units/rounding.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reference {

money money_behind(const lot& l, credits amount) {
  const int128 share =
      divide(int128{l.cost.minor()} * amount.micro(), l.granted.micro(), rounding::half_even);
  return money::from_minor(static_cast<std::int64_t>(share));
}

}  // namespace drawdown::reference
