// The payments of one account: what is in flight, what will be heard, what was credited (R9.3, R9.4, R10.1).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/pricing/purchase.hpp"
#include "engine/units/wide.hpp"
#include "engine/world/names.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// One payment, over all its attempts.
struct payment {
  payment_id id = 0;
  effect_key key;
  purchase bought;
  bool recharge = false;
  instant begun;
  std::uint32_t attempts = 0;
  std::uint32_t fingerprint = 0;  // of the method of the latest attempt
  bool attempt_failed = false;    // the latest attempt is known to have failed
  bool credited = false;
  bool failed = false;  // finally: no attempt will follow
  std::optional<instant> first_failure;
  instant retry_at = instant::never();

  // Neither credited nor finally failed: also one whose notices never come (R10.1).
  bool in_flight() const { return !credited && !failed; }
  // Whether it counts for the caps on recharges: failed ones don't, unless a success came late (R10.5).
  bool counts() const { return credited || !failed; }
};

// Keeps the payments of one account and what is still to be heard of them.
class payment_book {
 public:
  // Makes a payment in flight, without an attempt yet.
  payment& begin(effect_key key, const purchase& bought, bool recharge, instant t);

  payment& at(payment_id id);
  // The payment with that key, or null (a notice by hand may name one that never was).
  payment* find(const effect_key& key);

  // Begins the next attempt at `t` on `method`: the charge that goes to the gateway.
  charge next_attempt(payment& of, const payment_method& method, instant t);

  // Keeps what will be heard of an attempt.
  void expect(const script& heard_later);

  // When the next notice is heard, or the next retry is due; never if neither is.
  instant next_due() const;
  // Takes the notice out that is heard at or before `t`, in the order of R2.4 F; nothing if none is.
  std::optional<notice> take_notice(instant t);
  // The payment with the lowest id whose retry is due at or before `t`, its retry taken; null if none is.
  payment* take_retry(instant t);

  // What hearing `answer` of that attempt does (R9.4): credit is granted exactly once, whatever the notices
  // do.
  static notice_effect effect_of(const payment& of, std::uint32_t attempt, payment_answer answer,
                                 bool is_answer);

  // Moves a payment on: its credit is granted, its latest attempt failed, a retry is set, it is given up.
  void credit(payment& of);
  void fail_attempt(payment& of, instant t);
  void retry_at(payment& of, instant t);
  void give_up(payment& of);

  // Whether a recharge is in flight (R10.3), and the credit that all payments in flight would bring (R10.2).
  bool recharge_in_flight() const { return recharges_in_flight_ > 0; }
  credits pending() const { return pending_; }

  // The recharges that were begun at or after `from` and count for the caps (R10.5).
  struct recharges_made {
    std::uint32_t count = 0;
    int128 spent_minor = 0;
  };
  recharges_made recharges_since(instant from) const;
  // When the latest of those that count was begun; nothing if there is none.
  std::optional<instant> last_recharge() const;

  // Gives up the recharge that waits for its retry, if one does (R10.4).
  void give_up_waiting_recharge();

  // Hands all fields of the book to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const;

 private:
  struct attempts_on {
    std::uint32_t fingerprint = 0;
    std::uint32_t made = 0;
  };

  void leave_flight(const payment& of);

  std::vector<payment> payments_;      // by id, from 1
  std::vector<notice> notices_;        // a heap, the first to be heard in front
  std::vector<payment_id> retrying_;   // payments that wait for a retry, ascending
  std::vector<attempts_on> attempts_;  // by fingerprint, in the order of first use
  std::uint32_t recharges_in_flight_ = 0;
  credits pending_;
};

template <class Archive>
void payment_book::each_field(Archive& archive) const {
  archive(static_cast<std::uint64_t>(payments_.size()), recharges_in_flight_, pending_);
  for (const payment& p : payments_) {
    archive(p.id, p.key.from, p.key.owner, p.key.number, p.bought.price, p.bought.brings, p.recharge, p.begun,
            p.attempts, p.fingerprint);
    archive(p.attempt_failed, p.credited, p.failed, p.first_failure.value_or(instant::never()), p.retry_at);
  }
  archive(static_cast<std::uint64_t>(notices_.size()));
  for (const notice& n : notices_) archive(n.at, n.payment, n.attempt, n.number, n.answer, n.reason);
  archive(static_cast<std::uint64_t>(attempts_.size()));
  for (const attempts_on& a : attempts_) archive(a.fingerprint, a.made);
}

}  // namespace drawdown
