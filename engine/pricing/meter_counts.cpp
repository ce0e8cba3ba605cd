#include "engine/pricing/meter_counts.hpp"

#include <algorithm>

namespace drawdown {
namespace {

bool is_counted_in_any(const world& in, account_index account, std::size_t meter) {
  const std::vector<catalog_version>& own = in.accounts.at(account).own_prices;
  const auto counts = [&](const catalog_version& v) { return v.terms.meters[meter].is_counted(); };
  return in.catalog.meters[meter].is_counted() ||
         std::ranges::any_of(own.empty() ? in.versions : own, counts);
}

}  // namespace

meter_counts::meter_counts(const world& in, account_index account)
    : remembered_(in.settings.late_usage_grace), periods_{{in.start, {}}} {
  for (std::size_t i = 0; i < in.catalog.meters.size(); ++i)
    if (is_counted_in_any(in, account, i))
      periods_.front().counts.push_back({static_cast<meter_index>(i), 0});
}

std::size_t meter_counts::position_of(instant at) const {
  std::size_t position = periods_.size() - 1;
  while (position > 0 && periods_[position].begin > at) --position;
  return position;
}

std::int64_t meter_counts::find(meter_index meter, instant at) const {
  const std::vector<count>& counted = periods_[position_of(at)].counts;
  const auto found = std::ranges::find(counted, meter, &count::of);
  return found == counted.end() ? 0 : found->billed;
}

void meter_counts::count_in_period(meter_index meter, std::int64_t billed, instant at) {
  for (count& c : periods_[position_of(at)].counts)
    if (c.of == meter) c.billed += billed;
}

void meter_counts::begin_period(instant t) {
  period next{t, periods_.back().counts};
  for (count& c : next.counts) c.billed = 0;
  periods_.push_back(std::move(next));
  // A period is named no more once its end lies behind the oldest usage that is taken.
  const auto is_out_of_reach = [&](std::size_t i) { return periods_[i + 1].begin + remembered_ <= t; };
  std::size_t gone = 0;
  while (gone + 1 < periods_.size() && is_out_of_reach(gone)) ++gone;
  periods_.erase(periods_.begin(), periods_.begin() + static_cast<std::ptrdiff_t>(gone));
}

}  // namespace drawdown
