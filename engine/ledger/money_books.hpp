// What an event means in the books of money: a balanced double entry where money moved or was earned (R13).
// Most events name a payment or a lot by its number alone, so the books follow an account from its first
// event on. Between events time goes by: fees are earned, gateways pay out.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/ledger/deferred_lots.hpp"
#include "engine/ledger/fee_pieces.hpp"
#include "engine/units/money.hpp"
#include "engine/world/event.hpp"
#include "engine/world/money_account.hpp"
#include "engine/world/world.hpp"

namespace drawdown::ledger {

// One line of an entry: so much money into an account of the books, or out of it where it is negative.
struct money_posting {
  money_account account = money_account::deferred;
  money amount;
  friend bool operator==(const money_posting&, const money_posting&) = default;
};
// Balanced, in the order of the chart, a line for each account of the books that it changes; several where
// its sum passes 64 bits.
using money_entry = std::vector<money_posting>;

// An entry that no event made.
struct closing_entry {
  enum class what : std::uint8_t { recognition, payout };
  what of = what::recognition;
  instant at;
  money_entry lines;
};
std::string_view name_of(closing_entry::what w);

// The books of one account.
class money_books {
 public:
  // Keeps a reference to the world, for its settings and gateways.
  explicit money_books(const world& in);

  // What falls due until `t`, that instant included, is booked, in order of time. To be called before the
  // events of `t` are seen, and at the end.
  void close_until(instant t, const std::function<void(const closing_entry&)>& hear);

  // The entry of the next event; empty where no money moved.
  money_entry see(const event& what);

  // Hears of each lot for which money is deferred how much that is (R13.2).
  void each_deferred(const std::function<void(lot_id lot, money deferred)>& hear) const { lots_.each(hear); }

  // No event will name that payment, or that lot, any more.
  void forget(payment_id payment);
  void forget_lot(lot_id lot) { lots_.forget(lot); }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.lots_, self.fees_, self.payments_, self.at_gateways_, self.closed_until_, self.now_,
            self.cycle_began_, self.returning_, self.returns_from_);
  }

 private:
  struct known_payment {
    payment_for of = payment_for::top_up;
    money price;
    money overage;  // the part of the price that is for usage beyond the credit (R4.13)
    money lots;     // that were booked before it was told (R8.2, `at_boundary`)
    bool is_invoice = false;
    bool is_told = false;  // what it paid for
    std::vector<std::optional<std::uint16_t>>
        gateways;                          // by attempt, from the first; nothing: it was not sent
    std::optional<std::uint16_t> gateway;  // that has the money

    bool is_purchase() const { return of == payment_for::top_up || of == payment_for::recharge; }
    bool is_of_subscription() const { return !is_purchase() && of != payment_for::overage; }
    // Where its money is.
    money_account bank() const;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.of, self.price, self.overage, self.lots, self.is_invoice, self.is_told, self.gateways,
              self.gateway);
    }
  };
  class draft;

  void book(const usage_event& e, draft& entry);
  void book(const capture_event& e, draft& entry);
  void book(const release_event& e, draft& entry);
  void book(const debt_paid_event& e, draft& entry);
  void book(const adjust_event& e, draft& entry);
  void book(const lot_event& e, draft& entry);
  void book(const lot_end_event& e, draft& entry);
  void book(const revoke_event& e, draft& entry);
  void book(const refill_event& e, draft& entry);
  void book(const carry_event& e, draft& entry);
  void book(const charge_event& e, draft& entry);
  void book(const heard_event& e, draft& entry);
  void book(const invoice_event& e, draft& entry);
  void book(const overage_event& e, draft& entry);
  void book(const subscription_event& e, draft& entry);
  void book(const refund_event& e, draft& entry);
  void book(const payment_refund_event& e, draft& entry);
  void book(const chargeback_event& e, draft& entry);
  template <class Other>
  void book(const Other&, draft&) {}

  void use(const std::vector<slice>& slices, draft& entry);
  void write_off(const std::vector<released_slice>& released, draft& entry);
  void take(lot_id lot, credits amount, money_account to, draft& entry);
  void put_back(const refunded_slice& back, draft& entry);
  void move_at_bank(const known_payment& of, money amount, draft& entry);
  void tell(payment_id payment, known_payment& of, instant from, instant until, draft& entry);
  instant next_closing() const;

  const world* world_;
  deferred_lots lots_;
  fee_pieces fees_;
  std::map<payment_id, known_payment> payments_;
  std::vector<int128> at_gateways_;  // minor units
  instant closed_until_;
  instant now_;                          // of the event at hand
  instant cycle_began_;                  // at the last turn (R8.2)
  std::optional<effect_key> returning_;  // lots under this key come back
  money_account returns_from_ = money_account::usage_revenue;
};

}  // namespace drawdown::ledger
