// Payments and invoices as the events of an account tell of them: what each is for and brings (R14.4), what
// of an invoice is open (R9.3), and what was given back or charged back (R9.5, R9.6).
#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "engine/invariants/breach.hpp"
#include "engine/world/event.hpp"

namespace drawdown::invariants {

struct payment_account {
  enum class dispute : std::uint8_t { none, open, won };

  payment_id id = 0;
  effect_key key;
  payment_for of = payment_for::top_up;
  money price;
  credits brings;
  bool was_sent = false;  // an attempt: until then a renewal may be known by its number alone
  bool credited = false;
  bool has_granted = false;       // of a subscription's payment: its lots were told
  bool is_of_past_cycle = false;  // of a subscription's payment that was credited: the cycle has turned since
  money given_back;
  dispute dispute_is = dispute::none;
  debt_id debt = 0;  // of the chargeback
  bool is_invoice = false;
  bool is_voided = false;
  money paid;  // of the invoice

  bool is_purchase() const { return of == payment_for::top_up || of == payment_for::recharge; }
  bool is_of_subscription() const { return !is_purchase() && of != payment_for::overage; }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.id, self.key, self.of, self.price, self.brings, self.was_sent, self.credited,
            self.has_granted, self.is_of_past_cycle, self.given_back, self.dispute_is, self.debt,
            self.is_invoice, self.is_voided, self.paid);
  }
};

class payment_accounts {
 public:
  // Where steps may name payments (R9.3–R9.6), those that were credited are kept for the whole run.
  explicit payment_accounts(bool keeps_all) : keeps_all_(keeps_all) {}

  // The payment, if it was told of and is not forgotten.
  payment_account* find(payment_id id);
  const payment_account* find(payment_id id) const;

  // An attempt was sent (R9.4): every attempt at a payment promises the same.
  finding charge(const charge_event& e);
  // R9.3: an invoice is paid once, and no more than it is.
  finding see(instant at, const invoice_event& e);
  // It succeeded, once (R14.4).
  finding succeed(payment_id id, const effect_key& key, const char* by);
  // A renewal that is told of although no attempt at it reached a gateway (R8.3).
  payment_account& note_renewal(payment_id id);
  // R9.3: an invoice is overdue as soon as its time is over. Asked before an event of that instant, where
  // what is due at it must have been told.
  finding check_overdue(instant at, bool at_is_due) const;

  // A cycle of the subscription is over: what was credited for it is not given back any more (R8.6).
  void turn_cycle();
  // Forgets the payments that were credited, but for those that a cycle goes on for, and calls `forgotten`
  // with each. That they were credited stays known.
  template <class Forgotten>
  void forget_what_is_over(Forgotten forgotten) {
    if (keeps_all_) return;
    std::erase_if(payments_, [&](const auto& entry) {
      const payment_account& of = entry.second;
      if (!of.credited || (of.is_of_subscription() && !of.is_of_past_cycle)) return false;
      note_past(of.id);
      forgotten(of.id);
      return true;
    });
  }
  // How many payments are not forgotten.
  std::size_t size() const { return payments_.size(); }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.payments_, self.past_, self.due_);
  }

 private:
  // Numbers from the first to the last of a range.
  using id_range = std::pair<payment_id, payment_id>;

  void note_past(payment_id id);
  bool is_past(payment_id id) const;
  finding issue(instant at, const invoice_event& e);
  finding check_attempt(const payment_account& of, const charge_event& e) const;

  bool keeps_all_;
  std::map<payment_id, payment_account> payments_;
  std::vector<id_range> past_;                    // that were credited and are forgotten, ascending, apart
  std::set<std::pair<instant, payment_id>> due_;  // open invoices
};

}  // namespace drawdown::invariants
