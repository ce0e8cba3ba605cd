#include "engine/reference/first_arrivals.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace drawdown::reference {
namespace {

constexpr std::size_t fewest_places = 16;

std::uint64_t hash_of(std::uint64_t number) {
  constexpr std::uint64_t spread = 0x9E3779B97F4A7C15U;
  number = (number ^ (number >> 32U)) * spread;
  return number ^ (number >> 32U);
}

}  // namespace

void first_arrivals::page::reserve(std::size_t arrivals) {
  arrivals_.reserve(arrivals);
  spread_out(std::bit_ceil(std::max(2 * arrivals, fewest_places)));
}

void first_arrivals::page::spread_out(std::size_t places) {
  places_.assign(places, {});
  for (std::uint32_t i = 0; i < arrivals_.size(); ++i) {
    const std::uint64_t number = arrivals_[i].number;
    places_[find_place(number)] = {i + 1, static_cast<std::uint32_t>(hash_of(number))};
  }
}

// Where the number stands, or where there is room for it.
std::size_t first_arrivals::page::find_place(std::uint64_t number) const {
  const std::uint64_t hash = hash_of(number);
  const std::size_t mask = places_.size() - 1;
  for (std::size_t at = (hash >> 32U) & mask;; at = (at + 1) & mask) {
    const place& here = places_[at];
    if (here.position == 0) return at;
    if (here.hash == static_cast<std::uint32_t>(hash) && arrivals_[here.position - 1].number == number)
      return at;
  }
}

void first_arrivals::page::add(const arrival& made) {
  if (2 * (arrivals_.size() + 1) > places_.size()) spread_out(std::max(fewest_places, 2 * places_.size()));
  const std::size_t at = find_place(made.number);
  arrivals_.push_back(made);
  places_[at] = {static_cast<std::uint32_t>(arrivals_.size()),
                 static_cast<std::uint32_t>(hash_of(made.number))};
}

const first_arrivals::arrival* first_arrivals::page::find(std::uint64_t number) const {
  if (places_.empty()) return nullptr;
  const std::uint32_t position = places_[find_place(number)].position;
  return position == 0 ? nullptr : &arrivals_[position - 1];
}

// The arrivals of two pages, without those that have faded.
first_arrivals::page first_arrivals::together(const page& older, const page& newer, instant now,
                                              duration window) {
  page made;
  made.reserve(older.arrivals().size() + newer.arrivals().size());
  for (const page* from : {&older, &newer})
    for (const arrival& one : from->arrivals())
      if (!one.has_faded(now, window)) made.add(one);
  return made;
}

const remembered_usage* first_arrivals::find(std::uint64_t number, instant now, duration window) const {
  const arrival* found = at_hand_.find(number);
  for (auto earlier = pages_.rbegin(); found == nullptr && earlier != pages_.rend(); ++earlier)
    found = (*earlier)->find(number);
  return found == nullptr || found->has_faded(now, window) ? nullptr : &found->first;
}

void first_arrivals::add(std::uint64_t number, instant now, const remembered_usage& first) {
  at_hand_.add({number, now, first});
}

// A page that is not twice as large as the next one becomes one with it: so there are never many to look at.
void first_arrivals::turn_page(instant now, duration window) {
  const auto is_over = [&](const auto& one) { return one->arrivals().back().has_faded(now, window); };
  pages_.erase(pages_.begin(), std::find_if_not(pages_.begin(), pages_.end(), is_over));
  page turned = std::exchange(at_hand_, {});
  while (!turned.arrivals().empty() && !pages_.empty() &&
         pages_.back()->arrivals().size() < 2 * turned.arrivals().size()) {
    turned = together(*pages_.back(), turned, now, window);
    pages_.pop_back();
  }
  if (!turned.arrivals().empty()) pages_.push_back(std::make_shared<const page>(std::move(turned)));
}

}  // namespace drawdown::reference
