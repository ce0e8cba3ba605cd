// Usage beyond the credit as the events of an account tell of it (R4.5): what is to be paid in money, and in
// which payment what of it is billed.
#pragma once

#include <map>
#include <vector>

#include "engine/catalog/catalog.hpp"
#include "engine/invariants/breach.hpp"
#include "engine/units/rounding.hpp"
#include "engine/world/event.hpp"

namespace drawdown::invariants {

class overage_account {
 public:
  // So much was invoiced; or, below zero, is not to be paid after all (R9.7).
  void add(credits amount);
  // All that was not billed is billed.
  finding bill(const overage_event& e);
  // The payment in which it is billed is told of next.
  finding check_followed(const event& next);
  // A payment was made. One for overage alone costs what is billed in it by the price in force; one for a
  // cycle leaves nothing that is not billed, where that has a price.
  finding check_made(payment_id payment, payment_for of, money price, const catalog& sold,
                     rounding mode) const;

  // The payment succeeded; false where nothing is billed in it, or not any more.
  bool settle(payment_id payment) { return billed_.erase(payment) != 0; }
  // The payment will not succeed any more, and what is billed in it is not billed.
  void take_back(payment_id payment);
  // So it is with all payments for cycles where the subscription ends. Returns which.
  std::vector<payment_id> take_back_cycles();

  credits unbilled() const { return unbilled_; }
  // All that was ever invoiced, less what was refunded.
  credits invoiced() const { return invoiced_; }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.unbilled_, self.invoiced_, self.billed_, self.to_follow_, self.to_follow_key_);
  }

 private:
  struct billed {
    credits amount;
    bool is_of_cycle = false;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.amount, self.is_of_cycle);
    }
  };

  credits unbilled_, invoiced_;
  std::map<payment_id, billed> billed_;
  payment_id to_follow_ = 0;
  effect_key to_follow_key_;
};

}  // namespace drawdown::invariants
