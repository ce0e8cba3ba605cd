// `drawdown explain`: what the codes of findings mean.
#include <algorithm>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "scenarios/language/faults.hpp"
#include "tests/cli/support.hpp"

namespace drawdown::cli_test {

TEST_CASE("explain shows the page of a code in either case, with its examples") {
  const ended upper = program({"explain", "E030"});
  CHECK(upper.code == 0);
  CHECK(upper.output.starts_with("E030: an unknown key\n\n"));
  CHECK(upper.output.find("\nWrong\n    settings: {key_windw: 8d}\n") != std::string::npos);
  CHECK(upper.output.find("\nRight\n    settings: {key_window: 8d}\n") != std::string::npos);
  CHECK(upper.messages.empty());
  CHECK(program({"explain", "e030"}).output == upper.output);
  CHECK(program({"explain", "w001"}).output.starts_with("W001: "));
}

TEST_CASE("explain without a code lists all of them, one to a line") {
  const ended all = program({"explain"});
  CHECK(all.code == 0);
  const auto lines = std::count(all.output.begin(), all.output.end(), '\n');
  CHECK(static_cast<std::size_t>(lines) == language::fault_table().size());
  for (const language::fault_entry& entry : language::fault_table())
    CHECK(all.output.find(std::string(entry.code) + "  " + std::string(entry.title) + "\n") !=
          std::string::npos);
}

TEST_CASE("explain tells programs of all codes, or of one") {
  const auto all = nlohmann::json::parse(program({"explain", "--format", "json"}).output);
  CHECK(all["codes"].size() == language::fault_table().size());
  CHECK(all["codes"][0]["code"] == std::string(language::fault_table().front().code));
  const auto one = nlohmann::json::parse(program({"explain", "e030", "--format", "json"}).output);
  CHECK(one["code"]["code"] == "E030");
  CHECK(one["code"]["title"] == "an unknown key");
  CHECK(one["code"]["text"].get<std::string>().find("key_windw: 8d") != std::string::npos);
  CHECK(program({"explain", "E039", "--format", "json"}).code == 2);
}

TEST_CASE("Every code can be explained") {
  for (const language::fault_entry& entry : language::fault_table()) {
    INFO(entry.code);
    const ended page = program({"explain", std::string(entry.code)});
    CHECK(page.code == 0);
    CHECK(page.output.starts_with(std::string(entry.code) + ": " + std::string(entry.title) + "\n"));
  }
}

TEST_CASE("explain of a code that there is not names the nearest and ends with 2") {
  const ended near = program({"explain", "E039"});
  CHECK(near.code == 2);
  CHECK(near.output.empty());
  CHECK(near.messages.find("there is no code `E039`; did you mean `E0") != std::string::npos);
  CHECK(near.messages.find("`drawdown explain` lists all codes") != std::string::npos);
  CHECK(program({"explain", "e30"}).messages.find("did you mean `E030`?") != std::string::npos);
}

TEST_CASE("explain of something else says what it takes and ends with 2") {
  const ended other = program({"explain", "scenario.yaml"});
  CHECK(other.code == 2);
  CHECK(other.output.empty());
  CHECK(other.messages.find("`scenario.yaml`") != std::string::npos);
  CHECK(other.messages.find("such as `E030`") != std::string::npos);
  CHECK(program({"explain", "E030", "E031"}).code == 2);
}

TEST_CASE("A page is coloured only where that is asked for") {
  CHECK(program({"explain", "E030"}).output.find('\x1b') == std::string::npos);
  CHECK(program({"explain", "E030", "--color", "always"}).output.starts_with("\x1b[1mE030: "));
}

}  // namespace drawdown::cli_test
