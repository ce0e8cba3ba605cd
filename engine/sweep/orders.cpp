#include "engine/sweep/orders.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "engine/draws/stream.hpp"
#include "engine/units/error.hpp"

namespace drawdown::sweep {
namespace {

// More than enough to find sampled_orders different ones of the 720 that six things have.
constexpr std::uint64_t most_attempts = 4096;

order_of_things as_they_are(std::size_t count) {
  order_of_things order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  return order;
}

std::vector<order_of_things> every_other_order(std::size_t count) {
  std::vector<order_of_things> orders;
  order_of_things order = as_they_are(count);
  while (std::ranges::next_permutation(order).found) orders.push_back(order);
  return orders;
}

// Fisher and Yates: each order is as likely as any other.
order_of_things shuffled(std::size_t count, const stream& draws, std::uint64_t entity, std::uint64_t index) {
  order_of_things order = as_they_are(count);
  for (std::size_t last = count - 1; last > 0; --last) {
    const std::uint64_t other =
        draws.uniform_below(last + 1, {entity, index, static_cast<std::uint16_t>(last)});
    std::swap(order[last], order[other]);
  }
  return order;
}

}  // namespace

std::vector<order_of_things> other_orders(std::size_t count, std::uint64_t seed, std::uint64_t entity,
                                          std::uint64_t number) {
  ensure(count <= UINT16_MAX, "so many things are not put into orders");
  if (count <= most_in_every_order) return every_other_order(count);
  const stream draws(seed, draw_stream::sweep_order);
  std::vector<order_of_things> orders;
  std::set<order_of_things> seen = {as_they_are(count)};
  for (std::uint64_t i = 0; i < most_attempts && orders.size() < sampled_orders; ++i) {
    order_of_things drawn = shuffled(count, draws, entity, number * most_attempts + i);
    if (seen.insert(drawn).second) orders.push_back(std::move(drawn));
  }
  return orders;
}

std::uint64_t count_of_other_orders(std::size_t count) {
  if (count > most_in_every_order) return sampled_orders;
  std::uint64_t orders = 1;
  for (std::uint64_t i = 2; i <= count; ++i) orders *= i;
  return orders - 1;
}

}  // namespace drawdown::sweep
