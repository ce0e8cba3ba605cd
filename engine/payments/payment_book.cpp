#include "engine/payments/payment_book.hpp"

#include <algorithm>

#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

// Order of a heap whose front is heard first.
bool heard_later(const notice& a, const notice& b) {
  return heard_before(b, a);
}

}  // namespace

payment& payment_book::begin(effect_key key, const purchase& bought, payment_for of, instant t) {
  payment& made = payments_.emplace_back();
  made.id = next_id_++;
  made.key = key;
  made.bought = bought;
  made.of = of;
  made.begun = t;
  pending_ += bought.brings;
  if (made.is_recharge()) ++recharges_in_flight_;
  if (of == payment_for::subscription || of == payment_for::renewal) cycles_.push_back(made.id);
  return made;
}

std::size_t payment_book::position_of(payment_id id) const {
  const auto found = std::lower_bound(payments_.begin(), payments_.end(), id,
                                      [](const payment& p, payment_id asked) { return p.id < asked; });
  ensure(found != payments_.end() && found->id == id, "a payment that is remembered is asked for");
  return static_cast<std::size_t>(found - payments_.begin());
}

payment& payment_book::at(payment_id id) {
  return payments_[position_of(id)];
}

payment* payment_book::find(const effect_key& key) {
  const auto found =
      std::find_if(payments_.begin(), payments_.end(), [&](const payment& p) { return p.key == key; });
  return found == payments_.end() ? nullptr : &*found;
}

charge payment_book::next_attempt(payment& of, const payment_method& method, instant t) {
  auto on = std::find_if(attempts_.begin(), attempts_.end(),
                         [&](const attempts_on& a) { return a.fingerprint == method.fingerprint; });
  if (on == attempts_.end()) on = attempts_.insert(attempts_.end(), {method.fingerprint, 0});
  ++of.attempts;
  of.attempt_failed = false;
  of.fingerprint = method.fingerprint;
  return {of.id, of.key, of.attempts, on->made++, t, of.bought.price, method};
}

void payment_book::expect(const script& heard_later_on) {
  for (const notice& n : heard_later_on.notices) {
    ensure(n.at > heard_later_on.of.at, "nothing comes back within the instant that asked");
    if (DRAWDOWN_PLANTED("notices_of_an_instant_lost", false,
                         std::any_of(notices_.begin(), notices_.end(), [&](const notice& other) {
                           return other.at == n.at && other.payment != n.payment;
                         })))
      continue;
    notices_.push_back(n);
    std::push_heap(notices_.begin(), notices_.end(), heard_later);
  }
}

instant payment_book::next_due() const {
  instant due = notices_.empty() ? instant::never() : notices_.front().at;
  for (const payment_id id : retrying_) due = std::min(due, payments_[position_of(id)].retry_at);
  for (const payment_id id : awaited_) due = std::min(due, invoices_.at(id).due);
  return due;
}

std::optional<notice> payment_book::take_notice(instant t) {
  if (notices_.empty() || notices_.front().at > t) return std::nullopt;
  std::pop_heap(notices_.begin(), notices_.end(), heard_later);
  const notice first = notices_.back();
  notices_.pop_back();
  return first;
}

payment* payment_book::take_retry(instant t) {
  for (const payment_id id : retrying_) {
    payment& waiting = at(id);
    if (waiting.retry_at > t) continue;
    waiting.retry_at = instant::never();
    std::erase(retrying_, id);
    return &waiting;
  }
  return nullptr;
}

notice_effect payment_book::effect_of(const payment& of, std::uint32_t attempt, payment_answer answer,
                                      bool is_answer) {
  if (answer == payment_answer::timed_out) return notice_effect::awaiting;
  if (answer == payment_answer::succeeded) {
    if (DRAWDOWN_PLANTED("answer_taken_for_credit", is_answer, false)) return notice_effect::awaiting;
    if (DRAWDOWN_PLANTED("late_success_dropped", false, of.failed)) return notice_effect::ignored;
    return DRAWDOWN_PLANTED("notice_credited_twice", of.credited, false) ? notice_effect::already_credited
                                                                         : notice_effect::credited;
  }
  const bool changes_nothing = DRAWDOWN_PLANTED("failure_heard_after_success", of.credited, false) ||
                               attempt != of.attempts || of.attempt_failed;
  return changes_nothing ? notice_effect::ignored : notice_effect::failed;
}

