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
};

// Keeps the lots of one account. Copies are independent; nothing allocates while credit is taken.
class lot_book {
 public:
  // `order` is the burn-down order (R3.3); it must outlive the book and its copies.
  explicit lot_book(std::span<const burn_key> order) : order_keys_(order) {}

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
  instant next_recurrence() const;

  // Takes the lot out that ends at or before `t`, lower id first (R2.4 B); nothing if none does. What is held
  // of it stays until its holds end (R3.7).
  std::optional<ended_lot> end_next(instant t);

  // Takes the scheduled lot out that is effective at or before `t`, lower id first (R2.4 D); nothing if none
  // is.
  std::optional<lot> take_scheduled(instant t);

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
  credits available(spendable which, const purpose& of) const;
  credits available(spendable which) const;

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

  // What is left and what is held, by kind (R3.12); no debt.
  const figures& left() const { return left_; }

  // Hands all fields of the book to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const;

 private:
  enum class lot_state : std::uint8_t { alive, ended, revoked };
  struct kept_lot : lot {
    lot_state state = lot_state::alive;
  };
  struct ending {
    instant at;
    lot_id id = 0;
    friend auto operator<=>(const ending&, const ending&) = default;
  };
  using slot = std::uint32_t;

  slot place(const lot& l);
  std::size_t position_of(lot_id id) const;
  void drop_if_empty(slot s);
  void end(std::size_t position, lot_state as);
  void move(kept_lot& of, credits left, credits held);
  refilled_lot fill(kept_lot& of, credits target, credits room);
  template <class MayPay>
  credits take_where(credits amount, MayPay may, std::vector<slice>& slices);

  std::span<const burn_key> order_keys_;
  std::vector<kept_lot> slots_;  // lots that are alive, or over and held; a free slot's id is 0
  std::vector<slot> free_slots_;
  std::vector<slot> order_;      // slots of the lots that have credit, or will have, in burn-down order
  std::vector<slot> recurring_;  // slots of the lots that recur
  std::vector<ending> ends_;     // a heap, the earliest in front
  std::vector<lot> scheduled_;   // by effective, id
  figures left_;
  std::array<credits, lot_kinds> available_{};  // in lots that are alive, by kind
  std::uint32_t restricted_ = 0;                // lots in order_ that not every usage may use
  lot_id next_id_ = 1;
};

template <class Archive>
void lot_book::each_field(Archive& archive) const {
  const auto fields = [&](const lot& l) {
    archive(l.id, l.kind, l.user, l.priority, l.granted, l.left, l.held, l.created, l.effective, l.expires,
            l.cost, l.payment, l.generation, l.recurs_at);
    archive(l.key.from, l.key.owner, l.key.number);
  };
  archive(next_id_, static_cast<std::uint64_t>(order_.size()));
  for (const slot s : order_) fields(slots_[s]);
  archive(static_cast<std::uint64_t>(scheduled_.size()));
  for (const lot& l : scheduled_) fields(l);
  archive(static_cast<std::uint64_t>(ends_.size()));
  for (const ending& e : ends_) archive(e.at, e.id);
  for (const credits& kind : left_.left) archive(kind);
  archive(left_.held);
}

}  // namespace drawdown
