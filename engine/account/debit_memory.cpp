#include "engine/account/debit_memory.hpp"

#include <algorithm>

namespace drawdown {

credits remembered_debit::taken() const {
  credits sum;
  for (const slice& s : slices) sum += s.amount;
  return sum;
}

debit_memory::debit_memory(const account_spec& of) {
  for (const auto& step : of.commands)
    if (const auto* refund = std::get_if<refund_command>(&step->body))
      named_.push_back({refund->debit, std::nullopt});
  std::sort(named_.begin(), named_.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  const auto same = [](const auto& a, const auto& b) { return a.key == b.key; };
  named_.erase(std::unique(named_.begin(), named_.end(), same), named_.end());
}

debit_memory::named_debit* debit_memory::find_named(const effect_key& key) {
  const auto before = [](const named_debit& n, const effect_key& k) { return n.key < k; };
  const auto found = std::lower_bound(named_.begin(), named_.end(), key, before);
  return found == named_.end() || found->key != key ? nullptr : &*found;
}

bool debit_memory::is_named(const effect_key& key) const {
  const auto before = [](const named_debit& n, const effect_key& k) { return n.key < k; };
  const auto found = std::lower_bound(named_.begin(), named_.end(), key, before);
  return found != named_.end() && found->key == key;
}

remembered_debit* debit_memory::find(const effect_key& key) {
  named_debit* const named = find_named(key);
  return named == nullptr || !named->debit ? nullptr : &*named->debit;
}

void debit_memory::note_charged(const effect_key& key, const remembered_debit& charged) {
  named_debit* const named = find_named(key);
  if (named == nullptr) return;
  if (!named->debit || named->debit->at != charged.at) {
    named->debit = charged;
    return;
  }
  named->debit->slices.insert(named->debit->slices.end(), charged.slices.begin(), charged.slices.end());
  if (charged.debt != 0) named->debit->debt = charged.debt;
  named->debit->invoiced += charged.invoiced;
}

void debit_memory::note_billed(payment_id in) {
  for (named_debit& named : named_)
    if (named.debit && named.debit->billed_in == 0 && !named.debit->invoiced.is_zero())
      named.debit->billed_in = in;
}

void debit_memory::note_not_billed(payment_id in) {
  for (named_debit& named : named_)
    if (named.debit && named.debit->billed_in == in) named.debit->billed_in = 0;
}

void debit_memory::note_paid(debt_id debt, const std::vector<slice>& slices) {
  for (named_debit& named : named_)
    if (named.debit && named.debit->debt == debt)
      named.debit->slices.insert(named.debit->slices.end(), slices.begin(), slices.end());
}

}  // namespace drawdown
