#include "engine/lots/lot_book.hpp"

#include <algorithm>
#include <functional>

#include "engine/lots/burn_order.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

// The instant from which a lot is no longer there: lots are half-open (R2.1).
instant end_of(const lot& l) {
  const instant end = DRAWDOWN_PLANTED("expiry_swept_late", l.ends, l.ends + duration::hours(6));
  return DRAWDOWN_PLANTED("expiry_inclusive", end, l.ends.next());
}

std::size_t index_of(lot_kind kind) {
  return static_cast<std::size_t>(kind);
}

// Whether not every usage may use it (R3.8).
bool is_restricted(const lot& l) {
  return l.terms != nullptr && !l.terms->only.is_none();
}

// Whether a lot of that kind, for that, may be used (R3.8).
bool may_use(const lot& l, spendable which, const purpose& of) {
  return may_pay(which, l.kind) && DRAWDOWN_PLANTED("restriction_ignored", l.may_pay(of), true);
}

// A lot that gave something before this debit's part began gives more in its place (R5.9).
void add_to(std::vector<slice>& slices, std::size_t before, const slice& given) {
  const auto end = slices.begin() + static_cast<std::ptrdiff_t>(before);
  const auto here = std::find_if(slices.begin(), end, [&](const slice& s) { return s.lot == given.lot; });
  if (here != end)
    here->amount += given.amount;
  else
    slices.push_back(given);
}

}  // namespace

lot_book::slot lot_book::place(const lot& l) {
  if (free_slots_.empty()) {
    const auto s = static_cast<slot>(slots_.size());
    slots_.push_back({l, lot_state::alive});
    if (keeps_all_) {
      by_id_.resize(std::max<std::size_t>(by_id_.size(), l.id + std::size_t{1}), no_slot);
      by_id_[l.id] = s;
    }
    return s;
  }
  const slot s = free_slots_.back();
  free_slots_.pop_back();
  slots_[s] = {l, lot_state::alive};
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
  ensure(l.left > credits{} && l.left == l.granted && l.held.is_zero(), "a lot is booked whole");
  if (l.id == next_id_) ++next_id_;
  const slot s = place(l);
  insert_in_order(s);
  if (is_restricted(l)) ++restricted_;
  if (!l.recurs_at.is_never()) recurring_.push_back(s);
  if (!l.ends.is_never()) {
    ends_.push_back({end_of(l), l.id});
    std::push_heap(ends_.begin(), ends_.end(), std::greater<>{});
  }
  if (l.of_cycle) {
    turns_.push_back({l.expires, l.id, l.kind});
    find_next_turn();
  }
  left_.of(l.kind) += l.left;
  available_[index_of(l.kind)] += l.left;
}

void lot_book::insert_in_order(slot s) {
  const auto before = [&](slot a, slot b) { return burns_before(slots_[a], slots_[b], order_keys_); };
  order_.insert(std::upper_bound(order_.begin(), order_.end(), s, before), s);
}

std::size_t lot_book::position_of(lot_id id) const {
  const auto found = std::find_if(order_.begin(), order_.end(), [&](slot s) { return slots_[s].id == id; });
  return static_cast<std::size_t>(found - order_.begin());
}

// Changes what is left and held of a lot, and all sums with it.
void lot_book::move(kept_lot& of, credits left, credits held) {
  const credits available_before = of.state == lot_state::alive ? of.available() : credits{};
  of.left += left;
  of.held += held;
  left_.of(of.kind) += left;
  left_.held += held;
  if (of.state == lot_state::alive) available_[index_of(of.kind)] += of.available() - available_before;
}

// A lot that nobody will ask for again leaves its place to another.
void lot_book::let_go(slot s) {
  if (keeps_all_) return;
  slots_[s].id = 0;
  free_slots_.push_back(s);
}

// A lot that has nothing and will have nothing any more goes.
void lot_book::drop_if_empty(slot s) {
  kept_lot& of = slots_[s];
  if (!of.left.is_zero() || (of.state == lot_state::alive && of.outlives_its_credit())) return;
  if (of.state == lot_state::alive) {
    if (is_restricted(of)) --restricted_;
    order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(position_of(of.id)));
  }
  let_go(s);
}

// Takes a lot out of the order: its available credit goes, what is held stays until its holds end (R3.7).
void lot_book::end(std::size_t position, lot_state as) {
  const slot s = order_[position];
  kept_lot& of = slots_[s];
  move(of, -DRAWDOWN_PLANTED("ending_claws_back", of.available(), of.granted), {});
  of.state = as;
  order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(position));
  if (is_restricted(of)) --restricted_;
  std::erase(recurring_, s);
  drop_if_empty(s);
}

