#include "engine/ledger/money_books.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include "engine/ledger/closing_times.hpp"
#include "engine/units/rounding.hpp"
#include "engine/units/words.hpp"

namespace drawdown::ledger {
namespace {

constexpr word_table<closing_entry::what, 2> closing_words{{"recognition", "payout"}};

// What a gateway keeps of a payment (R13.4).
int128 fee_of(const gateway_spec& gateway, money price) {
  constexpr int128 millionths = 1'000'000;
  return divide(int128{price.minor()} * gateway.fee_rate, millionths, rounding::half_even) +
         gateway.fee_fixed.minor();
}

}  // namespace

std::string_view name_of(closing_entry::what w) {
  return closing_words.of(w);
}

// An entry as it is being written. Most events write nothing.
class money_books::draft {
 public:
  // So much goes out of one account of the books into another, in minor units.
  void move(int128 minor, money_account from, money_account to) {
    if (minor == 0 || from == to) return;
    add(to, minor);
    add(from, -minor);
  }
  void move(money amount, money_account from, money_account to) { move(int128{amount.minor()}, from, to); }

  money_entry finish() && {
    std::ranges::sort(sums_, {}, &sum::account);
    money_entry lines;
    for (const sum& of : sums_) put(of, lines);
    return lines;
  }

 private:
  struct sum {
    money_account account = money_account::deferred;
    int128 minor = 0;
  };

  void add(money_account account, int128 minor) {
    const auto same = std::ranges::find(sums_, account, &sum::account);
    if (same == sums_.end())
      sums_.push_back({account, minor});
    else
      same->minor += minor;
  }

  // What passes 64 bits takes several lines (R1.5).
  static void put(const sum& of, money_entry& lines) {
    constexpr int128 most = INT64_MAX;
    for (int128 rest = of.minor; rest != 0;) {
      const int128 part = std::clamp(rest, -most, most);
      lines.push_back({of.account, money::from_minor(static_cast<std::int64_t>(part))});
      rest -= part;
    }
  }

