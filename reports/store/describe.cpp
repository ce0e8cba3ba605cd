#include "reports/store/describe.hpp"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "engine/units/decimal.hpp"
#include "reports/store/describe_billing.hpp"

namespace drawdown::reports {

namespace {

// Says each kind of event in words.
class narrator {
 public:
  narrator(const world& in, account_index account, const account_history& history, instant at)
      : in_(in),
        spec_(in.accounts.at(account)),
        account_(account),
        history_(history),
        at_(at),
        billing_(in, account, history, at) {}

  // What is told of subscriptions, refunds and invoices, and what steps were answered.
  template <class Body>
  std::string operator()(const Body& body) const {
    return billing_(body);
  }

  std::string operator()(const usage_event& usage) const {
    if (history_.is_overrun()) return overrun(usage);
    const std::string what = activity(usage);
    const std::string whose = attribution(usage.user, usage.group);
    if (usage.repeated) return fmt::format("{}sent {}{} again, counted once", who(usage.agent), what, whose);
    if (is_refusal(usage.result))
      return fmt::format("{}was refused {}{}: {}", who(usage.agent), what, whose, words_for(usage.result));
    return fmt::format("{}used {}{}{}{}{}", who(usage.agent), what, whose, occurred(usage), uncovered(usage),
                       unpaid(usage));
  }

  std::string operator()(const lot_event& lot) const {
    if (lot.payment != 0) return paid_for(lot);
    const std::string kind = credit_of(lot);
    if (history_.is_regrant()) return fmt::format("{} granted anew by a refund", kind);
    if (lot.result == outcome::scheduled)
      return fmt::format("{} scheduled for {}{}", kind, clock_text(lot.effective, zone()),
                         special_terms(lot));
    if (lot.created != at_) return fmt::format("{} that was scheduled became effective", kind);
    if (history_.answered() && history_.answered()->step == "adjust")
      return fmt::format("{} given by an adjustment", kind);
    return fmt::format("{} granted{}", kind, special_terms(lot));
  }

  std::string operator()(const lot_end_event& end) const {
    const lot_record& lot = history_.lots().at(end.lot);
    const std::string_view rest = lot.held.is_zero() ? "" : ", what is held of it stays held";
    const std::string kind = credit_of(lot.made);
    if (!end.expired.is_zero()) return fmt::format("{} expired{}", kind, rest);
    return fmt::format("{} ended{}", kind, rest.empty() ? ", used up" : rest);
  }

  std::string operator()(const charge_event& charge) const {
    return fmt::format("{} sent to {}{}", billing_.name_of(charge.of, charge.amount), gateway(charge.gateway),
                       charge.attempt == 1 ? "" : fmt::format(", attempt {}", charge.attempt));
  }

  std::string operator()(const heard_event& heard) const {
    const payment_record* payment = history_.payments().find(heard.payment);
    if (payment == nullptr)
      return fmt::format("notice of a payment that never was, {}", key_text(in_, account_, heard.key));
    return fmt::format("{} {}", billing_.name_of(*payment), news_of(heard));
  }

  std::string operator()(const recharge_failed_event& failure) const {
    if (!failure.declined) return fmt::format("auto-recharge failed: {}", billing_.why_refused(failure.why));
    return fmt::format("auto-recharge failed: {}", declined(last_reason(failure.payment)));
  }

  std::string operator()(const recharge_off_event&) const {
    return "auto-recharge switched off after its last attempt failed";
  }

  std::string operator()(const figures_event& seen) const {
    if (seen.agent == no_agent) return "figures looked at";
    return fmt::format("figures looked at, {} {}", agent(seen.agent),
                       seen.agent_stopped ? "is stopped" : "may spend");
  }

