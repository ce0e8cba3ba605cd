// Debits that may be refunded as the events of an account tell of them (R9.7): which lots paid how much of
// each, and what of it is still owed.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "engine/invariants/breach.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"

namespace drawdown::invariants {

// A usage that was charged, or a capture with the debit of what it left; less what was refunded.
struct debit_account {
  instant at;
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;
  std::vector<slice> slices;  // in the order in which lots paid, debt payments too
  std::vector<debt_id> debts;
  credits invoiced{};        // not refunded (R4.5)
  payment_id billed_in = 0;  // 0: it is not billed

  credits unbilled() const { return billed_in == 0 ? invoiced : credits{}; }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.at, self.agent, self.user, self.group, self.meter, self.slices, self.debts, self.invoiced,
            self.billed_in);
  }
};

// Only debits that a step of the account asks to refund are kept.
class debit_accounts {
 public:
  explicit debit_accounts(const account_spec& spec);

  // The latest debit under that key, or null.
  debit_account* find(const effect_key& key);

  // Credit was charged under a key, and made that debt (0: none). Behind a capture it is a part of the same
  // debit, else it takes the place of an earlier one.
  void charge(instant at, const usage_event& e, debt_id debt, bool behind_capture);
  void charge(instant at, const capture_event& e);
  // What was not billed is billed in that payment, or not any more (R4.5).
  void bill(payment_id in);
  void take_back(payment_id from);
  // Lots paid debt, as if they had paid when it was made (R4.5).
  void pay(const debt_paid_event& e);

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.kept_);
  }

 private:
  std::map<effect_key, std::optional<debit_account>> kept_;  // nothing where none was made yet
};

}  // namespace drawdown::invariants
