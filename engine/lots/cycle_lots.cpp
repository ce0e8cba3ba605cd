// Lots of a subscription end with their grant period, or are carried over its turn (R8.2).
#include <algorithm>

#include "engine/lots/lot_book.hpp"

namespace drawdown {

void lot_book::find_next_turn() {
  next_turn_ = instant::never();
  for (const turning& next : turns_) next_turn_ = std::min(next_turn_, next.at);
}

std::vector<lot> lot_book::of_cycle(instant over_at) const {
  std::vector<lot> found;
  for (const turning& of : turns_) {
    if (of.at > over_at) continue;
    lot& next = found.emplace_back();
    next.id = of.id;
    next.kind = of.kind;
    next.expires = of.at;
    if (const std::size_t position = position_of(of.id); position < order_.size())
      next = slots_[order_[position]];
  }
  return found;
}

ended_lot lot_book::end_of_cycle(lot_id id) {
  std::erase_if(turns_, [&](const turning& of) { return of.id == id; });
  find_next_turn();
  const std::size_t position = position_of(id);
  if (position == order_.size()) {
    note_over(id, lot_state::ended);
    return {id, credits{}};
  }
  const credits expired = slots_[order_[position]].available();
  end(position, lot_state::ended);
  return {id, expired};
}

credits lot_book::carry(lot_id id, credits keep, credits more, instant expires) {
  const credits trimmed = trim(id, keep);
  const std::size_t position = position_of(id);
  const slot s = order_[position];
  kept_lot& of = slots_[s];
  move(of, more, {});
  of.expires = expires;
  ++of.carried;
  order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(position));
  insert_in_order(s);
  for (turning& turn : turns_)
    if (turn.id == id) turn.at = expires;
  find_next_turn();
  return trimmed;
}

credits lot_book::trim(lot_id id, credits keep) {
  kept_lot& of = slots_[order_[position_of(id)]];
  const credits trimmed = of.available() - keep;
  move(of, -trimmed, {});
  ++of.generation;
  return trimmed;
}

}  // namespace drawdown