  std::string operator()(const hold_event& hold) const {
    const std::string what = hold.meter == no_meter ? std::string()
                             : hold.quantity == 0   ? fmt::format(" for {}", meter_of(hold.meter).name)
                                                    : fmt::format(" for {}", activity(hold));
    const std::string whose = attribution(hold.user, hold.group);
    if (hold.repeated)
      return fmt::format("{}sent a hold{}{} again, counted once", who(hold.agent), what, whose);
    if (is_refusal(hold.result))
      return fmt::format("{}was refused a hold{}{}: {}", who(hold.agent), what, whose,
                         words_for(hold.result));
    if (hold.agent == no_agent) return fmt::format("credit reserved{}{}", what, whose);
    return fmt::format("{} reserved credit{}{}", agent(hold.agent), what, whose);
  }

  std::string operator()(const capture_event& capture) const {
    const std::string hold = fmt::format("hold {}", text_of(capture.hold));
    if (capture.repeated) return fmt::format("capture of {} sent again, counted once", hold);
    if (is_refusal(capture.result))
      return fmt::format("capture of {} refused: {}", hold, words_for(capture.result));
    const std::string what = capture.quantity == 0 ? "credit" : activity(capture);
    return fmt::format("{}used {} of {}{}{}{}", who(capture.agent), what, hold,
                       attribution(capture.user, capture.group),
                       capture.open ? ", the rest stays reserved" : "", lost(capture.released));
  }

  std::string operator()(const release_event& release) const {
    const std::string hold = fmt::format("hold {}", text_of(release.hold));
    if (release.repeated) return fmt::format("release of {} sent again, counted once", hold);
    if (is_refusal(release.result))
      return fmt::format("release of {} refused: {}", hold, words_for(release.result));
    return fmt::format("{} {}{}", hold, release.ran_out ? "ran out" : "released", lost(release.released));
  }

  std::string operator()(const debt_paid_event& paid) const {
    const debt_record& debt = history_.debts().at(paid.debt);
    const std::string by = debt.cause == debt_cause::adjustment   ? " of an adjustment"
                           : debt.cause == debt_cause::chargeback ? " of a chargeback"
                           : debt.agent == no_agent               ? ""
                                                                  : " of " + agent(debt.agent);
    return fmt::format("debt{} paid{}", by, debt.open().is_zero() ? "" : " in part");
  }

  std::string operator()(const debt_dropped_event&) const { return "debt dropped at the reset"; }

  std::string operator()(const adjust_event& adjustment) const {
    const std::string_view part = adjustment.debt.is_zero()              ? ""
                                  : adjustment.debt == adjustment.amount ? ", all of it as debt"
                                                                         : ", partly as debt";
    return fmt::format("credit taken by an adjustment{}", part);
  }

  std::string operator()(const revoke_event& revocation) const {
    const lot_record& lot = history_.lots().at(revocation.lot);
    if (!lot.booked) return fmt::format("{} that was scheduled revoked", credit_of(lot.made));
    return fmt::format("{} revoked{}", credit_of(lot.made),
                       lot.held.is_zero() ? "" : ", what is held of it stays held");
  }

  std::string operator()(const refill_event& refill) const {
    const std::string kind = credit_of(history_.lots().at(refill.lot).made);
    const bool expired = !refill.expired.is_zero();
    const bool refilled = !refill.refilled.is_zero();
    if (refill.because == refill_event::why::reset)
      return fmt::format("{} carried over the reset{}{}", kind,
                         expired ? ", what was beyond its bound expired" : "",
                         refilled ? ", filled up to its bound" : "");
    if (!refilled) return fmt::format("{} came again, and there is no room for it", kind);
    return fmt::format("{} came again{}", kind, expired ? ", what was left expired" : "");
  }

  std::string operator()(const low_balance_event& notice) const {
    return fmt::format("low balance: available credit fell below {}", to_string(notice.level));
  }

  std::string operator()(const recharge_waits_event& waits) const {
    const std::string until =
        waits.until.is_never() ? "" : fmt::format(" until {}", clock_text(waits.until, zone()));
    return fmt::format("auto-recharge waits{}: {}", until, words_for(waits.why));
  }

