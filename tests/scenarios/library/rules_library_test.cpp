// A setting on which a scenario of the library is said not to depend makes no difference to it (R15.2): the
// scenario is run under a rule-book that knows nothing, with other values for each such setting in turn.
#include <algorithm>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "actor_run.hpp"
#include "scenarios/language/load.hpp"
#include "scenarios/language/rulebook.hpp"

using namespace drawdown;
using namespace drawdown::test;
namespace fs = std::filesystem;

namespace {

// Values that are none of the defaults.
const std::vector<std::pair<std::string, std::string>> other_values = {
    {"credit_decimals", "0"},
    {"rounding_granted", "up"},
    {"rounding_charged", "up"},
    {"rounding_charged", "down"},
    {"rounding_usage", "down"},
    {"expiry_instant", "inclusive"},
    {"expiry_sweep", "minute 45"},
    {"expiry_sweep", "delay 6h"},
    {"month_end", "overflow"},
    {"late_usage_grace", "1h"},
    {"usage_period", "calendar_month"},
    {"burn_down", "lot_id desc"},
    {"burn_down", "kind desc, expires desc"},
    {"priority_free", "99"},
    {"priority_plan", "99"},
    {"priority_addon", "1"},
    {"priority_adjustment", "1"},
    {"priority_paid", "1"},
    {"released_from_ended", "successor"},
    {"preserve_overage", "no"},
    {"key_window", "24h"},
    {"requires_positive_balance", "yes"},
    {"when_short", "carry"},
    {"when_short", "cap"},
    {"overdraft", "1"},
    {"debt_paid_by", "none"},
    {"top_up_ends_stop", "no"},
    {"capture_overrun", "debit"},
    {"hold_ttl", "1s"},
    {"renewal_grants", "at_boundary"},
    {"dunning", "none"},
    {"cancel_refund", "prorated"},
    {"proration_base", "days"},
    {"allocation_on_change", "replace"},
    {"rate_fixed_at", "payment"},
    {"refund_expired", "regrant 30d"},
    {"refund_window", "1s"},
    {"watch", "wallet"},
    {"trigger", "at_or_below"},
    {"count_pending", "yes"},
    {"limits", "ignore"},
    {"on_failure", "break_after 1"},
    {"on_failure", "back_off 1m"},
    {"wake", "no"},
    {"max_per_period", "1"},
    {"cooldown", "1h"},
};

// Says nothing of any setting.
constexpr const char* silent_book = "ai-studios";

// The scenario with every setting that it depends on at its default, and no other known.
language::rules_asked what_it_needs(const std::string& file) {
  language::rules_asked asked{silent_book, {}};
  const language::rulebook* defaults = language::find_rulebook("default");
  while (true) {
    const auto made = language::load_scenario(file, asked);
    if (made.rules.missing.empty()) return asked;
    for (const std::string& name : made.rules.missing)
      asked.assumed.push_back({name, *defaults->find(name)->value});
  }
}

// All that happened. A priority and the end that sweeps leave it are shown with each lot, also where they
// decide nothing.
std::vector<std::vector<event>> left_under(const std::string& file, const language::rules_asked& asked) {
  const auto made = language::load_scenario(file, asked);
  REQUIRE(made.what != nullptr);
  auto done = run_with_actors(made.what, {.schedule = 0, .verify = verification::off});
  REQUIRE(complaint(done.outcome) == "");
  for (std::vector<event>& of_account : done.left.events)
    for (event& one : of_account)
      if (auto* lot = std::get_if<lot_event>(&one.body)) {
        lot->priority = 0;
        lot->ends = {};
      }
  return std::move(done.left.events);
}

}  // namespace

TEST_CASE("what a scenario of the library is said not to depend on makes no difference to it",
          "[library][R15.2]") {
  std::size_t tried = 0;
  for (const auto& entry : fs::directory_iterator(DRAWDOWN_SOURCE_DIR "/scenarios/library")) {
    if (entry.path().extension() != ".yaml") continue;
    const std::string file = entry.path().string();
    CAPTURE(file);
    const language::rules_asked asked = what_it_needs(file);
    const auto expected = left_under(file, asked);
    const auto rules = language::load_scenario(file, asked).rules;
    for (const auto& [name, value] : other_values) {
      if (rules.origin_of(name) != language::setting_origin::unknown) continue;
      CAPTURE(name, value);
      language::rules_asked otherwise = asked;
      otherwise.assumed.push_back({name, value});
      CHECK((left_under(file, otherwise) == expected));
      ++tried;
    }
  }
  CHECK(tried > 500);
}
