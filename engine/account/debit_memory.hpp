// The debits that a refund may name: what of which lots they took, also later through debt, and what of that
// was not given back yet (R9.7).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/world/event.hpp"
#include "engine/world/names.hpp"
#include "engine/world/stimuli.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

// A charged usage, or a capture with what was captured beyond its hold.
struct remembered_debit {
  instant at;
  agent_index agent = no_agent;
  user_index user = no_user;
  group_index group = no_group;
  meter_index meter = no_meter;
  std::vector<slice> slices;  // not given back yet, in the order of taking
  debt_id debt = 0;           // 0: it made none
  credits invoiced{};         // not given back yet (R4.5)
  payment_id billed_in = 0;   // that payment has no outcome, or succeeded; 0: it is not billed

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.at, self.agent, self.user, self.group, self.meter, self.slices, self.debt, self.invoiced,
            self.billed_in);
  }

  // What of it is to be paid in money, and not billed.
  credits unbilled() const { return billed_in == 0 ? invoiced : credits{}; }
  // What is left of its slices.
  credits taken() const;
};

// Remembers the debits whose keys some refund of the account names, and no others: an account without refunds
// pays nothing for it.
class debit_memory {
 public:
  explicit debit_memory(const account_spec& of);

  bool is_empty() const { return named_.empty(); }

  // Whether some refund names that key.
  bool names(const effect_key& key) const { return !named_.empty() && is_named(key); }

  // The debit that was charged under that key, or null. The latest one, where the key came again after its
  // window.
  remembered_debit* find(const effect_key& key);

  // Something was charged under a key. What was captured beyond a hold comes at the instant of its capture,
  // and is one debit with it.
  void note_charged(const effect_key& key, const remembered_debit& charged);

  // Lots paid a debt: as if they had paid when it was made (R4.5).
  void note_paid(debt_id debt, const std::vector<slice>& slices);

  // All that is not billed went into a payment; what had gone into one is not billed again.
  void note_billed(payment_id in);
  void note_not_billed(payment_id in);

  // Hands all fields to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const {
    for (const named_debit& n : named_) {
      archive(n.debit.has_value());
      if (!n.debit) continue;
      archive(n.debit->at, n.debit->agent, n.debit->user, n.debit->group, n.debit->meter, n.debit->debt,
              n.debit->invoiced, n.debit->billed_in);
      for (const slice& s : n.debit->slices) archive(s.lot, s.amount);
    }
  }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.named_);
  }

 private:
  struct named_debit {
    effect_key key;
    std::optional<remembered_debit> debit;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.key, self.debit);
    }
  };
  bool is_named(const effect_key& key) const;
  named_debit* find_named(const effect_key& key);

  std::vector<named_debit> named_;  // by key, ascending
};

}  // namespace drawdown
