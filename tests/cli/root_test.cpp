// `--root`, and what a scenario may read without it, with every command that loads one.
#include <filesystem>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;

namespace {

constexpr int usage = 2;
constexpr int faulty_input = 3;
constexpr int nothing_to_shrink = 2;

// A scenario in `shop/scenarios` whose catalog and usage lie beside the shop.
class shop {
 public:
  shop() {
    for (const char* name : {"shop", "shop/scenarios"}) std::filesystem::create_directory(folder.path(name));
    folder.write(
        "prices.yaml",
        "catalog: prices\ncurrency: EUR\ncredit_rate: 1 EUR = 50 credits\nmeters: {call: {per: unit, "
        "price: 1}}\n");
    folder.write("usage.csv", "time,quantity\n2026-01-02T00:00:00Z,1\n");
    scenario = folder.write(
        "shop/scenarios/s.yaml",
        "scenario: A shop\ncatalog: ../../prices.yaml\nstart: 2026-01-01\nend: 2026-02-01\n"
        "accounts: {acme: {grants: [{kind: free, credits: 100}], agents: {bot: {}}}}\n"
        "timeline: [{at: +1h, agent: bot, use: call, quantity: 1}]\n"
        "usage: [{file: ../../usage.csv, columns: {time: time, agent: {value: bot}, meter: {value: "
        "call}, quantity: quantity}}]\n"
        "load: {count: 100, accounts: 2, warm_up: 0s}\n");
  }
  const scratch_folder folder;
  std::string scenario;
};

}  // namespace

TEST_CASE("a run does not read what lies elsewhere, and says where it is named") {
  const shop here;
  const ended refused = program({"run", here.scenario});
  CHECK(refused.code == faulty_input);
  CHECK(refused.output.empty());
  CHECK_THAT(refused.messages, Contains("error[E009]: the catalog"));
  CHECK_THAT(refused.messages, Contains("s.yaml:2:10"));
  CHECK_THAT(refused.messages, Contains("--root DIR"));
  const ended run = program({"run", here.scenario, "--root", here.folder.path("")});
  INFO(run.messages);
  CHECK(run.code == 0);
}

TEST_CASE("every command that loads a scenario refuses it, and takes `--root`") {
  const shop here;
  const std::vector<std::vector<std::string>> commands = {
      {"check"},
      {"expand"},
      {"run", "--brief"},
      {"replay"},
      {"sweep"},
      {"explore", "--seeds", "1"},
      {"shrink", "--seeds", "1"},
      {"estimate", "--use", "call=1"},
      {"compare-rules", "--rules", "default,orb"},
      {"compare-pricing", "--candidate", here.folder.path("prices.yaml")},
      {"load"},
  };
  for (std::vector<std::string> words : commands) {
    INFO(words.front());
    words.push_back(here.scenario);
    const ended refused = program(words);
    CHECK(refused.code == faulty_input);
    CHECK_THAT(refused.messages, Contains("E009"));
    words.insert(words.end(), {"--root", here.folder.path("")});
    const ended done = program(words);
    INFO(done.messages);
    CHECK(done.code == (words.front() == "shrink" ? nothing_to_shrink : 0));
  }
  const std::string folder = here.folder.path("shop");
  CHECK_THAT(program({"list", folder}).output, Contains("does not load"));
  CHECK_THAT(program({"list", folder, "--root", here.folder.path("")}).output, Contains("A shop"));
}

TEST_CASE("a run that was begun with `--root` goes on with it, from any folder") {
  const shop here;
  const std::string kept = here.folder.path("kept");
  const std::string from_shop = "cd '" + here.folder.path("shop") + "' && $DRAWDOWN run ";
  const ended run = shell(from_shop + "scenarios/s.yaml --root .. --out ../kept");
  INFO(run.messages);
  REQUIRE(run.code == 0);
  CHECK(program({"run", "--resume", kept}).code == 0);
}

TEST_CASE("`--root` is a folder, and is given where files are named") {
  const shop here;
  const ended nowhere = program({"check", here.scenario, "--root", here.folder.path("none")});
  CHECK(nowhere.code == usage);
  CHECK_THAT(nowhere.messages, Contains("--root: there is no folder"));
  CHECK(program({"check", here.scenario, "--root", here.scenario}).code == usage);
  CHECK(program({"explore", "--seeds", "1", "--root", "/"}).code == usage);
  CHECK(program({"load", "--count", "10", "--root", "/"}).code == usage);
}

TEST_CASE("a scenario from standard input names files from the working folder") {
  const shop here;
  const ended refused =
      shell("cd '" + here.folder.path("shop/scenarios") + "' && $DRAWDOWN check /dev/stdin < s.yaml");
  CHECK(refused.code == faulty_input);
  CHECK_THAT(refused.messages, Contains("E009"));
  const ended seen = shell("cd '" + here.folder.path("shop") +
                           "' && sed 's|../../|../|g' scenarios/s.yaml | $DRAWDOWN check /dev/stdin");
  INFO(seen.messages);
  CHECK(seen.code == 0);
}

TEST_CASE("a catalog that an estimate is asked of may be a link to anywhere") {
  const shop here;
  const std::string link = here.folder.path("shop/scenarios/link.yaml");
  std::filesystem::create_symlink(here.folder.path("prices.yaml"), link);
  CHECK(program({"estimate", link, "--use", "call=1"}).code == 0);
}

TEST_CASE("pipes and devices are not waited for, nor read") {
  const shop here;
  const std::string pipe = here.folder.path("shop/scenarios/pipe.yaml");
  const std::string s = here.folder.path("shop/scenarios/s.yaml");
  const ended seen = shell("mkfifo '" + pipe + "' && sed -i 's|../../prices|pipe|' '" + s +
                           "' && timeout 20 $DRAWDOWN run '" + s + "'");
  CHECK(seen.code == 4);
  CHECK_THAT(seen.messages, Contains("it is a pipe, not a file"));
}
