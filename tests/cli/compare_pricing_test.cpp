// The command `compare-pricing` of the built program (docs/pricing-study.md).
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
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

const std::string quarter_from_root = "scenarios/studies/last-quarter/";
const std::string quarter = std::string(DRAWDOWN_SOURCE_DIR) + "/" + quarter_from_root;

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

// The quarter that was, under the prices that are to come.
json quarter_compared(std::vector<std::string> more) {
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
  return json::parse(seen.output);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream from(text);
  for (std::string line; std::getline(from, line);) lines.push_back(line);
  return lines;
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

TEST_CASE("a quarter that was is compared under the prices that are to come, as it is kept", "[R14.7]") {
  const auto quarter_at_root = [](const std::string& more) {
    return shell("cd " DRAWDOWN_SOURCE_DIR " && $DRAWDOWN compare-pricing " + quarter_from_root +
                 "quarter.yaml --candidate " + quarter_from_root + "next.yaml --quiet" + more);
  };
  const ended first = quarter_at_root(" --threads 1");
  INFO(first.messages);
  REQUIRE(first.code == 0);
  CHECK(first.messages.empty());
  CHECK(quarter_at_root(" --threads 3").output == first.output);
  const std::string kept = std::string(DRAWDOWN_SOURCE_DIR) + "/" + quarter_from_root + "comparison.txt";
  if (std::getenv("DRAWDOWN_BLESS") != nullptr) std::ofstream(kept, std::ios::binary) << first.output;
  CHECK(first.output == content_of(kept));
  CHECK_THAT(first.output, Contains("one draw") && !Contains("95 %"));
}

TEST_CASE("a scenario comes to the figures that a run of it has") {
  const scratch_folder folder;
  const std::string run = folder.path("run");
  REQUIRE(program({"run", quarter + "quarter.yaml", "--out", run, "--quiet"}).code == 0);
  const json all = quarter_compared({});
  const auto asked = [&](const std::string& question) {
    const ended seen = program({"query", run, question, "--format", "json"});
    INFO(seen.messages);
    REQUIRE(seen.code == 0);
    return json::parse(seen.output)[0]["n"];
  };
  const auto of = [&](const char* figure) { return all["figures"][figure]["baseline"]["mean"]; };
  CHECK(of("received") == asked("select sum(received_minor) as n from months"));
  CHECK(of("breakage") == asked("select sum(expired_minor) as n from months"));
  CHECK(of("revenue") == asked("select sum(used_minor + recognised_minor + overage_minor) as n from months"));
  CHECK(of("used") == asked("select sum(used_micro) as n from lots"));
  CHECK(of("left") == asked("select sum(left_micro) as n from lots"));
  CHECK(of("refused") == 0);  // what was used had its credit
  CHECK(all["figures"]["refused"]["candidate"]["mean"] > 0);
  CHECK(all["figures"]["received"]["difference"]["margin"].is_null());
  CHECK(all["months"].is_null());
  CHECK(all["scenario"] == "The document assistant's last quarter");
  CHECK_FALSE(all.contains("population"));
  CHECK(all["baseline"]["catalog"].is_null());
  CHECK(all["baseline"]["inputs"].size() == 3);
  CHECK(all["seeds"] == json::array({1}));
  CHECK(quarter_compared({"--seed", "5"})["seeds"] == json::array({5}));
}

TEST_CASE("the catalog of a scenario compared with itself changes nothing") {
  const json same = quarter_compared({"--baseline", quarter + "next.yaml"});
  for (const auto& [name, figure] : same["figures"].items()) {
    INFO(name);
    CHECK(figure["difference"]["mean"] == 0);
  }
  CHECK(same["worse_off"] == 0);
  CHECK(same["better_off"] == 0);
}

TEST_CASE("customers of a scenario are kept with what they used, and nobody else") {
  const scratch_folder folder;
  const std::string out = folder.path("study");
  const json all = quarter_compared({"--out", out, "--top", "3"});
  REQUIRE(all["losers"].size() == 3);
  for (const char* list : {"baseline", "candidate"}) {
    const std::string question =
        "select name, (select count(*) from events e where e.account = a.account and kind in ('charged', "
        "'refused')) as usages, (select sum(received_minor - given_back_minor - taken_back_minor) from "
        "months m "
        "where m.account = a.account) as bill from accounts a";
    const ended kept = program({"query", out + "/" + list, question, "--format", "json"});
    INFO(kept.messages);
    REQUIRE(kept.code == 0);
    const json rows = json::parse(kept.output);
    CHECK(rows.size() == all["losers"].size() + all["winners"].size());
    const std::string usage = content_of(quarter + "usage.csv");
    for (const json& row : rows) {
      const std::string name = row["name"];
      INFO(list << ": " << name);
      std::size_t used = 0;
      for (std::size_t at = usage.find("," + name + ","); at != std::string::npos;
           at = usage.find("," + name + ",", at + 1))
        ++used;
      CHECK(row["usages"] == used);
      for (const char* told : {"losers", "winners"})
        for (const json& one : all[told])
          if (one["customer"] == name)
            CHECK(one[std::string(list) == "baseline" ? "bill_before" : "bill_after"] == row["bill"]);
    }
  }
  const std::string name = all["winners"][0]["customer"];
  CHECK_THAT(program({"explain", out + "/candidate", "--account", name}).output, Contains(name));
  CHECK_THAT(content_of(out + "/candidate/manifest.json"), Contains("usage.csv"));
}

TEST_CASE("what a scenario expects with its own catalog is not asked under another") {
  const scratch_folder folder;
  const std::string file = write_scenario(folder, "expects.yaml", "1");  // which fails in a run
  const ended seen = program({"compare-pricing", file, "--candidate", folder.path("shop.yaml"), "--quiet",
                              "--out", folder.path("kept"), "--format", "json"});
  INFO(seen.messages);
  CHECK(seen.code == 0);
  CHECK(json::parse(seen.output)["customers"] == 1);
}

TEST_CASE("what a scenario lacks under a catalog is told with its place and the catalog") {
  const scratch_folder folder;
  const std::string file = quarter + "quarter.yaml";
  std::string crew = content_of(quarter + "next.yaml");
  crew = std::regex_replace(crew, std::regex("  team:"), "  crew:");
  const ended plan =
      program({"compare-pricing", file, "--candidate", folder.write("crew.yaml", crew), "--quiet"});
  CHECK(plan.code == 3);
  CHECK_THAT(plan.messages, Contains("with the catalog of the candidate, `" + folder.path("crew.yaml")) &&
                                Contains("there is no plan named `team`") && Contains("quarter.yaml:15:72"));
  std::string reply = content_of(quarter + "next.yaml");
  reply = std::regex_replace(reply, std::regex("  answer:"), "  reply:");
  const ended meter =
      program({"compare-pricing", file, "--candidate", folder.write("reply.yaml", reply), "--quiet"});
  CHECK(meter.code == 3);
  CHECK_THAT(meter.messages, Contains("reply.yaml") && Contains("there is no meter named `answer`") &&
                                 Contains("usage.csv:2:34") && Contains("nothing is compared"));
}

TEST_CASE("what a scenario or its usage file has wrong by itself is told once, and of no catalog") {
  const scratch_folder folder;
  const std::string candidate = folder.write("next.yaml", content_of(quarter + "next.yaml"));
  folder.write("now.yaml", content_of(quarter + "now.yaml"));
  const auto seen_of = [&](const std::string& scenario) {
    ended seen =
        program({"compare-pricing", folder.path("quarter.yaml"), "--candidate", scenario, "--quiet"});
    CHECK(seen.code == 3);
    CHECK(seen.output.empty());
    return seen.messages;
  };
  const auto times = [](const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
  };
  // A row of the usage file.
  folder.write("quarter.yaml", content_of(quarter + "quarter.yaml"));
  std::string usage = content_of(quarter + "usage.csv");
  usage.insert(usage.find('\n') + 1, "noon,hill-museum,answer,1,noon-1\n");
  folder.write("usage.csv", usage);
  const std::string row = seen_of(candidate);
  CHECK(times(row, "usage.csv:2:1") == 1);
  CHECK_THAT(row, !Contains("with the catalog") && !Contains("own catalog") &&
                      Contains("can't be read whole; `drawdown replay"));
  // A name that neither catalog has, though each declares another like it in a place of its own.
  usage.replace(usage.find("noon,hill-museum,answer"), 23, "2026-07-01T08:00:00Z,hill-museum,Answer");
  folder.write("usage.csv", usage);
  const std::string name = seen_of(candidate);
  CHECK(times(name, "there is no meter named `Answer`") == 1);
  CHECK_THAT(name, !Contains("with the catalog") && !Contains("own catalog"));
  // The scenario itself.
  folder.write("quarter.yaml", content_of(quarter + "quarter.yaml") + "nonsense: 1\n");
  const std::string key = seen_of(candidate);
  CHECK(times(key, "unknown key `nonsense`") == 1);
  CHECK_THAT(key, !Contains("with the catalog") && !Contains("own catalog"));
  // Beside it what the candidate alone has.
  const std::string crew =
      std::regex_replace(content_of(quarter + "next.yaml"), std::regex("  team:"), "  crew:");
  const std::string both = seen_of(folder.write("crew.yaml", crew));
  CHECK(times(both, "unknown key `nonsense`") == 1);
  CHECK(both.find("unknown key `nonsense`") < both.find("with the catalog of the candidate"));
  CHECK(both.find("with the catalog of the candidate") < both.find("there is no plan named `team`"));
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

TEST_CASE("the catalogs of a scenario and a candidate may not differ in their currency") {
  const scratch_folder folder;
  const std::string dollars = std::regex_replace(content_of(quarter + "next.yaml"), std::regex("EUR"), "USD");
  const ended seen = program({"compare-pricing", quarter + "quarter.yaml", "--candidate",
                              folder.write("usd.yaml", dollars), "--quiet"});
  CHECK(seen.code == 2);
  CHECK_THAT(seen.messages, Contains("the baseline, the scenario's own, sells in EUR, the candidate, `" +
                                     folder.path("usd.yaml") + "`, in USD") &&
                                !Contains("error["));
}

TEST_CASE("a customer who is compared and not kept is told to be so") {
  const scratch_folder folder;
  const std::string out = folder.path("study");
  const json all = quarter_compared({"--out", out, "--top", "1"});
  std::string other;
  for (const std::string& line : lines_of(content_of(out + "/customers.csv"))) {
    other = line.substr(0, line.find(','));
    if (other != "customer" && other != all["losers"][0]["customer"] &&
        other != all["winners"][0]["customer"])
      break;
  }
  for (const char* command : {"explain", "history"}) {
    const ended seen = program({command, out + "/candidate", "--account", other});
    CHECK(seen.code == 2);
    CHECK_THAT(seen.messages, Contains("`" + other + "` is not among the 2 customers that are kept") &&
                                  Contains("`" + out + "/customers.csv` has its figures"));
    CHECK_THAT(program({command, out + "/candidate", "--account", other + "-nobody"}).messages,
               Contains("there is no account"));
  }
  // From within, and by the store itself.
  CHECK_THAT(shell("cd '" + out + "/candidate' && $DRAWDOWN explain . --account '" + other + "'").messages,
             Contains("`../customers.csv` has its figures"));
  CHECK_THAT(program({"explain", out + "/baseline/run.sqlite", "--account", other}).messages,
             Contains("`" + out + "/customers.csv` has its figures"));
  for (const char* command : {"explain", "history", "query"}) {
    const ended seen = program({command, out});
    CHECK(seen.code == 4);
    CHECK_THAT(seen.messages, Contains("holds a comparison of prices") &&
                                  Contains("`" + out + "/baseline`, `" + out + "/candidate`") &&
                                  !Contains("--out"));
  }
}

TEST_CASE("usages that are refused for another reason than credit are a figure of their own") {
  const scratch_folder folder;
  folder.write("now.yaml", content_of(quarter + "now.yaml"));
  folder.write("quarter.yaml", content_of(quarter + "quarter.yaml"));
  // A row with the key of the one before it, and another quantity (R4.3).
  std::string usage = content_of(quarter + "usage.csv");
  usage +=
      "2026-09-30T20:00:00Z,hill-museum,answer,1,twice\n2026-09-30T20:00:01Z,hill-museum,answer,2,twice\n";
  folder.write("usage.csv", usage);
  const ended seen = program({"compare-pricing", folder.path("quarter.yaml"), "--candidate",
                              quarter + "next.yaml", "--quiet", "--format", "json"});
  INFO(seen.messages);
  REQUIRE(seen.code == 0);
  const json figures = json::parse(seen.output)["figures"];
  CHECK(figures["refused_otherwise"]["baseline"]["mean"] == 1);
  CHECK(figures["refused_otherwise"]["candidate"]["mean"] == 1);
  CHECK(quarter_compared({})["figures"]["refused_otherwise"]["baseline"]["mean"] == 0);
}

TEST_CASE("options of populations are refused for a scenario, and a scenario may lack a catalog") {
  const scratch_folder folder;
  const std::string file = quarter + "quarter.yaml";
  const std::string candidate = quarter + "next.yaml";
  const auto messages = [&](std::vector<std::string> more) {
    std::vector<std::string> words = {"compare-pricing", file, "--candidate", candidate};
    words.insert(words.end(), more.begin(), more.end());
    const ended seen = program(words);
    CHECK(seen.code == 2);
    CHECK(seen.output.empty());
    return seen.messages;
  };
  CHECK_THAT(messages({"--months", "3"}), Contains("`--months` is for populations"));
  CHECK_THAT(messages({"--seeds", "3"}), Contains("`--seeds` is for populations"));
  CHECK_THAT(program({"compare-pricing", file}).messages, Contains("`--candidate FILE` is missing"));
  CHECK_THAT(program({"compare-pricing", candidate, "--candidate", candidate}).messages,
             Contains("is a catalog"));
  CHECK(program({"compare-pricing", folder.path("none.yaml"), "--candidate", candidate}).code == 4);

  std::string without = content_of(file);
  without = std::regex_replace(without, std::regex("catalog: now.yaml\n"), "");
  const std::string lacks = folder.write("quarter.yaml", without);
  folder.write("usage.csv", content_of(quarter + "usage.csv"));
  const ended none = program({"compare-pricing", lacks, "--candidate", candidate, "--quiet"});
  CHECK(none.code == 3);
  CHECK_THAT(none.messages, Contains("there is no `--baseline FILE`") && Contains("needs `catalog`"));
  const ended given = program({"compare-pricing", lacks, "--candidate", candidate, "--baseline",
                               quarter + "now.yaml", "--quiet", "--format", "csv"});
  CHECK(given.code == 0);
  CHECK(given.output ==
        program({"compare-pricing", file, "--candidate", candidate, "--quiet", "--format", "csv"}).output);
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

TEST_CASE("a comparison that is kept has its page, which `report` hands on") {
  const scratch_folder folder;
  const std::string out = folder.path("a study");
  const json all = quarter_compared({"--out", out});
  const std::string page = content_of(out + "/report.html");
  CHECK_THAT(page, Contains("Pricing of The document assistant&#39;s last quarter") &&
                       Contains("Content-Security-Policy"));
  const std::string loser = all["losers"][0]["customer"];
  CHECK_THAT(page, Contains("drawdown history &#39;" + out + "&#39;/candidate --account " + loser));
  // The same comparison again gives the same page.
  std::filesystem::rename(out, folder.path("first"));
  quarter_compared({"--out", out});
  CHECK(content_of(out + "/report.html") == page);

  const ended where = program({"report", out});
  CHECK(where.code == 0);
  CHECK_THAT(where.messages, Contains(out + "/report.html"));
  CHECK(program({"report", out, "-o", "-"}).output == page);
  CHECK(program({"report", out, "-o", folder.path("copy.html")}).code == 0);
  CHECK(content_of(folder.path("copy.html")) == page);
  // What the comparison was made from is known by its bytes, wherever it lies.
  const std::string usage = content_of(DRAWDOWN_SOURCE_DIR "/scenarios/studies/last-quarter/usage.csv");
  const ended over = program({"report", out, "-o", folder.write("usage.csv", usage)});
  CHECK(over.code == 2);
  CHECK_THAT(over.messages, Contains("usage.csv` is not written over"));
  CHECK(content_of(folder.path("usage.csv")) == usage);
  const std::string customers = content_of(out + "/customers.csv");
  CHECK(program({"report", out, "-o", out + "/customers.csv"}).code == 2);
  CHECK(content_of(out + "/customers.csv") == customers);
  const ended other = program({"report", out, "--format", "junit"});
  CHECK(other.code == 4);
  CHECK_THAT(other.messages, Contains("there are runs in"));
}
