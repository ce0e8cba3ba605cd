#include "engine/measure/measurements.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/measure/measurements_json.hpp"

using namespace drawdown;
using namespace drawdown::measurement;
using Catch::Matchers::Contains;

namespace {

measurements two_metrics() {
  measurements made;
  made.subject = "bench_core";
  made.conditions = {{"build type", "Release"}, {"compiler", "GCC 12.2.0"}};
  made.metrics = {{"debit/core: time", "ns/item", gate::time, better::lower, {63.5, 64.25}},
                  {"debit/core: bytes/debit", "bytes/debit", gate::exact, better::lower, {64}}};
  return made;
}

const std::string written = R"({
  "measurements_schema_version": 1,
  "what": "bench",
  "subject": "bench_core",
  "conditions": {
    "build type": "Release",
    "compiler": "GCC 12.2.0"
  },
  "metrics": [
    {"name":"debit/core: time","unit":"ns/item","gate":"time","better":"lower","samples":[63.5,64.25]},
    {"name":"debit/core: bytes/debit","unit":"bytes/debit","gate":"exact","better":"lower","samples":[64]}
  ]
}
)";

// What is said of the document with one part of it replaced.
std::string complaint(const std::string& part, const std::string& by) {
  std::string text = written;
  const std::size_t at = text.find(part);
  REQUIRE(at != std::string::npos);
  text.replace(at, part.size(), by);
  const auto read = from_json(text);
  return read ? "" : read.error().message;
}

std::string any_text() {
  return *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange<char>(' ', '~')));
}

metric any_metric(std::size_t number) {
  metric made;
  made.name = std::to_string(number) + any_text();
  made.unit = any_text();
  made.gate = *rc::gen::element(gate::exact, gate::time);
  made.better = *rc::gen::element(better::lower, better::higher);
  const auto count = *rc::gen::inRange(1, 5);
  for (int i = 0; i < count; ++i)
    made.samples.push_back(static_cast<double>(*rc::gen::inRange<std::int64_t>(1, INT64_MAX)) /
                           *rc::gen::element(1.0, 3.0, 1e12));
  return made;
}

measurements any_measurements() {
  measurements made;
  made.what = *rc::gen::element(measured_by::load, measured_by::bench);
  made.subject = any_text();
  if (*rc::gen::arbitrary<bool>()) made.interleaved = any_text();
  const auto conditions = *rc::gen::inRange<std::size_t>(0, 3);
  for (std::size_t i = 0; i < conditions; ++i) made.conditions.push_back({std::to_string(i), any_text()});
  const auto metrics = *rc::gen::inRange<std::size_t>(0, 4);
  for (std::size_t i = 0; i < metrics; ++i) made.metrics.push_back(any_metric(i));
  return made;
}

}  // namespace

TEST_CASE("measurements are written as they are documented") {
  CHECK(to_json(two_metrics()) == written);
}

TEST_CASE("what was written is read as the same, to the last bit") {
  REQUIRE(rc::check([] {
    const measurements made = any_measurements();
    const auto read = from_json(to_json(made));
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == made);
  }));
}

TEST_CASE("a faulty document says where it is wrong and what belongs there") {
  CHECK(complaint("\"what\"", "\"what\"").empty());
  CHECK(complaint("\"measurements_schema_version\": 1", "\"measurements_schema_version\": 2") ==
        "`measurements_schema_version`: this is version 2, and this program reads 1; compare it with the "
        "program that wrote it, or measure again");
  CHECK(complaint("\"measurements_schema_version\": 1", "\"measurements_schema_version\": \"1\"") ==
        "`measurements_schema_version`: should be a whole number, is the text `1`");
  CHECK(complaint("\"measurements_schema_version\": 1,", "") ==
        "this is no file of measurements: there is no `measurements_schema_version` in it");
  CHECK(complaint("\"what\": \"bench\",", "") == "the key `what` is missing");
  CHECK(complaint("\"bench\"", "\"run\"") == "`what`: should be `load` or `bench`, is the text `run`");
  CHECK(complaint("\"bench_core\"", "\"\"") == "`subject`: should be a text, is an empty one");
  CHECK(complaint("\"Release\"", "3") == "`conditions.build type`: should be a text, is the number 3");
  CHECK(complaint("64.25", "\"fast\"") == "`metrics[0].samples[1]`: should be a number, is the text `fast`");
  CHECK(complaint("64.25", "0") == "`metrics[0].samples[1]`: a time should be above zero, is the number 0");
  CHECK(complaint("[64]", "[-1]") ==
        "`metrics[1].samples[0]`: a count should not be negative, is the number -1");
  CHECK(complaint("[64]", "[]") == "`metrics[1].samples`: there is no sample; a metric has one at least");
  CHECK(complaint("[64]", "64") == "`metrics[1].samples`: should be an array of numbers, is the number 64");
  CHECK(complaint("\"unit\":\"ns/item\",", "") == "`metrics[0]`: the key `unit` is missing");
  CHECK(complaint("\"unit\"", "\"units\":\"s\",\"unit\"") == "`metrics[0]`: the key `units` is not known");
  CHECK(complaint("debit/core: bytes/debit", "debit/core: time") ==
        "`metrics[1]`: `debit/core: time` is there twice");
  CHECK_THAT(complaint("64.25", "64.25e999"), Contains("this is no JSON") && Contains("64.25e999"));
  CHECK_THAT(complaint("63.5,", "63.5"), Contains("this is no JSON") && Contains("line 10"));
  CHECK_THAT(from_json("[]").error().message, Contains("no file of measurements"));
  CHECK_THAT(from_json("").error().message, Contains("this is no JSON"));
}

TEST_CASE("samples are added to those that were measured alike, and to no others") {
  measurements made = two_metrics();
  REQUIRE(append(made, two_metrics()).has_value());
  CHECK(made.metrics[0].samples == std::vector<double>{63.5, 64.25, 63.5, 64.25});
  CHECK(made.metrics[1].samples == std::vector<double>{64, 64});

  const auto refusal = [&made](measurements other) {
    const measurements before = made;
    const auto added = append(made, other);
    CHECK(made == before);
    return added ? "" : added.error().message;
  };
  measurements other = two_metrics();
  other.subject = "bench_actors";
  CHECK_THAT(refusal(other), Contains("`bench_core` was measured before, now `bench_actors`"));
  other = two_metrics();
  other.interleaved = "tuesday";
  CHECK_THAT(refusal(other), Contains("the round"));
  other = two_metrics();
  other.conditions[0].value = "Debug";
  CHECK_THAT(refusal(other), Contains("conditions"));
  other = two_metrics();
  other.metrics.pop_back();
  CHECK_THAT(refusal(other), Contains("metrics"));
  other = two_metrics();
  other.metrics[0].samples.assign(most_samples, 1);
  CHECK_THAT(refusal(other), Contains("more than 10000 samples"));
}
