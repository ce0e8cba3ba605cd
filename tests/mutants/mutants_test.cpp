// Each planted bug is noticed: by the reference ledger and the invariants where it breaks a rule, by
// comparing runs where it breaks repeatability.
#include <array>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>

#include "actor_run.hpp"
#include "scenarios/language/load.hpp"
#include "seeded_world.hpp"
#include "tests/mutants/mutant_program.hpp"
#include "tests/mutants/planted.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// Switches a bug on for one scope.
class with_bug {
 public:
  explicit with_bug(const std::string& name) { planted::switch_on(name); }
  ~with_bug() { planted::switch_on(""); }
  with_bug(const with_bug&) = delete;
  with_bug& operator=(const with_bug&) = delete;
};

// Rules are broken in worlds that happen to need them; leaks show almost anywhere.
constexpr std::uint64_t worlds_of_rules = 2000;
constexpr std::uint64_t worlds_of_leaks = 60;

// The first disagreement over the worlds, with the bug that is switched on.
std::optional<disagreement> first_disagreement() {
  for (std::uint64_t seed = 0; seed < worlds_of_rules; ++seed) {
    const auto done = run_with_actors(seeded_world(seed).make(2), {.schedule = seed});
    REQUIRE_FALSE(done.outcome.defect.has_value());
    if (!done.outcome.disagreements.empty()) return done.outcome.disagreements.front();
  }
  return std::nullopt;
}

// Whether some world leaves something else under another schedule.
bool some_run_differs() {
  for (std::uint64_t seed = 0; seed < worlds_of_leaks; ++seed) {
    const auto in = seeded_world(seed).make(6);
    const auto first = run_with_actors(in, {.schedule = 1}).left;
    for (std::uint64_t schedule = 2; schedule < 6; ++schedule)
      if (run_with_actors(in, {.schedule = schedule}).left != first) return true;
  }
  return false;
}

std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::shared_ptr<const world> load(const std::string& path) {
  return language::load_scenario(DRAWDOWN_SOURCE_DIR "/" + path).what;
}

// Runs a scenario of the library with a bug switched on.
program_end run_scenario(const std::string& bug, const std::string& scenario,
                         const std::string& options = "") {
  return run_mutant(bug, "run " + options + " " DRAWDOWN_SOURCE_DIR "/scenarios/library/" + scenario);
}

}  // namespace

TEST_CASE("without a planted bug nothing is found", "[mutants]") {
  REQUIRE_FALSE(first_disagreement().has_value());
  REQUIRE_FALSE(some_run_differs());
}

TEST_CASE("each planted bug that breaks a rule is found, and its first wrong transaction is named",
          "[mutants][R14]") {
  for (const planted::bug& bug : planted::bugs()) {
    if (bug.what != planted::breaks::rule) continue;
    CAPTURE(bug.name);
    const with_bug on(bug.name);
    const auto found = first_disagreement();
    REQUIRE(found.has_value());
    CHECK(found->event_number > 0);
    CHECK_THAT(found->message, Catch::Contains("reference") || Catch::Contains("does not hold"));
  }
}

TEST_CASE("each planted leak shows as a run that does not repeat", "[mutants][R14.7]") {
  for (const planted::bug& bug : planted::bugs()) {
    if (bug.what != planted::breaks::repeatability) continue;
    CAPTURE(bug.name);
    const with_bug on(bug.name);
    REQUIRE(some_run_differs());
  }
}

TEST_CASE("an actor that keeps dying is a defect that is reported, on threads and without",
          "[mutants][supervision]") {
  // Accounts with an agent and a charge at once, so that each kind of actor is asked.
  const auto in = load("scenarios/library/recharge-retries.yaml");
  for (const planted::bug& bug : planted::bugs()) {
    if (bug.what != planted::breaks::actor) continue;
    CAPTURE(bug.name);
    const with_bug on(bug.name);
    for (const run_options& options : {run_options{.threads = 2}, run_options{.schedule = 1}}) {
      const auto done = run_with_actors(in, options);
      REQUIRE(done.outcome.defect.has_value());
      CHECK_THAT(*done.outcome.defect, Catch::Contains("died 3 times") && Catch::Contains("planted"));
    }
  }
}

