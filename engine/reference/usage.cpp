#include "engine/reference/usage.hpp"

#include <utility>

#include "engine/reference/divisible.hpp"
#include "engine/reference/keys.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/prices.hpp"
#include "engine/reference/refunds.hpp"

namespace drawdown::reference {
namespace {

// What is told of a usage in any case, whatever becomes of it.
usage_event& about(desk& d, const usage& used, const tariff& by) {
  usage_event& told = d.begin_usage();
  told.key = used.key;
  told.agent = used.agent;
  told.meter = used.meter;
  told.quantity = used.quantity;
  told.user = user_of(d, used.user, used.agent);
  told.group = used.group;
  told.times = used.times;
  told.value = used.value;
  told.occurred_at = used.occurred_at;
  told.version = by.version;
  return told;
}

// R4.3: what makes it the same as another of the same key.
usage_content content_of(const usage& used) {
  return {used.agent, used.meter, used.value, used.quantity, used.times, used.occurred_at};
}

// R2.5: whether it occurred longer ago than late usage may.
bool is_too_late(const desk& d, const usage& used) {
  return !used.occurred_at.is_never() && d.now - used.occurred_at > d.rules().late_usage_grace;
}

// What is charged of a usage, and what is decided on it.
struct verdict_on_usage {
  priced price;
  decision decided;
  std::int64_t uncharged = 0;
};

bool is_short(outcome o) {
  return o == outcome::limit_reached || o == outcome::plan_exhausted || o == outcome::insufficient_credit;
}

// R4.1: of a divisible meter as much is charged as is covered. Where nothing is, it goes as for any meter.
verdict_on_usage decide_on(const desk& d, const tariff& by, const metered_quantity& used, const priced& price,
                           const debit& whole) {
  if (by.terms->meters[used.meter].divisible && is_short(decide_all_or_nothing(d, whole).result)) {
    if (auto part = largest_covered_part(d, by, used, whole))
      return {part->price, std::move(part->decided), used.quantity - part->quantity};
  }
  return {price, decide_debit(d, whole), 0};
}

// R4.7: the checks of a first arrival in their order, and what comes of it.
verdict_on_usage judge(const desk& d, const usage& used, const tariff& by, debit& wanted) {
  if (is_too_late(d, used)) return {{}, {.result = outcome::too_late}, 0};
  const metered_quantity quantity{used.meter, used.quantity, used.times, used.value};
  const std::optional<priced> price = price_of(d, by, quantity);
  if (!price) return {{}, {.result = outcome::amount_out_of_range}, 0};
  wanted.cost = price->cost;
  verdict_on_usage found = decide_on(d, by, quantity, *price, wanted);
  wanted.cost = found.price.cost;
  return found;
}

// R4.7: what is told once it is decided and carried out.
void tell_decided(desk& d, usage_event& told, const decision& decided, credits amount) {
  told.result = decided.result;
  told.amount = amount;
  told.balance = figures_of(d.books).balance();
  told.slices.assign(decided.slices.begin(), decided.slices.end());
  told.debt = decided.debt;
  told.forgiven = decided.forgiven;
  told.invoiced = decided.invoiced;
  d.tell_usage();
}

// A first arrival: priced, decided, carried out, remembered.
outcome work_first_arrival(desk& d, const usage& used, const tariff& by, usage_event& told) {
  debit wanted{credits{}, used.agent, used.meter, told.user, by.terms};
  const verdict_on_usage found = judge(d, used, by, wanted);
  const left_open open = carry_out(d, used.key, wanted, found.decided);
  const outcome result = found.decided.result;
  if (result == outcome::charged) {
    count_billed(d, by, used.meter, found.price.billed);
    if (is_asked_back(d, used.key))
      note_debit(d, used.key,
                 {d.now,
                  used.agent,
                  told.user,
                  used.group,
                  used.meter,
                  {found.decided.slices.begin(), found.decided.slices.end()},
                  open.debt,
                  open.overage});
  }
  told.uncharged = found.uncharged;
  remember_usage(d, used.key, {content_of(used), wanted.cost, found.uncharged, by.version, result});
  tell_decided(d, told, found.decided, wanted.cost);
  return result;
}

}  // namespace

outcome work_usage(desk& d, const usage& used) {
  ensure(used.quantity >= 0, "R4.2: a quantity is never negative");
  ensure(used.meter < d.sold().meters.size(), "R7.1: usage names a meter of the catalog");
  ensure(used.agent == no_agent || used.agent < d.books.agents.size(),
         "R5.1: usage names an agent of the account");
  ensure(used.occurred_at.is_never() || used.occurred_at <= d.now,
         "R2.5: nothing arrives before it occurred");
  const tariff by = tariff_of(d, used.occurred_at);
  usage_event& told = about(d, used, by);
  const auto before = recall_usage(d, used.key, content_of(used));
  using memory = decltype(before)::state;
  if (before.is == memory::is_new) return work_first_arrival(d, used, by, told);
  told.result = outcome::idempotency_conflict;
  if (before.is == memory::same) {
    told.repeated = true;
    told.result = before.first->result;
    told.amount = before.first->amount;
    told.version = before.first->version;
    told.uncharged = before.first->uncharged;
  }
  told.balance = figures_of(d.books).balance();
  d.tell_usage();
  return told.result;
}

void work_overrun(desk& d, const effect_key& capture, const debit& excess, group_index group,
                  std::uint16_t version) {
  const decision decided = decide_debit(d, excess);
  const left_open open = carry_out(d, capture, excess, decided);
  if (decided.result == outcome::charged) add_to_debit(d, capture, decided.slices, open);
  usage_event& told = d.begin_usage();
  told.key = capture;
  told.agent = excess.agent;
  told.meter = excess.meter;
  told.user = excess.user;
  told.group = group;
  told.version = version;
  tell_decided(d, told, decided, excess.cost);
}

}  // namespace drawdown::reference
