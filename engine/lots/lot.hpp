// A lot: credit that was granted together and is burned and ends together (R3.1).
#pragma once

#include <cstdint>

#include "engine/settings/settings.hpp"
#include "engine/time/instant.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/names.hpp"

namespace drawdown {

struct lot {
  lot_id id = 0;
  lot_kind kind = lot_kind::free;
  std::int32_t priority = 0;
  credits granted;
  credits left;
  instant created;
  instant effective;
  instant expires = instant::never();
  money cost;              // paid for it; zero for free credit
  payment_id payment = 0;  // that bought it; 0: none
  effect_key key;          // of the grant or of the payment
};

// Which lots may pay: an agent with `stop` spends no paid credit (R5.2), what is beyond a limit comes from
// the wallet alone (R5.3).
enum class spendable : std::uint8_t { all, without_paid, wallet };

constexpr bool may_pay(spendable which, lot_kind kind) {
  switch (which) {
    case spendable::all:
      return true;
    case spendable::without_paid:
      return kind != lot_kind::paid;
    case spendable::wallet:
      return kind == lot_kind::paid || kind == lot_kind::adjustment;
  }
  return false;
}

}  // namespace drawdown
