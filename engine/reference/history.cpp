#include "engine/reference/history.hpp"

#include <algorithm>

#include "engine/reference/holds.hpp"
#include "engine/reference/lots.hpp"

namespace drawdown::reference {
namespace {

void count_for(std::vector<credits>& spent, const movement& m) {
  if (m.agent != no_agent) spent[m.agent] += m.amount;
}

// What the movements make of the opening figures.
opening derive(const books& b) {
  opening derived = b.opening;
  derived.spent.resize(b.agents.size());
  for (const movement& m : b.history) {
    switch (m.kind) {
      case movement::what::granted:
        derived.left[m.lot] += m.amount;
        break;
      case movement::what::written_off:
        derived.left[m.lot] -= m.amount;
        break;
      case movement::what::used:
        derived.left[m.lot] -= m.amount;
        count_for(derived.spent, m);
        break;
      case movement::what::owed:
        derived.debt += m.amount;
        count_for(derived.spent, m);
        break;
      case movement::what::invoiced:
        count_for(derived.spent, m);
        break;
      case movement::what::debt_paid:
        derived.left[m.lot] -= m.amount;
        derived.debt -= m.amount;
        break;
      case movement::what::debt_dropped:
        derived.debt -= m.amount;
        break;
      case movement::what::refunded:
        derived.left[m.lot] += m.amount;
        break;
      case movement::what::uncounted:
        derived.spent[m.agent] -= m.amount;
        break;
      case movement::what::counts_restart:
        std::fill(derived.spent.begin(), derived.spent.end(), credits{});
        break;
    }
  }
  // A lot of which nothing is left has nothing to open with.
  std::erase_if(derived.left, [](const auto& entry) { return entry.second.is_zero(); });
  return derived;
}

// R14.1: the movements leave in each lot what stands in the books.
void compare_lots(const books& b, const opening& derived) {
  std::size_t with_credit = 0;
  for (const lot& l : b.lots) {
    ensure(credits{} <= l.held && l.held <= l.left, "R14.1: 0 <= held <= left");
    if (l.left.is_zero()) continue;
    ++with_credit;
    const auto found = derived.left.find(l.id);
    ensure(found != derived.left.end() && found->second == l.left,
           "R14.1: granted + refilled = left + used + expired + revoked");
  }
  ensure(derived.left.size() == with_credit,
         "R14.1: the movements leave credit in exactly the lots that have some");
}

// R6.1: what is held of each lot, and counts for each agent, is what the open holds have reserved.
void compare_holds(const books& b) {
  std::map<lot_id, credits> of_lot;
  std::vector<credits> of_agent(b.agents.size());
  for (const due_hold& open : b.run_outs) {
    const hold& h = b.holds.at(open.second);
    for (const reserved& r : h.slices) of_lot[r.lot] += r.amount;
    if (h.agent != no_agent) of_agent[h.agent] += amount_of(h);
  }
  for (const lot& l : b.lots) ensure(of_lot[l.id] == l.held, "R6.1: what is held of a lot is in open holds");
  for (std::size_t i = 0; i < b.agents.size(); ++i)
    ensure(of_agent[i] == b.agents[i].held, "R5.3: an agent's holds are those that are open");
}

}  // namespace

void close_books(books& b) {
  opening derived = derive(b);
  compare_lots(b, derived);
  compare_holds(b);
  ensure(derived.debt == figures_of(b).debt, "R14.2: debt is the sum of what was owed, paid and dropped");
  for (std::size_t i = 0; i < b.agents.size(); ++i)
    ensure(derived.spent[i] == b.agents[i].spent,
           "R5.3: an agent's count is the sum of its usage in the period");
  b.opening = std::move(derived);
  b.history.clear();
}

}  // namespace drawdown::reference
