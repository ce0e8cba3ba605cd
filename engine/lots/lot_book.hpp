// The lots of one account: what is alive in burn-down order, what is scheduled, and what ends when (R3).
#pragma once

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

  // When the next lot ends, and when the next becomes effective; never if none does.
  instant next_end() const { return ends_.empty() ? instant::never() : ends_.front().at; }
  instant next_effective() const {
    return scheduled_.empty() ? instant::never() : scheduled_.front().effective;
  }

  // Takes the lot out that ends at or before `t`, lower id first (R2.4 B); nothing if none does.
  std::optional<ended_lot> end_next(instant t);

  // Takes the scheduled lot out that is effective at or before `t`, lower id first (R2.4 D); nothing if none
  // is.
  std::optional<lot> take_scheduled(instant t);

  // What is left in the lots that may pay.
  credits available(spendable which) const;

  // What `amount` over all lots would take from the wallet's lots (R5.3). `amount` must be available.
  credits taken_from_wallet(credits amount) const;

  // Takes `amount` in burn-down order from the lots that may pay and adds what each gave to `slices`: a lot
  // that is there already gives more in its place. `amount` must be available (R4.1).
  void take(credits amount, spendable which, std::vector<slice>& slices);

  // What is left, by kind (R3.12).
  const figures& left() const { return left_; }

  // Hands all fields of the book to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const;

 private:
  struct ending {
    instant at;
    lot_id id = 0;
    friend auto operator<=>(const ending&, const ending&) = default;
  };
  using slot = std::uint32_t;

  slot place(const lot& l);
  std::size_t position_of(lot_id id) const;

  std::span<const burn_key> order_keys_;
  std::vector<lot> slots_;  // lots that are alive; a free slot's id is 0
  std::vector<slot> free_slots_;
  std::vector<slot> order_;     // slots of the lots that have credit left, in burn-down order
  std::vector<ending> ends_;    // a heap, the earliest in front
  std::vector<lot> scheduled_;  // by effective, id
  figures left_;
  lot_id next_id_ = 1;
};

template <class Archive>
void lot_book::each_field(Archive& archive) const {
  const auto fields = [&](const lot& l) {
    archive(l.id, l.kind, l.priority, l.granted, l.left, l.created, l.effective, l.expires, l.cost,
            l.payment);
    archive(l.key.from, l.key.owner, l.key.number);
  };
  archive(next_id_, static_cast<std::uint64_t>(order_.size()));
  for (const slot s : order_) fields(slots_[s]);
  archive(static_cast<std::uint64_t>(scheduled_.size()));
  for (const lot& l : scheduled_) fields(l);
  archive(static_cast<std::uint64_t>(ends_.size()));
  for (const ending& e : ends_) archive(e.at, e.id);
  for (const credits& kind : left_.left) archive(kind);
}

}  // namespace drawdown
