// Holds: credit is reserved, captured, given back (R6).
#include "engine/account/account_core.hpp"
#include "engine/pricing/rounded_credits.hpp"
#include "engine/pricing/usage_price.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

// What is told of a capture whatever comes of it.
capture_event told_of(const effect_key& key, const capture_command& body, const hold* of) {
  capture_event told;
  told.key = key;
  told.hold = body.hold;
  told.result = outcome::unknown_hold;
  if (of != nullptr) {
    told.agent = of->agent;
    told.user = of->user;
    told.group = of->group;
    told.meter = of->meter;
  }
  if (const auto* metered = std::get_if<metered_quantity>(&body.amount)) {
    told.meter = metered->meter;
    told.quantity = metered->quantity;
    told.times = metered->times;
    told.value = metered->value;
  }
  return told;
}

}  // namespace

// What so much of a meter costs by those prices, at the place in the tiers that the period has reached.
std::optional<usage_cost> account_core::price_now(meter_index meter, const measured& used,
                                                  const catalog& by) const {
  const auto cost = cost_of(by.meters[meter], used, counted_.of(meter), rules());
  return cost ? std::optional(*cost) : std::nullopt;
}

// What a hold reserves; nothing where that passes what can be counted.
std::optional<credits> account_core::asked_of(const hold_command& body) const {
  if (!body.quantity) return rounded_credits(body.amount, rules(), rules().usage_rounding);
  const auto cost = price_now(body.meter, {*body.quantity, body.times, body.value}, sold());
  return cost ? std::optional(DRAWDOWN_PLANTED("holds_of_a_crumb", cost->cost, credits::from_micro(1000)))
              : std::nullopt;
}

// What is to be captured of a hold, by the prices of when it was placed (R6.1), and what its meter counts for
// it; nothing where that passes what can be counted.
std::optional<usage_cost> account_core::asked_of(const hold& of, const capture_command& body) const {
  if (const auto* metered = std::get_if<metered_quantity>(&body.amount))
    return price_now(metered->meter, {metered->quantity, metered->times, metered->value},
                     *sold_at(*world_, index_, of.placed).terms);
  if (std::holds_alternative<whole_hold>(body.amount)) return usage_cost{of.left, 0};
  const auto amount = rounded_credits(std::get<credits>(body.amount), rules(), rules().usage_rounding);
  return amount ? std::optional(usage_cost{*amount, 0}) : std::nullopt;
}

void account_core::act_on(const command& step, const hold_command& body, effects& out) {
  const instant t = step.order.at;
  if (const auto before = answer_before(step)) {
    emit(t,
         hold_event{.key = step.key,
                    .agent = body.agent,
                    .user = user_of(body.agent, body.user),
                    .group = body.group,
                    .meter = body.meter,
                    .quantity = body.quantity.value_or(0),
                    .result = before->result,
                    .repeated = before->repeated,
                    .amount = {},
                    .runs_out = {},
                    .balance = lots_.left().balance(),
                    .slices = {},
                    .times = body.times,
                    .value = body.value},
         out);
  } else {
    remember(step, place_hold(step, body, out));
  }
  look(t, out);
}

