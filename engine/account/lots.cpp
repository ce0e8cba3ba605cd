// Lots are granted, begin anew, are revoked and corrected (R3).
#include <utility>

#include "engine/account/account_core.hpp"
#include "engine/lots/end_instant.hpp"
#include "engine/lots/recurrence.hpp"
#include "engine/pricing/rounded_credits.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

// `at` as an instant: a length of time counts from `from` (R2.7).
instant resolve(const moment& at, instant from, const zone_table& zone, month_end rule) {
  if (const auto* fixed = std::get_if<instant>(&at)) return *fixed;
  return add(from, std::get<span_of_time>(at), zone, rule);
}

// Credit that was paid for is never filled again (R3.9, R3.10).
bool would_refill_cost(const grant_command& body) {
  return body.cost > money{} && (body.recurs || (body.rollover && body.rollover->min > credits{}));
}

std::shared_ptr<const lot_terms> terms_of(const grant_command& body) {
  if (body.only.is_none() && !body.recurs && !body.rollover) return nullptr;
  return std::make_shared<const lot_terms>(lot_terms{body.only, body.recurs, body.rollover});
}

}  // namespace

// Books or schedules the lot of a grant (R3.1, R3.5), or writes down why it is refused (R3.14).
outcome account_core::grant(const command& step, const grant_command& body, effects& out) {
  const instant t = step.order.at;
  const auto refuse = [&](outcome why) {
    tell(step, command_event::what::grant, why, out);
    return why;
  };
  const auto amount = rounded_credits(body.amount, rules(), rules().grant_rounding);
  if (!amount) return refuse(outcome::amount_out_of_range);
  if (*amount <= credits{}) return refuse(outcome::amount_too_small);
  if (would_refill_cost(body)) return refuse(outcome::lot_has_cost);

  lot made;
  made.kind = body.kind;
  made.user = body.only.user;
  made.priority = body.priority.value_or(rules().priorities[static_cast<std::size_t>(body.kind)]);
  made.granted = *amount;
  made.effective = body.effective ? resolve(*body.effective, t, zone(), rules().month_end_rule) : t;
  if (body.expires) made.expires = resolve(*body.expires, made.effective, zone(), rules().month_end_rule);
  made.cost = body.cost;
  made.key = step.key;
  made.terms = terms_of(body);

  if (made.expires <= made.effective || made.expires <= t) return refuse(outcome::ends_before_it_begins);
  if (!has_room_for(made.granted)) return refuse(outcome::amount_out_of_range);
  committed_ += made.granted;
  return accept(std::move(made), t, out);
}

// Accepts a lot, which gets its number: it is booked now, or kept until it becomes effective (R3.5, R3.13).
outcome account_core::accept(lot made, instant t, effects& out) {
  made.id = lots_.next_id();
  made.left = made.granted;
  made.created = t;
  if (!made.of_cycle) made.ends = end_instant(made.expires, rules());
  if (made.payment == 0 && !made.of_cycle) grants_.emplace(made.key, granted_lot{made.id, made.ends});
  if (made.effective <= t) {
    book(made, t, out);
    return outcome::granted;
  }
  lots_.schedule(made);
  tell_of(made, outcome::scheduled, t, out);
  return outcome::scheduled;
}

// Books a lot that is new or was scheduled. Plan and add-on credit ends the stop of every agent (R5.2).
void account_core::book(const lot& booked, instant t, effects& out) {
  lot made = booked;
  if (made.terms != nullptr && made.terms->recurs)
    made.recurs_at = DRAWDOWN_PLANTED(
        "recurs_when_booked",
        next_recurrence(*made.terms->recurs, made.effective, t, zone(), rules().month_end_rule), t);
  lots_.book(made);
  note_plan_credit(made.kind);
  tell_of(made, outcome::granted, t, out);
}

void account_core::tell_of(const lot& told, outcome result, instant t, effects& out) {
  lot_event said{.lot = told.id,
                 .kind = told.kind,
                 .result = result,
                 .amount = told.granted,
                 .created = told.created,
                 .effective = told.effective,
                 .expires = told.expires,
                 .priority = told.priority,
                 .cost = told.cost,
                 .payment = told.payment,
                 .key = told.key,
                 .balance = lots_.left().balance(),
                 .only = {},
                 .recurs = {},
                 .rollover = {},
                 .ends = told.ends,
                 .of_cycle = told.of_cycle};
  if (told.terms != nullptr) {
    said.only = told.terms->only;
    said.recurs = told.terms->recurs;
    said.rollover = told.terms->rollover;
  }
  emit(t, said, out);
}

