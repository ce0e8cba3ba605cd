#include "engine/reference/accounts.hpp"

#include "engine/reference/deferred.hpp"
#include "engine/reference/fees.hpp"
#include "engine/reference/takings.hpp"

namespace drawdown::reference {
namespace {

int128 sum_of(const books& b, money_account account) {
  return b.accounts.sums[static_cast<std::size_t>(account)];
}

// R13.2–R13.4: the entries leave what the definitions say.
void compare_accounts(const desk& d) {
  const books& b = d.books;
  int128 of_lots = 0;
  for (const lot& l : b.lots) of_lots += money_deferred(d, l, l.left);
  ensure(-sum_of(b, money_account::deferred) == of_lots, "R13.2: what is deferred is that of the lots");
  int128 of_fees = 0;
  for (const fee_piece& piece : b.accounts.fees) of_fees += piece.deferred().minor();
  ensure(-sum_of(b, money_account::deferred_fees) == of_fees, "R13.3: deferred fees are those of the pieces");
  int128 in_tills = 0;
  for (const till& one : b.accounts.tills) in_tills += one.has_minor;
  ensure(sum_of(b, money_account::gateways) == in_tills, "R13.4: what was taken is what the gateways have");
}

}  // namespace

void post(books& b, money_account into, money_account out_of, int128 minor) {
  b.accounts.sums[static_cast<std::size_t>(into)] += minor;
  b.accounts.sums[static_cast<std::size_t>(out_of)] -= minor;
}

trial_balance trial_balance_before(desk& d) {
  const instant last = instant::from_us(d.now.us() - 1);
  pay_out(d, last);
  earn_fees(d, last);
  compare_accounts(d);
  return d.books.accounts.sums;
}

}  // namespace drawdown::reference
