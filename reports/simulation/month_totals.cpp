#include "reports/simulation/month_totals.hpp"

#include <algorithm>
#include <utility>

#include "engine/ledger/postings.hpp"
#include "engine/record/event_reader.hpp"

namespace drawdown::reports {

namespace {

bool lacks_credit(outcome of) {
  return of == outcome::insufficient_credit || of == outcome::plan_exhausted ||
         of == outcome::positive_balance_required;
}

void count_usage(month_totals& in, const usage_event& used) {
  if (used.repeated) return;
  if (used.result == outcome::charged) {
    ++in.charged;
  } else if (lacks_credit(used.result)) {
    ++in.refused_credit;
    in.missed += used.amount.micro();
  } else {
    ++in.refused_else;
  }
}

// Where payments of that purpose are counted.
paid_totals& totals_of(month_totals& in, payment_for of) {
  if (of == payment_for::top_up) return in.top_ups;
  if (of == payment_for::recharge) return in.recharges;
  return in.fees;
}

}  // namespace

paid_totals& paid_totals::operator+=(const paid_totals& other) {
  count += other.count;
  minor += other.minor;
  return *this;
}

month_totals& month_totals::operator+=(const month_totals& other) {
  charged += other.charged;
  refused_credit += other.refused_credit;
  refused_else += other.refused_else;
  used += other.used;
  missed += other.missed;
  expired += other.expired;
  fees += other.fees;
  top_ups += other.top_ups;
  recharges += other.recharges;
  declined += other.declined;
  top_ups_refused += other.top_ups_refused;
  events += other.events;
  return *this;
}

simulation_totals::simulation_totals(const world& of, std::vector<instant> bounds)
    : bounds_(std::move(bounds)),
      months_(bounds_.size() - 1),
      open_(of.accounts.size()),
      left_(of.accounts.size()) {}

result<void> simulation_totals::add(std::span<const std::byte> block) {
  const auto view = record::block_view::open(block);
  if (!view) return tl::unexpected(view.error());
  const std::size_t account = view->header().account;
  record::event_reader events(*view);
  event what;
  std::size_t month = 0;
  while (events.next(what)) {
    while (month + 1 < months_.size() && what.at >= bounds_[month + 1]) ++month;
    count(account, what, months_[month]);
  }
  left_.at(account) = view->header().at_end.balance();
  return events.at_end();
}

void simulation_totals::count(std::size_t account, const event& what, month_totals& in) {
  ++in.events;
  in.used += ledger::moved_into(ledger::ledger_account::used, what).micro();
  in.expired += ledger::moved_into(ledger::ledger_account::expired, what).micro();
  if (const auto* used = std::get_if<usage_event>(&what.body)) return count_usage(in, *used);
  if (const auto* made = std::get_if<charge_event>(&what.body)) return note(account, *made);
  if (const auto* heard = std::get_if<heard_event>(&what.body)) return settle(account, *heard, in);
  if (const auto* asked = std::get_if<command_event>(&what.body))
    if (asked->of == command_event::what::top_up && is_refusal(asked->result)) ++in.top_ups_refused;
}

void simulation_totals::note(std::size_t account, const charge_event& made) {
  std::vector<open_payment>& open = open_.at(account);
  if (std::ranges::find(open, made.payment, &open_payment::id) == open.end())
    open.push_back({made.payment, made.of, made.amount});
}

void simulation_totals::settle(std::size_t account, const heard_event& heard, month_totals& in) {
  if (heard.effect == notice_effect::failed) ++in.declined;
  if (heard.effect != notice_effect::credited) return;  // one that failed may succeed after all (R9.4)
  std::vector<open_payment>& open = open_.at(account);
  const auto known = std::ranges::find(open, heard.payment, &open_payment::id);
  if (known == open.end()) return;
  paid_totals& paid = totals_of(in, known->of);
  ++paid.count;
  paid.minor += known->amount.minor();
  open.erase(known);
}

month_totals simulation_totals::all() const {
  month_totals sum;
  for (const month_totals& one : months_) sum += one;
  return sum;
}

int128 simulation_totals::balance() const {
  int128 sum = 0;
  for (const credits left : left_) sum += left.micro();
  return sum;
}

}  // namespace drawdown::reports
