// The command `estimate` of the built program (R7.4).
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

const std::string product = DRAWDOWN_SOURCE_DIR "/scenarios/seeds/space-credits/";
const std::string planner = product + "credit-planner.yaml";
const std::string prices = product + "catalog.yaml";

json estimated(std::vector<std::string> words) {
  words.insert(words.begin(), {"estimate", "--format", "json"});
  const ended seen = program(words);
  INFO(seen.messages);
  REQUIRE(seen.code == 0);
  return json::parse(seen.output);
}

std::string refusal_of(std::vector<std::string> words) {
  words.insert(words.begin(), "estimate");
  const ended seen = program(words);
  CHECK(seen.code == 2);
  CHECK(seen.output.empty());
  return seen.messages;
}

}  // namespace

TEST_CASE("An estimate of a scenario answers what the step would, at any instant", "[R7.4]") {
  const std::vector<std::string> all = {planner,
                                        "--agent",
                                        "assistant",
                                        "--use",
                                        "livestream=1h",
                                        "--use",
                                        "clip=5",
                                        "--use",
                                        "draft=2,value=premium",
                                        "--use",
                                        "chat_reply=20,value=premium",
                                        "--use",
                                        "video_summary=30m"};
  auto then = all;
  then.insert(then.end(), {"--at", "2026-06-01T05:00:00Z"});
  const json before = estimated(then);
  CHECK(before["account"] == "studio");
  CHECK(before["agent"] == "assistant");
  CHECK(before["at"] == "2026-06-01T05:00:00Z");
  CHECK(before["total"] == "605");
  CHECK(before["available"] == "500");
  CHECK(before["after"] == "-105");
  CHECK(before["missing"] == "105");
  CHECK(before["top_up"] == "25.00 GBP");
  CHECK(before["brings"] == "2375");
  // At the end the livestream of the scenario has taken 240.
  CHECK(estimated(all)["available"] == "260");
}

TEST_CASE("At the very first instant a declared plan is not paid yet", "[R7.4]") {
  CHECK(estimated({planner, "--use", "livestream=1h", "--at", "2026-06-01"})["available"] == "0");
}

TEST_CASE("An estimate of a catalog alone prices usage of somebody who has nothing", "[R7.4]") {
  const json alone = estimated({prices, "--use", "livestream=1h"});
  CHECK(alone["account"].is_null());
  CHECK(alone["at"].is_null());
  CHECK(alone["total"] == "240");
  CHECK(alone["missing"] == "240");
  const ended told = program({"estimate", prices, "--use", "livestream=1h"});
  CHECK_THAT(told.output, Contains("240 credits") && Contains("Top-ups are sold with a plan alone"));

  const scratch_folder folder;
  const std::string open =
      folder.write("it's open.yaml",
                   "catalog: open\ncurrency: EUR\ncredit_rate: 1 EUR = 50 credits\n"
                   "meters:\n  call: {per: minute, price: 10}\ntop_ups: {minimum: 5 EUR}\n");
  const ended offered = program({"estimate", open, "--use", "call=30m"});
  INFO(offered.messages);
  CHECK_THAT(offered.output, Contains("A top-up of 6.00 EUR covers it: it brings 300 credits."));
}

TEST_CASE("What is planned has to fit the meters that are sold then", "[R7.4]") {
  CHECK_THAT(refusal_of({planner}), Contains("--use METER=QUANTITY"));
  CHECK_THAT(refusal_of({planner, "--use", "clip"}), Contains("`clip` is not METER=QUANTITY"));
  CHECK_THAT(refusal_of({planner, "--use", "clop=3"}), Contains("clop") && Contains("clip"));
  CHECK_THAT(refusal_of({planner, "--use", "clip=3h"}), Contains("`clip` is counted"));
  CHECK_THAT(refusal_of({planner, "--use", "livestream=3"}), Contains("measured in time"));
  CHECK_THAT(refusal_of({planner, "--use", "clip=-3"}), Contains("must not be negative"));
  CHECK_THAT(refusal_of({planner, "--use", "draft=2"}), Contains("add `,value=fast`"));
  CHECK_THAT(refusal_of({planner, "--use", "draft=2,value=slow"}), Contains("slow"));
  CHECK_THAT(refusal_of({planner, "--use", "clip=2,value=fast"}), Contains("take `value` away"));
  CHECK_THAT(refusal_of({planner, "--use", "clip=2,times=3"}), Contains("take `times` away"));
  CHECK_THAT(refusal_of({planner, "--use", "clip=2,tmes=3"}), Contains("`tmes=3`"));
}

