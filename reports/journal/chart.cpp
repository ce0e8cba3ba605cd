#include "reports/journal/chart.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "reports/journal/names.hpp"

namespace drawdown::reports {

namespace {

// A part of the name of an account: a word of ours, or the customer's name.
struct part {
  std::string text;
  bool is_name = false;
};

struct placed {
  std::string_view name;
  std::string_view root;
};

// Where an account of money belongs in a balance sheet or an income statement. Revenue has its root in its
// name.
constexpr std::array places = {
    placed{"gateways", "assets"},       placed{"cash", "assets"},
    placed{"paid_elsewhere", "assets"}, placed{"receivables", "assets"},
    placed{"unsettled", "liabilities"}, placed{"billed", "liabilities"},
    placed{"deferred", "liabilities"},  placed{"deferred_fees", "liabilities"},
    placed{"breakage", "revenue"},      placed{"refunds", "expenses"},
    placed{"gateway_fees", "expenses"}, placed{"chargeback_losses", "expenses"},
};

void add_words(std::string_view name, std::vector<part>& parts) {
  while (true) {
    const std::size_t end = std::min(name.find(':'), name.size());
    parts.push_back({std::string(name.substr(0, end)), false});
    if (end == name.size()) return;
    name.remove_prefix(end + 1);
  }
}

std::vector<part> money_parts(const book_account& in, std::string_view customer) {
  std::vector<part> parts;
  const std::string_view name = in.ledger_account;
  const auto* place = std::ranges::find(places, name, &placed::name);
  if (place != places.end())
    parts.push_back({std::string(place->root), false});
  else if (!name.starts_with("revenue:"))
    parts.push_back({"equity", false});
  add_words(name, parts);
  parts.push_back({std::string(customer), true});
  return parts;
}

std::vector<part> credit_parts(const book_account& in, std::string_view customer) {
  constexpr std::string_view of_customer = "customer:";
  std::vector<part> parts = {{"credits", false}};
  const std::string_view name = in.ledger_account;
  if (!name.starts_with(of_customer)) {
    add_words(name, parts);
    parts.push_back({std::string(customer), true});
    return parts;
  }
  parts.push_back({"customer", false});
  parts.push_back({std::string(customer), true});
  add_words(name.substr(of_customer.size()), parts);
  if (in.lot == 0) return parts;
  parts.push_back({"lot", false});
  parts.push_back({std::to_string(in.lot), false});
  parts.push_back({in.hold == 0 ? "open" : "hold", false});
  if (in.hold != 0) parts.push_back({std::to_string(in.hold), false});
  return parts;
}

std::vector<part> parts_of(const book_account& in, bool is_money, std::string_view customer) {
  return is_money ? money_parts(in, customer) : credit_parts(in, customer);
}

// `deferred_fees` as `Deferred-Fees`.
std::string capitals(std::string_view word) {
  std::string text;
  bool at_begin = true;
  for (const char c : word) {
    const bool is_small = c >= 'a' && c <= 'z';
    text += at_begin && is_small ? static_cast<char>(c - 'a' + 'A') : c == '_' ? '-' : c;
    at_begin = c == '_';
  }
  return text;
}

}  // namespace

std::string plain_account(const book_account& in, bool is_money, std::string_view customer) {
  std::string text;
  for (const part& each : parts_of(in, is_money, customer))
    text += (text.empty() ? "" : ":") + (each.is_name ? percent_name(each.text) : each.text);
  return text;
}

std::string beancount_account(const book_account& in, bool is_money, std::string_view customer) {
  std::string text = is_money ? "" : "Equity";
  for (const part& each : parts_of(in, is_money, customer)) {
    // Its roots are five words.
    const std::string word = text.empty() && each.text == "revenue" ? "Income" : capitals(each.text);
    text += (text.empty() ? "" : ":") + (each.is_name ? dashed_name(each.text) : word);
  }
  return text;
}

std::string commodity_name(bool is_money, currency unit) {
  return is_money ? fmt::format("{}MINOR", unit.code()) : "MICROCREDIT";
}

}  // namespace drawdown::reports
