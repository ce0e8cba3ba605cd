// What an event means in the books of money: a balanced double entry where money moved (R13.1). Most events
// name a payment by its number alone, so the books follow an account from its first event on.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "engine/ledger/chart.hpp"
#include "engine/units/money.hpp"
#include "engine/world/event.hpp"

namespace drawdown::ledger {

// One line of an entry: so much money into an account of the books, or out of it where it is negative.
struct money_posting {
  money_account account = money_account::deferred;
  money amount;
  friend bool operator==(const money_posting&, const money_posting&) = default;
};

// The books of one account.
class money_books {
 public:
  // The entry of the next event; empty where no money moved. Money comes in for a top-up when its lot is
  // booked, for anything else of a card when it succeeded, and with each payment on an invoice; it is settled
  // when it is told what it paid for. It goes out with refunds of payments, chargebacks, and invoices that
  // are voided. A lot that a refund or a won dispute brings moves none: its money never left.
  std::vector<money_posting> see(const event& what);

  // No event will name that payment any more.
  void forget(payment_id payment) { payments_.erase(payment); }

 private:
  struct known_payment {
    payment_for of = payment_for::top_up;
    money price;
    bool is_invoice = false;
    bool is_settled = false;  // told what it paid for

    bool is_purchase() const { return of == payment_for::top_up || of == payment_for::recharge; }
    // Where its money is, and what it was received for.
    money_account at() const { return is_invoice ? money_account::transfers : money_account::gateways; }
    money_account held_for() const;
  };

  std::vector<money_posting> book(const lot_event& e);
  std::vector<money_posting> book(const charge_event& e);
  std::vector<money_posting> book(const heard_event& e);
  std::vector<money_posting> book(const invoice_event& e);
  std::vector<money_posting> book_overage_paid(const invoice_event& e);
  std::vector<money_posting> book(const subscription_event& e);
  std::vector<money_posting> book(const refund_event& e);
  std::vector<money_posting> book(const payment_refund_event& e);
  std::vector<money_posting> book(const chargeback_event& e);
  template <class Other>
  std::vector<money_posting> book(const Other&) {
    return {};
  }

  std::map<payment_id, known_payment> payments_;
  std::optional<effect_key> returning_;  // lots under this key come back
};

}  // namespace drawdown::ledger
