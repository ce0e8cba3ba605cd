// The studies that tests of `compare-pricing` run: customers who are drawn, and a quarter that was.
#pragma once

#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/cli/support.hpp"

namespace drawdown::cli_test {

inline const std::string study = std::string(DRAWDOWN_SOURCE_DIR) + "/scenarios/studies/price-rise/";
inline const std::string now = study + "now.yaml";
inline const std::string next = study + "next.yaml";

inline const std::string quarter_from_root = "scenarios/studies/last-quarter/";
inline const std::string quarter = std::string(DRAWDOWN_SOURCE_DIR) + "/" + quarter_from_root;

// The customers of the study, so many of them.
inline std::string write_customers(const scratch_folder& in, int accounts) {
  std::string text = content_of(study + "customers.yaml");
  const std::string whole = "accounts: 5000";
  text.replace(text.find(whole), whole.size(), fmt::format("accounts: {}", accounts));
  return in.write("customers.yaml", text);
}

// The command for those customers and the study's two price lists.
inline std::vector<std::string> comparing(const std::string& file, std::vector<std::string> more) {
  std::vector<std::string> words = {"compare-pricing", file, "--baseline", now, "--candidate", next,
                                    "--months",        "2",  "--quiet"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

// What it comes to.
inline nlohmann::json compared(const std::string& file, std::vector<std::string> more) {
  more.insert(more.end(), {"--format", "json"});
  const ended seen = program(comparing(file, more));
  INFO(seen.messages);
  REQUIRE(seen.code == 0);
  return nlohmann::json::parse(seen.output);
}

// The quarter that was, under the prices that are to come.
inline nlohmann::json quarter_compared(std::vector<std::string> more) {
  std::vector<std::string> words = {"compare-pricing",
                                    quarter + "quarter.yaml",
                                    "--candidate",
                                    quarter + "next.yaml",
                                    "--quiet",
                                    "--format",
                                    "json"};
  words.insert(words.end(), more.begin(), more.end());
  const ended seen = program(words);
  INFO(seen.messages);
  REQUIRE(seen.code == 0);
  return nlohmann::json::parse(seen.output);
}

}  // namespace drawdown::cli_test
