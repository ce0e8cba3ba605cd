#include "engine/invariants/lot_accounts.hpp"

#include <algorithm>

#include "engine/invariants/burn_law.hpp"
#include "engine/time/text.hpp"

namespace drawdown::invariants {

const lot_account* lot_accounts::find(lot_id id) const {
  if (const auto found = lots_.find(id); found != lots_.end()) return &found->second;
  const auto past = past_.find(id);
  return past == past_.end() ? nullptr : &past->second;
}

std::vector<lot_id> lot_accounts::of_payment(payment_id payment) const {
  const auto found = of_payments_.find(payment);
  return found == of_payments_.end() ? std::vector<lot_id>{} : found->second;
}

finding lot_accounts::unknown(lot_id id, const char* what) const {
  return broken("R14.1", "lot {} {} and is not alive", id, what);
}

finding lot_accounts::schedule(const lot_event& e) {
  scheduled_.insert(e.lot);
  return std::nullopt;
}

finding lot_accounts::book(instant at, const lot_event& e) {
  if (at < e.effective) return broken("R3.5", "lot {} was booked before it was effective", e.lot);
  if (e.created < at && e.payment == 0 && scheduled_.erase(e.lot) == 0)
    return broken("R3.11", "lot {} was booked later, and was not or is no longer scheduled", e.lot);
  if (e.of_cycle && e.expires <= at)
    return broken("R3.2", "lot {} was booked after the end of its grant period", e.lot);
  if (const instant ends = e.of_cycle ? instant::never() : end_instant(*rules_, e.expires); e.ends != ends)
    return broken("R2.1", "lot {} expires {}, its end instant is {}, it is said to be {}", e.lot,
                  to_string(e.expires), to_string(ends), to_string(e.ends));
  const bool has_cost = !e.cost.is_zero();
  if (has_cost && e.recurs) return broken("R3.9", "lot {} has a cost and recurs", e.lot);
  if (has_cost && e.rollover && e.rollover->min > credits{})
    return broken("R3.10", "lot {} has a cost, and a reset would add to it", e.lot);
  const auto [booked, is_new] = lots_.try_emplace(e.lot);
  if (!is_new) return broken("R14.1", "lot {} was booked twice", e.lot);
  booked->second.terms = e;
  booked->second.left = e.amount;
  if (!e.ends.is_never()) ends_.emplace(e.ends, e.lot);
  if (e.of_cycle) turns_.emplace(e.expires, e.lot);
  if (remembers_ && e.payment != 0) of_payments_[e.payment].push_back(e.lot);
  if (e.recurs) {
    booked->second.recurs_at = next_recurrence(*e.recurs, e.effective, at, *zone_, rules_->month_end_rule);
    recurrences_.emplace(booked->second.recurs_at, e.lot);
  }
  granted_ += e.amount;
  return std::nullopt;
}

void lot_accounts::stop_recurring(lot_account& lot) {
  recurrences_.erase({lot.recurs_at, lot.terms.lot});
  lot.recurs_at = instant::never();
}

void lot_accounts::close(lot_account& lot, lot_account::state now) {
  ends_.erase({lot.terms.ends, lot.terms.lot});
  turns_.erase({lot.terms.expires, lot.terms.lot});
  stop_recurring(lot);
  lot.now = now;
}

finding lot_accounts::end(instant at, const lot_end_event& e) {
  const auto found = lots_.find(e.lot);
  if (found == lots_.end() || !found->second.is_alive()) return unknown(e.lot, "ended");
  lot_account& lot = found->second;
  if (!lot.terms.of_cycle && at != lot.terms.ends)
    return broken("R3.6", "lot {} ended at {}, its end instant is {}", e.lot, to_string(at),
                  to_string(lot.terms.ends));
  if (e.expired != lot.available())
    return broken("R14.1", "lot {} wrote off {}, it had {} left and {} of it held", e.lot, text_of(e.expired),
                  text_of(lot.left), text_of(lot.held));
  close(lot, lot_account::state::ended);
  lot.left -= e.expired;
  lot.expired += e.expired;
  expired_ += e.expired;
  return settle(found);
}

finding lot_accounts::refill(instant at, const refill_event& e, credits room) {
  const auto found = lots_.find(e.lot);
  if (found == lots_.end() || !found->second.is_alive()) return unknown(e.lot, "began anew");
  lot_account& lot = found->second;
  const bool recurs = e.because == refill_event::why::recurrence;
  if (recurs && at != lot.recurs_at)
    return broken("R3.9", "lot {} recurred at {}, it was to at {}", e.lot, to_string(at),
                  to_string(lot.recurs_at));
  if (!recurs && !lot.terms.rollover) return broken("R3.10", "lot {} was reset, it has no rollover", e.lot);
  const credits before = lot.available();
  credits expired = before;
  credits refilled = lot.terms.amount;
  if (!recurs) {
    const auto& rollover = *lot.terms.rollover;
    const credits carried =
        std::min(rollover.max.value_or(credits::largest()), std::max(before, rollover.min));
    expired = std::max(credits{}, before - carried);
    refilled = std::max(credits{}, carried - before);
  }
  if (refilled > room) refilled = credits{};  // R1.6
  if (e.expired != expired || e.refilled != refilled)
    return broken(recurs ? "R3.9" : "R3.10",
                  "lot {} with {} available lost {} and gained {}, it was to lose {} and gain {}", e.lot,
                  text_of(before), text_of(e.expired), text_of(e.refilled), text_of(expired),
                  text_of(refilled));
  ++lot.generation;
  lot.left += refilled - expired;
  lot.expired += expired;
  lot.refilled += refilled;
  expired_ += expired;
  granted_ += refilled;
  if (recurs) {
    stop_recurring(lot);
    lot.recurs_at =
        next_recurrence(*lot.terms.recurs, lot.terms.effective, at, *zone_, rules_->month_end_rule);
    recurrences_.emplace(lot.recurs_at, e.lot);
  }
  return settle(found);
}

finding lot_accounts::revoke(const revoke_event& e) {
  if (scheduled_.erase(e.lot) != 0) {
    if (e.amount.is_zero()) return std::nullopt;
    return broken("R3.11", "lot {} is only scheduled, and {} of it were revoked", e.lot, text_of(e.amount));
  }
  const auto found = lots_.find(e.lot);
  if (found == lots_.end() || !found->second.is_alive()) return unknown(e.lot, "was revoked");
  lot_account& lot = found->second;
  if (lot.terms.key != e.grant) return broken("R3.11", "lot {} is not of the grant that was revoked", e.lot);
  if (e.amount != lot.available())
    return broken("R3.11", "{} of lot {} were revoked, {} were available", text_of(e.amount), e.lot,
                  text_of(lot.available()));
  close(lot, lot_account::state::revoked);
  lot.left -= e.amount;
  lot.revoked += e.amount;
  revoked_ += e.amount;
  return settle(found);
}

finding lot_accounts::carry(instant at, const carry_event& e) {
  const auto found = lots_.find(e.lot);
  if (found == lots_.end() || !found->second.is_alive()) return unknown(e.lot, "was carried");
  lot_account& lot = found->second;
  if (!lot.terms.of_cycle || lot.terms.kind != lot_kind::plan)
    return broken("R8.2", "lot {} was carried, and is not of the allocation", e.lot);
  const bool is_trimmed_or_filled = e.expired.is_zero() || e.refilled.is_zero();
  if (e.carried <= credits{} || e.expired < credits{} || e.refilled < credits{} || !is_trimmed_or_filled ||
      e.carried - e.refilled + e.expired != lot.available())
    return broken("R8.2", "of lot {} with {} available {} were carried, {} expired and {} refilled", e.lot,
                  text_of(lot.available()), text_of(e.carried), text_of(e.expired), text_of(e.refilled));
  if (e.expires <= at) return broken("R8.2", "lot {} was carried to {}", e.lot, to_string(e.expires));
  if (e.expires != lot.terms.expires) ++lot.turns_carried;
  turns_.erase({lot.terms.expires, e.lot});
  lot.terms.expires = e.expires;
  turns_.emplace(e.expires, e.lot);
  ++lot.generation;
  lot.left += e.refilled - e.expired;
  lot.expired += e.expired;
  lot.refilled += e.refilled;
  expired_ += e.expired;
  granted_ += e.refilled;
  return settle(found);
}

finding lot_accounts::take_back(const slice& s) {
  const auto found = lots_.find(s.lot);
  if (found == lots_.end() || !found->second.is_alive()) return unknown(s.lot, "was taken back");
  lot_account& lot = found->second;
  if (s.amount <= credits{} || s.amount > lot.available())
    return broken("R9.5", "{} of lot {} were taken back, {} were available", text_of(s.amount), s.lot,
                  text_of(lot.available()));
  lot.left -= s.amount;
  lot.revoked += s.amount;
  revoked_ += s.amount;
  if (lot.left.is_zero()) close(lot, lot_account::state::revoked);
  return settle(found);
}

finding lot_accounts::charge_back(lot_id id, credits revoked) {
  if (const auto past = past_.find(id); past != past_.end()) lots_.insert(past_.extract(past));
  const auto found = lots_.find(id);
  if (found == lots_.end()) return unknown(id, "was charged back");
  lot_account& lot = found->second;
  if (!lot.held.is_zero() || revoked != lot.left)
    return broken("R9.6", "{} of lot {} were charged back, {} were left and {} held", text_of(revoked), id,
                  text_of(lot.left), text_of(lot.held));
  close(lot, lot_account::state::charged_back);
  lot.left = credits{};
  lot.revoked += revoked;
  lot.charged_back = revoked;
  lot.used_when_charged_back = lot.used;
  revoked_ += revoked;
  return settle(found);
}

finding lot_accounts::refund(const refunded_slice& s) {
  if (s.went == refunded_to::debt) return std::nullopt;  // it stays used, for that debt
  if (const auto past = past_.find(s.lot); past != past_.end()) lots_.insert(past_.extract(past));
  const auto found = lots_.find(s.lot);
  if (found == lots_.end()) return unknown(s.lot, "was refunded to");
  lot_account& lot = found->second;
  lot.used -= s.amount;
  used_ -= s.amount;
  if (s.went == refunded_to::lot) {
    lot.left += s.amount;
  } else {
    const bool revoked = s.went == refunded_to::revoked;
    (revoked ? lot.revoked : lot.expired) += s.amount;
    (revoked ? revoked_ : expired_) += s.amount;
  }
  return settle(found);
}

finding lot_accounts::check_order(const std::vector<slice>& slices, const payable& may_pay,
                                  const same_part& together) const {
  for (const slice& s : slices) {
    const lot_account* from = find(s.lot);
    if (from == nullptr || !from->is_alive()) return unknown(s.lot, "was taken from");
    if (!may_pay(*from)) return broken("R3.8", "lot {} was taken from, and may not pay this", s.lot);
    for (const auto& [id, other] : lots_) {
      if (id == s.lot || !other.is_alive() || !together(other.terms.kind, from->terms.kind)) continue;
      if (!may_pay(other) || !burns_before(*rules_, other.terms, from->terms)) continue;
      const auto gave = std::ranges::find(slices, id, &slice::lot);
      const credits stays = other.available() - (gave == slices.end() ? credits{} : gave->amount);
      if (stays > credits{})
        return broken("R14.5", "lot {} was taken from while lot {}, which comes before it, kept {}", s.lot,
                      id, text_of(stays));
    }
  }
  return std::nullopt;
}

finding lot_accounts::use(const slice& s) {
  const auto found = lots_.find(s.lot);
  if (found == lots_.end()) return unknown(s.lot, "was taken from");
  lot_account& lot = found->second;
  if (s.amount <= credits{} || s.amount > lot.available())
    return broken("R14.1", "{} was taken from lot {}, which had {} available", text_of(s.amount), s.lot,
                  text_of(lot.available()));
  lot.left -= s.amount;
  lot.used += s.amount;
  used_ += s.amount;
  return settle(found);
}

finding lot_accounts::reserve(const slice& s) {
  const auto found = lots_.find(s.lot);
  if (found == lots_.end()) return unknown(s.lot, "was reserved of");
  lot_account& lot = found->second;
  if (s.amount <= credits{} || s.amount > lot.available())
    return broken("R14.1", "{} was reserved of lot {}, which had {} available", text_of(s.amount), s.lot,
                  text_of(lot.available()));
  lot.held += s.amount;
  held_ += s.amount;
  return settle(found);
}

finding lot_accounts::use_held(const slice& s) {
  const auto found = lots_.find(s.lot);
  if (found == lots_.end()) return unknown(s.lot, "was captured of");
  lot_account& lot = found->second;
  lot.held -= s.amount;
  held_ -= s.amount;
  lot.left -= s.amount;
  lot.used += s.amount;
  used_ += s.amount;
  return settle(found);
}

finding lot_accounts::give_back(const released_slice& s) {
  const auto found = lots_.find(s.lot);
  if (found == lots_.end()) return unknown(s.lot, "was given back to");
  lot_account& lot = found->second;
  lot.held -= s.amount;
  held_ -= s.amount;
  if (s.went == released_to::lot) return settle(found);
  lot.left -= s.amount;
  (s.went == released_to::expired ? lot.expired : lot.revoked) += s.amount;
  (s.went == released_to::expired ? expired_ : revoked_) += s.amount;
  return settle(found);
}

finding lot_accounts::settle(std::map<lot_id, lot_account>::iterator found) {
  const lot_account& lot = found->second;
  if (lot.terms.amount + lot.refilled != lot.left + lot.used + lot.expired + lot.revoked)
    return broken("R14.1",
                  "lot {}: granted {} and refilled {} is not left {}, used {}, expired {} and revoked {}",
                  found->first, text_of(lot.terms.amount), text_of(lot.refilled), text_of(lot.left),
                  text_of(lot.used), text_of(lot.expired), text_of(lot.revoked));
  if (lot.used < credits{})
    return broken("R14.1", "of lot {} {} more came back than was used", found->first, text_of(-lot.used));
  if (lot.held < credits{} || lot.held > lot.left)
    return broken("R14.1", "of lot {} {} are held, {} are left", found->first, text_of(lot.held),
                  text_of(lot.left));
  const bool comes_back =
      lot.is_alive() && (!lot.terms.expires.is_never() || lot.terms.recurs || lot.terms.rollover);
  if (!lot.left.is_zero() || comes_back) return std::nullopt;
  if (remembers_)
    past_.insert(lots_.extract(found));
  else
    lots_.erase(found);
  return std::nullopt;
}

std::set<lot_id> lot_accounts::with_rollover(instant at) const {
  std::set<lot_id> found;
  for (const auto& [id, lot] : lots_)
    if (lot.is_alive() && lot.terms.rollover && lot.terms.ends > at) found.insert(id);
  return found;
}

std::array<credits, lot_kinds> lot_accounts::left_by_kind() const {
  std::array<credits, lot_kinds> left{};
  for (const auto& [id, lot] : lots_) left.at(static_cast<std::size_t>(lot.terms.kind)) += lot.left;
  return left;
}

}  // namespace drawdown::invariants