// Reserves credit as a debit would take it (R6.1), or writes down why not.
outcome account_core::place_hold(const command& step, const hold_command& body, effects& out) {
  const instant t = step.order.at;
  const auto amount = asked_of(body);
  const bool asks = body.meter == no_meter ? rules().requires_positive_balance
                                           : asks_for_balance(sold().meters[body.meter]);
  const spending_of who{body.agent, {body.meter, user_of(body.agent, body.user)}};
  const cover covered = amount ? cover_for(who, *amount, asks, short_of_credit::refuse)
                               : cover{.result = outcome::amount_out_of_range};
  hold_event told{.key = step.key,
                  .agent = body.agent,
                  .user = who.of.user,
                  .group = body.group,
                  .meter = body.meter,
                  .quantity = body.quantity.value_or(0),
                  .result = covered.result,
                  .repeated = false,
                  .amount = covered.cost,
                  .runs_out = {},
                  .balance = lots_.left().balance(),
                  .slices = {},
                  .times = body.times,
                  .value = body.value};
  if (covered.result == outcome::charged) {
    told.result = outcome::held;
    told.runs_out = DRAWDOWN_PLANTED("hold_ttl_ignored", body.ttl.has_value(), false)
                        ? add(t, *body.ttl, zone(), rules().month_end_rule)
                        : t + rules().hold_ttl;
    hold made{.key = step.key,
              .number = 0,
              .agent = body.agent,
              .user = who.of.user,
              .group = body.group,
              .meter = body.meter,
              .placed = t,
              .runs_out = told.runs_out,
              .state = hold_state::open,
              .left = covered.cost,
              .parts = {}};
    const spendable which = body.agent == no_agent ? spendable::all : agents_[body.agent].may_spend();
    lots_.hold(DRAWDOWN_PLANTED("holds_reserve_nothing", covered.within, credits{}), which, who.of,
               made.parts);
    lots_.hold(covered.beyond, spendable::wallet, who.of, made.parts);
    for (const held_part& part : made.parts) told.slices.push_back({part.lot, part.amount});
    if (body.agent != no_agent) agents_[body.agent].held += covered.cost;
    holds_.place(std::move(made));
  }
  if (covered.result == outcome::plan_exhausted) agents_[body.agent].stopped = true;
  emit(t, told, out);
  return told.result;
}

void account_core::act_on(const command& step, const capture_command& body, effects& out) {
  const instant t = step.order.at;
  if (const auto before = answer_before(step)) {
    capture_event told = told_of(step.key, body, holds_.find(body.hold));
    told.result = before->result;
    told.repeated = before->repeated;
    told.balance = lots_.left().balance();
    emit(t, told, out);
  } else {
    remember(step, capture(step, body, out));
    holds_.forget_if_over(body.hold);
  }
  look(t, out);
}

// Takes held credit (R6.2), or writes down why not (R6.5).
outcome account_core::capture(const command& step, const capture_command& body, effects& out) {
  const instant t = step.order.at;
  hold* const of = holds_.find(body.hold);
  capture_event told = told_of(step.key, body, of);
  const auto refuse = [&](outcome why, credits asked) {
    told.result = why;
    told.amount = asked;
    told.balance = lots_.left().balance();
    emit(t, told, out);
    return why;
  };
  if (of == nullptr) return refuse(outcome::unknown_hold, {});
  if (of->state != hold_state::open) return refuse(refusal_of(of->state), {});
  const auto asked = asked_of(*of, body);
  if (!asked) return refuse(outcome::amount_out_of_range, {});
  const bool exceeds = asked->cost > of->left;
  if (exceeds &&
      DRAWDOWN_PLANTED("overrun_undoes_the_capture", rules().capture_overrun == overrun::refuse, true))
    return refuse(outcome::exceeds_hold, asked->cost);
  if (told.meter != no_meter) counted_.add(told.meter, asked->billed, t);
  if (!exceeds) {
    capture_from(*of, asked->cost, told, body.keep_rest, t, out);
    return outcome::captured;
  }
  const credits excess = asked->cost - of->left;
  capture_from(*of, of->left, told, false, t, out);
  debit_overrun(*of, told, excess, t, out);
  return outcome::captured;
}