// Resets the lots with a rollover; a reset that does not preserve debt ends it (R3.10).
void account_core::reset_lots(instant t, effects& out) {
  lot_id last = 0;
  while (const auto refilled = lots_.reset_next(last, room())) {
    last = refilled->id;
    tell_refilled(*refilled, refill_event::why::reset, t, out);
  }
  if (rules().preserve_overage || debts_.total().is_zero()) return;
  emit(t, debt_dropped_event{debts_.drop()}, out);
}

// Fills the lots again whose time has come (R3.9).
void account_core::recur_lots(instant t, effects& out) {
  const instant due_by =
      DRAWDOWN_PLANTED("recurs_with_others", t, lots_.next_effective() <= t ? lots_.next_recurrence() : t);
  while (const lot* const due = lots_.next_recurring(due_by)) {
    const instant next =
        next_recurrence(*due->terms->recurs, due->effective, due_by, zone(), rules().month_end_rule);
    const credits fits =
        DRAWDOWN_PLANTED("no_recurrence_at_the_turn", room(), period_end_ <= t ? credits{} : room());
    tell_refilled(lots_.recur(due->id, fits, next), refill_event::why::recurrence, t, out);
  }
}

void account_core::tell_refilled(const refilled_lot& of, refill_event::why because, instant t, effects& out) {
  committed_ += of.refilled;
  if (!of.refilled.is_zero()) note_plan_credit(of.kind);
  note_nothing_left();
  emit(t, refill_event{of.id, because, of.expired, of.refilled, lots_.left().balance()}, out);
}

// Takes back what is left of a grant (R3.11), or writes down why not.
outcome account_core::revoke(const command& step, const revoke_command& body, effects& out) {
  const instant t = step.order.at;
  const auto refuse = [&](outcome why) {
    tell(step, command_event::what::revoke, why, out);
    return why;
  };
  const auto found = grants_.find(body.grant);
  if (found == grants_.end()) return refuse(outcome::unknown_grant);
  granted_lot& of = found->second;
  if (of.revoked) return refuse(outcome::already_revoked);
  if (of.end <= t) return refuse(outcome::lot_ended);
  const auto revoked = lots_.revoke(of.id);
  if (!revoked) return refuse(outcome::used_up);
  of.revoked = true;
  note_nothing_left();
  emit(t, revoke_event{step.key, body.grant, of.id, *revoked, lots_.left().balance()}, out);
  return outcome::revoked;
}

// An operator's correction (R3.11): a lot, or a debit without an agent.
outcome account_core::adjust(const command& step, const adjust_command& body, effects& out) {
  const bool is_up = body.amount > credits{};
  const auto amount = rounded_credits(is_up ? body.amount : -body.amount, rules(), rules().grant_rounding);
  const auto refuse = [&](outcome why) {
    tell(step, command_event::what::adjust, why, out);
    return why;
  };
  if (!amount) return refuse(outcome::amount_out_of_range);
  if (amount->is_zero()) return refuse(outcome::amount_too_small);
  if (!is_up) return adjust_down(step, *amount, body.into_debt, out);
  if (!has_room_for(*amount)) return refuse(outcome::amount_out_of_range);
  lot made;
  made.kind = lot_kind::adjustment;
  made.priority = rules().priorities[static_cast<std::size_t>(lot_kind::adjustment)];
  made.granted = *amount;
  made.effective = step.order.at;
  made.key = step.key;
  committed_ += made.granted;
  return accept(std::move(made), step.order.at, out);
}

outcome account_core::adjust_down(const command& step, credits amount, bool into_debt, effects& out) {
  cover covered{.cost = amount};
  covered.within = std::min(amount, lots_.available(spendable::all));
  if (covered.within < amount)
    go_short(covered, into_debt ? short_of_credit::carry : short_of_credit::refuse);
  if (covered.result != outcome::charged) {
    tell(step, command_event::what::adjust, covered.result, out);
    return covered.result;
  }
  slices_.clear();
  lots_.take_from_any(covered.within, slices_);
  if (!covered.debt.is_zero()) owe(covered.debt, step.key, {}, false);
  note_nothing_left();
  emit(step.order.at,
       adjust_event{.key = step.key,
                    .amount = amount,
                    .debt = covered.debt,
                    .balance = lots_.left().balance(),
                    .slices = slices_},
       out);
  return outcome::adjusted;
}

}  // namespace drawdown
