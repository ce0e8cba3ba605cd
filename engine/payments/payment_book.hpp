// The payments of one account: what is in flight, what will be heard, what was credited (R9.3, R9.4, R10.1).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "engine/pricing/purchase.hpp"
#include "engine/units/rarely.hpp"
#include "engine/units/wide.hpp"
#include "engine/world/event.hpp"
#include "engine/world/names.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// One payment, over all its attempts.
struct payment {
  payment_id id = 0;
  effect_key key;
  purchase bought;
  payment_for of = payment_for::top_up;
  instant begun;
  std::uint32_t attempts = 0;
  std::uint32_t fingerprint = 0;  // of the method of the latest attempt
  bool attempt_failed = false;    // the latest attempt is known to have failed
  bool credited = false;
  bool failed = false;  // finally: no attempt will follow
  std::optional<instant> first_failure;
  instant retry_at = instant::never();
  money given_back;  // of its price (R8.6, R9.5)

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.id, self.key, self.bought, self.of, self.begun, self.attempts, self.fingerprint,
            self.attempt_failed, self.credited, self.failed, self.first_failure, self.retry_at,
            self.given_back);
  }

  bool is_recharge() const { return of == payment_for::recharge; }
  bool is_of_subscription() const { return of >= payment_for::subscription && of <= payment_for::user; }
  // Neither credited nor finally failed: also one whose notices never come (R10.1).
  bool in_flight() const { return !credited && !failed; }
  // Whether it counts for the caps on recharges: failed ones don't, unless a success came late (R10.5).
  bool counts() const { return credited || !failed; }
};

// What a chargeback took of one lot (R9.6).
struct charged_back_lot {
  lot_id lot = 0;
  credits revoked;  // that was left
  credits used;     // that became debt

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.lot, self.revoked, self.used);
  }
};

// A payment that was charged back (R9.6).
struct chargeback {
  money amount;
  bool is_won = false;
  debt_id debt = 0;                    // 0: nothing was used, none was made
  credits debt_paid;                   // of it so far
  std::vector<charged_back_lot> lots;  // that the payment brought, by id

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.amount, self.is_won, self.debt, self.debt_paid, self.lots);
  }
};

// How a payment is asked for on an account that is billed by invoice (R9.3).
struct invoice {
  instant due;
  money paid;  // so far
  bool is_voided = false;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.due, self.paid, self.is_voided);
  }
};

// Keeps the payments of one account and what is still to be heard of them.
class payment_book {
 public:
  // A book that `keeps_all` forgets no payment, because some step may name any of them (R9.3–R9.6).
  explicit payment_book(bool keeps_all = true) : keeps_all_(keeps_all) {}

  // Makes a payment in flight, without an attempt yet.
  payment& begin(effect_key key, const purchase& bought, payment_for of, instant t);

  // The id of the next payment that is made.
  payment_id next_id() const { return in_->next_id; }

  // A payment that is not forgotten.
  payment& at(payment_id id);
  // The payment with that key, or null (a notice by hand may name one that never was). Not to be asked of a
  // book that forgets.
  payment* find(const effect_key& key);

  // Begins the next attempt at `t` on `method`: the charge that goes to the gateway.
  charge next_attempt(payment& of, const payment_method& method, instant t);

  // Keeps what will be heard of an attempt.
  void expect(const script& heard_later);

  // The payment is asked for by an invoice, which is due then (R9.3).
  void bill(const payment& of, instant due);
  // The invoice of a payment, or null.
  invoice* invoice_of(payment_id id);
  // So much of an invoice was paid, or it was voided: one that is settled will not be overdue.
  void pay(const payment& of, money amount);
  void void_invoice(const payment& of);
  // The payment with the lowest id whose invoice is due at or before `t` and not settled, once; null if none
  // is.
  payment* take_overdue(instant t);

  // The payment was charged back (R9.6).
  void charge_back(payment_id id, chargeback how) { in_.edit().charged_back.emplace(id, std::move(how)); }
  // How it was charged back, or null.
  chargeback* chargeback_of(payment_id id);

  // When the next notice is heard, the next retry or the next invoice is due; never if none is.
  instant next_due() const {
    const contents& in = *in_;
    const bool waits_for_nothing = in.notices.empty() && in.retrying.empty() && in.awaited.empty();
    return waits_for_nothing ? instant::never() : earliest_due();
  }
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
  // The retry that waits, if one does, is not made.
  void drop_retry(payment& of);

