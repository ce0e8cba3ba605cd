#include "engine/ledger/month_close.hpp"

#include <utility>
#include <variant>

#include "engine/ledger/closing_times.hpp"
#include "engine/time/calendar.hpp"

namespace drawdown::ledger {
namespace {

int128 into(const money_entry& entry, money_account account) {
  int128 sum = 0;
  for (const money_posting& line : entry)
    if (line.account == account) sum += line.amount.minor();
  return sum;
}

int128 into_banks(const money_entry& entry) {
  return into(entry, money_account::gateways) + into(entry, money_account::cash) +
         into(entry, money_account::paid_elsewhere);
}

// What is no longer deferred, by what became of it; the rest, which went nowhere of these.
int128 book_deferred(month_close& month, const money_entry& entry) {
  const int128 gone = into(entry, money_account::deferred) + into(entry, money_account::deferred_fees);
  const int128 used = -into(entry, money_account::usage_revenue);
  const int128 recognised = -into(entry, money_account::fee_revenue);
  const int128 expired = -into(entry, money_account::breakage);
  month.used += used;
  month.recognised += recognised;
  month.expired += expired;
  month.closing -= gone;
  return gone - used - recognised - expired;
}

}  // namespace

month_close& month_close::operator+=(const month_close& other) {
  begins = other.begins;
  for (const auto field :
       {&month_close::opening, &month_close::added, &month_close::used, &month_close::recognised,
        &month_close::expired, &month_close::refunded, &month_close::charged_back, &month_close::closing,
        &month_close::received, &month_close::paid_out, &month_close::overage, &month_close::given_back,
        &month_close::taken_back, &month_close::gateway_fees, &month_close::chargeback_losses,
        &month_close::receivables})
    this->*field += other.*field;
  return *this;
}

month_close sum_of(const std::vector<month_close>& months) {
  month_close all;
  for (const month_close& each : months) all += each;
  if (months.empty()) return all;
  all.begins = months.front().begins;
  all.opening = months.front().opening;
  all.closing = months.back().closing;
  all.receivables = months.back().receivables;
  return all;
}

month_closer::month_closer(instant start) {
  month_.begins = month_of(start, zone_table{});
  next_ = month_end_after(start);
}

void month_closer::open_month_of(instant t) {
  while (t >= next_) {
    closed_.push_back(month_);
    month_ = month_close{.begins = next_, .receivables = closed_.back().receivables};
    month_.opening = month_.closing = closed_.back().closing;
    next_ = month_end_after(next_);
  }
}

void month_closer::see(const event& what, const money_entry& entry) {
  if (entry.empty()) return;
  open_month_of(what.at);
  const int128 rest = book_deferred(month_, entry);
  const bool is_refund = std::holds_alternative<payment_refund_event>(what.body);
  const bool is_dispute = std::holds_alternative<chargeback_event>(what.body);
  const int128 lost = into(entry, money_account::chargeback_losses);
  if (is_refund)
    month_.refunded += rest;
  else if (is_dispute || lost != 0)
    month_.charged_back += rest;
  else
    month_.added -= rest;
  if (is_refund)
    month_.given_back -= into_banks(entry);
  else if (is_dispute)
    month_.taken_back -= into_banks(entry);
  else
    month_.received += into_banks(entry) + into(entry, money_account::gateway_fees);
  month_.overage -= into(entry, money_account::overage_revenue);
  month_.gateway_fees += into(entry, money_account::gateway_fees);
  month_.chargeback_losses += lost;
  month_.receivables += into(entry, money_account::receivables);
}

void month_closer::see(const closing_entry& entry) {
  open_month_of(instant::from_us(entry.at.us() - 1));
  book_deferred(month_, entry.lines);
  month_.paid_out += into(entry.lines, money_account::cash);
}

std::vector<month_close> month_closer::finish(instant end) && {
  open_month_of(instant::from_us(end.us() - 1));
  closed_.push_back(month_);
  return std::move(closed_);
}

}  // namespace drawdown::ledger