std::optional<ended_lot> lot_book::end_next(instant t) {
  if (next_end() > t) return std::nullopt;
  const lot_id id = ends_.front().id;
  std::pop_heap(ends_.begin(), ends_.end(), std::greater<>{});
  ends_.pop_back();
  const std::size_t position = position_of(id);
  if (position == order_.size()) {
    note_over(id, lot_state::ended);
    return ended_lot{id, credits{}};
  }
  const credits expired = slots_[order_[position]].available();
  end(position, lot_state::ended);
  return ended_lot{id, expired};
}

std::optional<lot> lot_book::take_scheduled(instant t) {
  if (next_effective() > t) return std::nullopt;
  const lot first = scheduled_.front();
  scheduled_.erase(scheduled_.begin());
  return first;
}

instant lot_book::earliest_recurrence() const {
  instant next = instant::never();
  for (const slot s : recurring_) next = std::min(next, slots_[s].recurs_at);
  return next;
}

const lot* lot_book::next_recurring(instant t) const {
  const lot* first = nullptr;
  for (const slot s : recurring_)
    if (slots_[s].recurs_at <= t && (first == nullptr || slots_[s].id < first->id)) first = &slots_[s];
  return first;
}

// Begins a lot anew, with `target` available if the account has room for what is added.
refilled_lot lot_book::fill(kept_lot& of, credits target, credits room) {
  refilled_lot done{of.id, of.kind, std::max(credits{}, of.available() - target),
                    std::max(credits{}, target - of.available())};
  if (done.refilled > room) done.refilled = credits{};
  move(of, done.refilled - done.expired, {});
  ++of.generation;
  return done;
}

refilled_lot lot_book::recur(lot_id id, credits room, instant next) {
  kept_lot& of = slots_[order_[position_of(id)]];
  of.recurs_at = next;
  const credits written_off = DRAWDOWN_PLANTED("recurrence_accumulates", of.available(), credits{});
  move(of, -written_off, {});
  refilled_lot done = fill(of, of.available() + of.granted, room);
  done.expired = written_off;
  return done;
}

std::optional<refilled_lot> lot_book::reset_next(lot_id after, credits room) {
  kept_lot* next = nullptr;
  for (const slot s : order_) {
    kept_lot& of = slots_[s];
    if (of.terms == nullptr || !of.terms->rollover || of.id <= after) continue;
    if (next == nullptr || of.id < next->id) next = &of;
  }
  if (next == nullptr) return std::nullopt;
  const rollover_terms& rule = *next->terms->rollover;
  credits carried = std::max(next->available(), rule.min);
  if (rule.max) carried = std::min(carried, *rule.max);
  return fill(*next, carried, room);
}

std::optional<credits> lot_book::revoke(lot_id id) {
  const auto scheduled =
      std::find_if(scheduled_.begin(), scheduled_.end(), [&](const lot& l) { return l.id == id; });
  if (scheduled != scheduled_.end()) {
    scheduled_.erase(scheduled);
    return credits{};
  }
  const std::size_t position = position_of(id);
  if (position == order_.size()) return std::nullopt;
  const lot& of = slots_[order_[position]];
  if (of.left.is_zero() && !of.will_be_refilled()) return std::nullopt;
  forget_end(id);
  const credits revoked = of.available();
  end(position, lot_state::revoked);
  return revoked;
}

credits lot_book::available_one_by_one(spendable which, const purpose& of) const {
  credits sum;
  for (const slot s : order_)
    if (may_use(slots_[s], which, of)) sum += slots_[s].available();
  return sum;
}

credits lot_book::taken_from_wallet(credits amount, const purpose& of) const {
  credits from_wallet;
  for (const slot s : order_) {
    if (amount.is_zero()) break;
    if (!may_use(slots_[s], spendable::all, of)) continue;
    const credits part = std::min(amount, slots_[s].available());
    if (may_pay(spendable::wallet, slots_[s].kind)) from_wallet += part;
    amount -= part;
  }
  return from_wallet;
}

// Takes so much of what a lot in the order, which is alive, has available.
void lot_book::spend(kept_lot& from, credits part) {
  const credits gone =
      DRAWDOWN_PLANTED("slices_cut_to_cents", part, credits::from_micro(part.micro() / 10'000 * 10'000));
  from.left -= gone;
  left_.of(from.kind) -= gone;
  available_[index_of(from.kind)] -= gone;
  from.used += part;
}

