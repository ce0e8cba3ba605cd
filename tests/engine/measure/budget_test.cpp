// Budgets, and what was measured held against them.
#include "engine/measure/budget.hpp"

#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>

using namespace drawdown::measurement;

namespace {

measurements measured(std::vector<metric> metrics) {
  measurements file;
  file.subject = "bench_core";
  file.metrics = std::move(metrics);
  return file;
}

metric time_of(std::string name, std::vector<double> samples) {
  return {std::move(name), "ns/item", gate::time, better::lower, std::move(samples)};
}

metric rate_of(std::string name, double rate) {
  return {std::move(name), "items/s", gate::time, better::higher, {rate}};
}

judged_budget judged(const budget& of, const measurements& file) {
  const std::vector<budget> budgets = {of};
  const std::vector<measurements> files = {measurements{}, file};
  return judge(budgets, files).front();
}

}  // namespace

TEST_CASE("a budget of a value is met up to its limit, by the median", "[budget]") {
  const budget of{.what = "a debit", .limit = 40, .unit = "ns", .measured = "debit"};
  CHECK(judged(of, measured({time_of("debit", {90, 40, 10})})).verdict == budget_verdict::met);
  const judged_budget missed = judged(of, measured({time_of("debit", {90, 41, 10})}));
  CHECK(missed.verdict == budget_verdict::missed);
  CHECK(missed.measured == 41);
  CHECK(missed.samples == 3);
  CHECK(!missed.ratio);
}

TEST_CASE("what was not measured is no verdict", "[budget]") {
  const budget of{.what = "a debit", .limit = 40, .unit = "ns", .measured = "debit"};
  CHECK(judged(of, measured({time_of("another", {1})})).verdict == budget_verdict::not_measured);
  budget above = of;
  above.by = limited::above_floor;
  above.floor = "floor";
  CHECK(judged(above, measured({time_of("debit", {1})})).verdict == budget_verdict::not_measured);
}

TEST_CASE("a measured value is brought to the budget's unit, and its floor too", "[budget]") {
  const budget of{.what = "batched",
                  .by = limited::above_floor,
                  .limit = 15,
                  .unit = "ns",
                  .measured = "two threads",
                  .times = 2,
                  .floor = "loop"};
  const judged_budget met = judged(of, measured({time_of("two threads", {40}), time_of("loop", {65})}));
  CHECK(met.measured == 80);
  CHECK(met.floor == 65);
  CHECK(met.judged == 15);
  CHECK(met.verdict == budget_verdict::met);
  CHECK(judged(of, measured({time_of("two threads", {41}), time_of("loop", {65})})).verdict ==
        budget_verdict::missed);
}

TEST_CASE("a ratio is of speeds: of costs turned over, of yields as they are", "[budget]") {
  const budget of{
      .what = "a message", .by = limited::ratio, .limit = 0.8, .unit = "ns", .measured = "a", .floor = "b"};
  const judged_budget slower = judged(of, measured({time_of("a", {1000}), time_of("b", {800})}));
  CHECK(slower.ratio == Approx(0.8));
  CHECK(slower.verdict == budget_verdict::met);
  CHECK(judged(of, measured({time_of("a", {1001}), time_of("b", {800})})).verdict == budget_verdict::missed);
  const judged_budget faster = judged(of, measured({rate_of("a", 3000), rate_of("b", 100)}));
  CHECK(faster.ratio == Approx(30));
  CHECK(faster.verdict == budget_verdict::met);
}

TEST_CASE("a name that ends with a star is the best of all that begin so", "[budget]") {
  const budget of{.what = "peers",
                  .by = limited::ratio,
                  .limit = 30,
                  .unit = "M/s",
                  .measured = "ours",
                  .floor = "theirs/*"};
  const auto seen = judged(of, measured({rate_of("ours", 900), rate_of("theirs/small", 10),
                                         rate_of("theirs/large", 45), rate_of("other", 500)}));
  CHECK(seen.floor == 45);
  CHECK(seen.verdict == budget_verdict::missed);
}

TEST_CASE("a file of budgets says which budget is faulty, and how", "[budget]") {
  const auto message = [](const char* text) { return budgets_from_json(text).error().message; };
  CHECK(message(R"({"budgets": []})") == "there is no budget");
  CHECK_THAT(message("{"), Catch::StartsWith("budget 1: "));
  CHECK_THAT(message(R"({"budgets": [{"what": "a", "unit": "ns", "measured": "a"}]})"),
             Catch::Contains("limit"));
  CHECK(message(R"({"budgets": [{"what": "a", "limit": 1, "unit": "ns", "measured": "a", "extra": 1}]})") ==
        "budget 1: the key `extra` is not known");
  CHECK(
      message(R"({"budgets": [{"what": "a", "by": "ratio", "limit": 1, "unit": "ns", "measured": "a"}]})") ==
      "budget 1: the key `floor` is missing");
  CHECK(message(R"({"budgets": [{"what": "a", "by": "most", "limit": 1, "unit": "ns", "measured": "a"}]})") ==
        "budget 1: `by` should be `value`, `above floor` or `ratio`, is `most`");
}

TEST_CASE("the budgets of this tree can be read", "[budget]") {
  std::ifstream file(DRAWDOWN_SOURCE_DIR "/bench/budgets/budgets.json");
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const auto budgets = budgets_from_json(text);
  REQUIRE(budgets);
  CHECK(budgets->size() >= 11);
}
