#include "reports/journal/beancount_format.hpp"

#include <memory>

#include <fmt/format.h>

#include "engine/time/calendar.hpp"
#include "engine/time/text.hpp"
#include "reports/journal/chart.hpp"
#include "reports/journal/names.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

// The date behind `2026-01-31`.
std::string day_after(const std::string& date) {
  const instant midnight = parse_instant(date + "T00:00:00Z", zone_table{}).value();
  return to_string(midnight + duration::days(1)).substr(0, date.size());
}

std::string head_of(const booked_entry& what) {
  std::string text =
      fmt::format("\n{} * \"{}\" \"{}\"\n", what.date, title_of(what), percent_text(what.what.description));
  text += fmt::format("  customer: \"{}\"\n", percent_name(what.customer));
  if (what.is != booked_entry::part::booked) return text;
  text += fmt::format("  at: \"{}\"\n  {}: \"{}\"\n", to_string(what.what.at),
                      what.what.is_closing ? "closing" : "event", what.what.number);
  if (!what.what.key.empty()) text += fmt::format("  key: \"{}\"\n", percent_name(what.what.key));
  return text;
}

}  // namespace

std::string beancount_format::account(const book_account& in, bool is_money,
                                      std::string_view customer) const {
  return beancount_account(in, is_money, customer);
}

std::string beancount_format::begin(const std::string& title) {
  day_.clear();
  left_.clear();
  return fmt::format("; {}\n\noption \"title\" \"{}\"\n", percent_text(title), percent_text(title));
}

std::string beancount_format::entry(const booked_entry& what) {
  std::string text = what.date == day_ ? "" : end_of_day();
  day_ = what.date;
  text += opens_of(what);
  note_balances(what);
  const std::string lines = lines_of(what);
  return text + (lines.empty() ? "\n" : head_of(what) + lines);
}

std::string beancount_format::end() {
  return end_of_day();
}

std::string beancount_format::commodity(const book_account& /*in*/, bool is_money) const {
  return commodity_name(is_money, unit_);
}

std::string beancount_format::opens_of(const booked_entry& what) {
  std::string text;
  for (const booked_leg& leg : what.legs)
    if (leg.is_new)
      text += fmt::format("\n{} open {} {}", what.date, leg.account, commodity(leg.in, leg.is_money));
  return text;
}

std::string beancount_format::lines_of(const booked_entry& what) {
  std::string text;
  if (what.is == booked_entry::part::check) return text;
  for (const booked_leg& leg : what.legs) text += line_of(leg, commodity(leg.in, leg.is_money));
  return text;
}

void beancount_format::note_balances(const booked_entry& what) {
  for (const booked_leg& leg : what.legs)
    assert_at_end_of_day(leg.account, leg.after, commodity(leg.in, leg.is_money));
}

std::string beancount_format::line_of(const booked_leg& leg, const std::string& commodity) {
  return fmt::format("  {}  {} {}\n", leg.account, wide_decimal(leg.amount, 0, false), commodity);
}

void beancount_format::assert_at_end_of_day(const std::string& account, int128 amount,
                                            const std::string& commodity) {
  left_[account] = {amount, commodity};
}

// What the day left in each account that it touched.
std::string beancount_format::end_of_day() {
  std::string text;
  if (left_.empty()) return text;
  const std::string next = day_after(day_);
  for (const auto& [account, holds] : left_)
    text += fmt::format("\n{} balance {}  {} {}", next, account, wide_decimal(holds.first, 0, false),
                        holds.second);
  left_.clear();
  return text + '\n';
}

std::unique_ptr<journal_format> make_beancount_format(currency unit) {
  return std::make_unique<beancount_format>(unit);
}

}  // namespace drawdown::reports
