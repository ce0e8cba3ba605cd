// beancount: it checks balances at the beginning of a day alone, so what a day left is asserted on the next.
#include <map>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "engine/time/calendar.hpp"
#include "engine/time/text.hpp"
#include "reports/journal/chart.hpp"
#include "reports/journal/journal_format.hpp"
#include "reports/journal/names.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

// The date behind `2026-01-31`.
std::string day_after(const std::string& date) {
  const instant midnight = parse_instant(date + "T00:00:00Z", zone_table{}).value();
  return to_string(midnight + duration::days(1)).substr(0, date.size());
}

class beancount_format : public journal_format {
 public:
  explicit beancount_format(currency unit) : unit_(unit) {}

  std::string account(const book_account& in, bool is_money, std::string_view customer) const override {
    return beancount_account(in, is_money, customer);
  }
  bool stands_alone() const override { return true; }
  std::string extension() const override { return "beancount"; }

  std::string begin(const std::string& title) override {
    day_.clear();
    left_.clear();
    return fmt::format("; {}\n\noption \"title\" \"{}\"\n", percent_text(title), percent_text(title));
  }

  std::string entry(const booked_entry& what) override {
    std::string text = what.date == day_ ? "" : end_of_day();
    day_ = what.date;
    for (const booked_leg& leg : what.legs) {
      if (leg.is_new) text += fmt::format("\n{} open {} {}", what.date, leg.account, commodity_of(leg));
      left_[leg.account] = {leg.after, commodity_of(leg)};
    }
    if (what.is == booked_entry::part::check) return text + '\n';
    text +=
        fmt::format("\n{} * \"{}\" \"{}\"\n", what.date, name_of(what), percent_text(what.what.description));
    text += fmt::format("  customer: \"{}\"\n", percent_name(what.customer));
    if (what.is == booked_entry::part::booked) {
      text += fmt::format("  at: \"{}\"\n  {}: \"{}\"\n", to_string(what.what.at),
                          what.what.is_closing ? "closing" : "event", what.what.number);
      if (!what.what.key.empty()) text += fmt::format("  key: \"{}\"\n", percent_name(what.what.key));
    }
    for (const booked_leg& leg : what.legs)
      text +=
          fmt::format("  {}  {} {}\n", leg.account, wide_decimal(leg.amount, 0, false), commodity_of(leg));
    return text;
  }

  std::string end() override { return end_of_day(); }

 private:
  std::string commodity_of(const booked_leg& leg) const { return commodity_name(leg.is_money, unit_); }

  static std::string name_of(const booked_entry& what) {
    return what.is == booked_entry::part::opening ? "opening" : percent_text(what.what.what);
  }

  // What the day left in each account that it touched.
  std::string end_of_day() {
    std::string text;
    if (left_.empty()) return text;
    const std::string next = day_after(day_);
    for (const auto& [account, holds] : left_)
      text += fmt::format("\n{} balance {}  {} {}", next, account, wide_decimal(holds.first, 0, false),
                          holds.second);
    left_.clear();
    return text + '\n';
  }

  currency unit_;
  std::string day_;
  std::map<std::string, std::pair<int128, std::string>> left_;
};

}  // namespace

std::unique_ptr<journal_format> make_beancount_format(currency unit) {
  return std::make_unique<beancount_format>(unit);
}

}  // namespace drawdown::reports
