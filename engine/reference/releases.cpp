#include "engine/reference/releases.hpp"

#include "engine/reference/deferred.hpp"
#include "engine/reference/lots.hpp"

namespace drawdown::reference {
namespace {

// R3.7: back to the lot, unless the lot is over or began anew; then it goes the way that the rest of the lot
// went. Where `released_from_ended` says so, a lot that began anew takes what was held of its old self.
released_to way_of(const lot& l, const reserved& r, const settings& rules) {
  if (l.life == lot_life::revoked) return released_to::revoked;
  if (l.life == lot_life::ended) return released_to::expired;
  const bool is_of_old = r.generation != l.generation;
  if (is_of_old && rules.released_from_ended == released_credit::lost) return released_to::expired;
  return released_to::lot;
}

released_slice release(desk& d, const reserved& r) {
  lot& l = open_lot(d.books, r.lot);
  const released_slice gone{r.lot, r.amount, way_of(l, r, d.rules())};
  l.held -= r.amount;
  if (gone.went == released_to::lot) return gone;
  move_deferred(d, l, l.left, l.left - r.amount, money_account::breakage);
  l.left -= r.amount;
  d.books.history.push_back({movement::what::written_off, r.lot, no_agent, r.amount});
  return gone;
}

}  // namespace

std::vector<released_slice> end_hold(desk& d, hold& h, outcome ended_as) {
  books& b = d.books;
  std::vector<released_slice> released;
  for (const reserved& r : h.slices) {
    if (h.agent != no_agent) b.agents[h.agent].held -= r.amount;
    released.push_back(release(d, r));
  }
  drop_finished_lots(b);
  h.slices.clear();
  h.ended_as = ended_as;
  b.run_outs.erase({h.runs_out, h.number});
  return released;
}

}  // namespace drawdown::reference
