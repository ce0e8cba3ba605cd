#include "engine/invariants/debt_accounts.hpp"

#include <utility>

#include "engine/invariants/burn_law.hpp"

namespace drawdown::invariants {

finding debt_accounts::make(debt_account made) {
  if (made.owed < credits{}) return broken("R4.5", "debt of {} was made", text_of(made.owed));
  if (made.owed.is_zero()) return std::nullopt;
  const credits bounded = owed_ - owed_for_chargebacks_;
  if (made.charged_back == 0 && rules_->overdraft && made.owed > *rules_->overdraft - bounded)
    return broken("R14.6", "debt of {} was made beside {}, the overdraft is {}", text_of(made.owed),
                  text_of(bounded), text_of(*rules_->overdraft));
  owed_ += made.owed;
  if (made.charged_back != 0) owed_for_chargebacks_ += made.owed;
  made.id = ++made_;
  open_.emplace(made.id, std::move(made));
  return std::nullopt;
}

bool debt_accounts::may_pay(const lot_account& lot, const debt_account& debt) const {
  if (!lot.is_alive() || !rules_->debt_paid_by.at(static_cast<std::size_t>(lot.terms.kind))) return false;
  if (lot.terms.only.is_none()) return true;
  return debt.of_usage && admits(lot.terms.only, debt.meter, debt.user);
}

finding debt_accounts::pay(const debt_paid_event& e, lot_accounts& lots) {
  const auto found = open_.find(e.debt);
  if (found == open_.end()) return broken("R4.5", "debt {} was paid and is not open", e.debt);
  debt_account& debt = found->second;
  if (debt.key != e.key || debt.agent != e.agent)
    return broken("R4.5", "debt {} is said to be of another debit", e.debt);
  if (auto wrong = lots.check_order(
          e.slices, [&](const lot_account& lot) { return may_pay(lot, debt); },
          [](lot_kind, lot_kind) { return true; }))
    return wrong;
  credits paid;
  for (const slice& s : e.slices) {
    for (const auto& [id, older] : open_)
      if (id < e.debt && may_pay(*lots.find(s.lot), older))
        return broken("R4.5", "lot {} paid debt {} before the older debt {}", s.lot, e.debt, id);
    if (auto wrong = lots.use(s)) return wrong;
    paid += s.amount;
  }
  if (paid != e.amount || paid.is_zero() || paid > debt.owed)
    return broken("R4.5", "of debt {} {} were owed, lots paid {}, it is said {}", e.debt, text_of(debt.owed),
                  text_of(paid), text_of(e.amount));
  lower(e.debt, paid);
  if (e.owed != owed_)
    return broken("R14.2", "{} are said to be owed, it is {}", text_of(e.owed), text_of(owed_));
  return std::nullopt;
}

void debt_accounts::lower(debt_id id, credits amount) {
  const auto found = open_.find(id);
  if (found == open_.end()) return;
  debt_account& debt = found->second;
  debt.owed -= amount;
  owed_ -= amount;
  if (debt.charged_back != 0) {
    owed_for_chargebacks_ -= amount;
    paid_[id] += amount;
  }
  if (debt.owed.is_zero()) open_.erase(found);
}

credits debt_accounts::paid_of(debt_id id) const {
  const auto found = paid_.find(id);
  return found == paid_.end() ? credits{} : found->second;
}

credits debt_accounts::owed_of(debt_id id) const {
  const auto found = open_.find(id);
  return found == open_.end() ? credits{} : found->second.owed;
}

credits debt_accounts::owed_of(const std::vector<debt_id>& debts) const {
  credits sum;
  for (const debt_id id : debts) sum += owed_of(id);
  return sum;
}

finding debt_accounts::drop(const debt_dropped_event& e) {
  if (rules_->preserve_overage) return broken("R3.10", "debt was dropped that is to be kept");
  if (e.amount != owed_ || owed_.is_zero())
    return broken("R3.10", "{} of debt were dropped, {} were owed", text_of(e.amount), text_of(owed_));
  dropped_ += e.amount;
  owed_ = owed_for_chargebacks_ = credits{};
  open_.clear();
  return std::nullopt;
}

finding debt_accounts::check_settled(const lot_accounts& lots) const {
  if (open_.empty()) return std::nullopt;
  finding wrong;
  lots.each([&](const lot_account& lot) {
    if (wrong || lot.available().is_zero()) return;
    for (const auto& [id, debt] : open_) {
      if (!may_pay(lot, debt)) continue;
      wrong = broken("R14.6", "{} of debt {} are owed while lot {}, which may pay it, has {} available",
                     text_of(debt.owed), id, lot.terms.lot, text_of(lot.available()));
      return;
    }
  });
  return wrong;
}

}  // namespace drawdown::invariants
