#include "engine/ledger/ageing.hpp"

#include "engine/units/wide.hpp"

namespace drawdown::ledger {

age age_of(instant ends, instant now) {
  if (ends.is_never()) return age::never;
  const int128 left = int128{ends.us()} - now.us();
  if (left < duration::days(30).us()) return age::under_30_days;
  if (left < duration::days(90).us()) return age::under_90_days;
  return left < duration::days(365).us() ? age::under_365_days : age::later;
}

}  // namespace drawdown::ledger
