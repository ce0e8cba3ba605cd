// Lots as the events of an account tell of them: what of each is left, held, used and gone (R14.1), and
// whether they were taken from in order (R14.5).
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/invariants/breach.hpp"
#include "engine/time/zone.hpp"
#include "engine/world/event.hpp"

namespace drawdown::invariants {

// One lot. Credit that is held counts as left, also after the lot's end (R3.12).
struct lot_account {
  enum class state : std::uint8_t { alive, ended, revoked, charged_back };

  lot_event terms;
  credits left;
  credits held;
  credits refilled;
  credits used;
  credits expired;
  credits revoked;
  state now = state::alive;
  std::uint32_t generation = 0;          // how often it began anew (R3.9, R3.10) or was carried (R8.2)
  instant recurs_at = instant::never();  // the next time
  std::uint32_t turns_carried = 0;       // of its grant period (R8.2)
  credits charged_back;                  // of what was revoked (R9.6)
  credits used_when_charged_back;

  bool is_alive() const { return now == state::alive; }
  credits available() const { return is_alive() ? left - held : credits{}; }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.terms, self.left, self.held, self.refilled, self.used, self.expired, self.revoked, self.now,
            self.generation, self.recurs_at, self.turns_carried, self.charged_back,
            self.used_when_charged_back);
  }
};

// Which lots a debit, a hold or a debt may be paid by.
using payable = std::function<bool(const lot_account&)>;
// Whether lots of two kinds may pay the same part of a debit: else neither need come before the other.
using same_part = std::function<bool(lot_kind, lot_kind)>;

class lot_accounts {
 public:
  // Where used credit may come back, or a payment be taken back (R9.5–R9.7), `remembers` lots of which
  // nothing is left.
  lot_accounts(const settings& rules, const zone_table& zone, bool remembers)
      : rules_(&rules), zone_(&zone), remembers_(remembers) {}

  // The lot of that id, if anything is still to come of it, or if it is remembered; null otherwise.
  const lot_account* find(lot_id id) const;
  // The lots that a payment brought, by id; those that are remembered.
  std::vector<lot_id> of_payment(payment_id payment) const;
  // Calls `visit` with every lot that anything is still to come of, by id.
  template <class Visit>
  void each(Visit visit) const {
    for (const auto& [id, lot] : lots_) visit(lot);
  }

  // R3.5, R3.9, R3.10: a lot is accepted for later, or booked.
  finding schedule(const lot_event& e);
  finding book(instant at, const lot_event& e);
  // R3.6, R3.9, R3.10, R3.11: it ends, begins anew, is taken back. What would pass `room` is not refilled
  // (R1.6).
  finding end(instant at, const lot_end_event& e);
  finding refill(instant at, const refill_event& e, credits room);
  finding revoke(const revoke_event& e);
  // R8.2: what the turn of its grant period, or a smaller plan, left of a lot. How much it may leave is not
  // looked at.
  finding carry(instant at, const carry_event& e);
  // R9.5: what is available of a lot was taken back, or a part of it.
  finding take_back(const slice& s);
  // R9.6: all that is left of a lot was taken back: `revoked` says how much that was.
  finding charge_back(lot_id id, credits revoked);
  // R9.7: used credit of the lot came back, and went there.
  finding refund(const refunded_slice& s);

  // R14.5, R3.8: each of the slices is of a lot that may pay, and none of those that may comes before it and
  // keeps credit. To be asked before the slices are taken.
  finding check_order(const std::vector<slice>& slices, const payable& may_pay,
                      const same_part& together) const;
  // What is available is used, or reserved; what is held is used, or given back.
  finding use(const slice& s);
  finding reserve(const slice& s);
  finding use_held(const slice& s);
  finding give_back(const released_slice& s);

  // When the first of the lots ends, or ends with its grant period (R8.2), or recurs.
  std::optional<std::pair<instant, lot_id>> first_end() const { return first_of(ends_); }
  std::optional<std::pair<instant, lot_id>> first_turn() const { return first_of(turns_); }
  std::optional<std::pair<instant, lot_id>> first_recurrence() const { return first_of(recurrences_); }
  // The lots that a reset at that instant begins anew (R3.10): those that it does not end.
  std::set<lot_id> with_rollover(instant at) const;

  credits balance() const { return granted_ - used_ - expired_ - revoked_; }
  credits used() const { return used_; }
  std::array<credits, lot_kinds> left_by_kind() const;
  credits held() const { return held_; }
  credits available() const { return balance() - held_; }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.lots_, self.past_, self.of_payments_, self.scheduled_, self.ends_, self.turns_,
            self.recurrences_, self.granted_, self.used_, self.expired_, self.revoked_, self.held_);
  }

 private:
  using due_lots = std::set<std::pair<instant, lot_id>>;
  static std::optional<std::pair<instant, lot_id>> first_of(const due_lots& due) {
    return due.empty() ? std::nullopt : std::optional(*due.begin());
  }

  // R14.1 of one lot; it is forgotten when nothing can come of it any more.
  finding settle(std::map<lot_id, lot_account>::iterator found);
  void stop_recurring(lot_account& lot);
  // It is over, and comes no more by itself.
  void close(lot_account& lot, lot_account::state now);
  finding unknown(lot_id id, const char* what) const;

  const settings* rules_;
  const zone_table* zone_;
  bool remembers_;
  std::map<lot_id, lot_account> lots_;
  std::map<lot_id, lot_account> past_;  // of which nothing is left, where that is remembered
  std::map<payment_id, std::vector<lot_id>> of_payments_;
  std::set<lot_id> scheduled_;
  due_lots ends_;
  due_lots turns_;  // of lots that end with their grant period
  due_lots recurrences_;
  credits granted_, used_, expired_, revoked_, held_;  // over all lots, ever; `held_` now
};

}  // namespace drawdown::invariants
