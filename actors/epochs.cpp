#include "actors/epochs.hpp"

#include <algorithm>

#include "engine/time/calendar.hpp"

namespace drawdown::actors {

instant end_of_epoch(instant from, epoch_length length, instant end) {
  const auto cut = [&](instant until) { return std::min(until, end); };
  switch (length) {
    case epoch_length::hour:
      return cut(from + duration::hours(1));
    case epoch_length::day:
      return cut(from + duration::days(1));
    case epoch_length::month:
      return cut(next_month(from, zone_table{}));
    case epoch_length::whole:
      return end;
  }
  return end;
}

}  // namespace drawdown::actors
