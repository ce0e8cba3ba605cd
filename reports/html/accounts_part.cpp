// The list of accounts. A long one is in the page as data, which the script shows page by page.
#include <algorithm>

#include <fmt/format.h>

#include "reports/html/data_table.hpp"
#include "reports/html/numbers.hpp"
#include "reports/html/parts.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::reports::html {

namespace {

const std::vector<column>& list_columns() {
  static const std::vector<column> columns{{"Account"},
                                           {"Balance", holds::numbers},
                                           {"Free", holds::numbers},
                                           {"Paid", holds::numbers},
                                           {"Held", holds::numbers},
                                           {"Debt", holds::numbers},
                                           {"Subscription"},
                                           {"Failed checks", holds::numbers}};
  return columns;
}

credits free_chip(const figures& left) {
  return left.of(lot_kind::free) + left.of(lot_kind::adjustment);
}
credits paid_chip(const figures& left) {
  return left.of(lot_kind::plan) + left.of(lot_kind::addon) + left.of(lot_kind::paid);
}

cell amount_cell(credits amount) {
  return number(credits_text(amount), exact(amount.micro()));
}

std::string plan_of(const account_row& account) {
  if (!account.subscription) return "";
  const subscription_row& stands = *account.subscription;
  return stands.plan ? fmt::format("{}, {}", *stands.plan, stands.state) : stands.state;
}

std::vector<cell> cells_of(const material& what, account_index index) {
  const account_row& account = what.accounts[index];
  const figures& left = account.left;
  const std::uint64_t failed = what.failed_checks[index];
  return {{.text = account.name, .link = link_to(what, index)},
          amount_cell(left.balance()),
          amount_cell(free_chip(left)),
          amount_cell(paid_chip(left)),
          amount_cell(left.held),
          amount_cell(left.debt),
          {.text = plan_of(account)},
          {.text = count_text(failed), .value = std::to_string(failed), .bad = failed != 0}};
}

std::string embedded_text(const material& what) {
  if (what.pages.size() == what.accounts.size()) return "Each has its billing page here.";
  if (what.pages.size() == what.run.kept_accounts)
    return fmt::format("The billing pages of {} are in this file, those whose transactions are kept.",
                       count_text(what.pages.size()));
  return fmt::format(
      "The billing pages of {} are in this file, those with failed checks first, then by name. Of the others "
      "`drawdown history {} --account NAME` shows the same, and `drawdown report {} --format html --accounts "
      "N` takes "
      "more of them in.",
      count_text(what.pages.size()), what.options.run, what.options.run);
}

}  // namespace

std::string link_to(const material& what, account_index account) {
  return what.has_page(account) ? fmt::format("#account-{}", account) : "";
}

void put_accounts(markup& out, const material& what) {
  const auto view =
      out.open("section", {{"id", "accounts"}, {"class", "view"}, {"aria-labelledby", "accounts-title"}});
  out.put("h2", {{"id", "accounts-title"}, {"tabindex", "-1"}}, "Accounts");
  if (what.accounts.empty()) {
    out.put("p", "The run has no accounts.");
    return;
  }
  out.put("p", fmt::format("{} as they stand at the end, in credits. {}",
                           counted(what.accounts.size(), "account", "accounts"), embedded_text(what)));
  const std::size_t shown = std::min(accounts_in_html, what.in_order.size());
  if (shown < what.in_order.size()) {
    const auto hint = out.open("noscript");
    out.put("p",
            fmt::format(
                "Without scripts the first {} are listed; all are in the view `balances` of the run store.",
                count_text(shown)));
  }
  data_table table(out, "Accounts", list_columns(),
                   {.id = "account-list", .filter = "Filter accounts", .page = 25});
  for (std::size_t i = 0; i < shown; ++i) table.row(cells_of(what, what.in_order[i]));
}

// A row is the texts of its cells, then its link where it has one.
nlohmann::ordered_json accounts_data(const material& what) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (std::size_t i = accounts_in_html; i < what.in_order.size(); ++i) {
    nlohmann::ordered_json row = nlohmann::ordered_json::array();
    std::string link;
    for (const cell& each : cells_of(what, what.in_order[i])) {
      row.push_back(clean(each.text));
      if (!each.link.empty()) link = each.link;
    }
    if (!link.empty()) row.push_back(link);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace drawdown::reports::html
