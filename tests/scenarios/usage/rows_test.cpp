// Rows of CSV, of NDJSON and of CloudEvents, of good files and of others.
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "scenarios/usage/line_buffer.hpp"
#include "support.hpp"

namespace drawdown::bulk {
namespace {

std::string json_in(std::string_view text, const std::vector<std::string>& names) {
  return rows_in(bytes_in_memory(text), table_format::ndjson, names);
}

}  // namespace

TEST_CASE("a row goes on where a quote is open, and a mark before the first is no part of it") {
  CHECK(csv_in("\xEF\xBB\xBF"
               "a,b\r\n\"1\r\n2\",\"3,\"\"4\"\r\n\r\n5,6") == "1: a|b\n2: 1\r\n2|3,\"4\n5: 5|6\n");
  CHECK(csv_in("\n\n \t\n").empty());
  CHECK(csv_in("a,,\n,\n") == "1: a||\n2: |\n");
}

TEST_CASE("what is no row of CSV is one line, and the next line may be a row again") {
  CHECK(csv_in("a,b\n1,\"2\n3,4\n") == "1: a|b\n2:2 the quote is never closed\n3: 3|4\n");
  CHECK(csv_in("1,2\"3\n4,5\n") == "1:3 a quote may only stand around a whole field\n2: 4|5\n");
  CHECK(csv_in("\"a\"b\n4,5\n") == "1:3 a quote may only stand around a whole field\n2: 4|5\n");
}

TEST_CASE("a line of any length is refused in bounded memory, and the next one is read") {
  const std::string longest = "a," + std::string(longest_row - 2, 'x');
  CHECK(csv_in(longest + "\nb,c\n").ends_with("\n2: b|c\n"));
  CHECK(csv_in(longest + "x\nb,c\n") == "1:0 line 1 has more than 1000000 bytes\n2: b|c\n");
  CHECK(csv_in(std::string(30'000'000, 'x') + "\nb,c\n") ==
        "1:0 line 1 has more than 1000000 bytes\n2: b|c\n");
  CHECK(csv_in(std::string(3'000'000, 'x')) == "1:0 line 1 has more than 1000000 bytes\n");
  // A quote that takes line after line to it ends there as well.
  std::string lines = "1,\"2\n";
  for (int i = 0; i < 300'000; ++i) lines += "3,4\n";
  CHECK(csv_in(lines).starts_with("1:2 the quote is never closed\n2: 3|4\n3: 3|4\n"));
}

TEST_CASE("members of an object are found by their names, in objects by a point, in any order") {
  const std::vector<std::string> names = {"a", "b.c", "d"};
  CHECK(json_in(R"({"a": 1, "b": {"c": "x", "a": 9}, "d": true})", names) == "1: 1|x|true\n");
  CHECK(json_in("{\"d\": null, \"b\": {}, \"a\": \"\\u00e9\\n\"}\r\n\n {}\n", names) ==
        "1: \u00e9\n|~|\n3: ~|~|~\n");
  CHECK(json_in(R"({"b.c": 0.10, "a": -1e+5, "e": [1, {"a": 2}, []]})", names) == "1: -1e+5|0.10|~\n");
  CHECK(json_in(R"({"a":12345678901234567890123,"d":"{\"a\":1}"})", names) ==
        "1: 12345678901234567890123|~|{\"a\":1}\n");
}

TEST_CASE("what is no JSON object is said where it begins to be none") {
  const std::vector<std::string> names = {"a", "b.c"};
  CHECK(json_in("{\"a\": 1\n{\"a\": 2}\n", names) == "1:7 the row is not JSON\n2: 2|~\n");
  for (const char* text :
       {"{\"a\" 1}", "{\"a\": 01}", "{\"a\": 1,}", "{\"z\": tru}", "{\"z\": \"\\q\"}", "{} x", "{}{}",
        "{\"z\": [1, 2}", "{\"z\": nan}", "'a'", "{\"a\": \"x}", "{\"a\": 1 \"b\": 2}"}) {
    INFO(text);
    CHECK(json_in(text, names).find("the row is not JSON") != std::string::npos);
  }
  CHECK(json_in("[1]", names) == "1:0 the row is no JSON object\n");
  CHECK(json_in("  17", names) == "1:2 the row is no JSON object\n");
  CHECK(json_in(R"({"a": {"c": 1}})", names) == "1:6 `a` is an object, and a single value is due\n");
  CHECK(json_in(R"({"b": {"c": 1, "c": 2}})", names) == "1:20 the member `b.c` stands here twice\n");
  std::string deep = "{\"z\": ";
  for (int i = 0; i < 500; ++i) deep += "[";
  for (int i = 0; i < 500; ++i) deep += "]";
  CHECK(json_in(deep + "}", names).starts_with("1:0 the object is too deep"));
}

TEST_CASE("an event has what CloudEvents 1.0 requires of it") {
  const auto events = [](std::string_view text) {
    return rows_in(bytes_in_memory(text), table_format::cloud_events, {"data.n", "id"});
  };
  CHECK(events(R"({"specversion":"1.0","id":"7","source":"/","type":"call","data":{"n":3}})") == "1: 3|7\n");
  CHECK(events(R"({"specversion":"1.0","id":"7","source":"/","data":{"n":3}})") ==
        "1:0 the event has no `type`\n");
  CHECK(events(R"({"specversion":"1.0","id":"","source":"/","type":"call"})") ==
        "1:26 the event has no `id`\n");
  CHECK(events(R"({"specversion":"0.3","id":"7","source":"/","type":"call"})") ==
        "1:15 events of version `0.3` are not read\n");
}

TEST_CASE("rows are the same however the bytes come") {
  REQUIRE(rc::check([](const std::vector<std::uint8_t>& draws) {
    const std::string_view pieces = "a1,\"\"\n\r \t\xC3\xA9{}:";
    std::string text;
    for (const std::uint8_t draw : draws) text += pieces[draw % pieces.size()];
    const std::string whole = csv_in(text);
    for (const std::size_t at_once : {1U, 3U})
      RC_ASSERT(rows_in(std::make_unique<slow_source>(bytes_in_memory(text), at_once), table_format::csv) ==
                whole);
  }));
}

TEST_CASE("any object that is written by the rules is read back") {
  REQUIRE(rc::check([](const std::vector<std::string>& texts) {
    std::string line, expected;
    for (const std::string& text : texts) {
      std::string quoted;
      for (const char c : text) quoted += fmt::format("\\u{:04x}", static_cast<unsigned char>(c) & 0x7FU);
      line += fmt::format("{{\"x\":[{{}},\"{}\"],\"a\":\"{}\"}}\n", quoted, quoted);
      std::string plain;
      for (const char c : text) plain += static_cast<char>(static_cast<unsigned char>(c) & 0x7FU);
      expected += plain + "\x01";
    }
    const auto rows = read_rows(bytes_in_memory(line), table_format::ndjson);
    const std::vector<std::string> names = {"a"};
    rows->name_cells(names);
    std::string found;
    while (rows->next() == row_source::step::row) found += std::string(rows->row().cells[0].text) + "\x01";
    RC_ASSERT(found == expected);
  }));
}

}  // namespace drawdown::bulk
