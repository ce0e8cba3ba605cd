// What one account owes: each debt by itself, because lots pay the oldest first, and only debt of usage that
// they could have paid (R4.5, R4.6).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/lots/lot.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/rarely.hpp"
#include "engine/world/names.hpp"

namespace drawdown {

// The part of a debit that no credit covered, or what was used of a payment that was charged back (R9.6).
struct debt {
  debt_id id = 0;
  effect_key key;  // of the debit
  agent_index agent = no_agent;
  purpose of;            // of the usage
  bool of_usage = true;  // else of a correction or a chargeback: no restricted lot pays it
  credits owed;
  payment_id charged_back = 0;  // the payment; 0: the debt is of no chargeback

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.id, self.key, self.agent, self.of, self.of_usage, self.owed, self.charged_back);
  }
};

class debt_book {
 public:
  // Adds a debt, with the next id. Returns the id.
  debt_id add(debt made);

  // The id of the latest debt; 0: none was made.
  debt_id latest() const { return in_->made; }

  // All that is owed (R3.12), and the part of it that is of chargebacks (R9.6).
  credits total() const { return in_->total; }
  credits of_chargebacks() const { return in_->of_chargebacks; }

  // Open debts, oldest first.
  const std::vector<debt>& open() const { return in_->open; }

  // So much of the debt at that position of `open` was paid. One that is paid whole leaves with
  // `forget_paid`.
  void pay(std::size_t position, credits amount);
  void forget_paid();

  // What is still owed of a debt.
  credits open_of(debt_id id) const;
  // So much of a debt, at most what is owed of it, is owed no more.
  void lower(debt_id id, credits amount);

  // Ends all debt (R3.10). Returns how much it was.
  credits drop();

  // Hands all fields of the book to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const {
    archive(in_->made, in_->total, in_->of_chargebacks, static_cast<std::uint64_t>(in_->open.size()));
    for (const debt& d : in_->open)
      archive(d.id, d.key.from, d.key.owner, d.key.number, d.agent, d.of.meter, d.of.user, d.of_usage, d.owed,
              d.charged_back);
  }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.in_);
  }

 private:
  struct contents {
    std::vector<debt> open;
    credits total;
    credits of_chargebacks;
    debt_id made = 0;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.open, self.total, self.of_chargebacks, self.made);
    }
  };

  rarely<contents> in_;  // most accounts never owe anything
};

}  // namespace drawdown
