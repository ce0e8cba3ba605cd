// Debt as the events of an account tell of it (R4.5, R4.6): who made how much of it, and which lots may pay
// it.
#pragma once

#include <map>
#include <vector>

#include "engine/invariants/breach.hpp"
#include "engine/invariants/lot_accounts.hpp"

namespace drawdown::invariants {

// What is still owed for one debit.
struct debt_account {
  debt_id id = 0;
  effect_key key;
  agent_index agent = no_agent;
  bool of_usage = true;         // else of an adjustment or a chargeback
  payment_id charged_back = 0;  // the payment (R9.6); 0: none
  meter_index meter = no_meter;
  user_index user = no_user;
  credits owed;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.id, self.key, self.agent, self.of_usage, self.charged_back, self.meter, self.user,
            self.owed);
  }
};

class debt_accounts {
 public:
  explicit debt_accounts(const settings& rules) : rules_(&rules) {}

  // R4.5, R14.6: a debit made debt, within the overdraft. Its number follows that of the one before.
  finding make(debt_account made);
  // R4.5, R4.6: lots paid; `lots` are told. The oldest debt that a lot may pay comes first.
  finding pay(const debt_paid_event& e, lot_accounts& lots);
  // R3.10: all of it.
  finding drop(const debt_dropped_event& e);
  // R9.6, R9.7: so much of a debt is owed no more.
  void lower(debt_id id, credits amount);
  // How much of the debt of a chargeback was paid, by lots or by refunds.
  credits paid_of(debt_id id) const;

  // R14.6: while there is debt, no credit is available that may pay it.
  finding check_settled(const lot_accounts& lots) const;

  bool may_pay(const lot_account& lot, const debt_account& debt) const;
  credits owed() const { return owed_; }
  // What is owed of one debt, and of all these.
  credits owed_of(debt_id id) const;
  credits owed_of(const std::vector<debt_id>& debts) const;
  // The number of the debt that was made last.
  debt_id last() const { return made_; }
  // Whether debt of a chargeback is not paid (R9.6).
  bool is_suspended() const { return !owed_for_chargebacks_.is_zero(); }
  credits dropped() const { return dropped_; }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.open_, self.paid_, self.made_, self.owed_, self.owed_for_chargebacks_, self.dropped_);
  }

 private:
  const settings* rules_;
  std::map<debt_id, debt_account> open_;
  std::map<debt_id, credits> paid_;  // of chargebacks
  debt_id made_ = 0;
  credits owed_, owed_for_chargebacks_, dropped_;
};

}  // namespace drawdown::invariants
