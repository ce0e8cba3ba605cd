// The command `compare-pricing` of the built program (docs/pricing-study.md).
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

const std::string study = std::string(DRAWDOWN_SOURCE_DIR) + "/scenarios/studies/price-rise/";
const std::string now = study + "now.yaml";
const std::string next = study + "next.yaml";

// The customers of the study, so many of them.
std::string write_customers(const scratch_folder& in, int accounts) {
  std::string text = content_of(study + "customers.yaml");
  const std::string whole = "accounts: 5000";
  text.replace(text.find(whole), whole.size(), fmt::format("accounts: {}", accounts));
  return in.write("customers.yaml", text);
}

std::vector<std::string> comparing(const std::string& file, std::vector<std::string> more) {
  std::vector<std::string> words = {"compare-pricing", file, "--baseline", now, "--candidate", next,
                                    "--months",        "2",  "--quiet"};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

json compared(const std::string& file, std::vector<std::string> more) {
  more.insert(more.end(), {"--format", "json"});
  const ended seen = program(comparing(file, more));
  INFO(seen.messages);
  REQUIRE(seen.code == 0);
  return json::parse(seen.output);
}

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

TEST_CASE("whose bill changes most can be explained from what is kept") {
  const scratch_folder folder;
  const std::string out = folder.path("study");
  const json all = compared(write_customers(folder, 200), {"--out", out, "--top", "2"});
  REQUIRE_FALSE(all["losers"].empty());
  const std::string name = all["losers"][0]["customer"];
  for (const char* list : {"baseline", "candidate"}) {
    const ended told = program({"explain", out + "/" + list, "--account", name});
    INFO(told.messages);
    CHECK(told.code == 0);
    CHECK_THAT(told.output, Contains(name));
    // What the customer paid in the kept run is the bill of the comparison.
    const ended paid =
        program({"query", out + "/" + list,
                 "select sum(received_minor - given_back_minor - taken_back_minor) as bill from months "
                 "join accounts using (account) where name = '" +
                     name + "'",
                 "--format", "json"});
    INFO(paid.messages);
    REQUIRE(paid.code == 0);
    CHECK(json::parse(paid.output)[0]["bill"] ==
          all["losers"][0][std::string(list) == "baseline" ? "bill_before" : "bill_after"]);
  }
  const std::string csv = content_of(out + "/customers.csv");
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + all["customers"].get<std::ptrdiff_t>());
  CHECK_THAT(content_of(out + "/comparison.txt"), Contains("Whose bill rises most"));
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
  CHECK(currencies.code != 0);
  std::filesystem::create_directories(folder.path("full"));
  folder.write("full/file", "");
  const ended full = program(comparing(file, {"--out", folder.path("full")}));
  CHECK(full.code == 4);
  CHECK_THAT(full.messages, Contains("is not empty"));
}

TEST_CASE("the tutorial quotes what the study came to") {
  const std::string kept = content_of(study + "comparison.txt");
  const std::size_t begin = kept.find("\n\n") + 2;
  const std::string paragraph = kept.substr(begin, kept.find("\n\n", begin) - begin);
  CHECK_THAT(paragraph, Contains("customers pay"));
  CHECK_THAT(content_of(std::string(DRAWDOWN_SOURCE_DIR) + "/docs/pricing-study.md"), Contains(paragraph));
}