 private:
  static std::string_view words_for(outcome refusal) { return reports::words_for(refusal); }
  static std::string_view words_for(lot_kind kind) { return reports::words_for(kind); }
  static std::string_view words_for(recharge_wait why) {
    switch (why) {
      case recharge_wait::broken:
        return "payments failed, another payment method is needed";
      case recharge_wait::back_off:
        return "the last payment failed";
      case recharge_wait::cooldown:
        return "the last one was begun just before";
      case recharge_wait::max_per_period:
        return "no more of them in this period";
      case recharge_wait::max_spend_per_period:
        return "no more money for it in this period";
    }
    return {};
  }

  std::string text_of(const effect_key& key) const { return key_text(in_, account_, key); }
  const meter& meter_of(meter_index index) const { return in_.catalog.meters.at(index); }

  std::string who(agent_index index) const { return index == no_agent ? "" : agent(index) + " "; }

  // `call 12m30s`, `draft 3 premium`, `webinar 45m x 12 participants`: what was used, held or captured.
  template <class Event>
  std::string activity(const Event& what) const {
    if (what.meter == no_meter) return "credit";
    const meter& used = meter_of(what.meter);
    std::string text = fmt::format("{} {}", used.name, quantity_text(what.quantity, used.per));
    if (!used.times.empty()) text += fmt::format(" x {} {}", what.times, used.times);
    const auto* by = std::get_if<price_by_value>(&used.price);
    return by == nullptr || what.value == no_value ? text : text + " " + by->values.at(what.value).value;
  }

  // ` for ana under spring`: on whose behalf, and what it is counted under (R5.5).
  std::string attribution(user_index user, group_index group) const {
    std::string text;
    if (user != no_user) text += fmt::format(" for {}", in_.users.at(user));
    if (group != no_group) text += fmt::format(" under {}", in_.groups.at(group));
    return text;
  }

  // `free credit of ana (welcome)`.
  std::string credit_of(const lot_event& lot) const {
    const std::string of = lot.only.user == no_user ? "" : " of " + in_.users.at(lot.only.user);
    const std::string key = lot.key.was_given() ? fmt::format(" ({})", text_of(lot.key)) : "";
    return fmt::format("{} credit{}{}", words_for(lot.kind), of, key);
  }

  // `, only for call and message, again every 1 week, resets leave up to 200`: what not every lot has (R3.8
  // to R3.10).
  std::string special_terms(const lot_event& lot) const {
    std::string text;
    for (const meter_index meter : lot.only.meters)
      text += fmt::format("{}{}", text.empty() ? ", only for " : " and ", meter_of(meter).name);
    if (lot.recurs) text += fmt::format(", again every {}", to_string(lot.recurs->every));
    if (!lot.rollover) return text;
    text += ", resets leave";
    if (!lot.rollover->min.is_zero()) text += fmt::format(" at least {}", to_string(lot.rollover->min));
    if (!lot.rollover->min.is_zero() && lot.rollover->max) text += " and";
    if (lot.rollover->max) text += fmt::format(" at most {}", to_string(*lot.rollover->max));
    return !lot.rollover->max && lot.rollover->min.is_zero() ? text + " all of it" : text;
  }

  // When it was, where that is not when it came (R2.5).
  static std::string occurred(const usage_event& usage) {
    return usage.occurred_at.is_never() ? "" : fmt::format(" of {}", to_string(usage.occurred_at));
  }

  // What of it nothing covered (R4.1).
  std::string uncovered(const usage_event& usage) const {
    if (usage.uncharged == 0) return "";
    return fmt::format(", {} of it not charged", quantity_text(usage.uncharged, meter_of(usage.meter).per));
  }

  // What became of the part of a debit that no credit paid (R4.5).
  static std::string unpaid(const usage_event& usage) {
    const auto part = [&](credits unpaid_part, std::string_view how) {
      if (unpaid_part == usage.amount) return fmt::format(", all of it {}", how);
      return fmt::format(", {} of {} {}", to_string(unpaid_part), to_string(usage.amount), how);
    };
    if (!usage.debt.is_zero()) return part(usage.debt, "as debt");
    if (!usage.invoiced.is_zero()) return part(usage.invoiced, "to be invoiced");
    return usage.forgiven.is_zero() ? std::string() : part(usage.forgiven, "forgiven");
  }

