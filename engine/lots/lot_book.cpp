#include "engine/lots/lot_book.hpp"

#include <algorithm>
#include <functional>

#include "engine/lots/burn_order.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

// The instant from which a lot is no longer there: lots are half-open (R2.1).
instant end_of(const lot& l) {
  return DRAWDOWN_PLANTED("expiry_inclusive", l.expires, l.expires.next());
}

}  // namespace

lot_book::slot lot_book::place(const lot& l) {
  if (free_slots_.empty()) {
    slots_.push_back(l);
    return static_cast<slot>(slots_.size() - 1);
  }
  const slot s = free_slots_.back();
  free_slots_.pop_back();
  slots_[s] = l;
  return s;
}

void lot_book::schedule(const lot& l) {
  ensure(l.id == next_id_, "a scheduled lot takes the next id");
  ++next_id_;
  const auto later = [](const lot& a, const lot& b) {
    return a.effective != b.effective ? a.effective < b.effective : a.id < b.id;
  };
  scheduled_.insert(std::upper_bound(scheduled_.begin(), scheduled_.end(), l, later), l);
}

void lot_book::book(const lot& l) {
  ensure(l.id <= next_id_, "a lot is new or was scheduled");
  ensure(l.left > credits{} && l.left == l.granted, "a lot is booked whole");
  if (l.id == next_id_) ++next_id_;
  const slot s = place(l);
  const auto before = [&](slot a, slot b) { return burns_before(slots_[a], slots_[b], order_keys_); };
  order_.insert(std::upper_bound(order_.begin(), order_.end(), s, before), s);
  if (!l.expires.is_never()) {
    ends_.push_back({end_of(l), l.id});
    std::push_heap(ends_.begin(), ends_.end(), std::greater<>{});
  }
  left_.of(l.kind) += l.left;
}

std::size_t lot_book::position_of(lot_id id) const {
  const auto found = std::find_if(order_.begin(), order_.end(), [&](slot s) { return slots_[s].id == id; });
  return static_cast<std::size_t>(found - order_.begin());
}

std::optional<ended_lot> lot_book::end_next(instant t) {
  if (next_end() > t) return std::nullopt;
  const lot_id id = ends_.front().id;
  std::pop_heap(ends_.begin(), ends_.end(), std::greater<>{});
  ends_.pop_back();
  const std::size_t position = position_of(id);
  if (position == order_.size()) return ended_lot{id, credits{}};
  const slot s = order_[position];
  const credits expired = slots_[s].left;
  left_.of(slots_[s].kind) -= expired;
  slots_[s].id = 0;
  free_slots_.push_back(s);
  order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(position));
  return ended_lot{id, expired};
}

std::optional<lot> lot_book::take_scheduled(instant t) {
  if (next_effective() > t) return std::nullopt;
  const lot first = scheduled_.front();
  scheduled_.erase(scheduled_.begin());
  return first;
}

credits lot_book::available(spendable which) const {
  switch (which) {
    case spendable::all:
      return left_.balance();
    case spendable::without_paid:
      return left_.without_paid();
    case spendable::wallet:
      return left_.wallet();
  }
  return {};
}

credits lot_book::taken_from_wallet(credits amount) const {
  credits from_wallet;
  for (const slot s : order_) {
    if (amount.is_zero()) break;
    const credits part = std::min(amount, slots_[s].left);
    if (may_pay(spendable::wallet, slots_[s].kind)) from_wallet += part;
    amount -= part;
  }
  return from_wallet;
}

void lot_book::take(credits amount, spendable which, std::vector<slice>& slices) {
  ensure(amount <= available(which), "only what is available is taken");
  const std::size_t slices_before = slices.size();
  std::size_t kept = 0;
  std::size_t next = 0;
  for (; next < order_.size() && !amount.is_zero(); ++next) {
    const slot s = order_[next];
    lot& from = slots_[s];
    if (may_pay(which, from.kind)) {
      const credits part = std::min(amount, from.left);
      from.left -= part;
      left_.of(from.kind) -= part;
      amount -= part;
      const auto here =
          std::find_if(slices.begin(), slices.begin() + static_cast<std::ptrdiff_t>(slices_before),
                       [&](const slice& given) { return given.lot == from.id; });
      if (slices_before > 0 && here != slices.begin() + static_cast<std::ptrdiff_t>(slices_before))
        here->amount += part;
      else
        slices.push_back({from.id, part});
    }
    if (from.left.is_zero()) {
      from.id = 0;
      free_slots_.push_back(s);
    } else {
      order_[kept++] = s;
    }
  }
  order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(kept),
               order_.begin() + static_cast<std::ptrdiff_t>(next));
  ensure(amount.is_zero(), "what is available can be taken");
}

}  // namespace drawdown
