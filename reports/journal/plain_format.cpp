// The dialect that hledger and ledger read alike: integers, letters, every line with its assertion.
#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/journal/chart.hpp"
#include "reports/journal/journal_format.hpp"
#include "reports/journal/names.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

class plain_format : public journal_format {
 public:
  plain_format(bool is_ledger, currency unit) : is_ledger_(is_ledger), unit_(unit) {}

  std::string account(const book_account& in, bool is_money, std::string_view customer) const override {
    return plain_account(in, is_money, customer);
  }
  std::string commodity(const book_account& /*in*/, bool is_money) const override {
    return commodity_name(is_money, unit_);
  }
  bool stands_alone() const override { return true; }
  std::string extension() const override { return is_ledger_ ? "ledger" : "journal"; }

  std::string begin(const std::string& title) override {
    return fmt::format("; {}\n\ncommodity 1000. {}\ncommodity 1000. {}\n", percent_text(title),
                       commodity_name(false, unit_), commodity_name(true, unit_));
  }

  std::string entry(const booked_entry& what) override {
    std::string text = "\n";
    for (const booked_leg& leg : what.legs)
      if (leg.is_new) text += fmt::format("account {}\n", leg.account);
    text += fmt::format("{} * ({}) {}\n", what.date, code_of(what), title_of(what));
    if (what.is == booked_entry::part::booked) text += remarks_of(what.what);
    for (const booked_leg& leg : what.legs) {
      text += fmt::format("    {0}  {1} {2} = {3} {2}\n", leg.account, wide_decimal(leg.amount, 0, false),
                          commodity(leg.in, leg.is_money), wide_decimal(leg.after, 0, false));
    }
    return text;
  }

  std::string end() override { return ""; }

 private:
  static std::string code_of(const booked_entry& what) {
    const std::string customer = percent_name(what.customer);
    if (what.is != booked_entry::part::booked) return customer;
    return fmt::format("{}/{}{}", customer, what.what.is_closing ? "closing-" : "", what.what.number);
  }

  static std::string remarks_of(const journal_entry& entry) {
    std::string text = fmt::format("    ; at:{}", to_string(entry.at));
    if (!entry.key.empty()) text += fmt::format(", key:{}", percent_name(entry.key));
    text += '\n';
    if (!entry.description.empty()) text += fmt::format("    ; {}\n", percent_text(entry.description));
    return text;
  }

  bool is_ledger_;
  currency unit_;
};

}  // namespace

std::unique_ptr<journal_format> make_plain_format(journal_kind kind, currency unit) {
  return std::make_unique<plain_format>(kind == journal_kind::ledger, unit);
}

std::unique_ptr<journal_format> make_journal_format(journal_kind kind, currency unit) {
  switch (kind) {
    case journal_kind::beancount:
      return make_beancount_format(unit);
    case journal_kind::csv:
      return make_csv_format(unit);
    case journal_kind::json:
      return make_json_format(unit);
    case journal_kind::hledger:
    case journal_kind::ledger:
      break;
  }
  return make_plain_format(kind, unit);
}

}  // namespace drawdown::reports
