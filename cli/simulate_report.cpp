#include "cli/simulate_report.hpp"

#include <algorithm>

#include "engine/units/wide.hpp"

namespace drawdown::cli {

namespace {

// The month that holds an instant: bounds ascend, and one more than there are months.
std::size_t month_with(const std::vector<instant>& bounds, instant at) {
  const auto next = std::upper_bound(bounds.begin() + 1, bounds.end() - 1, at);
  return static_cast<std::size_t>(next - bounds.begin()) - 1;
}

}  // namespace

std::vector<customers_of_month> customers_by_month(const simulate_report& report) {
  const world& in = *report.of.what;
  const std::vector<instant> bounds = population::months_of(in.start, report.asked.months, in.zones[in.zone]);
  std::vector<customers_of_month> months(report.asked.months);
  for (const customers::customer_life& one : report.of.lives) {
    ++months[month_with(bounds, one.joined)].joined;
    if (!one.left.is_never()) ++months[month_with(bounds, one.left)].left;
  }
  std::uint64_t active = 0;
  for (customers_of_month& month : months) {
    active += month.joined - month.left;
    month.active = active;
  }
  return months;
}

std::uint64_t blocked_ppm(const simulate_report& report) {
  int128 blocked = 0;
  int128 there = 0;
  for (const customers::customer_life& one : report.of.lives) {
    blocked += one.blocked.us();
    there += (std::min(one.left, report.of.what->end) - one.joined).us();
  }
  return there == 0 ? 0 : static_cast<std::uint64_t>(blocked * 1'000'000 / there);
}

}  // namespace drawdown::cli