TEST_CASE("Whose credit it is, and when, has to be in the scenario", "[R7.4]") {
  CHECK_THAT(refusal_of({planner, "--use", "clip=1", "--account", "studo"}), Contains("studio"));
  CHECK_THAT(refusal_of({planner, "--use", "clip=1", "--agent", "rom"}), Contains("room"));
  CHECK_THAT(refusal_of({planner, "--use", "clip=1", "--at", "2027-01-01"}), Contains("lies outside"));
  CHECK_THAT(refusal_of({planner, "--use", "clip=1", "--at", "noon"}), Contains("--at"));
}

TEST_CASE("What would be refused for another reason than missing credit is told beside the answer",
          "[R7.4][R8.1][R9.2]") {
  const scratch_folder folder;
  const std::string closed =
      folder.write("closed.yaml",
                   "catalog: renderings\ncurrency: EUR\ncredit_rate: 1 EUR = 10 credits\n"
                   "meters: {render: {per: item, price: 3}, hd_render: {per: item, price: 6, feature: hd}}\n"
                   "plans:\n  flyer: {price: 39 EUR, every: 1 month, allocation: 500, top_ups: false}\n"
                   "  pro: {price: 99 EUR, every: 1 month, allocation: 2000, features: [hd]}\n"
                   "top_ups: {tiers: [25 EUR], requires_plan: true}\n");
  const std::string file = folder.write(
      "kite.yaml",
      "scenario: A kite\ncatalog: closed.yaml\nstart: 2026-03-10\nend: 2026-03-12\ngateways: {bank: {}}\n"
      "accounts:\n  kite: {plan: flyer, payment_methods: [{gateway: bank, card: ok}],\n"
      "    agents: {cam: {monthly_limit: 100, when_plan_exhausted: stop}}}\n");
  const ended closed_feature = program({"estimate", file, "--use", "hd_render=1", "--use", "render=2"});
  INFO(closed_feature.messages);
  CHECK_THAT(closed_feature.output,
             Contains("There is enough credit.\n") &&
                 Contains("Used then, hd_render=1 would be refused as feature_not_in_plan") &&
                 !Contains("render=2"));
  const json limited = estimated({file, "--agent", "cam", "--use", "render=30", "--use", "render=10"});
  CHECK(limited["missing"] == "0");
  REQUIRE(limited["refused"].size() == 1);
  CHECK(limited["refused"][0]["use"] == "render=10");
  CHECK(limited["refused"][0]["outcome"] == "limit_reached");
  // What credit is missing for is said already, and nothing is offered that would be refused.
  const json beyond = estimated({file, "--use", "render=200"});
  CHECK(beyond["missing"] == "100");
  CHECK(beyond["top_up"].is_null());
  CHECK(beyond["refused"].empty());
  const ended alone = program({"estimate", closed, "--use", "hd_render=1", "--use", "render=1"});
  CHECK_THAT(alone.output, Contains("Top-ups are sold with a plan alone") &&
                               Contains("hd_render=1 would be refused as feature_not_in_plan") &&
                               !Contains("render=1 would be refused as insufficient"));
}

TEST_CASE("What is no file is no defect of the program") {
  const scratch_folder scratch;
  const ended folder = program({"estimate", scratch.path("."), "--use", "call=1h"});
  CHECK(folder.code == 4);
  CHECK_THAT(folder.messages, Contains("it is a folder"));
  const ended endless = program({"estimate", "/dev/zero", "--use", "call=1h"});
  CHECK(endless.code == 3);
  CHECK_THAT(endless.messages, Contains("the file has more than 64 MB"));
}
