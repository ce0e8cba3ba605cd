#include "engine/ledger/money_books.hpp"

#include <utility>
#include <variant>

namespace drawdown::ledger {
namespace {

// So much out of one account of the books into another.
std::vector<money_posting> moved(money amount, money_account from, money_account to) {
  if (amount.is_zero() || from == to) return {};
  return {{to, amount}, {from, money::from_minor(-amount.minor())}};
}

}  // namespace

money_account money_books::known_payment::held_for() const {
  if (!is_settled) return money_account::unsettled;
  return is_purchase() ? money_account::deferred : money_account::fees;
}

std::vector<money_posting> money_books::see(const event& what) {
  if (!std::holds_alternative<lot_event>(what.body)) returning_.reset();
  return std::visit([&](const auto& body) { return book(body); }, what.body);
}

std::vector<money_posting> money_books::book(const lot_event& e) {
  if (e.result != outcome::granted || returning_ == e.key) return {};
  const auto found = payments_.find(e.payment);
  if (found == payments_.end()) return moved(e.cost, money_account::deferred, money_account::paid_elsewhere);
  known_payment& of = found->second;
  if (!of.is_purchase()) return moved(e.cost, money_account::deferred, money_account::fees);  // add-ons
  if (std::exchange(of.is_settled, true)) return {};                                          // its bonus
  return moved(e.cost, money_account::deferred, of.is_invoice ? money_account::unsettled : of.at());
}

std::vector<money_posting> money_books::book(const charge_event& e) {
  payments_.try_emplace(e.payment, known_payment{e.of, e.amount});
  return {};
}

std::vector<money_posting> money_books::book(const heard_event& e) {
  if (e.effect != notice_effect::credited) return {};
  const auto found = payments_.find(e.payment);
  if (found == payments_.end() || found->second.is_purchase()) return {};
  known_payment& of = found->second;
  const bool is_overage = of.of == payment_for::overage;  // nothing is to be told of it
  of.is_settled = of.is_settled || is_overage;
  return moved(of.price, is_overage ? money_account::fees : money_account::unsettled, of.at());
}

std::vector<money_posting> money_books::book(const invoice_event& e) {
  switch (e.of) {
    case invoice_event::what::issued:
      payments_.try_emplace(e.payment, known_payment{e.why, e.amount, true});
      return {};
    case invoice_event::what::paid:
      if (e.why == payment_for::overage) return book_overage_paid(e);
      [[fallthrough]];
    case invoice_event::what::paid_part:
      return moved(e.amount, money_account::unsettled, money_account::transfers);
    case invoice_event::what::voided:
      return moved(e.amount, money_account::transfers, money_account::unsettled);
    case invoice_event::what::overdue:
      break;
  }
  return {};
}

// The last part of an invoice for usage beyond the credit: nothing is to be granted for it, and all that was
// paid in parts is settled.
std::vector<money_posting> money_books::book_overage_paid(const invoice_event& e) {
  known_payment& of = payments_[e.payment];
  of.is_settled = true;
  std::vector<money_posting> lines = moved(of.price, money_account::fees, money_account::transfers);
  lines.front().amount = e.amount;
  if (e.amount != of.price) lines.push_back({money_account::unsettled, of.price - e.amount});
  return lines;
}

std::vector<money_posting> money_books::book(const subscription_event& e) {
  const auto found = payments_.find(e.payment);
  const bool is_paid = e.of != subscription_event::what::past_due &&
                       e.of != subscription_event::what::refused && e.of != subscription_event::what::ended;
  if (found == payments_.end() || !is_paid || std::exchange(found->second.is_settled, true)) return {};
  return moved(found->second.price, money_account::fees, money_account::unsettled);
}

std::vector<money_posting> money_books::book(const refund_event& e) {
  if (e.result == outcome::refunded && !e.repeated) returning_ = e.key;
  return {};
}

std::vector<money_posting> money_books::book(const payment_refund_event& e) {
  const auto found = payments_.find(e.id);
  if (found == payments_.end()) return {};
  return moved(e.given_back, found->second.at(), found->second.held_for());
}

std::vector<money_posting> money_books::book(const chargeback_event& e) {
  const auto found = payments_.find(e.id);
  if (found == payments_.end()) return {};
  if (e.is_won) returning_ = e.key;
  const money_account bank = found->second.at();
  return e.is_won ? moved(e.amount, money_account::chargebacks, bank)
                  : moved(e.amount, bank, money_account::chargebacks);
}

}  // namespace drawdown::ledger
