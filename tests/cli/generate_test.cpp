// `drawdown generate usage`: files that check, run and replay, and words that do not go together.
#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;

TEST_CASE("A generated file checks, runs and replays with the scenario that is written beside it") {
  const scratch_folder scratch;
  for (const char* name : {"u.csv", "u.ndjson.gz", "u.csv.zst"}) {
    INFO(name);
    const std::string scenario = scratch.path("s.yaml");
    const ended made = program({"generate", "usage", "--rows", "500", "--accounts", "5", "--agents", "2",
                                "-o", scratch.path(name), "--scenario", scenario});
    CHECK(made.code == 0);
    CHECK(made.output.empty());
    CHECK_THAT(made.messages, Contains("500 rows, of which 0 out of order, 0 sent again, 0 bad"));
    CHECK(program({"check", scenario}).code == 0);
    const ended seen = program({"run", scenario});
    CHECK(seen.code == 0);
    CHECK_THAT(seen.output, Contains("every transaction verified"));
    const ended replayed = program({"replay", scenario});
    CHECK(replayed.code == 0);
    CHECK_THAT(replayed.output, Contains("500 rows") && Contains("500 charged"));
  }
}

TEST_CASE("Rows that are late, sent again and bad are counted as they were made") {
  const scratch_folder scratch;
  const std::string scenario = scratch.path("s.yaml"), file = scratch.path("e.ndjson.zst");
  const ended made = program({"generate", "usage", "--rows", "5000", "--accounts", "5", "--format",
                              "cloudevents", "--out-of-order", "1%", "--duplicates", "2%", "--bad", "1%",
                              "-o", file, "--scenario", scenario});
  CHECK(made.code == 0);
  CHECK_THAT(made.messages, Contains("5 000 rows, of which 55 out of order, 98 sent again, 42 bad"));
  CHECK(program({"replay", scenario}).code == 3);
  const ended seen = program({"replay", scenario, "--bad-rows", "quarantine:" + scratch.path("bad.ndjson")});
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output,
             Contains("5 000 read, 55 out of order, 42 left out") && Contains("98 answered again"));
  const std::string aside = content_of(scratch.path("bad.ndjson")),
                    reasons = content_of(scratch.path("bad.ndjson.reasons"));
  CHECK(std::count(aside.begin(), aside.end(), '\n') == 42);
  CHECK(std::count(reasons.begin(), reasons.end(), '\n') == 42);
}

TEST_CASE("What does not go together is refused, with what to write instead") {
  CHECK_THAT(program({"generate"}).messages, Contains("drawdown generate usage -o FILE"));
  CHECK_THAT(program({"generate", "usage"}).messages, Contains("`--out` is missing"));
  const auto refused = [](std::vector<std::string> words, const std::string& why) {
    words.insert(words.begin(), {"generate", "usage"});
    const ended seen = program(words);
    CHECK(seen.code == 2);
    CHECK_THAT(seen.messages, Contains(why));
  };
  refused({"-o", "/nowhere/u.csv", "--compress", "zst"}, "`/nowhere/u.csv.zst`");
  refused({"-o", "u.csv", "--format", "cloudevents"}, "`NAME.ndjson`");
  refused({"-o", "u.txt"}, "`NAME.csv`");
  refused({"-o", "u.csv", "--from", "2026-02-01", "--to", "2026-02-01"}, "`--to` is not after `--from`");
  refused({"-o", "u.csv", "--meters", "call,,x"}, "no name of a meter");
  refused({"-o", "u.csv", "--accounts", "100000", "--agents", "11"}, "at most 1000000 agents");
  refused({"-o", "u.csv", "--bad", "200%"}, "--bad");
  CHECK(program({"generate", "usage", "-o", "/nowhere/u.csv"}).code == 4);
}

TEST_CASE("The rows and their scenario are not written over each other") {
  const scratch_folder scratch;
  const std::string file = scratch.write("u.csv", "mine\n");
  for (const std::string& scenario : {file, scratch.path("./u.csv"), scratch.path("v/../u.csv")}) {
    const ended seen = program({"generate", "usage", "-o", file, "--scenario", scenario});
    CHECK(seen.code == 2);
    CHECK_THAT(seen.messages, Contains("`--out` and `--scenario` are one file"));
  }
  CHECK(content_of(file) == "mine\n");
}
