#include "engine/reference/takings.hpp"

#include "engine/reference/accounts.hpp"
#include "engine/time/calendar.hpp"
#include "engine/units/rounding.hpp"

namespace drawdown::reference {
namespace {

// The last midnight in UTC that is not after `t`.
instant midnight_before(instant t) {
  const std::int64_t day = duration::days(1).us();
  return instant::from_us(t.us() - ((t.us() % day) + day) % day);
}

// The same of a Monday: 5 January 1970 was one.
instant monday_before(instant t) {
  const instant midnight = midnight_before(t);
  const std::int64_t week = duration::days(7).us();
  const std::int64_t since = (midnight.us() - duration::days(4).us()) % week;
  return instant::from_us(midnight.us() - (since + week) % week);
}

// R13.4: the last payout that is not after `t`, if there was any.
std::optional<instant> last_payout(payout_every every, instant t) {
  switch (every) {
    case payout_every::never:
      return std::nullopt;
    case payout_every::day:
      return midnight_before(t);
    case payout_every::week:
      return monday_before(t);
    case payout_every::month:
      return month_of(t, zone_table{});
  }
  return std::nullopt;
}

// R13.4: what moved before the last payout is paid out; what the gateway lacks comes back from there.
void pay_out(desk& d, gateway_index gateway, instant at) {
  till& of = d.books.accounts.tills[gateway];
  const auto payout = last_payout(d.in.gateways[gateway].payout, at);
  if (!payout || of.moved >= *payout) return;
  post(d.books, money_account::cash, money_account::gateways, of.has_minor);
  of = {.has_minor = 0, .moved = *payout};
}

// So much comes in where the money of payments is, from another account of the books.
void come_in(desk& d, const whereabouts& where, money_account from, int128 minor) {
  if (where.account == money_account::gateways) {
    d.books.accounts.tills.resize(d.in.gateways.size());
    pay_out(d, where.gateway, d.now);
    till& of = d.books.accounts.tills[where.gateway];
    of.has_minor += minor;
    of.moved = d.now;
  }
  post(d.books, where.account, from, minor);
}

// The gateway that an attempt was sent to, if it was sent to one.
whereabouts sent_to(const payment& paid, std::uint32_t attempt) {
  const bool was_made = attempt >= 1 && attempt <= paid.sent_to.size() && paid.sent_to[attempt - 1];
  if (!was_made) return {.account = money_account::paid_elsewhere};
  return {.account = money_account::gateways, .gateway = *paid.sent_to[attempt - 1]};
}

// R13.4: `half_even(rate x price) + fixed`.
int128 fee_of(const gateway_spec& gateway, money price) {
  constexpr std::int64_t whole = 1'000'000;
  return divide(int128{price.minor()} * gateway.fee_rate, whole, rounding::half_even) +
         gateway.fee_fixed.minor();
}

}  // namespace

void take_money(desk& d, payment& paid, std::uint32_t attempt) {
  paid.taken = sent_to(paid, attempt);
  come_in(d, paid.taken, money_account::unsettled, paid.amount.minor());
  if (paid.taken.account != money_account::gateways) return;
  const gateway_spec& gateway = d.in.gateways[paid.taken.gateway];
  come_in(d, paid.taken, money_account::gateway_fees, -fee_of(gateway, paid.amount));
}

void bill_money(desk& d, const payment& billed) {
  post(d.books, money_account::receivables, money_account::billed, billed.amount.minor());
}

void collect_money(desk& d, payment& billed, money part) {
  billed.taken = {.account = money_account::cash};
  post(d.books, money_account::billed, money_account::receivables, part.minor());
  come_in(d, billed.taken, money_account::unsettled, part.minor());
}

void void_bill(desk& d, const payment& billed) {
  const money open = billed.amount - billed.bill->paid;
  post(d.books, money_account::billed, money_account::receivables, open.minor());
  post(d.books, money_account::unsettled, money_account::cash, billed.bill->paid.minor());
}

void return_money(desk& d, const payment& paid, int128 minor, money_account to) {
  come_in(d, paid.taken, to, -minor);
}

void pay_out(desk& d, instant at) {
  for (std::size_t i = 0; i < d.books.accounts.tills.size(); ++i)
    pay_out(d, static_cast<gateway_index>(i), at);
}

}  // namespace drawdown::reference
