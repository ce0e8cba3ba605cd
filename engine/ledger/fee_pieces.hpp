// Fees that become revenue as their time goes by (R13.3). Sums over several are in minor units.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/money.hpp"
#include "engine/units/wide.hpp"
#include "engine/world/names.hpp"

namespace drawdown::ledger {

// The fees of one account that are not earned yet: one piece for each payment of its subscription.
class fee_pieces {
 public:
  // A payment paid for the time between two instants.
  void begin(payment_id payment, money fee, instant from, instant until);

  // So much of that payment's fee was for something else.
  void lower(payment_id payment, money amount);

  // What became revenue since the last time: at the end of a month of all pieces, else of those that are over
  // by then.
  int128 close_month(instant end);
  int128 close_pieces(instant t);
  // The first instant after `t` at which a piece ends; never where there is none.
  instant next_end(instant t) const;
  bool is_empty() const { return pieces_.empty(); }

  // All of it is revenue at once: what it was.
  int128 earn_all();

  // Takes so much of what is still deferred of that payment's fee, as far as there is some; and all of it.
  money take(payment_id payment, money at_most);
  money take_disputed(payment_id payment);

  // What `take_disputed` took comes back: to its piece, or, where that is over, to revenue.
  struct returned {
    money deferred;
    money earned;
  };
  returned give_back_disputed(payment_id payment, instant t);

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.pieces_);
  }

 private:
  struct piece {
    payment_id payment = 0;
    money fee;
    instant from;
    instant until;
    money earned;
    money taken;     // given back to the customer, or in dispute
    money disputed;  // the part of it that may return
    bool is_over = false;

    money deferred() const { return fee - earned - taken; }
    money due(instant t) const;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.payment, self.fee, self.from, self.until, self.earned, self.taken, self.disputed,
              self.is_over);
    }
  };
  money earn(piece& of, instant t);
  piece* find(payment_id payment);
  void forget_what_is_over();

  std::vector<piece> pieces_;  // in the order in which they began
};

}  // namespace drawdown::ledger
