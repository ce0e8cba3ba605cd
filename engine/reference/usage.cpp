#include "engine/reference/usage.hpp"

#include <utility>

#include "engine/reference/keys.hpp"
#include "engine/reference/lots.hpp"
#include "engine/reference/prices.hpp"

namespace drawdown::reference {
namespace {

// What is told of a usage in any case, whatever becomes of it.
usage_event about(const desk& d, const usage& used) {
  usage_event told;
  told.key = used.key;
  told.agent = used.agent;
  told.meter = used.meter;
  told.quantity = used.quantity;
  told.user = user_of(d, used.user, used.agent);
  told.group = used.group;
  told.times = used.times;
  told.value = used.value;
  return told;
}

// R4.3: what makes it the same as another of the same key.
usage_content content_of(const usage& used) {
  return {used.agent, used.meter, used.quantity, used.times, used.value};
}

// R4.7: what is told once it is decided and carried out.
void tell_decided(desk& d, usage_event told, decision decided, credits amount) {
  told.result = decided.result;
  told.amount = amount;
  told.balance = figures_of(d.books).balance();
  told.slices = std::move(decided.slices);
  told.debt = decided.debt;
  told.forgiven = decided.forgiven;
  d.tell(std::move(told));
}

// A first arrival: priced, decided, carried out, remembered.
outcome work_first_arrival(desk& d, const usage& used, const usage_event& told) {
  const std::optional<priced> price = price_of(d, {used.meter, used.quantity, used.times, used.value});
  const debit wanted{price ? price->cost : credits{}, used.agent, used.meter, told.user};
  decision decided = price ? decide_debit(d, wanted) : decision{.result = outcome::amount_out_of_range};
  carry_out(d, used.key, wanted, decided);
  const outcome result = decided.result;
  if (result == outcome::charged) count_billed(d, used.meter, price->billed);
  remember_usage(d, used.key, {content_of(used), result, wanted.cost});
  tell_decided(d, told, std::move(decided), wanted.cost);
  return result;
}

}  // namespace

outcome work_usage(desk& d, const usage& used) {
  ensure(used.quantity >= 0, "R4.2: a quantity is never negative");
  ensure(used.meter < d.in.catalog.meters.size(), "R7.1: usage names a meter of the catalog");
  ensure(used.agent == no_agent || used.agent < d.books.agents.size(),
         "R5.1: usage names an agent of the account");
  usage_event told = about(d, used);
  const auto before = recall_usage(d, used.key, content_of(used));
  using memory = decltype(before)::state;
  if (before.is == memory::is_new) return work_first_arrival(d, used, told);
  told.repeated = before.is == memory::same;
  told.result = told.repeated ? before.first->result : outcome::idempotency_conflict;
  told.amount = told.repeated ? before.first->amount : credits{};
  told.balance = figures_of(d.books).balance();
  const outcome result = told.result;
  d.tell(std::move(told));
  return result;
}

void work_overrun(desk& d, const effect_key& capture, const debit& excess, group_index group) {
  decision decided = decide_debit(d, excess);
  carry_out(d, capture, excess, decided);
  usage_event told;
  told.key = capture;
  told.agent = excess.agent;
  told.meter = excess.meter;
  told.user = excess.user;
  told.group = group;
  tell_decided(d, std::move(told), std::move(decided), excess.cost);
}

}  // namespace drawdown::reference
