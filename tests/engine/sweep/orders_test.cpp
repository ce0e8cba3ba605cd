#include "engine/sweep/orders.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include <catch2/catch.hpp>

using namespace drawdown::sweep;

TEST_CASE("up to five things are put into every order but the one they have") {
  CHECK(other_orders(2, 1, 1, 1) == std::vector<order_of_things>{{1, 0}});
  for (std::size_t count = 2; count <= most_in_every_order; ++count) {
    const auto orders = other_orders(count, 1, 1, 1);
    CHECK(orders.size() == count_of_other_orders(count));
    CHECK(std::set(orders.begin(), orders.end()).size() == orders.size());
  }
  CHECK(count_of_other_orders(5) == 119);
}

TEST_CASE("of more than five things 200 orders are drawn, all different and always the same", "[R14.7]") {
  for (const std::size_t count : {std::size_t{6}, std::size_t{40}}) {
    const auto orders = other_orders(count, 7, 3, 12);
    CHECK(orders.size() == sampled_orders);
    CHECK(count_of_other_orders(count) == sampled_orders);
    CHECK(std::set(orders.begin(), orders.end()).size() == sampled_orders);
    order_of_things as_they_are(count);
    std::iota(as_they_are.begin(), as_they_are.end(), std::size_t{0});
    for (const order_of_things& order : orders) {
      CHECK(order != as_they_are);
      CHECK(std::is_permutation(order.begin(), order.end(), as_they_are.begin()));
    }
    CHECK(other_orders(count, 7, 3, 12) == orders);
    CHECK(other_orders(count, 8, 3, 12) != orders);
    CHECK(other_orders(count, 7, 3, 13) != orders);
  }
}
