// Usage files that are generated are the same for ever.
#include "scenarios/usage/generate.hpp"

#include <catch2/catch.hpp>

#include "engine/time/text.hpp"
#include "scenarios/usage/name_table.hpp"
#include "support.hpp"

namespace drawdown::bulk {
namespace {

usage_shape shape_of(table_format format) {
  usage_shape shape;
  shape.rows = 20'000;
  shape.accounts = 50;
  shape.agents = 3;
  shape.meters = {"call", "message"};
  shape.from = *parse_instant("2026-01-01", zone_table{});
  shape.to = *parse_instant("2026-02-01", zone_table{});
  shape.format = format;
  shape.skew = population::zipf_skew{1100};
  shape.out_of_order = 10'000;
  shape.duplicates = 20'000;
  shape.bad = 5'000;
  shape.seed = 7;
  return shape;
}

std::string written(const usage_shape& shape, generated* counts = nullptr) {
  std::string text;
  memory_sink sink(text);
  const auto made = generate_usage(shape, sink);
  REQUIRE(made.has_value());
  if (counts != nullptr) *counts = *made;
  return text;
}

std::string hash_text(const std::string& text) {
  return fmt::format("{:016x}", hash_of(text));
}

}  // namespace

TEST_CASE("the same shape makes the same bytes on every machine") {
  CHECK(hash_text(written(shape_of(table_format::csv))) == "2ef6d6d9c2ffa77f");
  CHECK(hash_text(written(shape_of(table_format::ndjson))) == "9b0abab68befd3de");
  CHECK(hash_text(written(shape_of(table_format::cloud_events))) == "bce3a319eec4f21b");
}

TEST_CASE("about as many rows are late, sent again and bad as were asked for") {
  generated counts;
  written(shape_of(table_format::csv), &counts);
  CHECK(counts.rows == 20'000);
  CHECK((counts.out_of_order > 150 && counts.out_of_order < 250));
  CHECK((counts.duplicates > 330 && counts.duplicates < 470));
  CHECK((counts.bad > 65 && counts.bad < 140));
}

TEST_CASE("a file without faults has rows that ascend within its time, and no key twice") {
  usage_shape shape = shape_of(table_format::csv);
  shape.out_of_order = shape.duplicates = shape.bad = 0;
  const std::string text = written(shape);
  const auto rows = read_rows(bytes_in_memory(text), table_format::csv);
  REQUIRE(rows->next() == row_source::step::row);
  instant last = shape.from;
  std::uint64_t count = 0;
  while (rows->next() == row_source::step::row) {
    const auto cells = rows->row().cells;
    const auto at = parse_instant(cells[0].text, zone_table{});
    REQUIRE(at.has_value());
    CHECK((*at >= last && *at < shape.to));
    last = *at;
    CHECK(cells[5].text == fmt::format("u-{}", ++count));
  }
  CHECK(count == shape.rows);
}

TEST_CASE("a scenario that replays a file names all that its rows name") {
  const usage_shape shape = shape_of(table_format::cloud_events);
  const std::string text = scenario_of(shape, "a b.ndjson");
  CHECK(text.find("account-50: {") != std::string::npos);
  CHECK(text.find("account-51") == std::string::npos);
  CHECK(text.find("file: \"a b.ndjson\"\n    format: cloudevents\n") != std::string::npos);
}

}  // namespace drawdown::bulk
