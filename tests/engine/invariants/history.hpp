// Histories of an account made by hand, event by event, as a checker hears them.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/invariants/checker.hpp"
#include "printing.hpp"
#include "world_builder.hpp"

namespace drawdown::test {

inline const instant noon = when("2026-01-05T12:00:00Z");
inline const instant later = noon + duration::hours(1);
inline constexpr agent_index limited = 0;  // with `stop` and a limit of 100
inline constexpr agent_index easy = 1;     // with `use_balance` and a limit of 100

inline std::shared_ptr<const world> two_agents() {
  world_builder w;
  auto acme = w.account("acme");
  acme.agent("limited", when_exhausted::stop, 100_cr);
  acme.agent("easy", when_exhausted::use_balance, 100_cr);
  acme.at(later).sets_limit(limited, 500_cr);
  return w.build();
}

// Tells a checker one event after another until something is wrong.
class history {
 public:
  explicit history(std::shared_ptr<const world> in = two_agents()) : checker_(std::move(in), 0) {}

  history& at(instant t) { return now_ = t, *this; }
  history& tell(const event_body& body) {
    if (!rule_.empty()) return *this;
    if (const auto found = checker_.see({now_, body})) {
      rule_ = found->rule;
      message_ = found->message;
    }
    return *this;
  }

  history& books(lot_id id, lot_kind kind, credits amount, credits balance,
                 instant expires = instant::never()) {
    lot_event booked;
    booked.lot = id;
    booked.kind = kind;
    booked.amount = amount;
    booked.created = booked.effective = now_;
    booked.expires = booked.ends = expires;
    booked.priority = settings{}.priorities[static_cast<std::size_t>(kind)];
    booked.balance = balance;
    return tell(booked);
  }
  history& brings(payment_id payment, lot_id id, credits amount, credits balance) {
    lot_event bought;
    bought.lot = id;
    bought.kind = lot_kind::paid;
    bought.amount = amount;
    bought.created = bought.effective = now_;
    bought.expires = instant::never();
    bought.priority = settings{}.priorities[static_cast<std::size_t>(lot_kind::paid)];
    bought.payment = payment;
    bought.balance = balance;
    return tell(bought);
  }
  history& uses(agent_index agent, std::vector<slice> slices, credits balance) {
    usage_event used;
    used.agent = agent;
    for (const slice& s : slices) used.amount += s.amount;
    used.slices = std::move(slices);
    used.balance = balance;
    return tell(used);
  }
  history& uses(std::vector<slice> slices, credits balance) {
    return uses(no_agent, std::move(slices), balance);
  }
  history& recurs(lot_id id, credits expired, credits refilled, credits balance) {
    return tell(refill_event{id, refill_event::why::recurrence, expired, refilled, balance});
  }
  history& is_reset(lot_id id, credits expired, credits refilled, credits balance) {
    return tell(refill_event{id, refill_event::why::reset, expired, refilled, balance});
  }
  history& ends(lot_id id, credits expired, credits balance) {
    return tell(lot_end_event{id, expired, balance});
  }
  history& charges(payment_id payment, credits brings, std::uint32_t attempt = 1) {
    charge_event made;
    made.payment = payment;
    made.attempt = attempt;
    made.brings = brings;
    return tell(made);
  }
  history& hears_success(payment_id payment) {
    heard_event heard;
    heard.payment = payment;
    heard.effect = notice_effect::credited;
    return tell(heard);
  }

  // The rule that was broken first; nothing where all was well.
  const std::string& rule() const { return rule_; }
  const std::string& message() const { return message_; }

 private:
  invariants::checker checker_;
  instant now_ = noon;
  std::string rule_;
  std::string message_;
};

// A lot of so much, never ending, booked at noon; a test changes what it is about.
inline lot_event lot_of(lot_id id, lot_kind kind, credits amount, credits balance) {
  lot_event booked;
  booked.lot = id;
  booked.kind = kind;
  booked.amount = amount;
  booked.created = booked.effective = noon;
  booked.expires = instant::never();
  booked.priority = settings{}.priorities[static_cast<std::size_t>(kind)];
  booked.key = key_of_step(id);
  booked.balance = balance;
  return booked;
}

// Usage that was charged: its slices, and what no lot paid of it.
inline usage_event debit_of(std::vector<slice> slices, credits balance, credits debt = {},
                            credits forgiven = {}, credits invoiced = {}) {
  usage_event used;
  used.amount = debt + forgiven + invoiced;
  for (const slice& s : slices) used.amount += s.amount;
  used.slices = std::move(slices);
  used.balance = balance;
  used.debt = debt;
  used.forgiven = forgiven;
  used.invoiced = invoiced;
  return used;
}

}  // namespace drawdown::test
