// Tells books of money one event after another, as an account would.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "engine/ledger/money_books.hpp"
#include "engine/ledger/month_close.hpp"
#include "engine/time/text.hpp"
#include "engine/time/zone.hpp"

namespace drawdown::ledger {

inline money cents(std::int64_t minor) {
  return money::from_minor(minor);
}

inline instant on(std::string_view text) {
  return parse_instant(text, zone_table{}).value();
}

inline effect_key key_of(std::uint64_t number) {
  return {effect_key::space::timeline, 0, number};
}

// One gateway, from April 2026 on.
inline world with_gateway() {
  world in;
  in.start = on("2026-04-01T00:00:00Z");
  in.end = on("2026-12-31T00:00:00Z");
  in.gateways.emplace_back();
  in.gateways.back().name = "bank";
  in.gateways.back().payout = payout_every::never;
  return in;
}

// The books, what each of their accounts comes to, and the months.
class told_books {
 public:
  explicit told_books(world in = with_gateway()) : in_(std::move(in)), books_(in_), months_(in_.start) {}
  told_books(const told_books&) = delete;
  told_books& operator=(const told_books&) = delete;

  told_books& at(std::string_view when) {
    now_ = on(when);
    books_.close_until(now_, [this](const closing_entry& entry) {
      add(entry.lines);
      closings.push_back(entry);
      months_.see(entry);
    });
    return *this;
  }
  template <class Body>
  told_books& tell(const Body& body) {
    const event told{now_, body};
    last = books_.see(told);
    add(last);
    months_.see(told, last);
    return *this;
  }
  std::int64_t in(money_account of) const {
    return static_cast<std::int64_t>(balance_.at(static_cast<std::size_t>(of)));
  }
  std::vector<month_close> close(std::string_view until) {
    at(until);
    return std::move(months_).finish(now_);
  }

  money_entry last;
  std::vector<closing_entry> closings;

 private:
  void add(const money_entry& entry) {
    std::int64_t sum_minor = 0;
    for (const money_posting& line : entry) {
      balance_.at(static_cast<std::size_t>(line.account)) += line.amount.minor();
      sum_minor += line.amount.minor();
      CHECK_FALSE(line.amount.is_zero());
    }
    CHECK(sum_minor == 0);
  }

  world in_;
  money_books books_;
  month_closer months_;
  trial_balance balance_{};
  instant now_ = in_.start;
};

// Events, with what the books look at.
inline lot_event lot_of(lot_id id, std::int32_t credit, money cost, payment_id payment) {
  lot_event booked;
  booked.lot = id;
  booked.amount = credits::whole(credit);
  booked.cost = cost;
  booked.payment = payment;
  booked.key = key_of(payment);
  return booked;
}
inline charge_event sent(payment_for what, money price, payment_id payment = 1) {
  charge_event made;
  made.payment = payment;
  made.of = what;
  made.amount = price;
  return made;
}
inline heard_event success(payment_id payment = 1) {
  heard_event heard;
  heard.payment = payment;
  heard.attempt = 1;
  heard.effect = notice_effect::credited;
  return heard;
}
inline subscription_event told(subscription_event::what what, std::string_view renews, payment_id payment = 1,
                               money price = {}) {
  subscription_event e;
  e.of = what;
  e.payment = payment;
  e.now.renews = on(renews);
  e.price = price;
  return e;
}
inline usage_event used(lot_id lot, std::int32_t credit) {
  usage_event e;
  e.amount = credits::whole(credit);
  e.slices = {{lot, e.amount}};
  return e;
}
inline refund_event refund_of(lot_id lot, std::int32_t credit, refunded_to went) {
  refund_event e;
  e.key = key_of(9);
  e.slices = {{lot, credits::whole(credit), went}};
  return e;
}
inline payment_refund_event refund(money given_back, std::vector<slice> slices = {}, payment_id payment = 1) {
  payment_refund_event e;
  e.id = payment;
  e.given_back = given_back;
  e.slices = std::move(slices);
  return e;
}
inline chargeback_event chargeback(money amount, std::vector<slice> slices = {}, payment_id payment = 1) {
  chargeback_event e;
  e.id = payment;
  e.key = key_of(8);
  e.amount = amount;
  e.slices = std::move(slices);
  return e;
}
inline chargeback_event won(money amount, payment_id payment = 1) {
  chargeback_event e = chargeback(amount, {}, payment);
  e.is_won = true;
  return e;
}
inline invoice_event invoice(invoice_event::what what, payment_for why, money amount) {
  invoice_event e;
  e.of = what;
  e.payment = 1;
  e.why = why;
  e.amount = amount;
  return e;
}

}  // namespace drawdown::ledger
