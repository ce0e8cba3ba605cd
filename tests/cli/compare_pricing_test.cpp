// `drawdown compare-pricing` of a population (docs/pricing-study.md).
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/pricing_support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

// The text without the folders of this machine.
std::string without_folders(const std::string& text) {
  return std::regex_replace(text, std::regex("/[^ ]*/"), "");
}

}  // namespace

TEST_CASE("a study of two months comes to what is kept, on any number of threads", "[R14.7]") {
  const scratch_folder folder;
  const std::string file = write_customers(folder, 200);
  const ended first = program(comparing(file, {"--seeds", "2", "--threads", "1"}));
  INFO(first.messages);
  REQUIRE(first.code == 0);
  CHECK(program(comparing(file, {"--seeds", "2", "--threads", "4"})).output == first.output);
  const std::string golden = std::string(DRAWDOWN_SOURCE_DIR) + "/tests/cli/golden/price-rise.txt";
  const std::string seen = without_folders(first.output);
  if (std::getenv("DRAWDOWN_BLESS") != nullptr) std::ofstream(golden, std::ios::binary) << seen;
  CHECK(seen == content_of(golden));
}

TEST_CASE("a list against itself changes nothing for anybody") {
  const scratch_folder folder;
  const ended same =
      program({"compare-pricing", write_customers(folder, 50), "--baseline", now, "--candidate", now,
               "--months", "2", "--seeds", "2", "--quiet", "--format", "json"});
  REQUIRE(same.code == 0);
  const json all = json::parse(same.output);
  for (const auto& [name, figure] : all["figures"].items()) {
    INFO(name);
    CHECK(figure["difference"]["mean"] == 0);
    CHECK(figure["difference"]["margin"] == 0);
  }
  CHECK(all["worse_off"] == 0);
  CHECK(all["losers"].empty());
  CHECK_THAT(all["summary"].get<std::string>(), Contains("pay the same"));
}

TEST_CASE("totals are the sums of customers, and months foot", "[R13.5]") {
  const scratch_folder folder;
  const std::string file = write_customers(folder, 80);
  const json all = compared(file, {});
  CHECK(all["figures"]["received"]["difference"]["margin"].is_null());  // one seed
  for (const char* list : {"baseline", "candidate"}) {
    std::int64_t received = 0;
    std::int64_t last = 0;
    for (const json& m : all[list]["months"]) {
      const auto of = [&](const char* name) { return m[name].get<std::int64_t>(); };
      CHECK(of("opening") == last);
      CHECK(of("closing") == of("opening") + of("added") - of("used") - of("recognised") - of("expired") -
                                 of("refunded") - of("charged_back"));
      last = of("closing");
      received += of("received");
    }
    CHECK(all["figures"]["received"][list]["mean"] == received);
    CHECK(all["figures"]["deferred"][list]["mean"] == last);
  }
  std::size_t customers = 0;
  for (const json& band : all["impact"]) customers += band["customers"].get<std::size_t>();
  CHECK(customers == all["customers"]);
}

TEST_CASE("compare-pricing says what it lacks") {
  const scratch_folder folder;
  const std::string file = write_customers(folder, 5);
  CHECK(program({"compare-pricing", file, "--baseline", now, "--months", "2"}).code == 2);
  CHECK_THAT(program({"compare-pricing", file, "--baseline", now, "--months", "2"}).messages,
             Contains("`--candidate FILE` is missing"));
  CHECK_THAT(program({"compare-pricing", file, "--baseline", now, "--candidate", next}).messages,
             Contains("--months 12"));
  CHECK(program({"compare-pricing", file, "--baseline", now, "--candidate", folder.path("none.yaml"),
                 "--months", "1"})
            .code == 4);
  std::string pesos = content_of(now);
  pesos = std::regex_replace(pesos, std::regex("EUR"), "USD");
  const ended currencies = program({"compare-pricing", file, "--baseline", now, "--candidate",
                                    folder.write("usd.yaml", pesos), "--months", "1", "--quiet"});
  CHECK(currencies.code == 2);
  // That alone, though the population's amounts are in the one currency, too.
  CHECK_THAT(currencies.messages, Contains("the baseline, `" + now + "`, sells in EUR, the candidate, `" +
                                           folder.path("usd.yaml") + "`, in USD") &&
                                      !Contains("error["));
  std::filesystem::create_directories(folder.path("full"));
  folder.write("full/file", "");
  const ended full = program(comparing(file, {"--out", folder.path("full")}));
  CHECK(full.code == 4);
  CHECK_THAT(full.messages, Contains("is not empty"));
  const ended taken = program(comparing(file, {"--out", file}));
  CHECK(taken.code == 4);
  CHECK(taken.output.empty());
  CHECK_THAT(taken.messages, Contains("`" + file + "` is a file: name a new folder"));
}

TEST_CASE("a population or a scenario in the place of a catalog is told to be one, and nothing else") {
  const scratch_folder folder;
  const std::string file = write_customers(folder, 5);
  const auto messages = [&](const std::string& candidate) {
    const ended seen = program(
        {"compare-pricing", file, "--baseline", now, "--candidate", candidate, "--months", "1", "--quiet"});
    CHECK(seen.code == 3);
    CHECK(seen.messages.find("error[") == seen.messages.rfind("error["));
    return seen.messages;
  };
  CHECK_THAT(messages(file), Contains("this is a population, not a catalog"));
  CHECK_THAT(messages(quarter + "quarter.yaml"), Contains("this is a scenario, not a catalog"));
  // So where a scenario names one, and for `simulate`.
  std::string scenario = content_of(quarter + "quarter.yaml");
  scenario = std::regex_replace(scenario, std::regex("catalog: now.yaml"), "catalog: customers.yaml");
  folder.write("usage.csv", content_of(quarter + "usage.csv"));
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"check", folder.write("quarter.yaml", scenario)},
        std::vector<std::string>{"simulate", file, "--catalog", file, "--months", "1", "--quiet"}}) {
    const ended seen = program(words);
    CHECK(seen.code == 3);
    CHECK_THAT(seen.messages, Contains("this is a population, not a catalog") && !Contains("there is no"));
  }
}

TEST_CASE("the tutorial quotes what its studies came to") {
  const std::string tutorial = content_of(std::string(DRAWDOWN_SOURCE_DIR) + "/docs/pricing-study.md");
  for (const std::string& folder : {study, quarter}) {
    const std::string kept = content_of(folder + "comparison.txt");
    const std::size_t begin = kept.find("\n\n") + 2;
    const std::string paragraph = kept.substr(begin, kept.find("\n\n", begin) - begin);
    CHECK_THAT(paragraph, Contains("customers pay"));
    CHECK_THAT(tutorial, Contains(paragraph));
  }
}