  std::vector<sum> sums_;
};

money_books::money_books(const world& in)
    : world_(&in),
      lots_(in.settings.expected_breakage),
      at_gateways_(in.gateways.size()),
      closed_until_(in.start),
      now_(in.start),
      cycle_began_(in.start) {}

money_account money_books::known_payment::bank() const {
  if (is_invoice) return money_account::cash;
  return gateway ? money_account::gateways : money_account::paid_elsewhere;
}

void money_books::forget(payment_id payment) {
  payments_.erase(payment);
}

// The next instant at which something is due without any event.
instant money_books::next_closing() const {
  instant next = fees_.next_end(closed_until_);
  if (!fees_.is_empty()) {
    next = std::min(next, month_end_after(closed_until_));
    if (world_->end > closed_until_) next = std::min(next, world_->end);
  }
  for (std::size_t i = 0; i < at_gateways_.size(); ++i)
    if (at_gateways_[i] != 0) next = std::min(next, payout_after(closed_until_, world_->gateways[i].payout));
  return next;
}

void money_books::close_until(instant t, const std::function<void(const closing_entry&)>& hear) {
  for (instant due = next_closing(); due <= t && !due.is_never(); due = next_closing()) {
    draft earned;
    const bool is_of_all = month_end_after(closed_until_) == due || is_cut_off(due, *world_);
    earned.move(is_of_all ? fees_.close_month(due) : fees_.close_pieces(due), money_account::fee_revenue,
                money_account::deferred_fees);
    draft paid_out;
    for (std::size_t i = 0; i < at_gateways_.size(); ++i)
      if (payout_after(closed_until_, world_->gateways[i].payout) == due)
        paid_out.move(std::exchange(at_gateways_[i], int128{0}), money_account::gateways,
                      money_account::cash);
    closed_until_ = due;
    if (auto lines = std::move(earned).finish(); !lines.empty())
      hear({closing_entry::what::recognition, due, std::move(lines)});
    if (auto lines = std::move(paid_out).finish(); !lines.empty())
      hear({closing_entry::what::payout, due, std::move(lines)});
  }
  closed_until_ = std::max(closed_until_, t);
}

money_entry money_books::see(const event& what) {
  now_ = what.at;
  if (!std::holds_alternative<lot_event>(what.body)) returning_.reset();
  draft entry;
  std::visit([&](const auto& body) { book(body, entry); }, what.body);
  return std::move(entry).finish();
}

// Credit of a lot goes: what was deferred for it goes to where its worth does, and to breakage for the rest.
void money_books::take(lot_id lot, credits amount, money_account to, draft& entry) {
  const auto moved = lots_.take(lot, amount);
  if (to == money_account::breakage) {
    entry.move(moved.deferred, to, money_account::deferred);
    return;
  }
  entry.move(moved.worth, to, money_account::deferred);
  entry.move(moved.deferred - moved.worth, money_account::breakage, money_account::deferred);
}

void money_books::use(const std::vector<slice>& slices, draft& entry) {
  for (const slice& one : slices) take(one.lot, one.amount, money_account::usage_revenue, entry);
}

void money_books::write_off(const std::vector<released_slice>& released, draft& entry) {
  for (const released_slice& one : released)
    if (one.went != released_to::lot) take(one.lot, one.amount, money_account::breakage, entry);
}

void money_books::book(const usage_event& e, draft& entry) {
  if (!e.repeated) use(e.slices, entry);
}

void money_books::book(const capture_event& e, draft& entry) {
  if (e.repeated) return;
  use(e.slices, entry);
  write_off(e.released, entry);
}

void money_books::book(const release_event& e, draft& entry) {
  if (!e.repeated) write_off(e.released, entry);
}

void money_books::book(const debt_paid_event& e, draft& entry) {
  use(e.slices, entry);
}

void money_books::book(const adjust_event& e, draft& entry) {
  use(e.slices, entry);
}

// A lot that was bought, or comes back for one that was: its cost is deferred from now on.
void money_books::book(const lot_event& e, draft& entry) {
  if (e.result != outcome::granted) return;
  lots_.book(e.lot, e.amount, e.cost);
  if (returning_ == e.key) return entry.move(e.cost, money_account::deferred, returns_from_);
  const auto found = payments_.find(e.payment);
  if (found == payments_.end())
    return entry.move(e.cost, money_account::deferred, money_account::paid_elsewhere);
  known_payment& of = found->second;
  if (of.is_of_subscription() && of.is_told) {
    fees_.lower(e.payment, e.cost);
    return entry.move(e.cost, money_account::deferred, money_account::deferred_fees);
  }
  of.is_told = of.is_told || of.is_purchase();
  of.lots += e.cost;
  entry.move(e.cost, money_account::deferred, money_account::unsettled);
}

void money_books::book(const lot_end_event& e, draft& entry) {
  take(e.lot, e.expired, money_account::breakage, entry);
}

void money_books::book(const revoke_event& e, draft& entry) {
  take(e.lot, e.amount, money_account::breakage, entry);
}

void money_books::book(const refill_event& e, draft& entry) {
  take(e.lot, e.expired, money_account::breakage, entry);
}

void money_books::book(const carry_event& e, draft& entry) {
  take(e.lot, e.expired, money_account::breakage, entry);
}

void money_books::book(const charge_event& e, draft&) {
  known_payment& of = payments_[e.payment];
  of.of = e.of;
  of.price = e.amount;
  of.gateways.resize(e.attempt);
  of.gateways.back() = e.gateway;
}

// A payment succeeded.
void money_books::book(const heard_event& e, draft& entry) {
  if (e.effect != notice_effect::credited) return;
  const auto found = payments_.find(e.payment);
  if (found == payments_.end()) return;
  known_payment& of = found->second;
  if (e.attempt >= 1 && e.attempt <= of.gateways.size()) of.gateway = of.gateways[e.attempt - 1];
  const bool is_overage = of.of == payment_for::overage;  // nothing is to be told of it
  of.is_told = of.is_told || is_overage;
  entry.move(of.price, is_overage ? money_account::overage_revenue : money_account::unsettled, of.bank());
  if (!of.gateway) return;
  const int128 fee = fee_of(world_->gateways[*of.gateway], of.price);
  at_gateways_[*of.gateway] += of.price.minor() - fee;
  entry.move(fee, money_account::gateways, money_account::gateway_fees);
}

void money_books::book(const invoice_event& e, draft& entry) {
  known_payment& of = payments_[e.payment];
  switch (e.of) {
    case invoice_event::what::issued:
      of.of = e.why;
      of.price = e.amount;
      of.is_invoice = true;
      return entry.move(e.amount, money_account::billed, money_account::receivables);
    case invoice_event::what::paid:
    case invoice_event::what::paid_part:
      entry.move(e.amount, money_account::receivables, money_account::billed);
      entry.move(e.amount, money_account::unsettled, money_account::cash);
      if (e.of == invoice_event::what::paid_part || of.of != payment_for::overage) return;
      of.is_told = true;
      return entry.move(of.price, money_account::overage_revenue, money_account::unsettled);
    case invoice_event::what::voided:
      entry.move(e.amount, money_account::cash, money_account::unsettled);
      return entry.move(of.price - e.amount, money_account::receivables, money_account::billed);
    case invoice_event::what::overdue:
      return;
  }
}

void money_books::book(const overage_event& e, draft&) {
  payments_[e.payment].overage = e.price;
}

// What a payment of the subscription paid for is told: its fee is to be earned by time.
void money_books::tell(payment_id payment, known_payment& of, instant from, instant until, draft& entry) {
  const money fee = of.price - of.overage - of.lots;
  entry.move(of.overage, money_account::overage_revenue, money_account::unsettled);
  entry.move(fee, money_account::deferred_fees, money_account::unsettled);
  fees_.begin(payment, fee, from, until);
  of.is_told = true;
}

void money_books::book(const subscription_event& e, draft& entry) {
  using what = subscription_event::what;
  if (e.of == what::turned) cycle_began_ = now_;
  if (e.of == what::ended)
    entry.move(fees_.earn_all(), money_account::fee_revenue, money_account::deferred_fees);
  if (e.payment == 0) return;
  known_payment& of = payments_[e.payment];
  if (e.of == what::past_due) {
    of.of = payment_for::renewal;
    of.price = e.price;
  }
  if (e.of == what::past_due || e.of == what::refused || e.of == what::ended || of.is_told) return;
  tell(e.payment, of, e.of == what::renewed ? cycle_began_ : now_, e.now.renews, entry);
}

// Refunded credit goes back the way that it came.
void money_books::put_back(const refunded_slice& back, draft& entry) {
  switch (back.went) {
    case refunded_to::lot: {
      const auto moved = lots_.put_back(back.lot, back.amount);
      entry.move(moved.worth, money_account::usage_revenue, money_account::deferred);
      return entry.move(moved.deferred - moved.worth, money_account::breakage, money_account::deferred);
    }
    case refunded_to::expired:
    case refunded_to::revoked:
      return entry.move(lots_.worth_above(back.lot, back.amount), money_account::breakage,
                        money_account::usage_revenue);
    case refunded_to::debt:
      return entry.move(lots_.worth_above(back.lot, back.amount), money_account::chargeback_losses,
                        money_account::usage_revenue);
    case refunded_to::regranted:
      return;  // its new lot follows
  }
}

void money_books::book(const refund_event& e, draft& entry) {
  if (e.result != outcome::refunded || e.repeated) return;
  returning_ = e.key;
  returns_from_ = money_account::usage_revenue;
  for (const refunded_slice& back : e.slices) put_back(back, entry);
}

// So much comes to where the payment's money is, or goes from there.
void money_books::move_at_bank(const known_payment& of, money amount, draft& entry) {
  if (of.gateway && !of.is_invoice) at_gateways_[*of.gateway] += amount.minor();
  entry.move(amount, money_account::unsettled, of.bank());
}

void money_books::book(const payment_refund_event& e, draft& entry) {
  for (const slice& one : e.slices) take(one.lot, one.amount, money_account::refunds, entry);
  const auto found = payments_.find(e.id);
  if (found == payments_.end()) return;
  const known_payment& of = found->second;
  move_at_bank(of, money{} - e.given_back, entry);
  if (!of.is_told) return;
  // Money for overage that was billed again goes back from where it went.
  if (of.of == payment_for::overage)
    return entry.move(e.given_back, money_account::unsettled, money_account::overage_revenue);
  entry.move(e.given_back, money_account::unsettled, money_account::refunds);
  entry.move(fees_.take(e.id, e.given_back), money_account::refunds, money_account::deferred_fees);
}

void money_books::book(const chargeback_event& e, draft& entry) {
  for (const slice& one : e.slices) take(one.lot, one.amount, money_account::chargeback_losses, entry);
  const auto found = payments_.find(e.id);
  if (found == payments_.end()) return;
  const money amount = e.is_won ? e.amount : money{} - e.amount;
  move_at_bank(found->second, amount, entry);
  entry.move(amount, money_account::chargeback_losses, money_account::unsettled);
  if (!e.is_won) {
    entry.move(fees_.take_disputed(e.id), money_account::chargeback_losses, money_account::deferred_fees);
    return;
  }
  returning_ = e.key;
  returns_from_ = money_account::chargeback_losses;
  const auto back = fees_.give_back_disputed(e.id, now_);
  entry.move(back.deferred, money_account::deferred_fees, money_account::chargeback_losses);
  entry.move(back.earned, money_account::fee_revenue, money_account::chargeback_losses);
}

}  // namespace drawdown::ledger
