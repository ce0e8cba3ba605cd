#include "engine/payments/payment_book.hpp"

#include <algorithm>
#include <utility>

#include "engine/units/planted.hpp"

namespace drawdown {
namespace {

// Order of a heap whose front is heard first.
bool heard_later(const notice& a, const notice& b) {
  return heard_before(b, a);
}

}  // namespace

payment& payment_book::begin(effect_key key, const purchase& bought, payment_for of, instant t) {
  contents& in = in_.edit();
  payment& made = in.payments.emplace_back();
  made.id = in.next_id++;
  made.key = key;
  made.bought = bought;
  made.of = of;
  made.begun = t;
  in.pending += bought.brings;
  if (made.is_recharge()) ++in.recharges_in_flight;
  if (of == payment_for::subscription || of == payment_for::renewal) in.cycles.push_back(made.id);
  return made;
}

std::size_t payment_book::position_of(payment_id id) const {
  const contents& in = *in_;
  const auto found = std::lower_bound(in.payments.begin(), in.payments.end(), id,
                                      [](const payment& p, payment_id asked) { return p.id < asked; });
  ensure(found != in.payments.end() && found->id == id, "a payment that is remembered is asked for");
  return static_cast<std::size_t>(found - in.payments.begin());
}

payment& payment_book::at(payment_id id) {
  return in_.edit().payments[position_of(id)];
}

payment* payment_book::find(const effect_key& key) {
  if (in_.is_untouched()) return nullptr;
  contents& in = in_.edit();
  const auto found =
      std::find_if(in.payments.begin(), in.payments.end(), [&](const payment& p) { return p.key == key; });
  return found == in.payments.end() ? nullptr : &*found;
}

charge payment_book::next_attempt(payment& of, const payment_method& method, instant t) {
  contents& in = in_.edit();
  auto on = std::find_if(in.attempts.begin(), in.attempts.end(),
                         [&](const attempts_on& a) { return a.fingerprint == method.fingerprint; });
  if (on == in.attempts.end()) on = in.attempts.insert(in.attempts.end(), {method.fingerprint, 0});
  ++of.attempts;
  of.attempt_failed = false;
  of.fingerprint = method.fingerprint;
  return {of.id, of.key, of.attempts, on->made++, t, of.bought.price, method};
}

void payment_book::expect(const script& heard_later_on) {
  contents& in = in_.edit();
  for (const notice& n : heard_later_on.notices) {
    ensure(n.at > heard_later_on.of.at, "nothing comes back within the instant that asked");
    if (DRAWDOWN_PLANTED("notices_of_an_instant_lost", false,
                         std::any_of(in.notices.begin(), in.notices.end(), [&](const notice& other) {
                           return other.at == n.at && other.payment != n.payment;
                         })))
      continue;
    in.notices.push_back(n);
    std::push_heap(in.notices.begin(), in.notices.end(), heard_later);
  }
}

instant payment_book::earliest_due() const {
  const contents& in = *in_;
  instant due = in.notices.empty() ? instant::never() : in.notices.front().at;
  for (const payment_id id : in.retrying) due = std::min(due, in.payments[position_of(id)].retry_at);
  for (const payment_id id : in.awaited) due = std::min(due, in.invoices.at(id).due);
  return due;
}

std::optional<notice> payment_book::take_notice(instant t) {
  if (in_.is_untouched()) return std::nullopt;
  contents& in = in_.edit();
  if (in.notices.empty() || in.notices.front().at > t) return std::nullopt;
  std::pop_heap(in.notices.begin(), in.notices.end(), heard_later);
  const notice first = in.notices.back();
  in.notices.pop_back();
  return first;
}

payment* payment_book::take_retry(instant t) {
  if (in_.is_untouched()) return nullptr;
  contents& in = in_.edit();
  for (const payment_id id : in.retrying) {
    payment& waiting = at(id);
    if (waiting.retry_at > t) continue;
    waiting.retry_at = instant::never();
    std::erase(in.retrying, id);
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
  contents& in = in_.edit();
  in.invoices.emplace(of.id, invoice{due, {}, false});
  in.awaited.push_back(of.id);
}

invoice* payment_book::invoice_of(payment_id id) {
  if (in_.is_untouched()) return nullptr;
  contents& in = in_.edit();
  const auto found = in.invoices.find(id);
  return found == in.invoices.end() ? nullptr : &found->second;
}

void payment_book::pay(const payment& of, money amount) {
  contents& in = in_.edit();
  invoice& billed = in.invoices.at(of.id);
  ensure(!billed.is_voided && amount <= of.bought.price - billed.paid, "an open invoice is paid");
  billed.paid += amount;
  if (billed.paid == of.bought.price) std::erase(in.awaited, of.id);
}

void payment_book::void_invoice(const payment& of) {
  contents& in = in_.edit();
  in.invoices.at(of.id).is_voided = true;
  std::erase(in.awaited, of.id);
}

payment* payment_book::take_overdue(instant t) {
  if (in_.is_untouched()) return nullptr;
  contents& in = in_.edit();
  const auto first = std::find_if(in.awaited.begin(), in.awaited.end(),
                                  [&](payment_id id) { return in.invoices.at(id).due <= t; });
  if (first == in.awaited.end()) return nullptr;
  payment& of = at(*first);
  in.awaited.erase(first);
  return &of;
}

chargeback* payment_book::chargeback_of(payment_id id) {
  if (in_.is_untouched()) return nullptr;
  contents& in = in_.edit();
  const auto found = in.charged_back.find(id);
  return found == in.charged_back.end() ? nullptr : &found->second;
}

bool payment_book::cycle_is_being_charged() {
  if (in_.is_untouched()) return false;
  contents& in = in_.edit();
  std::erase_if(in.cycles, [&](payment_id id) {
    const payment& of = at(id);
    return !of.in_flight() || of.attempts > 1 || of.attempt_failed;
  });
  return std::any_of(in.cycles.begin(), in.cycles.end(), [&](payment_id id) { return at(id).attempts == 1; });
}

void payment_book::leave_flight(const payment& of) {
  contents& in = in_.edit();
  if (!of.in_flight()) return;
  in.pending -= of.bought.brings;
  if (of.is_recharge()) --in.recharges_in_flight;
}

void payment_book::credit(payment& of) {
  contents& in = in_.edit();
  leave_flight(of);
  of.credited = true;
  of.retry_at = instant::never();
  std::erase(in.retrying, of.id);
}

void payment_book::fail_attempt(payment& of, instant t) {
  of.attempt_failed = true;
  if (!of.first_failure) of.first_failure = t;
}

void payment_book::retry_at(payment& of, instant t) {
  contents& in = in_.edit();
  of.retry_at = t;
  in.retrying.insert(std::upper_bound(in.retrying.begin(), in.retrying.end(), of.id), of.id);
}

void payment_book::drop_retry(payment& of) {
  of.retry_at = instant::never();
  std::erase(in_.edit().retrying, of.id);
}

void payment_book::give_up(payment& of) {
  contents& in = in_.edit();
  leave_flight(of);
  of.failed = true;
  of.retry_at = instant::never();
  std::erase(in.retrying, of.id);
}

payment_book::recharges_made payment_book::recharges_since(instant from) const {
  const contents& in = *in_;
  recharges_made made;
  if (past_since_ == from) made = in.past.made;
  for (auto p = in.payments.rbegin(); p != in.payments.rend() && p->begun >= from; ++p) {
    if (p->is_recharge() && p->counts()) made.add(*p);
  }
  return made;
}

std::optional<instant> payment_book::last_recharge() const {
  const contents& in = *in_;
  const auto last = std::find_if(in.payments.rbegin(), in.payments.rend(),
                                 [](const payment& p) { return p.is_recharge() && p.counts(); });
  if (last == in.payments.rend()) return in.past.last;
  return in.past.last ? std::max(*in.past.last, last->begun) : last->begun;
}

void payment_book::give_up_waiting_recharge() {
  const auto waiting = in_->retrying;
  for (const payment_id id : waiting)
    if (at(id).is_recharge()) give_up(at(id));
}

bool payment_book::is_over(const payment& of) const {
  const contents& in = *in_;
  if (of.in_flight() || std::binary_search(in.awaited.begin(), in.awaited.end(), of.id)) return false;
  return std::none_of(in.notices.begin(), in.notices.end(),
                      [&](const notice& n) { return n.payment == of.id; });
}

void payment_book::forget_what_is_over(instant period_begin,
                                       const std::function<bool(payment_id)>& is_in_use) {
  if (keeps_all_) return;
  const bool begins_to_count = std::exchange(past_since_, period_begin) != period_begin;
  if (in_.is_untouched()) return;
  contents& in = in_.edit();
  if (begins_to_count) in.past.made = {};
  std::erase_if(in.payments, [&](const payment& p) {
    if (!is_over(p) || is_in_use(p.id)) return false;
    if (p.is_recharge() && p.counts()) {
      in.past.last = in.past.last ? std::max(*in.past.last, p.begun) : p.begun;
      if (p.begun >= period_begin) in.past.made.add(p);
    }
    in.invoices.erase(p.id);
    std::erase(in.cycles, p.id);
    return true;
  });
}

}  // namespace drawdown
