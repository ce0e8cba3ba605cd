#include "engine/invariants/debit_accounts.hpp"

#include <algorithm>

namespace drawdown::invariants {
namespace {

template <class Event>
debit_account debit_of(instant at, const Event& e) {
  return {.at = at,
          .agent = e.agent,
          .user = e.user,
          .group = e.group,
          .meter = e.meter,
          .slices = e.slices,
          .debts = {}};
}

}  // namespace

debit_accounts::debit_accounts(const account_spec& spec) {
  for (const auto& step : spec.commands)
    if (const auto* refund = std::get_if<refund_command>(&step->body)) kept_[refund->debit];
}

debit_account* debit_accounts::find(const effect_key& key) {
  const auto found = kept_.find(key);
  return found == kept_.end() || !found->second ? nullptr : &*found->second;
}

void debit_accounts::charge(instant at, const usage_event& e, debt_id debt, bool behind_capture) {
  const auto found = kept_.find(e.key);
  if (found == kept_.end()) return;
  auto& kept = found->second;
  if (behind_capture && kept)
    kept->slices.insert(kept->slices.end(), e.slices.begin(), e.slices.end());
  else
    kept = debit_of(at, e);
  if (debt != 0) kept->debts.push_back(debt);
  kept->invoiced = e.invoiced;
}

void debit_accounts::bill(payment_id in) {
  for (auto& [key, kept] : kept_)
    if (kept && !kept->unbilled().is_zero()) kept->billed_in = in;
}

void debit_accounts::take_back(payment_id from) {
  for (auto& [key, kept] : kept_)
    if (kept && kept->billed_in == from) kept->billed_in = 0;
}

void debit_accounts::charge(instant at, const capture_event& e) {
  if (const auto found = kept_.find(e.key); found != kept_.end()) found->second = debit_of(at, e);
}

void debit_accounts::pay(const debt_paid_event& e) {
  debit_account* const debit = find(e.key);
  if (debit == nullptr || std::ranges::find(debit->debts, e.debt) == debit->debts.end()) return;
  debit->slices.insert(debit->slices.end(), e.slices.begin(), e.slices.end());
}

}  // namespace drawdown::invariants
