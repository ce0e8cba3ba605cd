// What comes back to lots, and what is taken back from them, after they were used (R9.5–R9.7): the part of
// the book for accounts that keep all their lots.
#include <algorithm>
#include <functional>

#include "engine/lots/lot_book.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {

bool lot_book::has_all_slots() const {
  const auto is_there = [&](slot s) { return s < slots_.size(); };
  const auto is_there_or_none = [&](slot s) { return s == no_slot || is_there(s); };
  return std::ranges::all_of(by_id_, is_there_or_none) && std::ranges::all_of(free_slots_, is_there) &&
         std::ranges::all_of(order_, is_there) && std::ranges::all_of(recurring_, is_there);
}

lot_book::kept_lot& lot_book::kept_at(lot_id id) {
  ensure(id < by_id_.size() && by_id_[id] != no_slot,
         "a lot that was booked is asked for, where all are kept");
  return slots_[by_id_[id]];
}

const lot& lot_book::kept(lot_id id) const {
  return slots_[by_id_.at(id)];
}

lot_state lot_book::state_of(lot_id id) const {
  return slots_[by_id_.at(id)].state;
}

credits lot_book::used_of(lot_id id) const {
  return slots_[by_id_.at(id)].used;
}

std::vector<lot_id> lot_book::brought_by(payment_id payment) const {
  std::vector<lot_id> found;
  for (const slot s : by_id_)
    if (s != no_slot && slots_[s].payment == payment) found.push_back(slots_[s].id);
  return found;
}

// A lot that left the burn-down order before, because it was used up, is over.
void lot_book::note_over(lot_id id, lot_state as) {
  if (keeps_all_) kept_at(id).state = as;
}

// Its end will not be told.
void lot_book::forget_end(lot_id id) {
  std::erase_if(ends_, [&](const ending& e) { return e.id == id; });
  std::make_heap(ends_.begin(), ends_.end(), std::greater<>{});
  std::erase_if(turns_, [&](const turning& of) { return of.id == id; });
  find_next_turn();
}

void lot_book::put_back(lot_id id, credits amount) {
  kept_lot& of = kept_at(id);
  ensure(of.state == lot_state::alive && amount <= of.used,
         "used credit comes back into a lot that is alive");
  if (of.left.is_zero() && !of.outlives_its_credit()) {
    insert_in_order(by_id_[id]);
    if (of.terms != nullptr && !of.terms->only.is_none()) ++restricted_;
  }
  of.used -= amount;
  move(of, DRAWDOWN_PLANTED("refund_mints_credit", amount, amount + amount), {});
}

void lot_book::put_back_and_lose(lot_id id, credits amount) {
  kept_lot& of = kept_at(id);
  ensure(of.state != lot_state::alive && amount <= of.used, "used credit is lost where its lot is over");
  of.used -= amount;
}

void lot_book::take_back(lot_id id, credits amount) {
  kept_lot& of = kept_at(id);
  ensure(of.state == lot_state::alive && amount <= of.available(), "only what is available is taken back");
  move(of, -amount, {});
  if (!of.left.is_zero()) return;
  end(position_of(id), lot_state::revoked);
  forget_end(id);
}

credits lot_book::charge_back(lot_id id) {
  kept_lot& of = kept_at(id);
  ensure(of.held.is_zero(), "holds are voided before their credit is charged back");
  const credits gone = of.left;
  if (of.state == lot_state::alive) forget_end(id);
  if (const std::size_t position = position_of(id); position < order_.size())
    end(position, lot_state::charged_back);
  of.state = lot_state::charged_back;
  return gone;
}

}  // namespace drawdown
