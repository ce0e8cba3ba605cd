// Every file of scenarios/corpus/populations/bad says exactly what stands in the file NAME.expected beside
// it; every file of good says nothing. DRAWDOWN_BLESS=1 writes the expectations anew.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/time/text.hpp"
#include "scenarios/language/faults.hpp"
#include "scenarios/language/load_population.hpp"

namespace drawdown::language {
namespace {

namespace fs = std::filesystem;

const fs::path scenarios = fs::path(DRAWDOWN_SOURCE_DIR) / "scenarios";
const fs::path corpus = scenarios / "corpus" / "populations";

std::vector<fs::path> files_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& one : fs::directory_iterator(folder))
    if (one.path().extension() == ".yaml") found.push_back(one.path());
  std::sort(found.begin(), found.end());
  return found;
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

population_asked asked(std::uint32_t months = 3) {
  population_asked made;
  made.catalog = (corpus / "catalogs" / "shop.yaml").string();
  made.months = months;
  return made;
}

loaded_population read(const fs::path& path) {
  return load_population(path.string(), asked());
}

// All findings, with files named from the corpus's folder.
std::string findings_in(const fs::path& path) {
  std::string text;
  for (const diagnostic& one : read(path).scenario.findings) text += render(one, false) + "\n";
  const std::string folder = corpus.string() + "/";
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at))
    text.erase(at, folder.size());
  return text;
}

}  // namespace

TEST_CASE("each bad population is told exactly what is wrong with it, where, and what to do") {
  const bool bless = std::getenv("DRAWDOWN_BLESS") != nullptr;
  const std::vector<fs::path> files = files_in(corpus / "bad");
  REQUIRE(files.size() >= 60);
  for (const fs::path& path : files) {
    INFO(path.string());
    const loaded_population made = read(path);
    CHECK(made.scenario.what == nullptr);
    for (const diagnostic& one : made.scenario.findings) CHECK(fault_with_code(one.code) != nullptr);
    const std::string said = findings_in(path);
    CHECK_FALSE(said.empty());
    fs::path expected = path;
    expected.replace_extension(".expected");
    if (bless) std::ofstream(expected, std::ios::binary) << said;
    CHECK(said == content_of(expected));
  }
}

TEST_CASE("a good population brings its terms and not one finding") {
  for (const fs::path& path : files_in(corpus / "good")) {
    INFO(path.string());
    CHECK(findings_in(path) == "");
    const loaded_population made = read(path);
    REQUIRE(made.scenario.what != nullptr);
    CHECK(made.scenario.what->accounts.empty());
    CHECK(made.scenario.inputs.size() == 2);
  }
}