void payment_book::bill(const payment& of, instant due) {
  invoices_.emplace(of.id, invoice{due, {}, false});
  awaited_.push_back(of.id);
}

invoice* payment_book::invoice_of(payment_id id) {
  const auto found = invoices_.find(id);
  return found == invoices_.end() ? nullptr : &found->second;
}

void payment_book::pay(const payment& of, money amount) {
  invoice& billed = invoices_.at(of.id);
  ensure(!billed.is_voided && amount <= of.bought.price - billed.paid, "an open invoice is paid");
  billed.paid += amount;
  if (billed.paid == of.bought.price) std::erase(awaited_, of.id);
}

void payment_book::void_invoice(const payment& of) {
  invoices_.at(of.id).is_voided = true;
  std::erase(awaited_, of.id);
}

payment* payment_book::take_overdue(instant t) {
  const auto first = std::find_if(awaited_.begin(), awaited_.end(),
                                  [&](payment_id id) { return invoices_.at(id).due <= t; });
  if (first == awaited_.end()) return nullptr;
  payment& of = at(*first);
  awaited_.erase(first);
  return &of;
}

chargeback* payment_book::chargeback_of(payment_id id) {
  const auto found = charged_back_.find(id);
  return found == charged_back_.end() ? nullptr : &found->second;
}

bool payment_book::cycle_is_being_charged() {
  std::erase_if(cycles_, [&](payment_id id) {
    const payment& of = at(id);
    return !of.in_flight() || of.attempts > 1 || of.attempt_failed;
  });
  return std::any_of(cycles_.begin(), cycles_.end(), [&](payment_id id) { return at(id).attempts == 1; });
}

void payment_book::leave_flight(const payment& of) {
  if (!of.in_flight()) return;
  pending_ -= of.bought.brings;
  if (of.is_recharge()) --recharges_in_flight_;
}

void payment_book::credit(payment& of) {
  leave_flight(of);
  of.credited = true;
  of.retry_at = instant::never();
  std::erase(retrying_, of.id);
}

void payment_book::fail_attempt(payment& of, instant t) {
  of.attempt_failed = true;
  if (!of.first_failure) of.first_failure = t;
}

void payment_book::retry_at(payment& of, instant t) {
  of.retry_at = t;
  retrying_.insert(std::upper_bound(retrying_.begin(), retrying_.end(), of.id), of.id);
}

void payment_book::drop_retry(payment& of) {
  of.retry_at = instant::never();
  std::erase(retrying_, of.id);
}

void payment_book::give_up(payment& of) {
  leave_flight(of);
  of.failed = true;
  of.retry_at = instant::never();
  std::erase(retrying_, of.id);
}

payment_book::recharges_made payment_book::recharges_since(instant from) const {
  recharges_made made;
  if (past_.since == from) made = past_.made;
  for (auto p = payments_.rbegin(); p != payments_.rend() && p->begun >= from; ++p) {
    if (p->is_recharge() && p->counts()) made.add(*p);
  }
  return made;
}

std::optional<instant> payment_book::last_recharge() const {
  const auto last = std::find_if(payments_.rbegin(), payments_.rend(),
                                 [](const payment& p) { return p.is_recharge() && p.counts(); });
  if (last == payments_.rend()) return past_.last;
  return past_.last ? std::max(*past_.last, last->begun) : last->begun;
}

void payment_book::give_up_waiting_recharge() {
  const auto waiting = retrying_;
  for (const payment_id id : waiting)
    if (at(id).is_recharge()) give_up(at(id));
}

bool payment_book::is_over(const payment& of) const {
  if (of.in_flight() || std::binary_search(awaited_.begin(), awaited_.end(), of.id)) return false;
  return std::none_of(notices_.begin(), notices_.end(), [&](const notice& n) { return n.payment == of.id; });
}

void payment_book::forget_what_is_over(instant period_begin,
                                       const std::function<bool(payment_id)>& is_in_use) {
  if (keeps_all_) return;
  if (past_.since != period_begin) past_.made = {};
  past_.since = period_begin;
  std::erase_if(payments_, [&](const payment& p) {
    if (!is_over(p) || is_in_use(p.id)) return false;
    if (p.is_recharge() && p.counts()) {
      past_.last = past_.last ? std::max(*past_.last, p.begun) : p.begun;
      if (p.begun >= period_begin) past_.made.add(p);
    }
    invoices_.erase(p.id);
    std::erase(cycles_, p.id);
    return true;
  });
}

}  // namespace drawdown
