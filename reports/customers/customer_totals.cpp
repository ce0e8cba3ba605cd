#include "reports/customers/customer_totals.hpp"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/ledger/postings.hpp"

namespace drawdown::reports {
namespace {

bool is_for_credit(outcome why) {
  switch (why) {
    case outcome::insufficient_credit:
    case outcome::plan_exhausted:
    case outcome::limit_reached:
    case outcome::positive_balance_required:
    case outcome::account_suspended:
    case outcome::subscription_past_due:
      return true;
    default:
      return false;
  }
}

int128 in(const trial_balance& money, money_account account) {
  return money.at(static_cast<std::size_t>(account));
}

}  // namespace

int128 customer_totals::bill() const {
  int128 sum = 0;
  for (const ledger::month_close& m : months) sum += m.received - m.given_back - m.taken_back;
  return sum;
}

int128 customer_totals::revenue() const {
  return -(in(money, money_account::usage_revenue) + in(money, money_account::fee_revenue) +
           in(money, money_account::overage_revenue));
}

int128 customer_totals::deferred() const {
  return -(in(money, money_account::deferred) + in(money, money_account::deferred_fees));
}

customer_fold::customer_fold(const world& in, instant leaves)
    : books_(in), months_(in.start), leaves_(leaves) {
  totals_.meters.resize(in.catalog.meters.size());
}

void customer_fold::see(const event& what) {
  ++totals_.events;
  if (!totals_.began) totals_.began = what.at;
  close_until(what.at);
  const ledger::money_entry entry = books_.see(what);
  add(entry);
  months_.see(what, entry);
  totals_.used += ledger::moved_into(ledger::ledger_account::used, what).micro();
  totals_.expired += ledger::moved_into(ledger::ledger_account::expired, what).micro();
  std::visit([&](const auto& body) { count(what.at, body); }, what.body);
}

customer_totals customer_fold::finish(instant end, const figures& at_end) && {
  close_until(end.next());  // what falls due behind the last instant belongs to the time before
  if (blocked_since_) note_credit(end);
  books_.each_deferred([&](lot_id lot, money deferred) {
    const auto age = static_cast<std::size_t>(ledger::age_of(ends_.at(lot), end));
    totals_.deferred_by_age.at(age) += deferred.minor();
  });
  totals_.left = at_end.balance();
  totals_.owed = at_end.debt;
  totals_.months = std::move(months_).finish(end);
  return std::move(totals_);
}

void customer_fold::close_until(instant t) {
  books_.close_until(t, [this](const ledger::closing_entry& entry) {
    add(entry.lines);
    months_.see(entry);
  });
}

void customer_fold::add(const ledger::money_entry& entry) {
  for (const ledger::money_posting& line : entry)
    totals_.money.at(static_cast<std::size_t>(line.account)) += line.amount.minor();
}

void customer_fold::note_refusal(instant at, outcome why) {
  if (!is_for_credit(why)) {
    ++totals_.refused_otherwise;
    return;
  }
  ++totals_.refused_for_credit;
  if (!blocked_since_) blocked_since_ = at;
}

void customer_fold::note_credit(instant at) {
  if (!blocked_since_) return;
  const instant ended = std::min(at, std::max(leaves_, *blocked_since_));
  totals_.blocked = duration::from_us(totals_.blocked.us() + (ended - *blocked_since_).us());
  blocked_since_.reset();
}

void customer_fold::count(instant at, const usage_event& e) {
  if (e.repeated) return;
  if (e.result != outcome::charged) return note_refusal(at, e.result);
  note_credit(at);
  if (e.meter == no_meter) return;  // beyond a hold (R6.2)
  metered_usage& of = totals_.meters.at(e.meter);
  ++of.count;
  of.quantity += int128{e.quantity} * e.times;
  of.cost += e.amount.micro();
}

void customer_fold::count(instant at, const hold_event& e) {
  if (e.repeated) return;
  if (e.result == outcome::held)
    note_credit(at);
  else
    note_refusal(at, e.result);
}

void customer_fold::count(instant at, const capture_event& e) {
  if (e.repeated || e.result != outcome::captured) return;
  note_credit(at);
  if (e.meter == no_meter) return;
  metered_usage& of = totals_.meters.at(e.meter);
  ++of.count;
  of.quantity += int128{e.quantity} * e.times;
  of.cost += e.amount.micro();
}

void customer_fold::count(instant at, const lot_event& e) {
  if (e.result == outcome::granted) note_credit(at);
  if (!e.cost.is_zero()) ends_[e.lot] = e.ends.is_never() ? e.expires : e.ends;
}

void customer_fold::count(instant, const carry_event& e) {
  if (const auto known = ends_.find(e.lot); known != ends_.end()) known->second = e.expires;
}

void customer_fold::count(instant, const charge_event& e) {
  payments_[e.payment] = e.of;
}

void customer_fold::count(instant, const heard_event& e) {
  if (e.effect == notice_effect::failed) ++totals_.payments.declined;
  if (e.effect != notice_effect::credited) return;
  const auto found = payments_.find(e.payment);
  note_paid(found == payments_.end() ? payment_for::renewal : found->second);
}

void customer_fold::count(instant, const invoice_event& e) {
  if (e.of == invoice_event::what::paid) note_paid(e.why);
}

void customer_fold::note_paid(payment_for what) {
  if (what == payment_for::top_up)
    ++totals_.payments.top_ups;
  else if (what == payment_for::recharge)
    ++totals_.payments.recharges;
  else
    ++totals_.payments.others;
}

void customer_fold::count(instant, const subscription_event& e) {
  totals_.subscription = e.now.state;
}

}  // namespace drawdown::reports
