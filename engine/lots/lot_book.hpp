// The lots of one account: what is alive in burn-down order, what is held of it, what is scheduled, and what
// ends or begins anew when (R3).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/lots/lot.hpp"
#include "engine/world/event.hpp"
#include "engine/world/figures.hpp"

namespace drawdown {

// A lot that ended, and what of it was written off (R3.6).
struct ended_lot {
  lot_id id = 0;
  credits expired;
};

// A lot that began anew: what was written off, and what was added (R3.9, R3.10).
struct refilled_lot {
  lot_id id = 0;
  lot_kind kind = lot_kind::free;
  credits expired;
  credits refilled;
};

// What a hold reserves of one lot (R6.1). It finds its lot wherever that has gone.
struct held_part {
  lot_id lot = 0;
  std::uint32_t slot = 0;        // where the lot lies in its book
  std::uint32_t generation = 0;  // of the lot when it was held
  credits amount;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.lot, self.slot, self.generation, self.amount);
  }
};

// How far a lot has come.
enum class lot_state : std::uint8_t {
  alive,         // also one that is used up, as long as it has not ended
  ended,         // its end instant has passed, or its grant period (R3.6)
  revoked,       // R3.11, or given back for its money (R9.5)
  charged_back,  // R9.6
};

// Keeps the lots of one account. Copies are independent; nothing allocates while credit is taken.
class lot_book {
 public:
  // `order` is the burn-down order (R3.3); it must outlive the book and its copies. A book that `keeps_all`
  // lets no lot go, because credit may come back to one that is used up or over (R9.7).
  explicit lot_book(std::span<const burn_key> order, bool keeps_all = false)
      : order_keys_(order), keeps_all_(keeps_all) {}

  // The next free lot id (R3.1).
  lot_id next_id() const { return next_id_; }

  // Keeps a lot that becomes effective later (R3.5). Its id must be `next_id()`.
  void schedule(const lot& l);

  // Books a lot, spendable from now on. A new one's id must be `next_id()`; one that was scheduled keeps its
  // own.
  void book(const lot& l);

  // When the next lot ends, becomes effective, or recurs; never if none does.
  instant next_end() const { return ends_.empty() ? instant::never() : ends_.front().at; }
  instant next_effective() const {
    return scheduled_.empty() ? instant::never() : scheduled_.front().effective;
  }
  instant next_recurrence() const { return recurring_.empty() ? instant::never() : earliest_recurrence(); }

  // Takes the lot out that ends at or before `t`, lower id first (R2.4 B); nothing if none does. What is held
  // of it stays until its holds end (R3.7).
  std::optional<ended_lot> end_next(instant t);

  // Takes the scheduled lot out that is effective at or before `t`, lower id first (R2.4 D); nothing if none
  // is.
  std::optional<lot> take_scheduled(instant t);

  // When the next grant period of a lot is over; never if none is (R8.2).
  instant next_turn() const { return next_turn_; }
  // The lots of a subscription whose grant period is over at `t`, or all of them, by id. One that is used up
  // is there, with nothing left.
  std::vector<lot> of_cycle(instant over_at) const;
  // Ends a lot of a subscription. What is held of it stays until its holds end (R3.7).
  ended_lot end_of_cycle(lot_id id);
  // Carries a lot of a subscription over the turn of its grant period, until `expires`: `keep` of what is
  // available, and `more` that is added. Returns what was written off.
  credits carry(lot_id id, credits keep, credits more, instant expires);
  // Leaves `keep` available of a lot. Returns what was written off.
  credits trim(lot_id id, credits keep);

  // The lot that recurs at or before `t`, lower id first (R2.4 C3), or null.
  const lot* next_recurring(instant t) const;
  // Writes off what that lot has available and fills it again, if the account has `room` for it (R3.9); it
  // recurs again at `next`.
  refilled_lot recur(lot_id id, credits room, instant next);

  // Resets the lot with a rollover that follows `after` by id, if the account has `room` for what is added
  // (R3.10); nothing if none follows.
  std::optional<refilled_lot> reset_next(lot_id after, credits room);

  // Revokes a lot: what is available of it goes, what is held goes when its hold ends (R3.11). Nothing where
  // it is not alive, or used up for good; zero for one that was scheduled.
  std::optional<credits> revoke(lot_id id);

  // What is available in the lots that may pay.
  credits available(spendable which, const purpose& of) const {
    return restricted_ == 0 ? available(which) : available_one_by_one(which, of);
  }
  credits available(spendable which) const {
    credits sum;
    for (std::size_t kind = 0; kind < lot_kinds; ++kind)
      if (may_pay(which, static_cast<lot_kind>(kind))) sum += available_[kind];
    return sum;
  }

  // What `amount` over all lots would take from the wallet's lots (R5.3). `amount` must be available.
  credits taken_from_wallet(credits amount, const purpose& of) const;

  // Takes `amount` in burn-down order from the lots that may pay and adds what each gave to `slices`: a lot
  // that is there already gives more in its place. `amount` must be available (R4.1).
  void take(credits amount, spendable which, const purpose& of, std::vector<slice>& slices);

  // Takes `amount` in burn-down order from all lots, whatever they are restricted to (R3.11).
  void take_from_any(credits amount, std::vector<slice>& slices);

  // Takes up to `amount` in burn-down order from the lots that may pay such a debt (R4.6). Returns what they
  // gave.
  credits pay_debt(credits amount, const std::array<bool, lot_kinds>& kinds, const purpose& of,
                   bool unrestricted_only, std::vector<slice>& slices);

