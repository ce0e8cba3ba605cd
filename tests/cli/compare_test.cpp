// `drawdown compare`, called as people and CI call it.
#include <fstream>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "engine/measure/measurements_json.hpp"
#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using namespace drawdown::measurement;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

const std::vector<double> sixty{60, 60.2, 60.4, 60.1, 60.3, 60.2, 60.1};

std::vector<double> times(double factor) {
  std::vector<double> scaled = sixty;
  for (double& each : scaled) each *= factor;
  return scaled;
}

measurements measured(std::vector<double> time, double allocations) {
  measurements made;
  made.subject = "bench_core";
  made.conditions = {{"compiler", "GCC 12.2.0"}};
  made.metrics = {{"debit: time", "ns/item", gate::time, better::lower, std::move(time)},
                  {"debit: allocations", "allocations/debit", gate::exact, better::lower, {allocations}}};
  return made;
}

// Writes A and B, and compares them.
class compared {
 public:
  compared(const measurements& a, const measurements& b) {
    a_ = files_.write("a.json", to_json(a));
    b_ = files_.write("b.json", to_json(b));
  }

  ended with(std::vector<std::string> options) const {
    std::vector<std::string> words{"compare", a_, b_};
    words.insert(words.end(), options.begin(), options.end());
    return program(words);
  }

 private:
  scratch_folder files_;
  std::string a_;
  std::string b_;
};

int code_of(const measurements& a, const measurements& b, std::vector<std::string> options = {}) {
  return compared(a, b).with(std::move(options)).code;
}

}  // namespace

TEST_CASE(
    "compare ends with 0 where nothing regressed, with 13 where something did, with 14 where it can't say") {
  const measurements before = measured(sixty, 2);
  CHECK(code_of(before, before) == 0);
  CHECK(code_of(before, measured(times(0.8), 2)) == 0);
  CHECK(code_of(before, measured(times(1.2), 2)) == 13);
  CHECK(code_of(before, measured(times(1.2), 2), {"--tolerance", "25%"}) == 0);
  CHECK(code_of(before, measured(sixty, 3)) == 13);
  CHECK(code_of(before, measured(sixty, 3), {"--tolerance", "100%"}) == 13);
  CHECK(code_of(before, measured({60, 60}, 2)) == 14);
  CHECK(code_of(before, measured({60, 60}, 3)) == 13);
  CHECK(code_of(before, measured({50, 90, 50, 90, 50, 90, 60}, 2)) == 14);
}

TEST_CASE("a count that got better is fine, but for a baseline, which is to be renewed") {
  const compared files(measured(sixty, 2), measured(sixty, 1));
  const ended seen = files.with({});
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output, Contains("improved: of 2 metrics 1 improved, 1 unchanged") &&
                              Contains("where A is a baseline, renew it"));
  const ended held = files.with({"--baseline"});
  CHECK(held.code == 13);
  CHECK_THAT(held.output, Contains("baseline is old: of 2 metrics") && Contains("Renew the baseline"));
  CHECK(code_of(measured(sixty, 2), measured(sixty, 2), {"--baseline"}) == 0);

  measurements fewer = measured(sixty, 2);
  fewer.metrics.pop_back();
  CHECK(code_of(fewer, measured(sixty, 2)) == 0);
  CHECK(code_of(fewer, measured(sixty, 2), {"--baseline"}) == 13);
  CHECK(code_of(measured(sixty, 2), fewer) == 14);
}

TEST_CASE("the table has the medians, their ratio with its interval, and the verdict in words") {
  const ended seen = compared(measured(sixty, 2), measured(times(1.2), 2)).with({});
  CHECK_THAT(seen.output, StartsWith("bench_core: A is "));
  CHECK_THAT(seen.output, Contains("  60.20  72.24  ns/item            1.200  "));
  CHECK_THAT(seen.output, Contains("      2      2  allocations/debit  1.000  "));
  CHECK_THAT(seen.output, Contains("  regressed\n") && Contains("exact  unchanged\n") &&
                              Contains("\nregressed: of 2 metrics 1 regressed, 1 unchanged\n"));
  CHECK_THAT(seen.output, !Contains("warning"));
  CHECK(seen.messages.empty());
  CHECK(compared(measured(sixty, 2), measured(times(1.2), 2)).with({"--format", "json"}).code == 13);
}

