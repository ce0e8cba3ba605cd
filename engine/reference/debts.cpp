#include "engine/reference/debts.hpp"

#include <algorithm>
#include <utility>

#include "engine/reference/agents.hpp"
#include "engine/reference/burning.hpp"
#include "engine/reference/lots.hpp"

namespace drawdown::reference {
namespace {

// R4.6: whether a lot may pay a debt: by its kind, and, if it is restricted, only what it could have paid
// when it was used. What an operator took is of no meter and no user: unrestricted lots alone pay it.
bool may_pay_debt(const lot& l, const debt& owed, const settings& rules) {
  return rules.debt_paid_by[static_cast<std::size_t>(l.kind)] && may_pay_for(l, owed.meter, owed.user);
}

void pay(desk& d, debt& owed) {
  const part all_of_it[] = {{owed.open, [&](const lot& l) { return may_pay_debt(l, owed, d.rules()); }}};
  const cover found = cover_of(d, all_of_it);
  const credits paid = owed.open - found.missing;
  if (paid.is_zero()) return;
  take_slices(d, found.slices, movement::what::debt_paid, no_agent);
  owed.open = found.missing;
  const figures now = figures_of(d.books);
  d.tell(debt_paid_event{.debt = owed.id,
                         .key = owed.key,
                         .agent = owed.agent,
                         .amount = paid,
                         .balance = now.balance(),
                         .owed = now.debt,
                         .slices = found.slices});
  stop_where_only_paid_is_left(d.books);
}

}  // namespace

std::optional<outcome> refusal_of_debt(const desk& d, credits excess) {
  const credits bound = d.rules().overdraft.value_or(credits::largest());
  if (excess > bound - figures_of(d.books).debt) return outcome::insufficient_credit;
  if (!may_commit(d.books, excess)) return outcome::amount_out_of_range;
  return std::nullopt;
}

void make_debt(desk& d, debt made) {
  if (made.open.is_zero()) return;
  made.id = ++d.books.last_debt;
  d.books.committed += made.open;
  d.books.history.push_back({movement::what::owed, 0, made.agent, made.open});
  d.books.debts.push_back(std::move(made));
}

void settle_debt(desk& d) {
  for (debt& owed : d.books.debts) pay(d, owed);
  std::erase_if(d.books.debts, [](const debt& owed) { return owed.open.is_zero(); });
}

void drop_debt(desk& d) {
  const credits dropped = figures_of(d.books).debt;
  if (dropped.is_zero()) return;
  d.books.debts.clear();
  d.books.history.push_back({movement::what::debt_dropped, 0, no_agent, dropped});
  d.tell(debt_dropped_event{dropped});
}

}  // namespace drawdown::reference