  // Reserves `amount` as `take` would take it (R6.1).
  void hold(credits amount, spendable which, const purpose& of, std::vector<held_part>& parts);

  // Takes so much of what is held (R6.2).
  void capture(const held_part& part, credits amount);

  // Gives back so much of what is held: to its lot, or the way that the rest of the lot went (R3.7).
  released_to release(const held_part& part, credits amount, released_credit rule);

  // What only a book that keeps all lots knows: of a lot that was booked, also of one that is over, how it
  // stands and what of it was used, less what was given back (R14.1).
  const lot& kept(lot_id id) const;
  lot_state state_of(lot_id id) const;
  credits used_of(lot_id id) const;
  // The lots that a payment brought, by id (R9.5, R9.6).
  std::vector<lot_id> brought_by(payment_id payment) const;

  // Used credit comes back into its lot, which is alive (R9.7).
  void put_back(lot_id id, credits amount);
  // Used credit of a lot that is over comes back, and goes the way that the rest of the lot went (R9.7).
  void put_back_and_lose(lot_id id, credits amount);
  // So much of what a lot that is alive has available goes, for its money; a lot that has nothing left then
  // is over (R9.5).
  void take_back(lot_id id, credits amount);
  // All that is left of a lot goes, and it is over, whatever it was before (R9.6). Nothing of it is held.
  // Returns what went.
  credits charge_back(lot_id id);

  // What is left and what is held, by kind (R3.12); no debt.
  const figures& left() const { return left_; }

  // Hands all fields of the book to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.by_id_, self.slots_, self.free_slots_, self.order_, self.recurring_, self.ends_,
            self.scheduled_, self.turns_, self.next_turn_, self.left_, self.available_, self.restricted_,
            self.next_id_);
    if constexpr (Archive::is_reading) archive.require(self.has_all_slots());
  }

 private:
  struct kept_lot : lot {
    lot_state state = lot_state::alive;
    credits used{};

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      lot::kept_fields(archive, self);
      archive(self.state, self.used);
    }
  };
  struct ending {
    instant at;
    lot_id id = 0;
    friend auto operator<=>(const ending&, const ending&) = default;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.at, self.id);
    }
  };
  // When the grant period of a lot of a subscription is over, also of one that is used up.
  struct turning {
    instant at;
    lot_id id = 0;
    lot_kind kind = lot_kind::plan;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.at, self.id, self.kind);
    }
  };
  using slot = std::uint32_t;
  static constexpr slot no_slot = UINT32_MAX;

  // Whether every slot that is named is there.
  bool has_all_slots() const;
  instant earliest_recurrence() const;
  credits available_one_by_one(spendable which, const purpose& of) const;
  slot place(const lot& l);
  std::size_t position_of(lot_id id) const;
  void let_go(slot s);
  void drop_if_empty(slot s);
  void note_over(lot_id id, lot_state as);
  void forget_end(lot_id id);
  kept_lot& kept_at(lot_id id);
  void end(std::size_t position, lot_state as);
  void move(kept_lot& of, credits left, credits held);
  void insert_in_order(slot s);
  void find_next_turn();
  refilled_lot fill(kept_lot& of, credits target, credits room);
  void spend(kept_lot& from, credits part);
  template <class MayPay>
  credits take_where(credits amount, MayPay may, std::vector<slice>& slices);

  std::span<const burn_key> order_keys_;
  bool keeps_all_ = false;
  std::vector<slot> by_id_;      // of a book that keeps all lots; of one that is not booked: no_slot
  std::vector<kept_lot> slots_;  // lots that are alive, or over and held; a free slot's id is 0
  std::vector<slot> free_slots_;
  std::vector<slot> order_;      // slots of the lots that have credit, or will have, in burn-down order
  std::vector<slot> recurring_;  // slots of the lots that recur
  std::vector<ending> ends_;     // a heap, the earliest in front
  std::vector<lot> scheduled_;   // by effective, id
  std::vector<turning> turns_;   // of the lots of a subscription, by id
  instant next_turn_ = instant::never();
  figures left_;
  std::array<credits, lot_kinds> available_{};  // in lots that are alive, by kind
  std::uint32_t restricted_ = 0;                // lots in order_ that not every usage may use
  lot_id next_id_ = 1;
};

template <class Archive>
void lot_book::each_field(Archive& archive) const {
  const auto fields = [&](const lot& l) {
    archive(l.id, l.kind, l.user, l.priority, l.granted, l.left, l.held, l.created, l.effective, l.expires,
            l.ends, l.cost, l.payment, l.generation, l.recurs_at, l.of_cycle, l.carried);
    archive(l.key.from, l.key.owner, l.key.number);
  };
  archive(next_id_, static_cast<std::uint64_t>(order_.size()));
  for (const slot s : order_) fields(slots_[s]);
  archive(static_cast<std::uint64_t>(scheduled_.size()));
  for (const lot& l : scheduled_) fields(l);
  archive(static_cast<std::uint64_t>(ends_.size()));
  for (const ending& e : ends_) archive(e.at, e.id);
  for (const turning& t : turns_) archive(t.at, t.id, t.kind);
  for (const credits& kind : left_.left) archive(kind);
  archive(left_.held);
  for (const slot s : by_id_) {
    if (s == no_slot) continue;
    fields(slots_[s]);
    archive(slots_[s].state, slots_[s].used);
  }
}

}  // namespace drawdown
