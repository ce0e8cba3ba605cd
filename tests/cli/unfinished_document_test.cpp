// What a run was begun with, as its file says it.
#include "cli/unfinished_document.hpp"

#include <cctype>
#include <string>

#include <catch2/catch.hpp>

using namespace drawdown;
using namespace drawdown::cli;

namespace {

unfinished_run some_run() {
  unfinished_run run;
  run.program_version = "0.5.0";
  run.command = "run";
  run.files = {"usage.yaml"};
  run.options = {"--seed=7", "--quiet"};
  run.seed = "7";
  run.inputs = {{"usage.yaml", "00"}, {"\u00fcsage.csv", "01"}};
  return run;
}

}  // namespace

TEST_CASE("What a run was begun with is read as it was written") {
  const auto read = parse_unfinished_run(unfinished_run_text(some_run()));
  REQUIRE(read);
  CHECK(unfinished_run_text(*read) == unfinished_run_text(some_run()));
  CHECK(read->options == some_run().options);
  CHECK(read->inputs.back().path == "\u00fcsage.csv");
}

TEST_CASE(
    "A file does not say where its run is kept, what is resumed or watched, or how many run at a time") {
  for (const char* option : {"--out=/etc", "--resume=other", "--watch", "--jobs=1000", "out", "--", ""}) {
    unfinished_run run = some_run();
    run.options.emplace_back(option);
    INFO(option);
    CHECK_FALSE(parse_unfinished_run(unfinished_run_text(run)));
  }
}

TEST_CASE("Whatever is changed by hand in such a file is noticed") {
  const std::string text = unfinished_run_text(some_run());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (std::isalnum(static_cast<unsigned char>(text[i])) == 0) continue;
    std::string changed = text;
    changed[i] = changed[i] == '1' ? '2' : '1';
    INFO(changed);
    CHECK_FALSE(parse_unfinished_run(changed));
  }
}

TEST_CASE("What is no such document is refused, whatever it is") {
  for (const char* text : {"", "{}", "[]", "null", "{\"schema_version\": 2}", "{\"files\": 3", "\xff"}) {
    INFO(text);
    const auto read = parse_unfinished_run(text);
    REQUIRE_FALSE(read);
    CHECK(read.error().code == error_code::malformed);
  }
}
