// A run told by hand, as both ledgers would have written it: what the tests of reports read.
#pragma once

#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/record/block.hpp"
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
    charge_event event{payment, key_of(payment, recharge), attempt, recharge, 0, amount, brings};
    charged_[payment] = event;
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
                      credits spent = {}, bool stopped = false) {
    return tells(figures_event{expectation, agent, seen, spent, stopped});
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
