// Columns are those of a terminal: what a person counts and an editor jumps to.
#include "scenarios/language/columns.hpp"

#include <algorithm>
#include <string>

#include <catch2/catch.hpp>

#include "scenarios/language/findings.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::language {
namespace {

// The line and the caret of the first finding in a text that is not about what it lacks.
std::string caret_in(const std::string& text) {
  const auto found = load_scenario_text("a.yaml", text).findings;
  const auto first =
      std::find_if(found.begin(), found.end(), [](const diagnostic& one) { return one.code != "E032"; });
  REQUIRE(first != found.end());
  const diagnostic& d = *first;
  return d.source_line + "\n" + std::string(d.column - d.source_from, ' ') + std::string(d.width, '^');
}

}  // namespace

TEST_CASE("wide characters take two columns, those that combine none, a tab goes to its stop") {
  CHECK(display_width("abc") == 3);
  CHECK(display_width("é") == 1);
  CHECK(display_width("e\xCC\x81") == 1);
  CHECK(display_width("日本語") == 6);
  CHECK(display_width("한국") == 4);
  CHECK(display_width("ｆｕｌｌ") == 8);
  CHECK(display_width("🎧") == 2);
  CHECK(display_width("\t") == 8);
  CHECK(display_width("ab\tc") == 9);
  CHECK(display_width("\t", 8) == 1);
  CHECK(display_width("\x1b\xff") == 2);
}

TEST_CASE("a tab is shown as the spaces that it takes") {
  CHECK(shown("ab\tc") == "ab      c");
  CHECK(shown("日\tc") == "日      c");
  CHECK(shown("\x07") == "\xEF\xBF\xBD");
}

TEST_CASE("a window tears neither a wide character nor one from what combines with it") {
  const std::string line = "日本語e\xCC\x81z";
  CHECK(window_of(line, 1, 3).text == "日");
  CHECK(window_of(line, 2, 4).text == "本");
  CHECK(window_of(line, 2, 4).column == 3);
  CHECK(window_of(line, 7, 1).text == "e\xCC\x81");
  CHECK(window_of(line, 8, 9).text == "z");
  CHECK(window_of(line, 99, 9).text.empty());
  CHECK(fitting("日本語", 5) == "日本");
}

TEST_CASE("what combines without end is cut as well") {
  std::string line = "e";
  for (int i = 0; i < 100'000; ++i) line += "\xCC\x81";
  CHECK(window_of(line, 1, 10).text.size() < 1'000);
}

TEST_CASE("the caret is under the whole token, quoted, wide or behind wide text and tabs") {
  CHECK(caret_in("scenario: 日本\n'ключ': 1\n") ==
        "'ключ': 1\n"
        "^^^^^^");
  CHECK(caret_in("{scenario: 日本, start: 2026-01-01, end: 明日}") ==
        "{scenario: 日本, start: 2026-01-01, end: 明日}\n"
        "                                         ^^^^");
  CHECK(caret_in("scenario: a\nstart:\t\"x\\ty\"\n") ==
        "start:  \"x\\ty\"\n"
        "        ^^^^^^");
  CHECK(caret_in("scenario: a\nstart: 'it''s now'  # a remark\n") ==
        "start: 'it''s now'  # a remark\n"
        "       ^^^^^^^^^^^");
  CHECK(caret_in("scenario: a\nstart: e\xCC\x81t\xC3\xA9\n") ==
        "start: e\xCC\x81t\xC3\xA9\n"
        "       ^^^");
  CHECK(caret_in("scenario: [a, {b: 'c]'}, d]  # ]\n") ==
        "scenario: [a, {b: 'c]'}, d]  # ]\n"
        "          ^^^^^^^^^^^^^^^^^");
}

TEST_CASE("a token over several lines is underlined on its first") {
  CHECK(caret_in("scenario:\n  - one   \n  - two\n") == "  - one   \n  ^");
  CHECK(caret_in("scenario: [one,   \n  two]\n") == "scenario: [one,   \n          ^^^^^");
  CHECK(caret_in("scenario: a\nstart: \"tomorrow,\n  or later\"\n") ==
        "start: \"tomorrow,\n       ^^^^^^^^^^");
}

TEST_CASE("a place behind the last character is behind the whole of it") {
  const source_text file("a.yaml", "scenario: [日\n");
  const text_place end = file.place_of(99);
  CHECK(end.line == 1);
  CHECK(end.column == 14);
}

}  // namespace drawdown::language
