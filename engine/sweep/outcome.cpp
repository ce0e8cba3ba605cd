#include "engine/sweep/outcome.hpp"

#include <algorithm>
#include <set>
#include <variant>

namespace drawdown::sweep {
namespace {

template <class... Cases>
struct overloaded : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
overloaded(Cases...) -> overloaded<Cases...>;

template <class Command>
bool is(const step& s) {
  return s.does != nullptr && std::holds_alternative<Command>(s.does->body);
}

// Whether an event is the first that tells of that step, at the instant of both.
bool tells_of(const event& e, const step& s) {
  const bool is_notice = is<notice_command>(s);
  // It voids holds first, and those tell of it under its key (R9.6).
  const bool is_chargeback = is<chargeback_command>(s);
  const bool is_of_invoice = is<pay_invoice_command>(s) || is<void_invoice_command>(s);
  return std::visit(
      overloaded{
          [&](const usage_event& of) { return s.uses != nullptr && of.key == s.key; },
          // A scheduled lot that is booked now was another step's.
          [&](const lot_event& of) {
            return s.uses == nullptr && !is_notice && of.payment == 0 && of.key == s.key &&
                   of.created == e.at;
          },
          [&](const command_event& of) { return s.uses == nullptr && !is_notice && of.key == s.key; },
          [&](const hold_event& of) { return of.key == s.key; },
          [&](const capture_event& of) { return of.key == s.key; },
          [&](const release_event& of) { return !of.ran_out && !is_chargeback && of.key == s.key; },
          [&](const adjust_event& of) { return of.key == s.key; },
          [&](const revoke_event& of) { return of.key == s.key; },
          [&](const heard_event& of) { return is_notice && of.by_hand && of.key == s.key; },
          [&](const refund_event& of) { return of.key == s.key; },
          [&](const payment_refund_event& of) { return of.key == s.key; },
          [&](const chargeback_event& of) { return of.key == s.key; },
          [&](const invoice_event& of) { return is_of_invoice && of.key == s.key; },
          [&](const estimate_event& of) { return of.key == s.key; },
          [&](const quote_event& of) { return of.key == s.key; },
          [](const auto&) { return false; },
      },
      e.body);
}

// Puts an event into the words of an outcome.
struct reader {
  const std::map<lot_id, lot_name>& lots;
  step_outcome& told;

  void say(outcome result, bool repeated = false) const {
    told.result = name_of(result);
    told.refused = is_refusal(result);
    told.repeated = repeated;
  }
  void take(const std::vector<slice>& slices) const {
    for (const slice& part : slices) told.taken.push_back({lots.at(part.lot), part.amount});
  }
  void give_back(const std::vector<released_slice>& released) const {
    for (const released_slice& part : released)
      told.returned.push_back({{lots.at(part.lot), part.amount}, part.went});
  }

  void operator()(const usage_event& e) const {
    say(e.result, e.repeated);
    told.amount = e.amount;
    told.debt = e.debt;
    told.forgiven = e.forgiven;
    told.invoiced = e.invoiced;
    take(e.slices);
  }
  void operator()(const lot_event& e) const {
    say(e.result);
    told.amount = e.amount;
  }
  void operator()(const command_event& e) const { say(e.result, e.repeated); }
  void operator()(const hold_event& e) const {
    say(e.result, e.repeated);
    told.amount = e.amount;
    take(e.slices);
  }
  void operator()(const capture_event& e) const {
    say(e.result, e.repeated);
    told.amount = e.amount;
    take(e.slices);
    give_back(e.released);
  }
  void operator()(const release_event& e) const {
    say(e.result, e.repeated);
    told.amount = e.amount;
    give_back(e.released);
  }
  void operator()(const adjust_event& e) const {
    say(outcome::adjusted);
    told.amount = e.amount;
    told.debt = e.debt;
    take(e.slices);
  }
  void operator()(const revoke_event& e) const {
    say(outcome::revoked);
    told.amount = e.amount;
  }
  void operator()(const heard_event& e) const { told.result = name_of(e.effect); }
  void operator()(const refund_event& e) const {
    say(e.result, e.repeated);
    told.amount = e.amount;
    told.debt = e.debt;
    told.invoiced = e.invoiced;
    for (const refunded_slice& part : e.slices)
      told.refunded.push_back({{lots.at(part.lot), part.amount}, part.went});
  }
  void operator()(const payment_refund_event& e) const {
    say(outcome::refunded);
    told.price = e.given_back;
    take(e.slices);
  }
  void operator()(const chargeback_event& e) const {
    say(e.is_won ? outcome::won : outcome::charged_back);
    told.price = e.amount;
    told.debt = e.debt;
    take(e.slices);
  }
  void operator()(const invoice_event& e) const {
    told.result = name_of(e.of);
    told.price = e.amount;
  }
  void operator()(const estimate_event& e) const {
    say(outcome::shown);
    told.amount = e.total;
    told.price = e.offer;
  }
  void operator()(const quote_event& e) const {
    say(outcome::shown);
    told.amount = e.grants;
    told.price = e.now;
  }
  void operator()(const auto&) const {}
};

// What a capture left to be charged beyond its hold is told right behind it, under its key (R6.7).
void read_excess(const event& captured, const event& next, const reader& into) {
  const auto* capture = std::get_if<capture_event>(&captured.body);
  const auto* excess = std::get_if<usage_event>(&next.body);
  if (capture == nullptr || excess == nullptr || next.at != captured.at || excess->key != capture->key)
    return;
  if (capture->result != outcome::captured || capture->repeated) return;
  into.told.excess = name_of(excess->result);
  into.told.excess_amount = excess->amount;
  into.told.debt = excess->debt;
  into.told.forgiven = excess->forgiven;
  into.told.invoiced = excess->invoiced;
  into.take(excess->slices);
}

// Adds up what movements come to.
struct adder {
  account_end& sum;

