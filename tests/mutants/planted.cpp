#include "tests/mutants/planted.hpp"

#include <array>
#include <cstdlib>

#include "engine/units/planted.hpp"

namespace drawdown::planted {
namespace {

constexpr std::array<bug, 22> table = {{
    {"tie_break", "of two lots that tie, the later one is burned first (R3.3)", breaks::rule},
    {"expiry_inclusive", "a lot is still usable at its end instant (R2.1)", breaks::rule},
    {"notice_credited_twice", "a doubled notice credits again (R9.4)", breaks::rule},
    {"limit_counted_late", "a limit is held against what was spent before, not with the debit (R5.3)",
     breaks::rule},
    {"holds_not_counted", "open holds do not count towards an agent's limit (R5.3)", breaks::rule},
    {"restriction_ignored", "restricted lots pay for anything (R3.8)", breaks::rule},
    {"recurrence_accumulates", "what is left is kept when a grant recurs (R3.9)", breaks::rule},
    {"ended_lot_gets_release_back", "credit goes back to a lot that has ended (R3.7)", breaks::rule},
    {"debt_paid_by_any_kind", "lots of every kind pay debt (R4.6)", breaks::rule},
    {"low_balance_repeated", "low balance is told at every look (R10.6)", breaks::rule},
    {"cap_counted_late", "the cap on recharges lets one more through (R10.5)", breaks::rule},
    {"failures_never_forgotten", "a success does not end a row of failures (R10.4)", breaks::rule},
    {"tier_bound_exclusive", "a tier's bound belongs to the tier above (R7.2)", breaks::rule},
    {"month_end_drifts", "a boundary counts from the one before, not from the anchor (R2.2)", breaks::rule},
    {"rollover_unbounded", "all that is left of a plan is carried on (R8.2)", breaks::rule},
    {"units_charged_again", "units are charged that were paid for in this cycle (R8.4)", breaks::rule},
    {"leak_arrival_order", "a gateway counts charges in the order in which they reach it (R14.7)",
     breaks::repeatability},
    {"leak_wall_time", "a gateway looks at the machine's clock (R14.7)", breaks::repeatability},
    {"account_dies", "an account throws when it commits", breaks::actor},
    {"agent_dies", "an agent throws when it is asked", breaks::actor},
    {"gateway_dies", "a gateway throws when it is asked", breaks::actor},
    {"auditor_dies", "an auditor throws when it is asked", breaks::actor},
}};

std::string from_environment() {
  const char* named = std::getenv("DRAWDOWN_PLANT");
  return named == nullptr ? std::string() : std::string(named);
}

std::string& switched_on() {
  static std::string name = from_environment();
  return name;
}

}  // namespace

std::span<const bug> bugs() {
  return table;
}

void switch_on(const std::string& name) {
  switched_on() = name;
}

bool is_on(const char* name) {
  return switched_on() == name;
}

}  // namespace drawdown::planted
