#include "engine/reference/history.hpp"

#include <algorithm>

namespace drawdown::reference {
namespace {

// What the movements make of the opening figures.
opening derive(const books& b) {
  opening derived = b.opening;
  derived.spent.resize(b.agents.size());
  for (const movement& m : b.history) {
    switch (m.kind) {
      case movement::what::granted:
        derived.left[m.from] += m.amount;
        break;
      case movement::what::expired:
        derived.left[m.from] -= m.amount;
        break;
      case movement::what::used:
        derived.left[m.from] -= m.amount;
        if (m.agent != no_agent) derived.spent[m.agent] += m.amount;
        break;
      case movement::what::period_turned:
        std::fill(derived.spent.begin(), derived.spent.end(), credits{});
        break;
    }
  }
  // A lot that was used up, or has ended, is closed.
  std::erase_if(derived.left, [](const auto& entry) { return entry.second.is_zero(); });
  return derived;
}

}  // namespace

void close_books(books& b) {
  opening derived = derive(b);
  ensure(derived.left.size() == b.lots.size(),
         "R14.1: the movements leave credit in exactly the lots that have some");
  for (const lot& l : b.lots) {
    const auto found = derived.left.find(l.id);
    ensure(found != derived.left.end() && found->second == l.left, "R14.1: granted = left + used + expired");
  }
  for (std::size_t i = 0; i < b.agents.size(); ++i)
    ensure(derived.spent[i] == b.agents[i].spent,
           "R5.3: an agent's count is the sum of its usage in the period");
  b.opening = std::move(derived);
  b.history.clear();
}

}  // namespace drawdown::reference
