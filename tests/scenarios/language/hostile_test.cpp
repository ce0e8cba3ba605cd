// Whatever the bytes of a file are: an answer in words, never a crash.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <rapidcheck.h>
#include <unistd.h>

#include "scenarios/language/load.hpp"

namespace drawdown::language {
namespace {

const std::string corpus = DRAWDOWN_SOURCE_DIR "/scenarios/corpus/";
const std::string beside =
    corpus + "good/hostile.yaml";  // where catalogs are looked for; the file is not there

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The code of the first finding, after making sure that all can be shown.
std::string first_code(std::string text) {
  const loaded made = load_scenario_text(beside, std::move(text));
  for (const diagnostic& one : made.findings) REQUIRE_FALSE(render(one, true).empty());
  REQUIRE((made.what != nullptr || !made.findings.empty()));
  return made.findings.empty() ? "" : made.findings.front().code;
}

std::string repeated(const std::string& piece, std::size_t times) {
  std::string text;
  text.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

// Pieces that mean something to YAML or to the language.
rc::Gen<std::string> piece() {
  return rc::gen::oneOf(
      rc::gen::element<std::string>("{", "}", "[", "]", ",", ": ", "- ", "? ", "!", "&a ", "*a", "|\n", "> ",
                                    "'", "\"", "#", "\n", "\n  ", "\t", "---\n", "...\n", "%YAML 1.2\n",
                                    "%TAG ! x\n", "!!str ", "<<: ", "\\", "~", "null", "|2-\n", "@", "`",
                                    "\r\n", "!<x> ", "at: ", "+1m", "timeline:\n", "-9223372036854775808",
                                    "1e999", "use: ", "expect: {"),
      rc::gen::container<std::string>(rc::gen::arbitrary<char>()));
}

}  // namespace

TEST_CASE("files that hold nothing, or nothing that is text, are refused in words") {
  CHECK(first_code("") == "E003");
  CHECK(first_code("\n\n\n") == "E003");
  CHECK(first_code(std::string(1000, '\0')) == "E005");
  CHECK(first_code("\x7f"
                   "ELF\x02\x01\x01") == "E005");
  CHECK(first_code("\x89PNG\r\n\x1a\n") == "E004");
}

TEST_CASE("a file that is too large is refused before it is read, also as one line") {
  CHECK(first_code("scenario: " + std::string(100'000'000, 'x')) == "E002");
  CHECK(first_code("scenario: " + std::string(2'000'000, 'x')) == "E006");
  CHECK(first_code("x: " + repeated("[],\n", 1'100'000)) == "E007");
}

TEST_CASE("of a file of any size no more is read than the largest has") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / fmt::format("drawdown-sparse-{}", getpid());
  std::filesystem::create_directories(folder);
  const std::string huge = (folder / "huge.yaml").string();
  std::ofstream(huge) << "scenario: a\n";
  std::filesystem::resize_file(huge, std::uintmax_t{2} << 30U);  // of which almost all takes no room
  const loaded scenario = load_scenario(huge);
  const loaded catalog = load_scenario_text((folder / "s.yaml").string(),
                                            "scenario: a\ncatalog: huge.yaml\nstart: 2026-01-01\n"
                                            "end: 2026-02-01\naccounts: {a: {}}\n");
  std::filesystem::remove_all(folder);
  REQUIRE(scenario.findings.size() == 1);
  CHECK(scenario.findings.front().code == "E002");
  REQUIRE(catalog.findings.size() == 1);
  CHECK(catalog.findings.front().code == "E002");
}

TEST_CASE("nesting of any depth and kind ends at the limit") {
  for (const char* opening : {"[", "- ", "{a: ", "? ", "[{", "- - "}) {
    INFO(opening);
    const std::string code = first_code(repeated(opening, 100'000));
    CHECK((code == "E018" || code == "E011" || code == "E010" || code == "E030"));
  }
  CHECK(first_code(std::string(100'000, '[')) == "E018");
  CHECK(first_code(repeated("- ", 100'000)) == "E018");
}

TEST_CASE("aliases are never expanded, so no file grows in memory") {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int level = 1; level < 60; ++level) {
    const std::string below = "*a" + std::to_string(level - 1);
    bomb +=
        "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + below + ", " + below + "]\n";
  }
  CHECK(first_code(bomb) == "E030");
  const loaded made = load_scenario_text(beside, bomb);
  CHECK(made.findings.size() == 101);
}

TEST_CASE("numbers of any size are numbers or errors") {
  const std::string head =
      "scenario: a\ncatalog: ../catalogs/small.yaml\nstart: 2026-01-01\nend: 2026-02-01\n";
  for (const std::string& number :
       {std::string(100'000, '9'), std::string("-") + std::string(1'000, '9'),
        "1." + std::string(90'000, '0'), std::string("9223372036854775807"),
        std::string("9223372036854.775808"), std::string("NaN"), std::string("-0")}) {
    const std::string code =
        first_code(head + "accounts: {a: {grants: [{kind: free, credits: " + number + "}]}}\n");
    INFO(number.substr(0, 30));
    CHECK((code == "E041" || code == "E042" || code == "E040" || code == "E043"));
    CHECK_FALSE(first_code(head + "accounts: {a: {}}\ntimeline: [{at: +" + number +
                           "d, account: a, crash: account}]\n")
                    .empty());
    CHECK_FALSE(first_code(head + "accounts: {a: {}}\nseed: " + number + "x\n").empty());
  }
}

TEST_CASE("a timeline has at most 50 000 steps") {
  const std::string head =
      "scenario: a\ncatalog: ../catalogs/small.yaml\nstart: 2026-01-01\nend: 2026-02-01\naccounts: {a: "
      "{}}\ntimeline:\n";
  const std::string step = "- {at: +0s, account: a, top_up: 50 EUR}\n";
  CHECK(first_code(head + repeated(step, 50'000)) == "");
  const loaded made = load_scenario_text(beside, head + repeated(step, 50'001));
  REQUIRE(made.findings.size() == 1);
  CHECK(made.findings[0].code == "E020");
  CHECK(made.findings[0].line == 50'007);
}

TEST_CASE("a scenario cut off at any byte is read or refused, never a crash") {
  const std::string whole = content_of(corpus + "good/every-verb.yaml");
  REQUIRE(whole.size() > 1'000);
  for (std::size_t length = 0; length <= whole.size(); ++length) first_code(whole.substr(0, length));
}

TEST_CASE("a scenario with any bytes changed is read or refused, never a crash") {
  const std::string whole = content_of(corpus + "good/every-verb.yaml");
  REQUIRE(rc::check([&] {
    std::string text = whole;
    const auto changes = *rc::gen::inRange(1, 8);
    for (int i = 0; i < changes; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
      switch (*rc::gen::inRange(0, 4)) {
        case 0:
          text[at] = *rc::gen::arbitrary<char>();
          break;
        case 1:
          text.erase(at, *rc::gen::inRange<std::size_t>(1, 40));
          break;
        case 2:
          text.insert(at, *piece());
          break;
        default:
          text.insert(at, text.substr(*rc::gen::inRange<std::size_t>(0, text.size()), 60));
      }
      if (text.empty()) text = "a";
    }
    first_code(text);
  }));
}

TEST_CASE("a scenario with any one value put for another is read or refused, never a crash") {
  const std::regex value(": *([^ ,{}\\[\\]\n#][^,{}\\[\\]\n#]*)");
  for (const std::filesystem::directory_entry& good : std::filesystem::directory_iterator(corpus + "good")) {
    const std::string path = good.path().string();
    const std::string whole = content_of(path);
    for (std::sregex_iterator at(whole.begin(), whole.end(), value), end; at != end; ++at) {
      for (const char* odd : {"", "20 USD", "-7", "0", "word", "[]", "{a: b}", "+99999999999 years", "9e9"}) {
        const std::string text = whole.substr(0, static_cast<std::size_t>(at->position(1))) + odd +
                                 whole.substr(static_cast<std::size_t>(at->position(1) + at->length(1)));
        INFO(path << ": " << at->str(1) << " becomes " << odd);
        CHECK_NOTHROW(load_scenario_text(path, text));
      }
    }
  }
}

TEST_CASE("any sequence of YAML's own signs is read or refused, never a crash") {
  REQUIRE(rc::check([] {
    std::string text;
    for (const std::string& one : *rc::gen::container<std::vector<std::string>>(piece())) text += one;
    first_code(text);
  }));
}

// Each would once have been held against all that are declared, which took minutes.
TEST_CASE("a file with many names that nothing declares is refused soon, and the first of them have hints") {
  std::string text =
      "scenario: many\ncatalog: {catalog: c, currency: EUR, credit_rate: 1 EUR = 50 credits, "
      "meters: {call: {per: unit, price: 1}}}\nstart: 2026-01-30\nend: 2026-03-02\naccounts:\n";
  constexpr int accounts = 20'000;
  for (int i = 0; i < accounts; ++i) text += "  account_number_" + std::to_string(i) + ": {}\n";
  text += "timeline:\n";
  for (int i = 0; i < accounts; ++i)
    text += "  - {at: +1s, account: acount_number_" + std::to_string(i) + ", use: call, quantity: 1}\n";
  const loaded made = load_scenario_text(beside, std::move(text));
  REQUIRE(made.findings.size() == 101);
  CHECK(made.findings.front().code == "E060");
  CHECK(made.findings.front().message == "there is no account named `acount_number_0`");
  CHECK(made.findings.back().message == "and 19900 more errors");
}

TEST_CASE("what cannot be opened is unreadable, and only that") {
  CHECK(load_scenario("/nonexistent/scenario.yaml").unreadable);
  CHECK(load_scenario(corpus).unreadable);
  CHECK(load_scenario("").unreadable);
  CHECK(load_scenario(corpus + "bad/reference-catalog.yaml").unreadable);
  CHECK_FALSE(load_scenario(corpus + "bad/file-empty.yaml").unreadable);
}

}  // namespace drawdown::language
