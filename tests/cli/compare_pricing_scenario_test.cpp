// `drawdown compare-pricing` of a scenario with the usage that was (docs/pricing-study.md).
#include <cstdlib>
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
