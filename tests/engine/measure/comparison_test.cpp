#include "engine/measure/comparison.hpp"

#include <catch2/catch.hpp>

using namespace drawdown;
using namespace drawdown::measurement;
using Catch::Matchers::Contains;

namespace {

measurements with(std::vector<metric> metrics) {
  measurements made;
  made.subject = "bench_core";
  made.metrics = std::move(metrics);
  return made;
}

metric count(std::vector<double> samples, better which = better::lower) {
  return {"allocations", "allocations/debit", gate::exact, which, std::move(samples)};
}

metric time(std::vector<double> samples, better which = better::lower) {
  return {"debit", "ns/item", gate::time, which, std::move(samples)};
}

judged_metric only_one(const measurements& a, const measurements& b) {
  const auto made = compare(a, b, {});
  REQUIRE(made.has_value());
  REQUIRE(made->metrics.size() == 1);
  CHECK(made->overall() == made->metrics.front().judged);
  return made->metrics.front();
}

verdict of_counts(std::vector<double> a, std::vector<double> b, better which = better::lower) {
  return only_one(with({count(std::move(a), which)}), with({count(std::move(b), which)})).judged;
}

const std::vector<double> sixty{60, 60.2, 60.4, 60.1, 60.3, 60.2};
const std::vector<double> eighty{80, 80.2, 80.4, 80.1, 80.3, 80.2};

}  // namespace

TEST_CASE("what is exact is held to its last digit, whatever the tolerance of times") {
  CHECK(of_counts({64}, {64}) == verdict::unchanged);
  CHECK(of_counts({64}, {64.000001}) == verdict::regressed);
  CHECK(of_counts({64}, {63}) == verdict::improved);
  CHECK(of_counts({64}, {63}, better::higher) == verdict::regressed);
  CHECK(of_counts({64}, {65}, better::higher) == verdict::improved);
  CHECK(of_counts({0}, {0}) == verdict::unchanged);
  CHECK(of_counts({0}, {1}) == verdict::regressed);
  CHECK_FALSE(only_one(with({count({0})}), with({count({1})})).ratio);
}

TEST_CASE("what is called exact and does not repeat is judged only where it cannot be otherwise") {
  CHECK(of_counts({3, 5}, {3, 5}) == verdict::inconclusive);
  CHECK(of_counts({3, 5}, {6, 9}) == verdict::regressed);
  CHECK(of_counts({3, 5}, {2}) == verdict::improved);
  CHECK(only_one(with({count({4})}), with({count({4, 5})})).reason == "it does not repeat: from 4 to 5 in B");
}

TEST_CASE("a time is judged by its interval, lower or higher being better") {
  CHECK(only_one(with({time(sixty)}), with({time(eighty)})).judged == verdict::regressed);
  CHECK(only_one(with({time(eighty)}), with({time(sixty)})).judged == verdict::improved);
  CHECK(only_one(with({time(sixty)}), with({time(sixty)})).judged == verdict::unchanged);
  const auto rate = only_one(with({time(sixty, better::higher)}), with({time(eighty, better::higher)}));
  CHECK(rate.judged == verdict::improved);
  CHECK(rate.ratio == Approx(80.0 / 60).epsilon(0.01));
  CHECK(rate.confident->low > 1.3);
}

TEST_CASE("of few samples nothing is said") {
  const judged_metric seen = only_one(with({time(sixty)}), with({time({80, 81, 82, 83})}));
  CHECK(seen.judged == verdict::inconclusive);
  CHECK(seen.reason == "4 samples in B, and it takes 5 on each side");
  CHECK_FALSE(seen.confident);
}

TEST_CASE("files of one round are compared pair by pair, others are not") {
  std::vector<double> a;
  std::vector<double> b;
  for (int i = 0; i < 12; ++i) {
    a.push_back(60 + 10 * i);
    b.push_back(60 + 10 * i + 0.1);
  }
  measurements in_a = with({time(a)});
  measurements in_b = with({time(b)});
  CHECK(only_one(in_a, in_b).judged == verdict::inconclusive);
  in_a.interleaved = in_b.interleaved = "tuesday";
  CHECK(only_one(in_a, in_b).judged == verdict::unchanged);
  in_b.interleaved = "wednesday";
  CHECK(only_one(in_a, in_b).judged == verdict::inconclusive);
}

TEST_CASE("conditions that differ are told, and change no verdict") {
  measurements a = with({count({1})});
  measurements b = a;
  a.conditions = {{"compiler", "GCC 12"}, {"threads", "2"}, {"build type", "Release"}};
  b.conditions = {{"build type", "Release"}, {"compiler", "GCC 13"}, {"machine", "small"}};
  const auto made = compare(a, b, {}).value();
  CHECK(made.warnings == std::vector<std::string>{"compiler: `GCC 12` in A, `GCC 13` in B",
                                                  "threads: `2` in A, and B does not say",
                                                  "machine: A does not say, `small` in B"});
  CHECK(made.overall() == verdict::unchanged);
}

TEST_CASE("what measures different things is not compared") {
  const measurements a = with({count({1})});
  measurements b = a;
  b.subject = "bench_actors";
  CHECK_THAT(compare(a, b, {}).error().message,
             Contains("different things: `bench_core` (bench) in A, `bench_actors` (bench) in B"));
  b = a;
  b.what = measured_by::load;
  CHECK_THAT(compare(a, b, {}).error().message, Contains("`bench_core` (load) in B"));
  CHECK_THAT(compare(a, with({time(sixty)}), {}).error().message, Contains("no metric is in both"));
  b = a;
  b.metrics.front().unit = "allocations";
  CHECK_THAT(compare(a, b, {}).error().message, Contains("`allocations` is not the same metric in both"));
}

TEST_CASE("what B lacks leaves the whole inconclusive, what only B has does not") {
  const auto less = compare(with({count({1}), time(sixty)}), with({count({1})}), {}).value();
  CHECK(less.only_in_a == std::vector<std::string>{"debit"});
  CHECK(less.overall() == verdict::inconclusive);
  const auto more = compare(with({count({1})}), with({count({1}), time(sixty)}), {}).value();
  CHECK(more.only_in_b == std::vector<std::string>{"debit"});
  CHECK(more.overall() == verdict::unchanged);
}

TEST_CASE("one regressed metric makes the whole regressed, and one inconclusive keeps it from being fine") {
  const metric few{"few", "ns/item", gate::time, better::lower, {1}};
  const auto all = compare(with({count({2}), time(sixty), few}), with({count({1}), time(eighty), few}), {});
  CHECK(all->count(verdict::improved) == 1);
  CHECK(all->overall() == verdict::regressed);
  CHECK(compare(with({count({2}), few}), with({count({1}), few}), {})->overall() == verdict::inconclusive);
}