  // Whether a recharge is in flight (R10.3), and the credit that all payments in flight would bring (R10.2).
  bool recharge_in_flight() const { return in_->recharges_in_flight > 0; }
  // Whether the first attempt at a charge for a subscription's cycle has no outcome yet (R10.3).
  bool cycle_is_being_charged();
  credits pending() const { return in_->pending; }

  // The recharges that were begun at or after `from` and count for the caps (R10.5).
  struct recharges_made {
    std::uint32_t count = 0;
    int128 spent_minor = 0;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.count, self.spent_minor);
    }

    void add(const payment& made) {
      ++count;
      spent_minor += made.bought.price.minor();
    }
  };
  recharges_made recharges_since(instant from) const;
  // When the latest of those that count was begun; nothing if there is none.
  std::optional<instant> last_recharge() const;

  // Gives up the recharge that waits for its retry, if one does (R10.4).
  void give_up_waiting_recharge();

  // Forgets the payments that are over: of which no outcome, notice, retry or open invoice is to come, and
  // which `is_in_use` does not say to be asked for yet. Of recharges it remembers what the caps of the usage
  // period that began at `period_begin` count, and when the last one was begun (R10.5).
  void forget_what_is_over(instant period_begin, const std::function<bool(payment_id)>& is_in_use);
  // How many payments are not forgotten.
  std::size_t size() const { return in_->payments.size(); }

  // Hands all fields of the book to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.past_since_, self.in_);
  }

 private:
  struct attempts_on {
    std::uint32_t fingerprint = 0;
    std::uint32_t made = 0;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.fingerprint, self.made);
    }
  };

  // The recharges that were forgotten and count for the caps (R10.5).
  struct past_recharges {
    recharges_made made;          // those that were begun from `past_since_` on
    std::optional<instant> last;  // when the latest of all was begun

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.made, self.last);
    }
  };

  struct contents {
    payment_id next_id = 1;
    std::vector<payment> payments;  // that are not forgotten, by id
    past_recharges past;
    std::vector<notice> notices;        // a heap, the first to be heard in front
    std::vector<payment_id> retrying;   // payments that wait for a retry, ascending
    std::vector<attempts_on> attempts;  // by fingerprint, in the order of first use
    std::map<payment_id, invoice> invoices;
    std::vector<payment_id> awaited;  // payments whose invoices are open and were not told overdue, ascending
    std::map<payment_id, chargeback> charged_back;
    std::vector<payment_id> cycles;  // payments for cycles of subscriptions without outcome when last seen
    std::uint32_t recharges_in_flight = 0;
    credits pending;

    template <class Archive, class Self>
    static void kept_fields(Archive& archive, Self& self) {
      archive(self.next_id, self.payments, self.past, self.notices, self.retrying, self.attempts,
              self.invoices, self.awaited, self.charged_back, self.cycles, self.recharges_in_flight,
              self.pending);
    }
  };

  instant earliest_due() const;
  std::size_t position_of(payment_id id) const;
  void leave_flight(const payment& of);
  bool is_over(const payment& of) const;

  bool keeps_all_ = true;
  instant past_since_;
  rarely<contents> in_;  // many accounts never pay
};

template <class Archive>
void payment_book::each_field(Archive& archive) const {
  const contents& in = *in_;
  archive(in.next_id, static_cast<std::uint64_t>(in.payments.size()), in.recharges_in_flight, in.pending);
  archive(past_since_, in.past.made.count, static_cast<std::uint64_t>(in.past.made.spent_minor),
          in.past.last.value_or(instant::never()));
  for (const payment& p : in.payments) {
    archive(p.id, p.key.from, p.key.owner, p.key.number, p.bought.price, p.bought.brings, p.of, p.begun,
            p.attempts, p.fingerprint);
    archive(p.attempt_failed, p.credited, p.failed, p.first_failure.value_or(instant::never()), p.retry_at,
            p.given_back, p.bought.bonus, p.bought.asked_in_money);
  }
  archive(static_cast<std::uint64_t>(in.notices.size()));
  for (const notice& n : in.notices) archive(n.at, n.payment, n.attempt, n.number, n.answer, n.reason);
  archive(static_cast<std::uint64_t>(in.attempts.size()));
  for (const attempts_on& a : in.attempts) archive(a.fingerprint, a.made);
  for (const auto& [id, billed] : in.invoices) archive(id, billed.due, billed.paid, billed.is_voided);
  for (const payment_id id : in.awaited) archive(id);
  for (const auto& [id, back] : in.charged_back) {
    archive(id, back.amount, back.is_won, back.debt, back.debt_paid);
    for (const charged_back_lot& of : back.lots) archive(of.lot, of.revoked, of.used);
  }
}

}  // namespace drawdown
