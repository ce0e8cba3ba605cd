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

// R4.5: what pays debt of a debit is one of its slices from now on.
void note_who_paid(books& b, const debt& owed, const slices_of_lots& paid) {
  const auto made_by = b.debits.find(owed.key);
  if (made_by == b.debits.end() || made_by->second.debt != owed.id) return;
  std::vector<slice>& slices = made_by->second.slices;
  slices.insert(slices.end(), paid.begin(), paid.end());
}

void pay(desk& d, debt& owed) {
  const part all_of_it[] = {{owed.open, [&](const lot& l) { return may_pay_debt(l, owed, d.rules()); }}};
  const cover found = cover_of(d, all_of_it);
  const credits paid = owed.open - found.missing;
  if (paid.is_zero()) return;
  take_slices(d, found.slices, movement::what::debt_paid, no_agent);
  owed.open = found.missing;
  note_who_paid(d.books, owed, found.slices);
  const figures now = figures_of(d.books);
  d.tell(debt_paid_event{.debt = owed.id,
                         .key = owed.key,
                         .agent = owed.agent,
                         .amount = paid,
                         .balance = now.balance(),
                         .owed = now.debt,
                         .slices = {found.slices.begin(), found.slices.end()}});
  stop_where_only_paid_is_left(d.books);
}

}  // namespace

credits debt_of_usage(const books& b) {
  credits sum;
  for (const debt& owed : b.debts)
    if (owed.charged_back == 0) sum += owed.open;
  return sum;
}

bool is_suspended(const books& b) {
  return std::any_of(b.debts.begin(), b.debts.end(), [](const debt& owed) { return owed.charged_back != 0; });
}

std::optional<outcome> refusal_of_debt(const desk& d, credits excess) {
  const credits bound = d.rules().overdraft.value_or(credits::largest());
  if (excess > bound - debt_of_usage(d.books)) return outcome::insufficient_credit;
  if (!may_commit(d.books, excess)) return outcome::amount_out_of_range;
  return std::nullopt;
}

debt_id make_debt(desk& d, debt made) {
  if (made.open.is_zero()) return 0;
  made.id = ++d.books.last_debt;
  d.books.committed += made.open;
  d.books.history.push_back({movement::what::owed, 0, made.agent, made.open});
  d.books.debts.push_back(std::move(made));
  return d.books.last_debt;
}

credits open_part(const books& b, debt_id id) {
  for (const debt& owed : b.debts)
    if (owed.id == id) return owed.open;
  return {};
}

void lower_debt(books& b, debt_id id, credits amount) {
  if (amount.is_zero()) return;
  const auto owed =
      std::find_if(b.debts.begin(), b.debts.end(), [&](const debt& one) { return one.id == id; });
  ensure(owed != b.debts.end() && owed->open >= amount, "R14.2: no more debt ends than is owed");
  owed->open -= amount;
  b.history.push_back({movement::what::debt_dropped, 0, no_agent, amount});
  if (owed->open.is_zero()) b.debts.erase(owed);
}

void settle_debt(desk& d) {
  for (debt& owed : d.books.debts) pay(d, owed);
  std::erase_if(d.books.debts, [](const debt& owed) { return owed.open.is_zero(); });
}

void drop_debt(desk& d) {
  const credits dropped = figures_of(d.books).debt;
  if (dropped.is_zero()) return;
  for (const debt& owed : d.books.debts)
    if (owed.charged_back != 0) d.books.payments.at(owed.charged_back).disputed->dropped += owed.open;
  d.books.debts.clear();
  d.books.history.push_back({movement::what::debt_dropped, 0, no_agent, dropped});
  d.tell(debt_dropped_event{dropped});
}

}  // namespace drawdown::reference
