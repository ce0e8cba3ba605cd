#include "engine/reference/holds.hpp"

#include <algorithm>
#include <utility>

#include "engine/reference/agents.hpp"
#include "engine/reference/amounts.hpp"
#include "engine/reference/debits.hpp"
#include "engine/reference/deferred.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/prices.hpp"
#include "engine/reference/refunds.hpp"
#include "engine/reference/releases.hpp"
#include "engine/reference/usage.hpp"
#include "engine/time/calendar.hpp"

namespace drawdown::reference {
namespace {

// The hold that was accepted under a key, or null.
hold* hold_under(books& b, const effect_key& key) {
  const auto number = b.hold_by_key.find(key);
  return number == b.hold_by_key.end() ? nullptr : &b.holds.at(number->second);
}

// What is told of a hold in any case.
hold_event about(const desk& d, const effect_key& key, const hold_command& asked) {
  hold_event told;
  told.key = key;
  told.agent = asked.agent;
  told.user = user_of(d, asked.user, asked.agent);
  told.group = asked.group;
  told.meter = asked.meter;
  told.quantity = asked.quantity.value_or(0);
  told.times = asked.times;
  told.value = asked.value;
  told.balance = figures_of(d.books).balance();
  return told;
}

// What is told of a capture in any case: whose it is comes from the hold.
capture_event about(desk& d, const effect_key& key, const capture_command& asked) {
  capture_event told;
  told.key = key;
  told.hold = asked.hold;
  told.balance = figures_of(d.books).balance();
  if (const hold* h = hold_under(d.books, asked.hold)) {
    told.agent = h->agent;
    told.user = h->user;
    told.group = h->group;
    told.meter = h->meter;
  }
  if (const auto* metered = std::get_if<metered_quantity>(&asked.amount)) {
    told.meter = metered->meter;
    told.quantity = metered->quantity;
    told.times = metered->times;
    told.value = metered->value;
  }
  return told;
}

// What is told of a void in any case.
release_event about(desk& d, const effect_key& key, const void_command& asked) {
  release_event told;
  told.key = key;
  told.hold = asked.hold;
  told.balance = figures_of(d.books).balance();
  if (const hold* h = hold_under(d.books, asked.hold)) told.agent = h->agent;
  return told;
}

// R6.5: why there is nothing to capture or void under that key, if there is a reason.
std::optional<outcome> refusal_of(const hold* h) {
  if (!h) return outcome::unknown_hold;
  return h->ended_as;
}

// An amount that was named, not priced.
std::optional<priced> named(std::optional<credits> amount) {
  if (!amount) return std::nullopt;
  return priced{.cost = *amount};
}

// R6.1, R7.2: how much is to be held. What is only held does not count as used of the meter.
std::optional<priced> asked_for(const desk& d, const tariff& by, const hold_command& asked) {
  if (!asked.quantity) return named(round_used(asked.amount, d.rules()));
  return price_of(d, by, {asked.meter, *asked.quantity, asked.times, asked.value});
}

// R6.1, R6.2, R7.2: how much is to be captured, at the price of when it was held.
std::optional<priced> asked_for(const desk& d, const hold& h, const tariff& by,
                                const capture_command& asked) {
  if (const auto* amount = std::get_if<credits>(&asked.amount)) return named(round_used(*amount, d.rules()));
  if (const auto* metered = std::get_if<metered_quantity>(&asked.amount)) return price_of(d, by, *metered);
  return named(amount_of(h));
}

// R6.1: the credit is reserved; the balance stays as it is.
void place(desk& d, const hold_event& held) {
  books& b = d.books;
  hold placed{.number = ++b.last_hold,
              .key = held.key,
              .agent = held.agent,
              .user = held.user,
              .group = held.group,
              .meter = held.meter,
              .runs_out = held.runs_out,
              .placed = d.now};
  for (const slice& s : held.slices) {
    lot& from = open_lot(b, s.lot);
    ensure(from.available() >= s.amount, "R6.1: only credit that is available is reserved");
    from.held += s.amount;
    placed.slices.push_back({s.lot, s.amount, from.generation});
  }
  if (held.agent != no_agent) b.agents[held.agent].held += held.amount;
  b.run_outs.insert({placed.runs_out, placed.number});
  b.hold_by_key.emplace(placed.key, placed.number);
  b.holds.emplace(placed.number, std::move(placed));
}

// R6.2: takes so much of the hold, in the order in which it was reserved.
std::vector<slice> take_of(desk& d, hold& h, credits amount) {
  std::vector<slice> taken;
  credits missing = amount;
  for (reserved& r : h.slices) {
    const credits given = std::min(missing, r.amount);
    if (given.is_zero()) continue;
    missing -= given;
    r.amount -= given;
    lot& from = open_lot(d.books, r.lot);
    move_deferred(d, from, from.left, from.left - given, money_account::usage_revenue);
    from.held -= given;
    from.left -= given;
    from.used += given;
    d.books.history.push_back({movement::what::used, r.lot, h.agent, given});
    taken.push_back({r.lot, given});
  }
  ensure(missing.is_zero(), "R6.2: a capture takes no more than the hold has");
  std::erase_if(h.slices, [](const reserved& r) { return r.amount.is_zero(); });
  drop_finished_lots(d.books);
  if (h.agent != no_agent) {
    d.books.agents[h.agent].held -= amount;
    d.books.agents[h.agent].spent += amount;
  }
  return taken;
}

// R6.2: the capture of no more than is held; answers what the hold gave back.
void capture(desk& d, hold& h, capture_event told, bool keep_rest) {
  told.slices = take_of(d, h, told.amount);
  note_debit(d, told.key, {d.now, told.agent, told.user, told.group, told.meter, told.slices});
  told.open = keep_rest && !amount_of(h).is_zero();
  if (!told.open) told.released = end_hold(d, h, outcome::already_captured);
  told.balance = figures_of(d.books).balance();
  d.tell(std::move(told));
}

}  // namespace

outcome work_hold(desk& d, const effect_key& key, const hold_command& asked) {
  ensure(asked.agent == no_agent || asked.agent < d.books.agents.size(),
         "R5.1: a hold names an agent of the account");
  ensure(asked.meter < d.sold().meters.size() || (asked.meter == no_meter && !asked.quantity),
         "R6.1: a hold by quantity names a meter of the catalog");
  ensure(asked.amount >= credits{} && asked.quantity.value_or(0) >= 0, "R6.1: an amount is never negative");
  hold_event told = about(d, key, asked);
  const tariff by = tariff_of_hold(d, d.now);
  const std::optional<priced> wanted = asked_for(d, by, asked);
  decision decided{.result = outcome::amount_out_of_range};
  if (wanted) decided = decide_hold(d, {wanted->cost, told.agent, told.meter, told.user, by.terms});
  note_refusal(d, told.agent, decided.result);
  told.result = decided.result;
  told.amount = wanted ? wanted->cost : credits{};
  if (told.result == outcome::held) {
    const span_of_time lives = asked.ttl.value_or(span_of_time{d.rules().hold_ttl});
    told.runs_out = add(d.now, lives, d.zone(), d.rules().month_end_rule);
    told.slices.assign(decided.slices.begin(), decided.slices.end());
    place(d, told);
  }
  d.tell(told);
  return told.result;
}

outcome work_capture(desk& d, const effect_key& key, const capture_command& asked) {
  capture_event told = about(d, key, asked);
  const auto refuse = [&](outcome why) {
    told.result = why;
    d.tell(told);
    return why;
  };
  hold* h = hold_under(d.books, asked.hold);
  if (const auto refusal = refusal_of(h)) return refuse(*refusal);
  const tariff by = tariff_of_hold(d, h->placed);
  const std::optional<priced> wanted = asked_for(d, *h, by, asked);
  if (!wanted) return refuse(outcome::amount_out_of_range);
  const credits amount = wanted->cost;
  ensure(amount >= credits{}, "R6.2: an amount is never negative");
  const credits held = amount_of(*h);
  const bool passes_hold = amount > held;
  if (passes_hold && d.rules().capture_overrun == overrun::refuse) {
    told.amount = amount;
    return refuse(outcome::exceeds_hold);
  }
  told.amount = std::min(amount, held);
  count_billed(d, by, told.meter, wanted->billed);
  capture(d, *h, told, asked.keep_rest && !passes_hold);
  if (!passes_hold) return outcome::captured;
  const debit excess{amount - held, told.agent, told.meter, told.user, by.terms};
  work_overrun(d, key, excess, told.group, by.version);
  return outcome::captured;
}

void forget_drawn_hold(books& b, const effect_key& key) {
  if (key.from != effect_key::space::agent) return;
  const hold* h = hold_under(b, key);
  if (h == nullptr || !h->ended_as) return;
  b.holds.erase(h->number);
  b.hold_by_key.erase(key);
}

outcome work_void(desk& d, const effect_key& key, const void_command& asked) {
  hold* h = hold_under(d.books, asked.hold);
  if (const auto refusal = refusal_of(h)) {
    release_event told = about(d, key, asked);
    told.result = *refusal;
    d.tell(told);
    return told.result;
  }
  void_hold(d, key, *h);
  return outcome::voided;
}

void void_hold(desk& d, const effect_key& key, hold& h) {
  release_event told = about(d, key, void_command{h.key});
  told.amount = amount_of(h);
  told.released = end_hold(d, h, outcome::already_voided);
  told.balance = figures_of(d.books).balance();
  d.tell(told);
}

void tell_again(desk& d, const effect_key& key, const hold_command& asked, outcome result, bool repeated) {
  hold_event told = about(d, key, asked);
  told.result = result;
  told.repeated = repeated;
  d.tell(told);
}

void tell_again(desk& d, const effect_key& key, const capture_command& asked, outcome result, bool repeated) {
  capture_event told = about(d, key, asked);
  told.result = result;
  told.repeated = repeated;
  d.tell(told);
}

void tell_again(desk& d, const effect_key& key, const void_command& asked, outcome result, bool repeated) {
  release_event told = about(d, key, asked);
  told.result = result;
  told.repeated = repeated;
  d.tell(told);
}

void run_out_holds(desk& d) {
  std::set<due_hold>& due = d.books.run_outs;
  while (!due.empty() && due.begin()->first <= d.now) {
    hold& h = d.books.holds.at(due.begin()->second);
    release_event told;
    told.key = h.key;
    told.hold = h.key;
    told.agent = h.agent;
    told.ran_out = true;
    told.amount = amount_of(h);
    told.released = end_hold(d, h, outcome::already_ran_out);
    told.balance = figures_of(d.books).balance();
    d.tell(told);
    stop_where_only_paid_is_left(d.books);
  }
}

credits amount_of(const hold& h) {
  credits sum;
  for (const reserved& r : h.slices) sum += r.amount;
  return sum;
}

}  // namespace drawdown::reference