// Takes up to `amount` in burn-down order from the lots that `may` be taken from. Returns what they gave.
template <class MayPay>
credits lot_book::take_where(credits amount, MayPay may, std::vector<slice>& slices) {
  const std::size_t slices_before = slices.size();
  credits missing = amount;
  std::size_t kept = 0;
  std::size_t next = 0;
  for (; next < order_.size() && !missing.is_zero(); ++next) {
    const slot s = order_[next];
    kept_lot& from = slots_[s];
    if (const credits part = may(from) ? std::min(missing, from.available()) : credits{}; !part.is_zero()) {
      spend(from, part);
      missing -= part;
      add_to(slices, slices_before, {from.id, part});
    }
    if (from.left.is_zero() && !from.outlives_its_credit()) {
      if (is_restricted(from)) --restricted_;
      let_go(s);
    } else {
      order_[kept++] = s;
    }
  }
  order_.erase(order_.begin() + static_cast<std::ptrdiff_t>(kept),
               order_.begin() + static_cast<std::ptrdiff_t>(next));
  return amount - missing;
}

void lot_book::take(credits amount, spendable which, const purpose& of, std::vector<slice>& slices) {
  if (amount.is_zero()) return;
  // What most debits come down to: the first lot pays all of it, and something is left there.
  if (!order_.empty() && slices.empty()) {
    kept_lot& first = slots_[order_.front()];
    if (first.available() > amount && may_use(first, which, of)) {
      spend(first, amount);
      slices.push_back({first.id, amount});
      return;
    }
  }
  const auto may = [&](const lot& l) { return may_use(l, which, of); };
  ensure(take_where(amount, may, slices) == amount, "only what is available is taken");
}

void lot_book::take_from_any(credits amount, std::vector<slice>& slices) {
  const credits taken = take_where(
      amount, [](const lot&) { return true; }, slices);
  ensure(taken == amount, "only what is available is taken");
}

credits lot_book::pay_debt(credits amount, const std::array<bool, lot_kinds>& kinds, const purpose& of,
                           bool unrestricted_only, std::vector<slice>& slices) {
  const auto may = [&](const lot& l) {
    const bool kind_pays = DRAWDOWN_PLANTED("debt_paid_by_any_kind", kinds[index_of(l.kind)], true);
    return DRAWDOWN_PLANTED("debt_paid_by_bought_credit_alone", kind_pays, l.kind == lot_kind::paid) &&
           (unrestricted_only ? !is_restricted(l) : l.may_pay(of));
  };
  return take_where(amount, may, slices);
}

void lot_book::hold(credits amount, spendable which, const purpose& of, std::vector<held_part>& parts) {
  for (const slot s : order_) {
    if (amount.is_zero()) return;
    kept_lot& from = slots_[s];
    if (!may_use(from, which, of)) continue;
    const credits part = std::min(amount, from.available());
    if (part.is_zero()) continue;
    move(from, {}, part);
    amount -= part;
    const auto here =
        std::find_if(parts.begin(), parts.end(), [&](const held_part& p) { return p.lot == from.id; });
    if (here != parts.end())
      here->amount += part;
    else
      parts.push_back({from.id, s, from.generation, part});
  }
  ensure(amount.is_zero(), "only what is available is held");
}

void lot_book::capture(const held_part& part, credits amount) {
  kept_lot& of = slots_[part.slot];
  ensure(of.id == part.lot && amount <= of.held, "held credit lies in its lot");
  move(of, -amount, -amount);
  of.used += amount;
  drop_if_empty(part.slot);
}

released_to lot_book::release(const held_part& part, credits amount, released_credit rule) {
  kept_lot& of = slots_[part.slot];
  ensure(of.id == part.lot && amount <= of.held, "held credit lies in its lot");
  const bool is_the_same = of.generation == part.generation || rule == released_credit::successor;
  if (DRAWDOWN_PLANTED("ended_lot_gets_release_back", of.state == lot_state::alive, true) && is_the_same) {
    move(of, {}, -amount);
    return released_to::lot;
  }
  const released_to went = of.state == lot_state::ended || of.state == lot_state::alive
                               ? released_to::expired
                               : released_to::revoked;
  move(of, -amount, -amount);
  drop_if_empty(part.slot);
  return went;
}

}  // namespace drawdown
