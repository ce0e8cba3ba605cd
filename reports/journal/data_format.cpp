// The journal as data: a line of CSV for each line of an entry, or an object of JSON for each entry. Names
// are as they are.
#include <vector>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/journal/chart.hpp"
#include "reports/journal/journal_format.hpp"
#include "reports/results/csv_text.hpp"
#include "reports/results/json_text.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

class data_format : public journal_format {
 public:
  explicit data_format(currency unit) : unit_(unit) {}
  std::string account(const book_account& in, bool /*is_money*/,
                      std::string_view /*customer*/) const override {
    return in.ledger_account;
  }
  std::string commodity(const book_account& /*in*/, bool is_money) const override {
    return commodity_name(is_money, unit_);
  }
  bool stands_alone() const override { return false; }

 private:
  currency unit_;
};

class csv_format : public data_format {
 public:
  using data_format::data_format;
  std::string extension() const override { return "csv"; }

  std::string begin(const std::string& /*title*/) override {
    return csv_line(std::vector<std::string>{"date", "at", "account", "event", "closing", "what",
                                             "ledger_account", "lot", "hold", "commodity", "amount",
                                             "balance", "key", "description"});
  }
  std::string entry(const booked_entry& what) override {
    const journal_entry& entry = what.what;
    const std::string number = std::to_string(entry.number);
    const auto unless_zero = [](std::uint64_t id) { return id == 0 ? std::string() : std::to_string(id); };
    std::string text;
    for (const booked_leg& leg : what.legs)
      text += csv_line(std::vector<std::string>{
          what.date, to_string(entry.at), what.customer, entry.is_closing ? "" : number,
          entry.is_closing ? number : "", entry.what, leg.account, unless_zero(leg.in.lot),
          unless_zero(leg.in.hold), commodity(leg.in, leg.is_money), wide_decimal(leg.amount, 0, false),
          wide_decimal(leg.after, 0, false), entry.key, entry.description});
    return text;
  }
  std::string end() override { return ""; }
};

class json_format : public data_format {
 public:
  using data_format::data_format;
  std::string extension() const override { return "json"; }

  std::string begin(const std::string& title) override {
    is_first_ = true;
    return fmt::format("{{\"schema_version\":1,\"title\":{},\"entries\":[",
                       json(title).dump(-1, ' ', false, json::error_handler_t::replace));
  }
  std::string entry(const booked_entry& what) override {
    const journal_entry& entry = what.what;
    json legs = json::array();
    for (const booked_leg& leg : what.legs) {
      json line = {{"ledger_account", leg.account}};
      if (leg.in.lot != 0) line["lot"] = leg.in.lot;
      if (leg.in.hold != 0) line["hold"] = leg.in.hold;
      line["commodity"] = commodity(leg.in, leg.is_money);
      line["amount"] = wide_decimal(leg.amount, 0, false);
      line["balance"] = wide_decimal(leg.after, 0, false);
      legs.push_back(std::move(line));
    }
    const json document = {{"date", what.date},
                           {"at", to_string(entry.at)},
                           {"account", what.customer},
                           {entry.is_closing ? "closing" : "event", entry.number},
                           {"what", entry.what},
                           {"key", entry.key},
                           {"description", entry.description},
                           {"legs", legs}};
    const std::string begin = is_first_ ? "\n" : ",\n";
    is_first_ = false;
    return begin + document.dump(-1, ' ', false, json::error_handler_t::replace);
  }
  std::string end() override { return "\n]}\n"; }

 private:
  bool is_first_ = true;
};

}  // namespace

std::unique_ptr<journal_format> make_csv_format(currency unit) {
  return std::make_unique<csv_format>(unit);
}

std::unique_ptr<journal_format> make_json_format(currency unit) {
  return std::make_unique<json_format>(unit);
}

}  // namespace drawdown::reports
