// What `load:` and `thresholds:` come to. What is wrong in them is held by the corpus.
#include "scenarios/language/load_section.hpp"

#include <catch2/catch.hpp>

#include "scenarios/language/load.hpp"
#include "scenarios/language/load_words.hpp"
#include "scenarios/language/write_load.hpp"

namespace drawdown::language {
namespace {

load_section section_of(const std::string& text) {
  const loaded made = load_scenario_text("load.yaml", text, {}, load_alone::accepted);
  for (const diagnostic& one : made.findings) UNSCOPED_INFO(render(one, false));
  REQUIRE(made.load);
  CHECK(made.what == nullptr);
  return *made.load;
}

load_terms terms_of(const std::string& keys) {
  return section_of("scenario: A load\nload: {" + keys + "}\n").terms;
}

threshold threshold_of(const std::string& text) {
  return section_of("scenario: A load\nload: {rate: 10k/s}\nthresholds: ['" + text + "']\n").thresholds.at(0);
}

}  // namespace

TEST_CASE("every key of a load is what the option of its name is") {
  const load_terms read = terms_of(
      "accounts: 1_000, agents: 2, lots: 4, distribution: 'hotspot:90%', holds: 5%, top_ups: 0.1%, "
      "recharges: 20%, batch: 128, rate: 1.5M/s, arrivals: poisson, tick: 2ms, late: 50ms, warm_up: 0s, "
      "duration: 1 minute, seed: 0, threads: 2, verify: off");
  CHECK(read.accounts == 1000U);
  CHECK(read.agents == 2U);
  CHECK(read.lots == 4U);
  CHECK(read.distribution == population::skew(population::hotspot_skew{900'000}));
  CHECK(read.holds == 50'000U);
  CHECK(read.top_ups == 1000U);
  CHECK(read.recharges == 200'000U);
  CHECK(read.batch == 128U);
  CHECK(read.rate == 1'500'000U);
  CHECK(read.arrivals == arrival_process::poisson);
  CHECK(read.tick == duration::from_us(2000));
  CHECK(read.late == duration::from_us(50'000));
  CHECK(read.warm_up == duration{});
  CHECK(read.length == duration::minutes(1));
  CHECK(read.seed == 0U);
  CHECK(read.threads == 2U);
  CHECK(read.verify == verification::off);
  CHECK(keys_said(read).size() == 17);
  CHECK(keys_said(terms_of("")).empty());
}

TEST_CASE("what is usual depends on the loop and on what ends it") {
  const load_terms closed = with_defaults({});
  CHECK(closed.window == 256U);
  CHECK_FALSE(closed.arrivals);
  CHECK(closed.length == duration::from_us(5'000'000));
  CHECK(closed.warm_up == duration::from_us(1'000'000));
  CHECK_FALSE(closed.threads);
  CHECK(with_defaults(terms_of("accounts: 1_000_000")).window == 1U);
  CHECK(with_defaults(terms_of("accounts: 10_000")).window == 100U);
  const load_terms open = with_defaults(terms_of("rate: 10k/s, count: 500"));
  CHECK_FALSE(open.window);
  CHECK(open.tick == duration::from_us(1000));
  CHECK(open.warm_up == duration{});
  CHECK_FALSE(open.length);
}

TEST_CASE("a threshold keeps its bound in millionths of its metric's unit") {
  CHECK(threshold_of("debit.latency.p99 < 2ms").bound == 2000);
  CHECK(threshold_of("debit.latency.p99 < 2ms").at.parts_per_million == 990'000);
  CHECK(threshold_of("debit.latency.p999<=2ms").at.parts_per_million == 999'000);
  CHECK(threshold_of("debit.latency.p99.95 <2ms").at.parts_per_million == 999'500);
  CHECK(threshold_of("debits.rate >= 1.5k/s").bound == 1'500'000'000);
  CHECK(threshold_of("late < 0.1%").bound == 1000);
  CHECK(threshold_of("late < 0.1%").is_of_debits);
  CHECK(threshold_of("late < 12").bound == 12'000'000);
  CHECK(threshold_of("messages_per_debit != 0.25").bound == 250'000);
  CHECK(threshold_of("memory.peak < 1.5 GB").bound == 1'500'000'000);
  CHECK(threshold_of("memory.peak < 1KiB").bound == 1024);
  CHECK(threshold_of("memory.peak < 1KiB").text == "memory.peak < 1KiB");
  CHECK(threshold_of("lag.end == 0s").of == load_metric::lag_end);
}

TEST_CASE("every metric has one name, and a threshold can ask for it") {
  for (const metric_entry& one : metric_table()) {
    INFO(one.name);
    const std::string bound = one.unit == metric_unit::seconds      ? "1s"
                              : one.unit == metric_unit::per_second ? "1/s"
                              : one.unit == metric_unit::megabytes  ? "1 MB"
                                                                    : "1";
    const threshold asked = threshold_of(std::string(one.name) + " < " + bound);
    CHECK(asked.of == one.metric);
    CHECK(asked.bound == 1'000'000);
  }
}

TEST_CASE("a load is written back with its defaults, and is the same when it is read again") {
  const load_section first = section_of(
      "scenario: 'A: load'\nload: {rate: 2500/s, distribution: 'zipf:1.1', count: 500}\n"
      "thresholds: [late < 0.1%, debit.latency.p99.9 < 2ms]\n");
  const load_section second = section_of(write_load_alone(first));
  CHECK(second.title == "A: load");
  CHECK(second.thresholds.size() == 2);
  CHECK(second.thresholds[1].text == "debit.latency.p99.9 < 2ms");
  CHECK(write_load_alone(second) == write_load_alone(first));
  CHECK(keys_said(second.terms) == keys_said(with_defaults(first.terms)));
}

TEST_CASE("rates are written as short as they can be read") {
  for (const std::uint64_t rate : {1U, 999U, 1000U, 1500U, 2'000'000U, 2'500'000U, 1'000'000'000U}) {
    CHECK(debit_rate_of(debit_rate_text(rate)) == rate);
  }
  CHECK(debit_rate_text(2'500'000) == "2500k/s");
}

}  // namespace drawdown::language