  static credits total(const std::vector<slice>& slices) {
    credits all;
    for (const slice& part : slices) all += part.amount;
    return all;
  }
  void give_back(const std::vector<released_slice>& released) const {
    for (const released_slice& part : released) {
      if (part.went == released_to::expired) sum.expired += part.amount;
      if (part.went == released_to::revoked) sum.revoked += part.amount;
    }
  }

  void operator()(const usage_event& e) const { sum.used += total(e.slices); }
  void operator()(const debt_paid_event& e) const { sum.used += total(e.slices); }
  void operator()(const adjust_event& e) const { sum.used += total(e.slices); }
  void operator()(const capture_event& e) const {
    sum.used += total(e.slices);
    give_back(e.released);
  }
  void operator()(const release_event& e) const { give_back(e.released); }
  void operator()(const lot_event& e) const {
    if (e.result == outcome::granted) sum.granted += e.amount;
  }
  void operator()(const lot_end_event& e) const { sum.expired += e.expired; }
  void operator()(const refill_event& e) const {
    sum.expired += e.expired;
    sum.refilled += e.refilled;
  }
  void operator()(const revoke_event& e) const { sum.revoked += e.amount; }
  void operator()(const carry_event& e) const {
    sum.expired += e.expired;
    sum.refilled += e.refilled;
  }
  // What pays the debt of a chargeback stays used.
  void operator()(const refund_event& e) const {
    for (const refunded_slice& part : e.slices) {
      if (part.went == refunded_to::debt) continue;
      sum.used -= part.amount;
      if (part.went == refunded_to::revoked) sum.revoked += part.amount;
      if (part.went == refunded_to::expired || part.went == refunded_to::regranted)
        sum.expired += part.amount;
    }
  }
  void operator()(const payment_refund_event& e) const { sum.revoked += total(e.slices); }
  void operator()(const chargeback_event& e) const { sum.revoked += total(e.slices); }
  void operator()(const invoice_event& e) const {
    if (e.of == invoice_event::what::issued) ++sum.payments_made;
    if (e.of == invoice_event::what::paid) ++sum.payments_credited;
  }
  void operator()(const charge_event& e) const {
    if (e.attempt == 1) ++sum.payments_made;
  }
  void operator()(const heard_event& e) const {
    if (e.effect == notice_effect::credited) ++sum.payments_credited;
  }
  void operator()(const auto&) const {}
};

}  // namespace

std::map<lot_id, lot_name> lot_names(const std::vector<event>& events) {
  std::map<lot_id, lot_name> names;
  std::map<effect_key, std::uint32_t> seen;
  for (const event& e : events) {
    const auto* of = std::get_if<lot_event>(&e.body);
    if (of == nullptr || names.contains(of->lot)) continue;
    names.emplace(of->lot, lot_name{of->key, ++seen[of->key], of->kind});
  }
  return names;
}

std::vector<std::size_t> told_by(const std::vector<step>& steps, const std::vector<event>& events) {
  std::vector<std::size_t> told(steps.size(), no_event);
  std::size_t next = 0;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    while (next < events.size() && events[next].at < steps[i].order.at) ++next;
    for (std::size_t at = next; at < events.size() && events[at].at == steps[i].order.at; ++at) {
      if (!tells_of(events[at], steps[i])) continue;
      told[i] = at;
      next = at + 1;
      break;
    }
  }
  return told;
}

std::vector<step_outcome> outcomes_of(const std::vector<step>& steps, const std::vector<event>& events,
                                      const std::vector<std::size_t>& told) {
  const std::map<lot_id, lot_name> lots = lot_names(events);
  std::vector<step_outcome> outcomes(steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (told[i] == no_event) continue;
    const reader into{lots, outcomes[i]};
    std::visit(into, events[told[i]].body);
    if (told[i] + 1 < events.size()) read_excess(events[told[i]], events[told[i] + 1], into);
  }
  return outcomes;
}

account_end end_of(const std::vector<event>& events, const figures& now) {
  account_end sum;
  sum.now = now;
  for (const event& e : events) std::visit(adder{sum}, e.body);
  return sum;
}

}  // namespace drawdown::sweep