TEST_CASE("each key of a population means what it says") {
  const loaded_population made = read(corpus / "good" / "everything.yaml");
  REQUIRE(made.scenario.what != nullptr);
  const world& in = *made.scenario.what;
  CHECK(in.name == "everything that there is");
  CHECK(in.seed == 12);
  CHECK(in.zones[in.zone].name == "Europe/Madrid");
  CHECK(to_string(in.start) == "2026-01-31T08:00:00Z");
  CHECK(to_string(in.end) == "2026-04-30T06:59:59.999999Z");  // 9 o'clock in Madrid, then in summer time
  CHECK(in.gateways.at(0).decline_rate == 20'000);
  CHECK(in.gateways.at(0).reasons == std::vector<std::string>{"insufficient_funds", "expired_card"});

  const population::population_terms& of = made.of;
  CHECK(of.accounts == 1000);
  CHECK(of.months == 3);
  REQUIRE(of.mix.size() == 3);
  CHECK(of.mix[0].share == 333'333);
  CHECK(of.mix[0].plan == 0);
  CHECK(of.mix[0].agents_least == 1);
  CHECK(of.mix[0].agents_most == 3);
  CHECK(of.mix[0].policy == when_exhausted::stop);
  CHECK_FALSE(of.mix[0].growth_per_month);
  CHECK(of.mix[1].plan == no_plan);
  CHECK(of.mix[1].agents_least == 2);
  CHECK(of.mix[1].agents_most == 2);
  CHECK(of.mix[1].behaves == 1);
  CHECK(of.mix[1].growth_per_month == 40'000);
  CHECK(of.mix[2].agents_most == 1);

  REQUIRE(of.behaviours.size() == 3);
  const population::behaviour& steady = of.behaviours[0];
  REQUIRE(steady.uses.size() == 2);
  CHECK(steady.uses[0].by == population::habitual_usage::arrivals::poisson);
  CHECK(steady.uses[0].per_day_micro == 12'500'000);
  CHECK(steady.uses[0].quantity == population::drawn_quantity{population::drawn_quantity::law::lognormal,
                                                              180'000'000, 660'000'000, 1'000'000});
  CHECK(steady.uses[1].by == population::habitual_usage::arrivals::fixed);
  CHECK(steady.uses[1].times == 3);
  CHECK(steady.uses[1].quantity ==
        population::drawn_quantity{population::drawn_quantity::law::uniform, 0, 3'600'000'000, 1'000'000});
  CHECK(steady.pattern.hours == population::office_hours());
  CHECK(steady.pattern.weekend == 200'000);
  CHECK(steady.pattern.season[7] == 250);
  CHECK(steady.pattern.season[11] == 3125);
  CHECK(steady.pattern.growth_per_month == 15'000);
  CHECK(of.behaviours[1].uses[0].quantity.least == 2'000'000);
  CHECK(of.behaviours[2].uses[0].value == 1);
  CHECK(of.behaviours[2].pattern.hours[9] == 2000);
  CHECK(of.behaviours[2].pattern.weekend == 0);

  CHECK(of.signups_per_month == 30'000);
  CHECK(of.churn.blocked_for == duration::days(3));
  CHECK(of.churn.chance == 100'000);
  CHECK(of.churn.per_month == 5'000);
  CHECK(of.habit.chance == 600'000);
  CHECK(of.habit.after_least == duration{});
  CHECK(of.habit.after_most == duration::hours(6));
  CHECK(of.habit.amounts == std::vector<money>{money::from_minor(2000), money::from_minor(5000)});
  REQUIRE(of.recharge.has_value());
  CHECK(of.recharge->share == 300'000);
  CHECK(of.recharge->terms.threshold == credits::whole(100));
}

TEST_CASE("a seed that is asked for stands in for the file's") {
  population_asked other = asked();
  other.seed = 99;
  CHECK(load_population((corpus / "good" / "everything.yaml").string(), other).scenario.what->seed == 99);
}

TEST_CASE("faults of the catalog are told with those of the population") {
  population_asked faulty = asked();
  faulty.catalog = (scenarios / "corpus" / "populations" / "bad" / "mix-empty.yaml").string();
  const auto findings =
      load_population((corpus / "good" / "smallest.yaml").string(), faulty).scenario.findings;
  CHECK(std::ranges::any_of(findings, [&](const diagnostic& one) { return one.file == faulty.catalog; }));
}

TEST_CASE("a file that is not there is named") {
  const auto made = load_population((corpus / "nowhere.yaml").string(), asked());
  CHECK(made.scenario.unreadable);
  REQUIRE(made.scenario.findings.size() == 1);
  CHECK(made.scenario.findings[0].code == "E001");
  population_asked without = asked();
  without.catalog = (corpus / "nowhere.yaml").string();
  CHECK(load_population((corpus / "good" / "smallest.yaml").string(), without).scenario.unreadable);
}

TEST_CASE("the populations of scenarios/populations load with the catalog that they name") {
  for (const fs::path& path : files_in(scenarios / "populations")) {
    INFO(path.string());
    population_asked with = asked(12);
    with.catalog = (scenarios / "catalogs" / "voice-agents-monthly.yaml").string();
    const loaded_population made = load_population(path.string(), with);
    CHECK(made.scenario.findings.empty());
    CHECK(made.scenario.what != nullptr);
  }
}

}  // namespace drawdown::language
