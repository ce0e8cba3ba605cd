// A journal for beancount, which checks balances at the beginning of a day alone: what a day left is asserted
// on the next.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "engine/units/money.hpp"
#include "engine/units/wide.hpp"
#include "reports/journal/journal_format.hpp"

namespace drawdown::reports {

class beancount_format : public journal_format {
 public:
  explicit beancount_format(currency unit) : unit_(unit) {}

  std::string account(const book_account& in, bool is_money, std::string_view customer) const override;
  std::string commodity(const book_account& in, bool is_money) const override;
  bool stands_alone() const override { return true; }
  std::string extension() const override { return "beancount"; }

  std::string begin(const std::string& title) override;
  std::string entry(const booked_entry& what) override;
  std::string end() override;

 protected:
  // The `open` directives that an entry needs before it, each on a line behind a line break.
  virtual std::string opens_of(const booked_entry& what);
  // The lines of an entry. A check has none: it asserts, and moves nothing.
  virtual std::string lines_of(const booked_entry& what);
  // Notes what the accounts of the lines hold after the entry.
  virtual void note_balances(const booked_entry& what);

  static std::string line_of(const booked_leg& leg, const std::string& commodity);
  // That the account holds so much when the day is over.
  void assert_at_end_of_day(const std::string& account, int128 amount, const std::string& commodity);

 private:
  std::string end_of_day();

  currency unit_;
  std::string day_;
  std::map<std::string, std::pair<int128, std::string>> left_;
};

}  // namespace drawdown::reports
