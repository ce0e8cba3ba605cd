// `drawdown load FILE`: loads and thresholds that stand in a scenario. Figures are held against bounds only
// where they repeat to the digit, or where the bound is far from all that a machine can do.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/load_report.hpp"
#include "support.hpp"

using namespace drawdown;
using namespace drawdown::cli_test;
using nlohmann::json;

namespace {

const std::string example = DRAWDOWN_SOURCE_DIR "/scenarios/loads/two-hundred-shops.yaml";

// A load of 2000 debits in all, with thresholds.
std::string small_load(const std::string& thresholds) {
  return "scenario: A small load\nload: {accounts: 5, window: 8, count: 2000}\nthresholds:\n" + thresholds;
}

ended load_of(const std::string& file, std::vector<std::string> words = {}) {
  words.insert(words.begin(), {"load", file, "--quiet"});
  return program(words);
}

json document_of(const std::string& file, std::vector<std::string> words = {}) {
  words.insert(words.end(), {"--format", "json"});
  return json::parse(load_of(file, words).output);
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "the load of scenarios/loads keeps its thresholds, and its counts repeat on any number of threads") {
  const ended done = load_of(example, {"--threads", "2", "--format", "json"});
  INFO(done.output << done.messages);
  CHECK(done.code == 0);
  const json two = json::parse(done.output);
  CHECK(two["scenario"]["title"] == "Two hundred shops at noon");
  CHECK(two["scenario"]["on_the_command_line"] == json::array({"--threads"}));
  CHECK(two["conditions"]["skew"] == "zipf:1.1");
  CHECK(two["thresholds"].size() == 5);
  for (const json& each : two["thresholds"]) CHECK(each["verdict"] == "kept");
  const json one = document_of(example, {"--threads", "1"});
  CHECK(one["verified"]["states_digest"] == two["verified"]["states_digest"]);
  for (std::size_t i = 0; i < 4; ++i)  // the last is of a time
    CHECK(one["thresholds"][i] == two["thresholds"][i]);
}

TEST_CASE("a threshold that is not kept ends the program with 12, and every threshold is told") {
  const scratch_folder folder;
  const std::string file = folder.write("load.yaml", small_load("  - debits.refused == 0\n"
                                                                "  - debits > 1_000_000\n"
                                                                "  - late < 101\n"
                                                                "  - debit.latency.p99.99 < 1h\n"
                                                                "  - memory.peak < 1 kB\n"));
  const ended text = load_of(file);
  CHECK(text.code == 12);
  CHECK(says(text.messages, "3 of 5 thresholds are not kept"));
  CHECK(says(text.output, "debits.refused == 0        kept          0\n"));
  CHECK(says(text.output, "debits > 1_000_000         missed        "));
  CHECK(says(text.output, "not supported by so few debits"));
  const ended markdown = load_of(file, {"--format", "markdown"});
  CHECK(markdown.code == 12);
  CHECK(says(markdown.output, "| debits.refused == 0 | kept | 0 |"));
  const json document = document_of(file);
  CHECK(document["verdict"] == "verified");
  CHECK(document["thresholds"][1]["verdict"] == "missed");
  CHECK(document["thresholds"][1]["line"] == 5);
  CHECK(document["thresholds"][1]["measured"] == document["verified"]["debits"]);
  CHECK(document["thresholds"][3]["verdict"] == "not supported");
  CHECK(document["thresholds"][3]["measured"].is_null());
}

TEST_CASE("the command line takes the place of what the file says, and of what excludes it") {
  const scratch_folder folder;
  const std::string file = folder.write(
      "load.yaml",
      "scenario: Open\nload: {accounts: 5, rate: 40k/s, arrivals: poisson, tick: 2ms, duration: 9h}\n"
      "thresholds: [lag.max < 1h]\n");
  const ended open = load_of(file, {"--count", "2000", "--accounts", "7"});
  CHECK(open.code == 0);
  CHECK(says(open.output, "A scenario") == false);
  CHECK(says(open.output, "open, 40 000 debits a second"));
  CHECK(says(open.output, "--accounts, --count: in the place of what the file says"));
  const ended closed = load_of(file, {"--count", "2000", "--window", "4"});
  CHECK(says(closed.output, "closed, 4 debits of each agent outstanding"));
  CHECK(closed.code == 12);  // nothing lags in a closed loop, so nothing shows that it is below the bound
  CHECK(says(closed.output, "not measured in this run"));
  const ended both = load_of(file, {"--count", "2000", "--duration", "1s"});
  CHECK(both.code == 2);
}

TEST_CASE("a faulty load is told as every scenario is, and nothing runs") {
  const scratch_folder folder;
  const std::string file = folder.write("load.yaml", small_load("  - debits.refusd == 0\n"));
  const ended done = load_of(file);
  CHECK(done.code == 3);
  CHECK(done.output.empty());
  CHECK(says(done.messages, "error[E050]: a load has no metric `debits.refusd`"));
  CHECK(says(done.messages, "load.yaml:4:5"));
  CHECK(says(done.messages, "did you mean `debits.refused`?"));
  CHECK(load_of(folder.path("none.yaml")).code == 4);
}

TEST_CASE("a scenario may have a load beside what is run") {
  const scratch_folder folder;
  const std::string scenario = write_scenario(folder, "both.yaml");
  CHECK(load_of(scenario).code == 2);
  CHECK(says(load_of(scenario).messages, "has no load"));
  const std::string text =
      content_of(scenario) + "load: {accounts: 5, count: 2000}\nthresholds: [debits.refused == 0]\n";
  const std::string both = folder.write("both.yaml", text);
  CHECK(load_of(both).code == 0);
  const ended run = program({"run", both});
  CHECK(run.code == 0);
  CHECK(says(run.messages, "the load of `" + both + "` is left out"));
  CHECK(program({"run", both}).output == program({"run", both, "--quiet"}).output);
}

TEST_CASE("a load alone is checked, listed and expanded, and is nothing to run") {
  const scratch_folder folder;
  const std::string file = folder.write("load.yaml", small_load("  - debits.refused == 0\n"));
  CHECK(program({"check", file}).code == 0);
  const ended checked = program({"check", folder.path("")});
  CHECK(checked.code == 0);
  CHECK(says(checked.output, "load.yaml: ok"));
  const ended run = program({"run", file});
  CHECK(run.code == 3);
  CHECK(says(run.messages, "a load and nothing to run"));
  CHECK(program({"run", folder.path("")}).code == 4);  // the folder has no scenario to run
  const json listed = json::parse(program({"list", folder.path(""), "--format", "json"}).output);
  CHECK(listed["scenarios"].empty());
  CHECK(listed["loads"][0]["title"] == "A small load");
  const ended expanded = program({"expand", file});
  CHECK(expanded.code == 0);
  CHECK(says(expanded.output, "  distribution: uniform\n"));
  const std::string whole = folder.write("whole.yaml", expanded.output);
  CHECK(program({"expand", whole}).output == expanded.output);
  CHECK(document_of(whole)["verified"]["states_digest"] == document_of(file)["verified"]["states_digest"]);
}

TEST_CASE("shares and sums are compared as they are, not as they are told") {
  using namespace drawdown::cli;
  load_report report;
  load::load_phase& phase = report.main.emplace();
  phase.figures.debits = phase.figures.debits_with_warm_up = 3'000'000;
  phase.figures.late = 3'001;
  phase.figures.elapsed = std::chrono::seconds(3);
  phase.latencies.record(2'000'001, 5);
  const auto verdict = [&](language::load_metric of, comparison compares, std::uint64_t bound, bool share) {
    language::threshold asked;
    asked.of = of;
    asked.at = measurement::p50;
    asked.compares = compares;
    asked.bound = bound;
    asked.is_of_debits = share;
    return judge({asked}, report).front().verdict;
  };
  using enum language::load_metric;
  CHECK(verdict(late, comparison::at_most, 1000, true) == threshold_verdict::missed);  // 0.1%, and one more
  CHECK(verdict(late, comparison::at_most, 1001, true) == threshold_verdict::kept);
  CHECK(verdict(late, comparison::equal, 3'001'000'000, false) == threshold_verdict::kept);
  CHECK(verdict(rate, comparison::equal, 1'000'000'000'000, false) == threshold_verdict::kept);
  CHECK(verdict(latency_max, comparison::at_most, 2000, false) ==
        threshold_verdict::missed);  // 2ms, and 1 ns
  CHECK(verdict(latency_percentile, comparison::less, 1'000'000'000, false) ==
        threshold_verdict::unsupported);
  CHECK(verdict(lag_max, comparison::less, 1'000'000'000, false) == threshold_verdict::not_measured);
  CHECK(verdict(peak_memory, comparison::less, 1'000'000'000, false) == threshold_verdict::not_measured);
}