TEST_CASE("a program whose actor keeps dying exits with 1 and says who", "[mutants][supervision]") {
  const program_end ended = run_scenario("account_dies", "late-notice.yaml");
  CHECK(ended.code == 1);
  CHECK_THAT(ended.said, Catch::Contains("account `acme` died 3 times"));
}

TEST_CASE("a program with a planted bug is found out by a scenario of the library", "[mutants]") {
  const std::array<std::pair<const char*, const char*>, 16> met_by = {{
      {"tie_break", "burn-down-ties.yaml"},
      {"expiry_inclusive", "expiry-instant.yaml"},
      {"notice_credited_twice", "doubled-notice.yaml"},
      {"limit_counted_late", "limit-with-stop.yaml"},
      {"holds_not_counted", "holds-count-towards-the-limit.yaml"},
      {"restriction_ignored", "restricted-lots.yaml"},
      {"recurrence_accumulates", "recurring-grant.yaml"},
      {"ended_lot_gets_release_back", "hold-outlives-its-lot.yaml"},
      {"debt_paid_by_any_kind", "debt-paid-by-some-lots.yaml"},
      {"low_balance_repeated", "low-balance-once.yaml"},
      {"cap_counted_late", "recharge-cap-said-once.yaml"},
      {"failures_never_forgotten", "recharge-breaks.yaml"},
      {"tier_bound_exclusive", "volume-and-packages.yaml"},
      {"month_end_drifts", "plan-of-the-31st.yaml"},
      {"rollover_unbounded", "rollover-of-a-plan.yaml"},
      {"units_charged_again", "units-three-one-three.yaml"},
  }};
  for (const auto& [bug, scenario] : met_by) {
    CAPTURE(bug, scenario);
    CHECK(run_scenario("", scenario).code == 0);
    const program_end ended = run_scenario(bug, scenario);
    CHECK(ended.code == 10);
    CHECK_THAT(ended.said, Catch::Contains("the ledgers differ") && Catch::Contains(", event "));
    // What the scenario expects tells it too, where nobody judges.
    CHECK(run_scenario(bug, scenario, "--verify off").code == 11);
  }
}

TEST_CASE("each planted bug of the actors shows when worlds are explored", "[mutants][explore]") {
  for (const planted::bug& bug : planted::bugs()) {
    if (bug.what != planted::breaks::shell) continue;
    CAPTURE(bug.name);
    const program_end ended = run_mutant(bug.name, "explore --seeds 100 --jobs 1 -q --no-shrink");
    CHECK((ended.code == 10 || ended.code == 1));
    CHECK_THAT(ended.said,
               Catch::Contains("\n  seed ") && Catch::Contains("    again: drawdown explore --seed "));
  }
}

TEST_CASE("the release program holds no planted bug, each of which is in a source", "[mutants]") {
  const std::string program = bytes_of(DRAWDOWN_BINARY);
  REQUIRE(program.size() > 100'000);
  // As objects, so that a name is found where it is planted, and not in the list of all.
  std::string planted_in;
  for (const char* object : {DRAWDOWN_PLANTED_OBJECTS}) planted_in += bytes_of(object);
  REQUIRE(planted_in.size() > 100'000);
  for (const planted::bug& bug : planted::bugs()) {
    CAPTURE(bug.name);
    CHECK(program.find(bug.name) == std::string::npos);
    CHECK(planted_in.find(bug.name) != std::string::npos);
  }
  CHECK(program.find(planted::switch_variable) == std::string::npos);
  CHECK(run_mutant("", "mutants --help").code == 0);
  CHECK(program.find("hunts planted bugs") == std::string::npos);
}