// Takes `amount` in the order in which the lots were reserved; the rest is given back or stays held (R6.2).
void account_core::capture_from(hold& of, credits amount, capture_event told, bool keep_rest, instant t,
                                effects& out) {
  for (const held_part& part : holds_.take(of, amount)) {
    lots_.capture(part, part.amount);
    told.slices.push_back({part.lot, part.amount});
  }
  if (of.agent != no_agent) {
    agents_[of.agent].held -= amount;
    agents_[of.agent].spent += amount;
  }
  told.result = outcome::captured;
  told.amount = amount;
  told.open = DRAWDOWN_PLANTED("rest_stays_held", keep_rest, true) && !of.left.is_zero();
  if (!told.open) told.released = give_back(of, hold_state::captured);
  told.balance = lots_.left().balance();
  note_nothing_left();
  if (debits_.names(told.key))
    debits_.note_charged(told.key, {.at = t,
                                    .agent = told.agent,
                                    .user = told.user,
                                    .group = told.group,
                                    .meter = told.meter,
                                    .slices = told.slices,
                                    .debt = 0});
  emit(t, told, out);
}

// What is captured beyond the hold is a debit of its own, which may be refused alone (R6.2).
void account_core::debit_overrun(const hold& of, const capture_event& captured, credits excess, instant t,
                                 effects& out) {
  const sold_catalog priced_by = sold_at(*world_, index_, of.placed);
  const spending_of who{captured.agent, {captured.meter, captured.user}};
  const bool asks = captured.meter == no_meter ? rules().requires_positive_balance
                                               : asks_for_balance(priced_by.terms->meters[captured.meter]);
  usage used;
  used.order.at = t;
  used.key = captured.key;
  used.agent = captured.agent;
  used.meter = captured.meter;
  used.user = captured.user;
  used.group = captured.group;
  cover covered = cover_for(who, excess, asks, rules().when_short);
  covered.version = priced_by.version;
  charge_usage(used, who, covered, out);
}

void account_core::act_on(const command& step, const void_command& body, effects& out) {
  const instant t = step.order.at;
  if (const auto before = answer_before(step)) {
    const hold* of = holds_.find(body.hold);
    emit(t,
         release_event{.key = step.key,
                       .hold = body.hold,
                       .agent = of != nullptr ? of->agent : no_agent,
                       .ran_out = false,
                       .result = before->result,
                       .repeated = before->repeated,
                       .amount = {},
                       .balance = lots_.left().balance(),
                       .released = {}},
         out);
  } else {
    remember(step, void_hold(step, body, out));
    holds_.forget_if_over(body.hold);
  }
  look(t, out);
}

// Gives back all that is held (R6.3), or writes down why not (R6.5).
outcome account_core::void_hold(const command& step, const void_command& body, effects& out) {
  release_event told;
  told.key = step.key;
  told.hold = body.hold;
  told.result = outcome::unknown_hold;
  if (hold* const of = holds_.find(body.hold)) {
    told.agent = of->agent;
    told.result = outcome::voided;
    if (of->state == hold_state::open) {
      told.amount = of->left;
      told.released = give_back(*of, hold_state::voided);
      note_nothing_left();
    } else {
      told.result = refusal_of(of->state);
    }
  }
  told.balance = lots_.left().balance();
  emit(step.order.at, told, out);
  return told.result;
}

// A hold whose time is over is voided by itself (R6.3).
void account_core::run_out(hold& of, effects& out) {
  release_event told{.key = of.key,
                     .hold = of.key,
                     .agent = of.agent,
                     .ran_out = true,
                     .result = outcome::voided,
                     .repeated = false,
                     .amount = of.left,
                     .balance = {},
                     .released = {}};
  const instant t = of.runs_out;
  told.released = give_back(of, hold_state::ran_out);
  told.balance = lots_.left().balance();
  note_nothing_left();
  emit(t, told, out);
}

// Ends a hold: what is left of it goes back, or the way of its lots (R3.7, R6.4).
std::vector<released_slice> account_core::give_back(hold& of, hold_state as) {
  std::vector<released_slice> released;
  if (of.agent != no_agent) agents_[of.agent].held -= of.left;
  for (const held_part& part : of.parts)
    released.push_back(
        {part.lot, part.amount, lots_.release(part, part.amount, rules().released_from_ended)});
  holds_.end(of, as);
  return released;
}

}  // namespace drawdown
