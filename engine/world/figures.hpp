// The figures of an account at an instant (R3.12).
#pragma once

#include <array>
#include <cstdint>

#include "engine/settings/settings.hpp"
#include "engine/units/credits.hpp"

namespace drawdown {

// What a billing page shows. Held credit is part of what is left, also in a lot that has ended (R3.7).
struct figures {
  std::array<credits, lot_kinds> left{};  // in lots that are alive, and held in those that are not, by kind
  credits held;
  credits debt;
  credits invoiced;  // by usage, and not billed yet (R4.5)

  credits of(lot_kind kind) const { return left[static_cast<std::size_t>(kind)]; }
  credits& of(lot_kind kind) { return left[static_cast<std::size_t>(kind)]; }
  credits balance() const { return left[0] + left[1] + left[2] + left[3] + left[4]; }
  credits available() const { return balance() - held; }
  credits net() const { return balance() - debt; }
  credits wallet() const { return of(lot_kind::paid) + of(lot_kind::adjustment); }
  // What an agent with `stop` may spend: everything but paid credit (R5.2).
  credits without_paid() const { return balance() - of(lot_kind::paid); }

  friend bool operator==(const figures&, const figures&) = default;
};

}  // namespace drawdown
