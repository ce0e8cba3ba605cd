// Steps with `revoke`, `adjust` and `reset`: what an operator does by hand (R3.10, R3.11).
#include "scenarios/language/step.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {

void read_revoke(scenario_state& state, const step& from, const node& value) {
  if (const auto grant = read_named_key(state, state.grants, from, value, "the key of the grant"))
    add_command(state, from, revoke_command{*grant});
}

void read_adjust(scenario_state& state, const step& from, const node& value) {
  const auto amount = read_credits(state.in, value, "the adjustment", allowed_sign::any);
  adjust_command made;
  const node* into_debt = from.keys.find("into_debt");
  if (into_debt != nullptr)
    made.into_debt = read_boolean(state.in, *into_debt, "`into_debt`").value_or(false);
  if (!amount) return;
  made.amount = *amount;
  if (made.amount.is_zero()) {
    state.in.report(fault::wrong_sign, value.place,
                    {"an adjustment gives or takes something", "this is zero",
                     "write `adjust: 50` to give, `adjust: -50` to take"});
    return;
  }
  if (made.amount > credits{}) {
    note_made(state, state.grants, from);
    if (made.into_debt) {
      state.in.report(fault::keys_exclude, from.keys.place_of("into_debt"),
                      {"credit that is given makes no debt",
                       "only what is taken may go into debt",
                       "take `into_debt` away, or write `adjust: -50`",
                       {{"the amount is above zero", state.in.here(value.place)}}});
      return;
    }
  }
  add_command(state, from, made);
}

void read_reset(scenario_state& state, const step& from, const node& value) {
  if (read_true(state.in, value, "`reset`",
                "write `reset: true` to begin counts and rollovers anew, or take the step away"))
    add_command(state, from, reset_command{});
}

}  // namespace drawdown::language
