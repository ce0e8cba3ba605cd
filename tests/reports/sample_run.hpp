// A run told by hand, as both ledgers would have written it: what the tests of reports read.
#pragma once

#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/record/block_writer.hpp"
#include "reports/store/store.hpp"
#include "world_builder.hpp"

namespace drawdown::test {

// The events of one account, in order; keeps the balance along the way.
class told_history {
 public:
  explicit told_history(account_index account) : account_(account) {}

  told_history& at(std::string_view instant_text) { return now_ = when(instant_text), *this; }

  told_history& granted(lot_id lot, lot_kind kind, credits amount, instant expires = instant::never()) {
    return books(lot, kind, amount, now_, now_, expires);
  }
  told_history& scheduled(lot_id lot, lot_kind kind, credits amount, std::string_view effective) {
    lot_event event = made(lot, kind, amount, now_, when(effective), instant::never());
    event.result = outcome::scheduled;
    return tells(event);
  }
  // A lot that was scheduled becomes effective now.
  told_history& becomes_effective(lot_id lot, lot_kind kind, credits amount, std::string_view created) {
    return books(lot, kind, amount, when(created), now_, instant::never());
  }
  told_history& used(agent_index agent, meter_index meter, std::int64_t quantity, std::vector<slice> slices) {
    usage_event event = usage(agent, meter, quantity, outcome::charged);
    for (const slice& taken : slices) event.amount += taken.amount;
    balance_ -= event.amount;
    event.balance = balance_;
    event.slices = std::move(slices);
    return tells(event);
  }
  told_history& refused(agent_index agent, meter_index meter, std::int64_t quantity, credits cost,
                        outcome why) {
    usage_event event = usage(agent, meter, quantity, why);
    event.amount = cost;
    return tells(event);
  }
  told_history& repeated(agent_index agent, meter_index meter, std::int64_t quantity, outcome first) {
    usage_event event = usage(agent, meter, quantity, first);
    event.repeated = true;
    return tells(event);
  }
  told_history& ends(lot_id lot, credits expired) {
    balance_ -= expired;
    return tells(lot_end_event{lot, expired, balance_});
  }
  told_history& answers(command_event::what step, outcome result, effect_key key = {}) {
    return tells(command_event{key, step, result, false});
  }
  told_history& charges(payment_id payment, std::uint32_t attempt, bool recharge, money amount,
                        credits brings) {
    const payment_for of = recharge ? payment_for::recharge : payment_for::top_up;
    return sends({payment, key_of(payment, recharge), attempt, of, 0, amount, brings});
  }
  // An attempt at any payment.
  told_history& sends(const charge_event& event) {
    charged_[event.payment] = event;
    return tells(event);
  }
  told_history& hears(payment_id payment, std::uint32_t attempt, bool is_answer, payment_answer answer,
                      notice_effect effect) {
    const effect_key key = payment == 0 ? effect_key{} : charged_.at(payment).key;
    return tells(heard_event{payment, key, attempt, is_answer, false, answer, 0, effect});
  }
  // The lot that a payment brought.
  told_history& credited(lot_id lot, payment_id payment) {
    const charge_event& charge = charged_.at(payment);
    balance_ += charge.brings;
    lot_event event = made(lot, lot_kind::paid, charge.brings, now_, now_, instant::never());
    event.cost = charge.amount;
    event.payment = payment;
    event.key = charge.key;
    return tells(event);
  }
  told_history& looks(std::uint32_t expectation, const figures& seen, agent_index agent = no_agent,
                      credits spent = {}, bool stopped = false, credits held = {}) {
    return tells(figures_event{.expectation = expectation,
                               .agent = agent,
                               .account = seen,
                               .agent_spent = spent,
                               .agent_held = held,
                               .agent_stopped = stopped});
  }
  // Usage that lots paid in part, and the rest of which became debt or was forgiven (R4.5).
  told_history& used_short(agent_index agent, meter_index meter, std::int64_t quantity,
                           std::vector<slice> slices, credits debt, credits forgiven = {}) {
    usage_event event = usage(agent, meter, quantity, outcome::charged);
    takes(slices);
    event.amount = sum_of(slices) + debt + forgiven;
    event.debt = debt;
    event.forgiven = forgiven;
    event.balance = balance_;
    event.slices = std::move(slices);
    owed_ += debt;
    return tells(event);
  }
  // Credit reserved under the key of step 500 + `number`; it runs out a week later.
  told_history& holds(std::uint64_t number, agent_index agent, std::vector<slice> slices) {
    hold_event event;
    event.key = key_of_step(500 + number);
    event.agent = agent;
    event.amount = sum_of(slices);
    event.runs_out = now_ + duration::days(7);
    event.balance = balance_;
    event.slices = std::move(slices);
    return tells(event);
  }
  // A part of a hold is taken, the rest goes as told.
  told_history& captures(std::uint64_t number, agent_index agent, std::vector<slice> slices,
                         std::vector<released_slice> released, bool open = false) {
    capture_event event;
    event.key = key_of_step(600 + events_.size());
    event.hold = key_of_step(500 + number);
    event.agent = agent;
    event.amount = sum_of(slices);
    event.open = open;
    takes(slices);
    loses(released);
    event.balance = balance_;
    event.slices = std::move(slices);
    event.released = std::move(released);
    return tells(event);
  }
  told_history& releases(std::uint64_t number, agent_index agent, std::vector<released_slice> released,
                         bool ran_out = false) {
    release_event event;
    event.hold = key_of_step(500 + number);
    event.key = ran_out ? event.hold : key_of_step(700 + events_.size());
    event.agent = agent;
    event.ran_out = ran_out;
    for (const released_slice& part : released) event.amount += part.amount;
    loses(released);
    event.balance = balance_;
    event.released = std::move(released);
    return tells(event);
  }
  told_history& pays_debt(debt_id debt, agent_index agent, std::vector<slice> slices) {
    debt_paid_event event;
    event.debt = debt;
    event.agent = agent;
    event.amount = sum_of(slices);
    takes(slices);
    owed_ -= event.amount;
    event.balance = balance_;
    event.owed = owed_;
    event.slices = std::move(slices);
    return tells(event);
  }
  told_history& drops_debt() {
    const credits all = owed_;
    owed_ = {};
    return tells(debt_dropped_event{all});
  }
  // An operator takes credit under the key of step 800.
  told_history& adjusts(std::vector<slice> slices, credits debt = {}) {
    adjust_event event;
    event.key = key_of_step(800);
    event.amount = sum_of(slices) + debt;
    event.debt = debt;
    takes(slices);
    owed_ += debt;
    event.balance = balance_;
    event.slices = std::move(slices);
    return tells(event);
  }
  told_history& revokes(lot_id lot, credits amount) {
    balance_ -= amount;
    return tells(revoke_event{key_of_step(900), key_of_step(lot), lot, amount, balance_});
  }
  told_history& refills(lot_id lot, refill_event::why why, credits expired, credits refilled) {
    balance_ += refilled - expired;
    return tells(refill_event{lot, why, expired, refilled, balance_});
  }
  // Usage with all it says; its balance is put in.
  told_history& uses_up(usage_event usage) {
    takes(usage.slices);
    owed_ += usage.debt;
    usage.balance = balance_;
    return tells(usage);
  }
  // A lot that is booked now, with all its terms; its balance is put in.
  told_history& brings(lot_event lot) {
    balance_ += lot.amount;
    lot.created = now_;
    lot.effective = now_;
    lot.balance = balance_;
    return tells(lot);
  }
  told_history& carries(lot_id lot, credits carried, credits expired, instant until) {
    balance_ -= expired;
    return tells(carry_event{lot, carried, expired, until, balance_});
  }
  told_history& subscription(subscription_event::what what, payment_id payment, subscription_figures now) {
    return tells(subscription_event{what, payment, std::move(now)});
  }
  // Usage or a capture under a key is given back, part by part.
  told_history& refunds(effect_key key, effect_key debit, agent_index agent,
                        std::vector<refunded_slice> slices, credits debt = {}) {
    refund_event event;
    event.key = key;
    event.debit = debit;
    event.agent = agent;
    event.debt = debt;
    event.amount = debt;
    owed_ -= debt;
    for (const refunded_slice& part : slices) {
      event.amount += part.amount;
      if (part.went == refunded_to::lot) balance_ += part.amount;
      if (part.went == refunded_to::debt) owed_ -= part.amount;
    }
    event.balance = balance_;
    event.slices = std::move(slices);
    return tells(event);
  }
  told_history& gives_back(effect_key key, payment_id payment, money amount, std::vector<slice> slices) {
    takes(slices);
    return tells(
        payment_refund_event{key, charged_.at(payment).key, payment, amount, std::move(slices), balance_});
  }
  told_history& charges_back(effect_key key, payment_id payment, money amount, credits debt,
                             std::vector<slice> slices) {
    takes(slices);
    owed_ += debt;
    return tells(chargeback_event{key, charged_.at(payment).key, payment, false, amount, debt,
                                  std::move(slices), balance_});
  }
  told_history& wins(effect_key key, payment_id payment, money amount, credits debt) {
    owed_ -= debt;
    return tells(chargeback_event{key, charged_.at(payment).key, payment, true, amount, debt, {}, balance_});
  }
  told_history& tells(event_body body) { return events_.push_back({now_, std::move(body)}), *this; }

