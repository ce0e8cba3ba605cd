// `drawdown load` as a person calls it. What is measured is never held against a figure.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "cli/load_words.hpp"
#include "engine/measure/measurements_json.hpp"
#include "support.hpp"

using namespace drawdown;
using namespace drawdown::cli_test;
using nlohmann::json;

namespace {

ended load_of(std::vector<std::string> words) {
  words.insert(words.begin(), {"load", "--accounts", "5", "--quiet"});
  return program(words);
}

json document_of(std::vector<std::string> words) {
  words.insert(words.end(), {"--format", "json"});
  const ended done = load_of(words);
  INFO(done.messages);
  REQUIRE(done.code == 0);
  return json::parse(done.output);
}

bool says(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a load's card states its conditions and its verdict") {
  const ended done = load_of({"--count", "2000"});
  CHECK(done.code == 0);
  for (const char* part :
       {"accounts", "agents per account", "skew", "uniform", "batch", "256 debits of each agent", "threads",
        "verification", "full", "build", "machine", "cores", "seed", "debits/s", "latency", "p50", "late",
        "verified: both ledgers agree"}) {
    INFO(part << " in\n" << done.output);
    CHECK(says(done.output, part));
  }
  CHECK(done.messages.empty());
}

TEST_CASE("a load of so many debits repeats: on any number of threads, verified or not", "[R14.7]") {
  const std::vector<std::string> words = {"--count",     "3000", "--holds",   "10%",
                                          "--recharges", "40%",  "--top-ups", "1%"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), words.begin(), words.end());
    return document_of(more);
  };
  const json one = with({"--threads", "1"});
  const json two = with({"--threads", "2"});
  CHECK(one["verdict"] == "verified");
  for (const char* what : {"debits", "refused", "other_steps", "states_digest", "messages_per_debit",
                           "events_per_debit", "block_bytes_per_debit"}) {
    INFO(what);
    CHECK(one["verified"][what] == two["verified"][what]);
  }
  CHECK(one["verified"]["states_digest"] == one["unverified"]["states_digest"]);
  CHECK(one["verified"]["debits"] == one["unverified"]["debits"]);
}

TEST_CASE("an open loop tells its lag, and verification can be left out") {
  const json open =
      document_of({"--rate", "50k/s", "--arrivals", "poisson", "--count", "2000", "--verify", "off"});
  CHECK(open["verdict"] == "unverified");
  CHECK_FALSE(open.contains("verified"));
  CHECK(open["unverified"]["most_lag_ns"].is_number());
  CHECK(open["conditions"]["loop"] == "open, 50 000 debits a second");
  CHECK(open["conditions"]["arrivals"] == "poisson, in ticks of 1ms");
}

TEST_CASE("few debits support few percentiles") {
  const json few = document_of({"--count", "50"});
  CHECK(few["verified"]["latency_ns"].contains("p50"));
  CHECK_FALSE(few["verified"]["latency_ns"].contains("p99"));
  CHECK(few["verified"]["latency_ns"].contains("max"));
}

TEST_CASE("a load for a while ends by itself") {
  const json timed = document_of({"--duration", "50ms", "--warm-up", "10ms"});
  CHECK(timed["verified"]["debits"] > 0);
  CHECK_FALSE(timed["verified"].contains("states_digest"));
}

TEST_CASE("measurements are written for `compare`, with what repeats as counts") {
  const scratch_folder folder;
  const std::string file = folder.path("load.json");
  CHECK(load_of({"--count", "2000", "--out", file}).code == 0);
  const auto read = measurement::from_json(content_of(file));
  REQUIRE(read);
  CHECK(read->what == measurement::measured_by::load);
  CHECK_FALSE(read->conditions.empty());
  const auto debits = std::find_if(read->metrics.begin(), read->metrics.end(),
                                   [](const auto& each) { return each.name == "debits"; });
  REQUIRE(debits != read->metrics.end());
  CHECK(debits->gate == measurement::gate::exact);
  CHECK(load_of({"--count", "2000", "--out", folder.path("no/such/folder")}).code == 4);
}

TEST_CASE("the highest rate is searched, and every try is shown") {
  const ended done = load_of({"--find-max", "--slo", "max < 1us", "--rate", "4000/s", "--duration", "20ms",
                              "--warm-up", "0s", "--format", "markdown"});
  CHECK(done.code == 0);
  INFO(done.output);
  CHECK(says(done.output, "| 4 000/s |"));
  CHECK(says(done.output, "| 2 000/s |"));
  CHECK(says(done.output, "| highest rate | none that was tried |"));
}

