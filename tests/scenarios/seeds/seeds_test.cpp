// The scenarios of the seeds: what they expect holds, both ledgers agree on each step, and docs/seeds.md
// names lines that are there. What no expectation can ask for is asked here: the money of single charges,
// totals of usage, and the columns of a transaction.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/store/events.hpp"
#include "reports/store/usage_by.hpp"
#include "tests/scenarios/holding.hpp"

using namespace drawdown;
using namespace drawdown::test;
namespace fs = std::filesystem;

namespace {

const fs::path seeds_folder = DRAWDOWN_SOURCE_DIR "/scenarios/seeds";
constexpr std::string_view products[] = {"ai-studios", "conveo", "free-and-paid", "space-credits",
                                         "voice-agents"};

std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// All scenarios of a product, `catalog.yaml` left out.
std::vector<fs::path> suite_of(std::string_view product) {
  auto files = scenarios_in(seeds_folder / product);
  REQUIRE(files.size() >= 9);
  return files;
}

reports::run_store run_of(const std::string& scenario) {
  const auto in = load_without_findings(seeds_folder / scenario);
  const auto done = run_with_actors(in, {.threads = 1});
  REQUIRE(complaint(done.outcome) == "");
  return stored(*in, done);
}

// The charges of an account by the key of their payment, in the order in which they were sent.
std::multimap<std::string, std::string> charges_of(const std::string& scenario, account_index account) {
  const auto store = run_of(scenario);
  auto rows = reports::read_history(store, {.account = account, .kind = "charge"}, 0, 1'000).value();
  std::reverse(rows.begin(), rows.end());
  std::multimap<std::string, std::string> charged;
  const currency usd = currency::of("USD").value();
  for (const auto& row : rows) charged.emplace(row.key.value(), to_string(row.price.value(), usd));
  return charged;
}

// What a line of the history says of a transaction: when, what, credits, what they are worth, the balance
// after.
std::string transaction_text(const reports::event_row& row, const currency& unit) {
  return fmt::format("{} | {} | {} | {} | {}", to_string(row.at), row.description, to_string(row.change),
                     to_string(row.worth.value(), unit), to_string(row.balance));
}

using totals = std::map<std::string, credits>;

totals totals_by(const reports::run_store& store, reports::usage_by what) {
  const auto members = reports::read_usage_by(store, what, {}).value();
  totals found;
  for (const auto& total : members) found[total.name.value_or("")] = total.net();
  return found;
}

}  // namespace

TEST_CASE("every scenario of the seeds holds, on 1, 2 and 4 threads, fully verified", "[seeds][R14.7]") {
  for (const std::string_view product : products) {
    for (const fs::path& file : suite_of(product)) require_that_it_holds(file);
  }
}

TEST_CASE("every scenario of the seeds says what it shows, goes by its product's rules, and is in the list",
          "[seeds][R15.1]") {
  const std::string listed = text_of(DRAWDOWN_SOURCE_DIR "/docs/seeds.md");
  for (const std::string_view product : products) {
    for (const fs::path& file : suite_of(product)) {
      CAPTURE(file);
      const std::string text = text_of(file);
      CHECK(text.rfind("# ", 0) == 0);
      CHECK(text.find(fmt::format("\nrules: {}\n", product)) != std::string::npos);
      CHECK(listed.find(fmt::format("`{}/{}:", product, file.filename().string())) != std::string::npos);
    }
  }
}

TEST_CASE("every line that the list of sentences names is there, and says something", "[seeds]") {
  const std::string listed = text_of(DRAWDOWN_SOURCE_DIR "/docs/seeds.md");
  const std::regex named(R"(`([a-z-]+/[a-z0-9-]+\.yaml):([0-9]+)`)");
  std::size_t seen = 0;
  for (std::sregex_iterator each(listed.begin(), listed.end(), named), end; each != end; ++each, ++seen) {
    const std::string file = (*each)[1];
    const auto number = std::stoul((*each)[2]);
    CAPTURE(file, number);
    const auto lines = lines_of(seeds_folder / file);
    REQUIRE(number >= 1);
    REQUIRE(number <= lines.size());
    const std::string& line = lines[number - 1];
    const auto first = line.find_first_not_of(" \t");
    REQUIRE(first != std::string::npos);
    CHECK(line[first] != '#');
  }
  CHECK(seen >= 200);
}

TEST_CASE("what the seeds say of prices is charged to the cent", "[seeds][R8.4][R8.5]") {
  using charges = std::multimap<std::string, std::string>;
  // Three users: the plan at 29 each; two units at 10 for each of them; then both, each month.
  CHECK(charges_of("ai-studios/units-at-once.yaml", 0) ==
        charges{{"plan", "87.00 USD"}, {"update", "60.00 USD"}, {"cycle-1", "147.00 USD"}});
  CHECK(charges_of("ai-studios/units-shared-by-a-team.yaml", 0) ==
        charges{{"plan", "120.00 USD"}, {"update", "60.00 USD"}});
  CHECK(charges_of("ai-studios/plus-and-minus.yaml", 0) ==
        charges{{"plan", "29.00 USD"}, {"first", "10.00 USD"}, {"three", "20.00 USD"}});
  CHECK(charges_of("ai-studios/units-are-removed.yaml", 0) == charges{{"plan", "29.00 USD"},
                                                                      {"three", "30.00 USD"},
                                                                      {"cycle-1", "39.00 USD"},
                                                                      {"cycle-2", "29.00 USD"}});
  CHECK(charges_of("conveo/dollars-to-credits.yaml", 1) == charges{{"step-3", "1000.00 USD"}});
  CHECK(charges_of("conveo/dollars-to-credits.yaml", 2) == charges{{"step-5", "5000.00 USD"}});
}

TEST_CASE("usage of a Space is grouped by what it was for, and by feature", "[seeds][R5.5][R12.2]") {
  const auto store = run_of("space-credits/grouped-usage.yaml");
  const auto whole = [](std::int32_t count) { return credits::whole(count); };
  CHECK(totals_by(store, reports::usage_by::group) ==
        totals{{"friday-live", whole(200)}, {"order-1041", whole(85)}, {"spring-campaign", whole(72)}});
  CHECK(totals_by(store, reports::usage_by::feature) == totals{{"livestreams", whole(140)},
                                                               {"ai_clips", whole(120)},
                                                               {"ai_drafts", whole(50)},
                                                               {"ai_chat", whole(35)},
                                                               {"ai_summaries", whole(12)}});
}

TEST_CASE("usage is totalled by organization, and by the users in it", "[seeds][R11.1]") {
  const auto store = run_of("free-and-paid/usage-of-an-organization.yaml");
  CHECK(totals_by(store, reports::usage_by::organization) == totals{{"ACME", credits::whole(55)}});
  CHECK(totals_by(store, reports::usage_by::user) ==
        totals{{"olga", credits::whole(15)}, {"ben", credits::whole(40)}});
}

TEST_CASE("a transaction has its date, a description, credits, dollars and the balance", "[seeds][R12.1]") {
  const auto store = run_of("conveo/transactions.yaml");
  const auto rows = reports::read_history(store, {.account = 0}, 0, 100).value();
  const currency usd = currency::of("USD").value();
  std::vector<std::string> texts;
  for (const auto& row : rows) texts.push_back(transaction_text(row, usd));
  CHECK(
      texts ==
      std::vector<std::string>{
          "2026-04-01T14:00:02Z | adjustment credit (goodwill) given by an adjustment | 25 | 0.50 USD | 6525",
          "2026-04-01T13:00:02Z | refund of analysed | 200 | 4.00 USD | 6500",
          "2026-04-01T12:00:04Z | top-up of 50.00 USD | 2500 | 50.00 USD | 6300",
          "2026-04-01T11:00:04Z | top-up of 50.00 USD declined, card_declined | 0 | 0.00 USD | 3800",
          "2026-04-01T10:00:02Z | study_a used analysis 30m x 20 interviews | -1200 | -24.00 USD | 3800",
          "2026-04-01T09:00:02Z | top-up of 100.00 USD | 5000 | 100.00 USD | 5000"});
}
