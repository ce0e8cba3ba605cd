#include "engine/units/rarely.hpp"

#include <vector>

#include <catch2/catch.hpp>

using namespace drawdown;

TEST_CASE("what nobody wrote to reads as empty") {
  const rarely<std::vector<int>> never;
  CHECK(never.is_untouched());
  CHECK(never->empty());
}

TEST_CASE("copies of what was written to are independent") {
  rarely<std::vector<int>> first;
  first.edit().push_back(1);
  rarely<std::vector<int>> second = first;
  second.edit().push_back(2);
  CHECK(*first == std::vector<int>{1});
  CHECK(*second == std::vector<int>{1, 2});

  first = second;
  second.edit().clear();
  CHECK(first->size() == 2);
  CHECK_FALSE(second.is_untouched());
}

TEST_CASE("a copy of what nobody wrote to is one that nobody wrote to") {
  rarely<std::vector<int>> written;
  written.edit().push_back(1);
  const rarely<std::vector<int>> never;
  written = never;
  CHECK(written.is_untouched());
  const rarely<std::vector<int>> copy = never;  // NOLINT(performance-unnecessary-copy-initialization)
  CHECK(copy.is_untouched());
}