TEST_CASE("a wrong word of a load says what to write") {
  struct wrong {
    std::vector<std::string> words;
    std::string says;
  };
  for (const wrong& each : std::vector<wrong>{
           {{"--rate", "fast"}, "such as `500k/s`"},
           {{"--rate", "0/s"}, "from 1/s"},
           {{"--holds", "10"}, "such as `5%`"},
           {{"--holds", "101%"}, "from 0% to 100%"},
           {{"--holds", "60%", "--top-ups", "50%"}, "100% or less"},
           {{"--distribution", "zip"}, "`hotspot:90%`"},
           {{"--duration", "5"}, "such as `500ms` or `10s`"},
           {{"--duration", "5s", "--count", "10"}, "leave out one"},
           {{"--rate", "10/s", "--window", "4"}, "leave out one"},
           {{"--arrivals", "poisson"}, "add --rate"},
           {{"--arrivals", "possion", "--rate", "1/s"}, "did you mean `poisson`?"},
           {{"--find-max"}, "add --slo 'p99 < 5ms'"},
           {{"--slo", "p99 < 5ms"}, "leave out --slo"},
           {{"--find-max", "--slo", "p99 > 5ms"}, "such as `p99 < 2ms`"},
           {{"--find-max", "--slo", "p99 < 5ms", "--count", "5"}, "leave out --count"},
           {{"--accounts", "0"}, "from 1 to 1000000"},
           {{"--count", "0"}, "from 1"},
           {{"--out", ""}, "name of a file"},
           {{"one.yaml", "two.yaml"}, "one word too many"},
           {{"one.yaml", "--find-max", "--slo", "p99 < 5ms"}, "says what to run: leave out one"}}) {
    std::vector<std::string> words = {"load"};
    words.insert(words.end(), each.words.begin(), each.words.end());
    const ended done = program(words);
    INFO(done.messages);
    CHECK(done.code == 2);
    CHECK(says(done.messages, each.says));
    CHECK(done.output.empty());
  }
}

TEST_CASE("rates, shares and goals are read exactly") {
  using namespace drawdown::cli;
  CHECK(read_rate("--rate", "1.5M/s") == 1'500'000U);
  CHECK(read_rate("--rate", "500k") == 500'000U);
  CHECK(read_rate("--rate", "1000M/s") == 1'000'000'000U);
  for (const char* text : {"", "/s", "k/s", "1.5/s/s", "-1/s", "1001M/s", "1e6/s", "0.5/s", "1G/s"}) {
    INFO(text);
    CHECK_FALSE(read_rate("--rate", text));
  }
  CHECK(read_share("--holds", "0.25%") == 2500U);
  CHECK_FALSE(read_share("--holds", "0.00001%"));
  const auto level = read_service_level(" p99.9 < 2ms, max<1s ");
  REQUIRE(level);
  REQUIRE(level->goals.size() == 2);
  CHECK(std::get<measurement::share>(level->goals[0].at).parts_per_million == 999'000);
  CHECK(level->goals[0].below == duration::from_us(2000));
  CHECK(level->goals[1].name == "max");
  for (const char* text :
       {"", "p99", "p0 < 1s", "p100 < 1s", "p99 < 0s", "mean < 1s", "p99 < 1s,, max < 1s"}) {
    INFO(text);
    CHECK_FALSE(read_service_level(text));
  }
}

TEST_CASE("a goal holds below its bound alone, and not where the sample is too small") {
  using namespace drawdown::cli;
  load::load_phase phase;
  phase.latencies.record(1'000'000, 1000);
  CHECK(holds(*read_service_level("p99 < 1001us"), phase) ==
        (*phase.latencies.percentile(measurement::p99) < 1'001'000));
  CHECK_FALSE(holds(*read_service_level("p99 < 1ms"), phase));
  CHECK(holds(*read_service_level("p99 < 2ms, max < 2ms"), phase));
  CHECK_FALSE(holds(*read_service_level("p99 < 2ms, max < 500us"), phase));
  CHECK_FALSE(holds(*read_service_level("p99.99 < 1h"), phase));
}

TEST_CASE("numbers and latencies are written for people") {
  using namespace drawdown::cli;
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1000) == "1 000");
  CHECK(grouped(12'345'678) == "12 345 678");
  CHECK(latency_text(830) == "830 ns");
  CHECK(latency_text(1'250'000) == "1.25 ms");
  CHECK(latency_text(2'400'000'000) == "2.4 s");
}

#ifndef __SANITIZE_ADDRESS__  // which reserves more than any limit leaves it
TEST_CASE("what does not fit into memory is told, not a crash") {
  const ended done = shell("ulimit -v 500000; exec \"$DRAWDOWN\" load --accounts 1000000 --count 10 --quiet");
  CHECK(done.code == 5);
  CHECK(done.output.empty());
  CHECK(done.messages ==
        "drawdown: there is not enough memory for this; a shorter run, fewer accounts or fewer agents need "
        "less\n");
}
#endif

TEST_CASE("a load that no machine holds is refused before it takes the memory") {
  const ended agents = program({"load", "--accounts", "1000000", "--agents", "1000", "--count", "1"});
  CHECK(agents.code == 2);
  CHECK(says(agents.messages, "all accounts together have at most 10000000 agents"));
  const ended lots = program({"load", "--accounts", "10000", "--lots", "100000", "--count", "1"});
  CHECK(lots.code == 2);
  CHECK(says(lots.messages, "all accounts together have at most 100000000 lots"));
}

TEST_CASE("measurements that can't be kept are told with the reason") {
  const scratch_folder folder;
  const ended seen = load_of({"--count", "10", "--out", folder.path("none/x.json")});
  CHECK(seen.code == 4);
  CHECK(says(seen.messages, "none/x.json` can't be written: No such file or directory"));
}