  const std::vector<event>& events() const { return events_; }
  credits balance() const { return balance_; }

  // The events as commit blocks of so many each.
  std::vector<record::bytes> blocks(std::size_t events_each) const {
    std::vector<record::bytes> all;
    for (std::size_t first = 0; first < events_.size(); first += events_each) {
      record::block_writer writer;
      const std::size_t last = std::min(events_.size(), first + events_each);
      writer.begin(account_, static_cast<std::uint32_t>(all.size()), events_[first].at,
                   events_[last - 1].at.next(), first + 1);
      for (std::size_t i = first; i < last; ++i) writer.append(events_[i].at, events_[i].body);
      all.push_back(writer.finish(0, figures{}));
    }
    return all;
  }

 private:
  static effect_key key_of(payment_id payment, bool recharge) {
    return recharge ? key_of_recharge(payment) : key_of_step(payment);
  }
  lot_event made(lot_id lot, lot_kind kind, credits amount, instant created, instant effective,
                 instant expires) const {
    lot_event event;
    event.lot = lot;
    event.kind = kind;
    event.amount = amount;
    event.created = created;
    event.effective = effective;
    event.expires = expires;
    event.priority = 10 * (static_cast<std::int32_t>(kind) + 1);
    event.key = key_of_step(lot);
    event.balance = balance_;
    return event;
  }
  told_history& books(lot_id lot, lot_kind kind, credits amount, instant created, instant effective,
                      instant expires) {
    balance_ += amount;
    return tells(made(lot, kind, amount, created, effective, expires));
  }
  static credits sum_of(const std::vector<slice>& slices) {
    credits sum;
    for (const slice& taken : slices) sum += taken.amount;
    return sum;
  }
  void takes(const std::vector<slice>& slices) { balance_ -= sum_of(slices); }
  // What a hold gives back to a lot that is no more leaves the balance (R3.7).
  void loses(const std::vector<released_slice>& released) {
    for (const released_slice& part : released)
      if (part.went != released_to::lot) balance_ -= part.amount;
  }
  usage_event usage(agent_index agent, meter_index meter, std::int64_t quantity, outcome result) {
    usage_event event;
    event.key = key_of_step(100 + events_.size());
    event.agent = agent;
    event.meter = meter;
    event.quantity = quantity;
    event.result = result;
    event.balance = balance_;
    return event;
  }

