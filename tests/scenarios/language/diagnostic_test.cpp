#include "scenarios/language/diagnostic.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "scenarios/language/faults.hpp"
#include "scenarios/language/findings.hpp"

namespace drawdown::language {
namespace {

diagnostic example() {
  diagnostic d;
  d.code = "E030";
  d.message = "unknown key `topup` in a step";
  d.file = "friday.yaml";
  d.line = 12;
  d.column = 5;
  d.width = 5;
  d.source_line = "  - topup: 50 EUR";
  d.label = "not a key";
  d.hint = "did you mean `top_up`?";
  return d;
}

}  // namespace

TEST_CASE("a finding shows code, place, the line with a caret under the fault, and a hint") {
  CHECK(render(example(), false) ==
        "error[E030]: unknown key `topup` in a step\n"
        "  --> friday.yaml:12:5\n"
        "   |\n"
        "12 |   - topup: 50 EUR\n"
        "   |     ^^^^^ not a key\n"
        "   = hint: did you mean `top_up`?\n");
}

TEST_CASE("a finding about a file as a whole has no line") {
  diagnostic d = example();
  d.line = 0;
  CHECK(render(d, false) ==
        "error[E030]: unknown key `topup` in a step\n"
        " --> friday.yaml\n"
        "  = hint: did you mean `top_up`?\n");
}

TEST_CASE("colour is there only where it is asked for") {
  CHECK(render(example(), false).find('\x1b') == std::string::npos);
  CHECK(render(example(), true).find("\x1b[1;31m") != std::string::npos);
}

TEST_CASE("a long line is shown as a window around its caret") {
  findings found;
  const source_text file("long.yaml", std::string(500, 'a') + "fault" + std::string(500, 'b'));
  found.add(fault::unknown_key, 0, file, {1, 501, 5}, {"here", "", ""});
  const std::string shown = render(found.sorted().front(), false);
  CHECK(shown.find("long.yaml:1:501") != std::string::npos);
  CHECK(shown.find("…" + std::string(40, 'a') + "fault" + std::string(55, 'b') + "…\n") != std::string::npos);
  CHECK(shown.find("| " + std::string(41, ' ') + "^^^^^\n") != std::string::npos);
}

TEST_CASE("tabs are shown as they are counted, and control characters never reach a terminal") {
  findings found;
  const source_text file("odd.yaml", "é\té\x1b[31m: x");
  found.add(fault::unknown_key, 0, file, file.place_of(5), {"a \x1b[2J\n message", "", ""});
  const diagnostic d = found.sorted().front();
  CHECK(d.column == 10);
  CHECK(d.source_line == "é       é\xEF\xBF\xBD[31m: x");
  CHECK(d.message == "a \xEF\xBF\xBD[2J  message");
  CHECK(render(d, false).find('\x1b') == std::string::npos);
}

TEST_CASE("another place is shown below the hint, with its own line and its own file") {
  findings found;
  const source_text catalog("catalog.yaml", "\n\ncurrency: EUR");
  std::string text(99, '\n');
  text += "top_up: 5 USD";
  const source_text file("a.yaml", text);
  found.add(
      fault::other_currency, 0, file, {100, 9, 5},
      {"the wrong one", "in dollars", "write euros", {{"the catalog's is here", {{3, 11, 3}, &catalog}}}});
  CHECK(render(found.sorted().front(), false) ==
        "error[E045]: the wrong one\n"
        "   --> a.yaml:100:9\n"
        "    |\n"
        "100 | top_up: 5 USD\n"
        "    |         ^^^^^ in dollars\n"
        "    = hint: write euros\n"
        "note: the catalog's is here\n"
        "   --> catalog.yaml:3:11\n"
        "    |\n"
        "  3 | currency: EUR\n"
        "    |           ^^^\n");
}

TEST_CASE("another place that is not known is not shown") {
  findings found;
  const source_text file("a.yaml", "x");
  found.add(fault::unknown_key, 0, file, {1, 1, 1}, {"what", "", "", {{"nowhere", {}}}});
  CHECK(found.sorted().front().related.empty());
}

TEST_CASE("findings are sorted by file, line and column") {
  findings found;
  const source_text first("a.yaml", "one\ntwo\nthree");
  const source_text second("b.yaml", "one");
  found.add(fault::unknown_key, 1, second, {1, 1, 1}, {"fourth", "", ""});
  found.add(fault::unknown_key, 0, first, {2, 3, 1}, {"third", "", ""});
  found.add(fault::unknown_key, 0, first, {2, 1, 1}, {"second", "", ""});
  found.add(fault::expect_shares_instant, 0, first, {1, 1, 1}, {"first", "", ""});
  std::string order;
  for (const diagnostic& one : found.sorted()) order += one.message + " ";
  CHECK(order == "first second third fourth ");
  CHECK(found.has_errors());
}

TEST_CASE("beyond a hundred findings one more says how many there are, and no warning hides an error") {
  findings found;
  const source_text file("a.yaml", std::string(300, '\n'));
  for (std::uint32_t line = 1; line <= 200; ++line) {
    found.add(fault::expect_shares_instant, 0, file, {line, 1, 1}, {"warning", "", ""});
  }
  found.add(fault::unknown_key, 0, file, {250, 1, 1}, {"the error", "", ""});
  const auto sorted = found.sorted(100);
  REQUIRE(sorted.size() == 101);
  CHECK(sorted[99].message == "the error");
  CHECK(sorted[100].message == "and 101 more warnings");
  CHECK(sorted[100].level == severity::error);
}

TEST_CASE("what is not shown is told apart: errors, warnings, or both") {
  const source_text file("a.yaml", "x");
  const auto rest = [&](int errors, int warnings, std::size_t most) {
    findings found;
    for (int i = 0; i < warnings; ++i)
      found.add(fault::expect_shares_instant, 0, file, {1, 1, 1}, {"w", "", ""});
    for (int i = 0; i < errors; ++i) found.add(fault::unknown_key, 0, file, {1, 1, 1}, {"e", "", ""});
    const diagnostic last = found.sorted(most).back();
    return std::string(last.level == severity::error ? "error: " : "warning: ") + last.message;
  };
  CHECK(rest(3, 0, 2) == "error: and 1 more error");
  CHECK(rest(3, 4, 2) == "error: and 1 more error, 4 more warnings");
  CHECK(rest(1, 2, 2) == "error: and 1 more warning");
  CHECK(rest(0, 5, 2) == "warning: and 3 more warnings");
  CHECK(rest(2, 5'000, 2) == "error: and 5000 more warnings");
}

TEST_CASE("any number of findings is counted in bounded memory") {
  findings found;
  const source_text file("a.yaml", "x");
  for (int i = 0; i < 1'000'000; ++i) found.add(fault::unknown_key, 0, file, {1, 1, 1}, {"again", "", ""});
  CHECK(found.sorted().back().message == "and 999900 more errors");
}

TEST_CASE("codes are unique, ascending within errors and warnings, and have a title") {
  std::set<std::string_view> codes;
  for (const fault_entry& entry : fault_table()) {
    INFO(entry.code);
    CHECK(codes.insert(entry.code).second);
    CHECK(entry.code.size() == 4);
    CHECK((entry.code.front() == 'E') == (entry.level == severity::error));
    CHECK_FALSE(entry.title.empty());
    CHECK(fault_with_code(entry.code) == &entry);
  }
  CHECK(fault_with_code("e030") == fault_with_code("E030"));
  CHECK(fault_with_code("E999") == nullptr);
  CHECK(fault_with_code("") == nullptr);
}

}  // namespace drawdown::language