  // A debit of what a capture took beyond its hold (R6.2).
  std::string overrun(const usage_event& usage) const {
    if (is_refusal(usage.result))
      return fmt::format("{}was refused what went beyond the hold: {}", who(usage.agent),
                         words_for(usage.result));
    return fmt::format("{}used more than was held{}", who(usage.agent), unpaid(usage));
  }

  // Where credit that a hold gave back did not come back to its lot (R3.7).
  static std::string lost(const std::vector<released_slice>& released) {
    const auto any = [&](released_to where) {
      return std::ranges::any_of(released, [&](const released_slice& part) { return part.went == where; });
    };
    return fmt::format("{}{}", any(released_to::expired) ? ", what came back too late expired" : "",
                       any(released_to::revoked) ? ", what came back to revoked credit went with it" : "");
  }

  const std::string& agent(agent_index index) const { return spec_.agents.at(index).name; }
  const std::string& gateway(gateway_index index) const { return in_.gateways.at(index).name; }

  // What a lot was bought with; a subscription and a bonus say what they bring (R8.2, R9.1).
  std::string paid_for(const lot_event& lot) const {
    const payment_record* payment = history_.payments().find(lot.payment);
    if (history_.is_returned()) return fmt::format("{} returned", credit_of(lot));
    if (lot.of_cycle) return fmt::format("{} granted", credit_of(lot));
    if (payment == nullptr) return "paid credit granted";
    const std::string_view bonus = lot.kind == lot_kind::paid ? "" : "bonus of the ";
    return fmt::format("{}{}", bonus, billing_.name_of(*payment));
  }

  std::string last_reason(payment_id id) const {
    const payment_record* payment = history_.payments().find(id);
    return payment == nullptr ? std::string() : payment->last_reason;
  }

  // What a notice or an answer means to the customer (R9.4).
  std::string news_of(const heard_event& heard) const {
    switch (heard.effect) {
      case notice_effect::awaiting:
        return heard.answer == payment_answer::timed_out ? "not answered in time, to be awaited"
                                                         : "accepted, to be awaited";
      case notice_effect::credited:
        return "paid";
      case notice_effect::failed:
        return declined(history_.payments().reason_of(heard));
      case notice_effect::already_credited:
        return "paid before, said again";
      case notice_effect::ignored:
        return fmt::format("said to be {}, changes nothing", name_of(heard.answer));
      case notice_effect::unknown_payment:
        return "never made";
    }
    return {};
  }

  const zone_table& zone() const { return in_.zones.at(spec_.zone); }

  static std::string declined(const std::string& reason) {
    return reason.empty() ? "declined" : fmt::format("declined, {}", reason);
  }

  const world& in_;
  const account_spec& spec_;
  account_index account_;
  const account_history& history_;
  instant at_;
  billing_narrator billing_;
};

}  // namespace

std::string clock_text(instant at, const zone_table& zone) {
  constexpr std::int64_t us_per_minute = 60'000'000;
  const std::int64_t offset_us = to_local(zone, at).us - at.us();
  // Old offsets had seconds, which cannot be written.
  if (offset_us == 0 || offset_us % us_per_minute != 0) return to_string(at);
  std::string text = to_string(instant::from_us(at.us() + offset_us));
  text.pop_back();  // the Z
  const std::int64_t minutes = std::abs(offset_us / us_per_minute);
  return fmt::format("{}{}{:02}:{:02}", text, offset_us < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

std::string quantity_text(std::int64_t quantity, measure per) {
  return is_time(per) ? to_string(duration::from_us(quantity)) : format_decimal(quantity, 6, true);
}

std::string describe(const world& in, account_index account, const account_history& history,
                     const event& what) {
  return std::visit(narrator(in, account, history, what.at), what.body);
}

}  // namespace drawdown::reports
