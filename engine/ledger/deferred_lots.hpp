// What was paid for credit and is not earned yet, lot by lot (R13.2).
#pragma once

#include <cstdint>
#include <functional>
#include <map>

#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/world/names.hpp"

namespace drawdown::ledger {

// The lots of one account that cost something. Credit of other lots moves no money.
class deferred_lots {
 public:
  // What a movement of credit takes out of what is deferred, and what the credit is worth by what was paid
  // for it: the two are the same unless credit is expected to be left (`breakage: proportional`). Below zero
  // where credit comes back.
  struct movement {
    money deferred;
    money worth;
  };

  // The part of each lot that is expected never to be used, in millionths.
  explicit deferred_lots(std::uint32_t expected_breakage = 0) : expected_breakage_(expected_breakage) {}

  // A lot is booked; none is kept that cost nothing.
  void book(lot_id id, credits granted, money cost);

  // So much of it goes, or comes back.
  movement take(lot_id id, credits amount) { return move(id, -amount); }
  movement put_back(lot_id id, credits amount) { return move(id, amount); }
  // What going and coming back at once moves: nothing stays, but the credit has its worth.
  money worth_above(lot_id id, credits amount) const;

  // Hears of each lot for which something is deferred how much that is, by number.
  void each(const std::function<void(lot_id id, money deferred)>& hear) const;

  // No event will name that lot any more.
  void forget(lot_id id) { lots_.erase(id); }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.lots_);
  }

 private:
  struct paid_lot {
    credits granted;
    money cost;
    credits left;
    money deferred;  // of the cost, by what is left
    money worth;     // the same without any expectation

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.granted, self.cost, self.left, self.deferred, self.worth);
    }
  };
  movement move(lot_id id, credits change);
  money deferred_of(const paid_lot& of, credits left) const;

  std::uint32_t expected_breakage_;
  std::map<lot_id, paid_lot> lots_;
};

}  // namespace drawdown::ledger
