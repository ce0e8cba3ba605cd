// What one account owes: each debt by itself, because lots pay the oldest first, and only debt of usage that
// they could have paid (R4.5, R4.6).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/lots/lot.hpp"
#include "engine/units/credits.hpp"
#include "engine/world/names.hpp"

namespace drawdown {

// The part of a debit that no credit covered.
struct debt {
  debt_id id = 0;
  effect_key key;  // of the debit
  agent_index agent = no_agent;
  purpose of;            // of the usage
  bool of_usage = true;  // else of a correction: no restricted lot pays it
  credits owed;
};

class debt_book {
 public:
  // Adds a debt, with the next id.
  void add(debt made);

  // All that is owed (R3.12).
  credits total() const { return total_; }

  // Open debts, oldest first.
  const std::vector<debt>& open() const { return open_; }

  // So much of the debt at that position of `open` was paid. One that is paid whole leaves with
  // `forget_paid`.
  void pay(std::size_t position, credits amount);
  void forget_paid();

  // Ends all debt (R3.10). Returns how much it was.
  credits drop();

  // Hands all fields of the book to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const {
    archive(made_, total_, static_cast<std::uint64_t>(open_.size()));
    for (const debt& d : open_)
      archive(d.id, d.key.from, d.key.owner, d.key.number, d.agent, d.of.meter, d.of.user, d.of_usage,
              d.owed);
  }

 private:
  std::vector<debt> open_;
  credits total_;
  debt_id made_ = 0;
};

}  // namespace drawdown