  account_index account_;
  instant now_;
  credits balance_;
  credits owed_;
  std::map<payment_id, charge_event> charged_;
  std::vector<event> events_;
};

inline zone_table madrid() {
  return {"Europe/Madrid", {{instant::from_us(INT64_MIN), 3600}}};
}

// The world of a small run: `acme` in Madrid with an agent, `zenith` without; meter 1 counts minutes.
inline world_builder sample_world() {
  world_builder told;
  told.raw().name = "friday night";
  told.raw().zone_database_version = "2026a";
  told.raw().files = {"night.yaml"};
  told.from("2026-01-30T09:00:00Z").until("2026-03-02");
  told.meter("call", 10'000'000, measure::minute);
  auto acme = told.account("acme");
  acme.in_zone(madrid());
  acme.spec().auto_recharge = recharge_terms{};
  acme.agent("receptionist", when_exhausted::stop, 1500_cr);
  told.account("zenith");
  return told;
}

inline constexpr std::int64_t twelve_minutes_and_a_half = 750'000'000;

// What happens to `acme`: debits over two lots, a top-up with a doubled notice, a refusal, a repeat, a lot
// that is scheduled, one that expires, a recharge that is declined and waits for its next attempt.
inline told_history history_of_acme() {
  told_history acme(0);
  acme.at("2026-01-30T09:00:00Z")
      .granted(1, lot_kind::free, 100_cr, when("2026-02-13T09:00:00Z"))
      .granted(2, lot_kind::plan, 1000_cr);
  acme.at("2026-01-30T10:00:00Z")
      .used(0, 1, twelve_minutes_and_a_half, {{1, 90_cr}, {2, 40_cr}})
      .answers(command_event::what::top_up, outcome::requested, key_of_step(1))
      .charges(1, 1, false, 50_usd, 2500_cr);
  acme.at("2026-01-30T10:00:02Z").hears(1, 1, true, payment_answer::succeeded, notice_effect::awaiting);
  acme.at("2026-01-30T10:00:03Z")
      .hears(1, 1, false, payment_answer::succeeded, notice_effect::credited)
      .credited(3, 1)
      .hears(1, 1, false, payment_answer::succeeded, notice_effect::already_credited);
  acme.at("2026-01-31T12:00:00.5Z")
      .refused(0, 1, twelve_minutes_and_a_half, 5000_cr, outcome::plan_exhausted)
      .repeated(0, 1, twelve_minutes_and_a_half, outcome::charged)
      .scheduled(4, lot_kind::free, 7.25_cr, "2026-02-20");
  acme.at("2026-02-13T09:00:00Z").ends(1, 10_cr);
  acme.at("2026-02-20").becomes_effective(4, lot_kind::free, 7.25_cr, "2026-01-31T12:00:00.5Z");
  acme.at("2026-02-21").charges(2, 1, true, 20_usd, 1000_cr);
  acme.at("2026-02-21T00:00:02Z")
      .hears(2, 1, true, payment_answer::declined, notice_effect::failed)
      .tells(recharge_failed_event{2, true, 0, outcome::no_payment_method});
  return acme;
}

// `zenith` was granted credit and used some, without an agent.
inline told_history history_of_zenith() {
  told_history zenith(1);
  zenith.at("2026-01-30T10:00:00Z")
      .granted(1, lot_kind::adjustment, 5_cr)
      .used(no_agent, 0, 3'000'000, {{1, 3_cr}});
  return zenith;
}

// The world of a hotel with a desk: holds, debt, restricted and recurring credit. Users: ana; groups: spring.
inline world_builder hotel_world() {
  world_builder told;
  told.raw().name = "front desk";
  told.raw().files = {"hotel.yaml"};
  told.from("2026-01-01").until("2026-03-01");
  told.meter("call", 10'000'000, measure::minute);
  told.catalog().meters.back().feature = "voice";
  told.user("ana");
  told.group("spring");
  told.account("hotel").agent("desk");
  return told;
}

// What happens to `hotel`: a hold that is captured in parts, one that outlives its lot and runs out, debt
// that a top-up pays and a reset drops, a lot that recurs, one that is revoked, an adjustment, the notices.
inline told_history history_of_hotel() {
  told_history hotel(0);
  hotel.at("2026-01-01")
      .granted(1, lot_kind::free, 100_cr, when("2026-01-10"))
      .granted(2, lot_kind::plan, 50_cr)
      .granted(3, lot_kind::addon, 40_cr);
  hotel.at("2026-01-02").holds(1, 0, {{1, 60_cr}}).holds(2, no_agent, {{1, 20_cr}, {2, 10_cr}});
  hotel.at("2026-01-03").captures(1, 0, {{1, 25_cr}}, {}, true);
  hotel.at("2026-01-09")
      .releases(2, no_agent, {{1, 20_cr, released_to::lot}, {2, 10_cr, released_to::lot}}, true);
  hotel.at("2026-01-10").ends(1, 40_cr);
  hotel.at("2026-01-11").captures(1, 0, {{1, 30_cr}}, {{1, 5_cr, released_to::expired}});
  hotel.at("2026-01-12").revokes(3, 40_cr);
  hotel.at("2026-01-13").used_short(0, 1, 420'000'000, {{2, 50_cr}}, 20_cr);
  hotel.tells(low_balance_event{25_cr, 0_cr});
  hotel.tells(recharge_waits_event{recharge_wait::cooldown, when("2026-01-14")});
  hotel.at("2026-01-15").charges(1, 1, false, 20_usd, 15_cr).credited(4, 1).pays_debt(1, 0, {{4, 15_cr}});
  hotel.at("2026-02-01").refills(2, refill_event::why::recurrence, 0_cr, 50_cr).drops_debt();
  hotel.at("2026-02-02").adjusts({{2, 12.5_cr}});
  hotel.at("2026-02-03").used_short(no_agent, 1, 60'000'000, {{2, 5_cr}}, 0_cr, 5_cr);
  hotel.refused(0, 1, 60'000'000, 10_cr, outcome::insufficient_credit);
  return hotel;
}

inline std::vector<record::bytes> blocks_of(const std::vector<told_history>& histories,
                                            std::size_t events_each) {
  std::vector<record::bytes> all;
  for (const told_history& history : histories)
    for (record::bytes& block : history.blocks(events_each)) all.push_back(std::move(block));
  return all;
}

// A store in memory with such a run; the test fails where it can't be written.
inline reports::run_store store_of(const world& what, const std::vector<told_history>& histories,
                                   std::size_t events_each = 1000) {
  auto store = reports::run_store::create("");
  if (!store) throw defect(store.error().message.c_str());
  const auto written = store->write(what, blocks_of(histories, events_each));
  if (!written) throw defect(written.error().message.c_str());
  return std::move(*store);
}

inline reports::run_store sample_store() {
  return store_of(*sample_world().build(), {history_of_acme(), history_of_zenith()});
}

inline reports::run_store hotel_store() {
  return store_of(*hotel_world().build(), {history_of_hotel()});
}

// What a run that ended well says of itself.
inline reports::run_facts sample_facts() {
  reports::run_facts facts;
  facts.program_version = "0.1.0";
  facts.verification = "full";
  facts.reached = when("2026-03-02");
  facts.inputs = {{"night.yaml", "00112233445566778899aabbccddeeff"}};
  return facts;
}

}  // namespace drawdown::test
