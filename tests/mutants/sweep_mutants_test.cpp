// A sweep finds what a scenario as it is written does not meet.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>

#include "engine/sweep/sweep.hpp"
#include "scenarios/language/load.hpp"
#include "tests/mutants/planted.hpp"

using namespace drawdown;

namespace {

// As it is, the hold is voided while its lot is alive; half an hour later it would not be.
constexpr const char* scenario = R"(scenario: A void before the end of the lot
catalog: {catalog: c, currency: EUR, credit_rate: 1 EUR = 50 credits, meters: {message: {per: unit, price: 1}}}
start: 2026-02-01T09:00:00Z
end: 2026-02-02
accounts:
  acme: {grants: [{kind: free, credits: 100, expires: 2026-02-01T12:00:00Z}]}
timeline:
  - {at: 2026-02-01T10:30:00Z, account: acme, hold: 60, key: session}
  - {at: 2026-02-01T11:30:00Z, account: acme, void: session}
)";

class written_scenario {
 public:
  written_scenario() : folder_(std::filesystem::temp_directory_path() / "drawdown-swept") {
    std::filesystem::create_directories(folder_);
    std::ofstream(path()) << scenario;
  }
  written_scenario(const written_scenario&) = delete;
  written_scenario& operator=(const written_scenario&) = delete;
  ~written_scenario() { std::filesystem::remove_all(folder_); }

  std::string path() const { return (folder_ / "void.yaml").string(); }
  // What the program with planted bugs ends with, and all that it said.
  std::pair<int, std::string> program(const std::string& environment, const std::string& command) const {
    const std::string said = (folder_ / "said.txt").string();
    const std::string line =
        environment + " " DRAWDOWN_MUTANT_BINARY " " + command + " " + path() + " > " + said + " 2>&1";
    const int code = WEXITSTATUS(std::system(line.c_str()));
    std::ifstream file(said);
    return {code, {std::istreambuf_iterator<char>(file), {}}};
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace

TEST_CASE("a sweep ends with the variant on which the ledgers disagree, and names it", "[mutants][R14]") {
  const auto in = language::load_scenario_text("void.yaml", scenario).what;
  REQUIRE(in != nullptr);
  CHECK_FALSE(sweep::sweeper(in, {}).sweep(0).disagreement.has_value());

  planted::switch_on("ended_lot_gets_release_back");
  const sweep::account_findings found = sweep::sweeper(in, {}).sweep(0);
  planted::switch_on("");
  REQUIRE(found.disagreement.has_value());
  CHECK(found.disagreement->moved == 1);
  CHECK(found.disagreement->to == instant::from_us(1'769'947'200'000'000));  // noon, when the lot has ended
  CHECK_THAT(found.disagreement->found.message, Catch::Contains("reference"));
}

TEST_CASE("the program ends with 10 where a variant is wrong, though the scenario is right", "[mutants]") {
  const written_scenario here;
  const std::string bug = "DRAWDOWN_PLANT=ended_lot_gets_release_back";
  CHECK(here.program("", "sweep").first == 0);
  CHECK(here.program(bug, "run").first == 0);
  const auto [code, said] = here.program(bug, "sweep");
  CHECK(code == 10);
  CHECK_THAT(said, Catch::Contains("void.yaml:9 (void of session) moved to 2026-02-01T12:00:00Z") &&
                       Catch::Contains("the two ledgers differ"));
}
