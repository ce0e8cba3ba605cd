// Usage beyond the credit that is paid in money (R4.5): what was not billed yet, and what the payments are
// for that have no outcome.
#pragma once

#include <cstdint>
#include <map>

#include "engine/units/credits.hpp"
#include "engine/units/rarely.hpp"
#include "engine/world/names.hpp"

namespace drawdown {

class overage_book {
 public:
  // What no payment is for: the sum of all that was invoiced since it was billed, or came back.
  credits unbilled() const { return in_->unbilled; }

  // So much was invoiced. The caller has seen that there is room (R1.6).
  void add(credits amount) {
    if (!amount.is_zero()) in_.edit().unbilled += amount;
  }
  // So much of what is not billed is not to be paid any more (R9.7).
  void lower(credits amount) {
    if (!amount.is_zero()) in_.edit().unbilled -= amount;
  }

  // All that is not billed is in the price of that payment. Returns how much that is.
  credits bill(payment_id in);
  // The payment will not succeed any more: what it was for is not billed. False where it was for nothing.
  bool take_back(payment_id from);
  // The payment succeeded. False where it was for nothing, or that was taken back.
  bool settle(payment_id paid) { return !in_.is_untouched() && in_.edit().billed.erase(paid) != 0; }

  // The key of the next payment that is for nothing else.
  effect_key next_key() { return {effect_key::space::overage, 0, ++in_.edit().payments}; }

  // Hands all fields to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const {
    archive(in_->unbilled, in_->payments);
    for (const auto& [payment, amount] : in_->billed) archive(payment, amount);
  }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.in_);
  }

 private:
  struct contents {
    credits unbilled;
    std::map<payment_id, credits> billed;
    std::uint64_t payments = 0;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.unbilled, self.billed, self.payments);
    }
  };

  rarely<contents> in_;  // few accounts are invoiced for usage
};

}  // namespace drawdown