TEST_CASE("conditions that differ are told in every format, and too few samples too") {
  measurements other = measured({60, 60}, 2);
  other.conditions = {{"compiler", "GCC 13.1.0"}};
  const compared files(measured(sixty, 2), other);
  CHECK_THAT(files.with({}).output,
             Contains("warning: A and B were measured under different conditions") &&
                 Contains("\n  compiler: `GCC 12.2.0` in A, `GCC 13.1.0` in B\n") &&
                 Contains("inconclusive: 2 samples in B, and it takes 5 on each side"));
  CHECK_THAT(files.with({"--format", "markdown"}).output,
             Contains("\n- compiler: `GCC 12.2.0` in A, `GCC 13.1.0` in B\n") &&
                 Contains("| debit: time | 60.20 | 60.00 | ns/item | 0.997 | - | inconclusive: "));
  const auto document = nlohmann::json::parse(files.with({"--format", "json"}).output);
  CHECK(document["compare_schema_version"] == 1);
  CHECK(document["verdict"] == "inconclusive");
  CHECK(document["warnings"][0] == "compiler: `GCC 12.2.0` in A, `GCC 13.1.0` in B");
  CHECK(document["metrics"][0]["verdict"] == "inconclusive");
  CHECK_FALSE(document["metrics"][0].contains("interval"));
  CHECK(document["metrics"][1]["verdict"] == "unchanged");
}

TEST_CASE("the same files give the same bytes") {
  const compared files(measured(sixty, 2), measured(times(1.03), 2));
  CHECK(files.with({"--format", "json"}).output == files.with({"--format", "json"}).output);
}

TEST_CASE("files that can't be compared are refused with their name, the place in them and what to do") {
  const scratch_folder files;
  const std::string good = files.write("good.json", to_json(measured(sixty, 2)));
  const ended missing = program({"compare", good, files.path("none.json")});
  CHECK(missing.code == 4);
  CHECK_THAT(missing.messages, Contains("none.json: it can't be read: No such file or directory"));
  const ended folder = program({"compare", files.path("."), good});
  CHECK(folder.code == 4);
  CHECK_THAT(folder.messages, Contains("it can't be read: it is a folder"));
  const ended endless = program({"compare", "/dev/zero", good});
  CHECK(endless.code == 3);
  CHECK_THAT(endless.messages, Contains("it has more than 64 MB"));
  const ended cut = program({"compare", good, files.write("cut.json", "{\"a\":")});
  CHECK(cut.code == 3);
  CHECK_THAT(cut.messages, Contains("this is no JSON: parse error at line 1"));

  std::string text = to_json(measured(sixty, 2));
  text.replace(text.find("60.2"), 4, "\"fast\"");
  const ended faulty = program({"compare", good, files.write("faulty.json", text)});
  CHECK(faulty.code == 3);
  CHECK(faulty.output.empty());
  CHECK_THAT(faulty.messages, Contains("faulty.json: `metrics[0].samples[1]`: should be a number, is the "
                                       "text `fast`"));

  measurements actors = measured(sixty, 2);
  actors.subject = "bench_actors";
  const ended other = program({"compare", good, files.write("actors.json", to_json(actors))});
  CHECK(other.code == 3);
  CHECK_THAT(other.messages, Contains("they measure different things"));
}

TEST_CASE("compare takes two files and a percentage") {
  CHECK_THAT(program({"compare", "a.json"}).messages, Contains("name two files, A and B"));
  CHECK(program({"compare", "a.json"}).code == 2);
  CHECK(program({"compare", "a", "b", "c"}).code == 2);
  for (const char* wrong : {"5", "%", "-1%", "101%", "nan%", "1e1%", "5%%", " 5%"}) {
    INFO(wrong);
    const ended seen = program({"compare", "a", "b", "--tolerance", wrong});
    CHECK(seen.code == 2);
    CHECK_THAT(seen.messages, Contains("is no percentage from 0% to 100%"));
  }
}
