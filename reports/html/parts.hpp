// The parts of the page, each written from what was gathered.
#pragma once

#include <string>
#include <string_view>

#include "reports/html/chart.hpp"
#include "reports/html/markup.hpp"
#include "reports/html/material.hpp"

namespace drawdown::reports::html {

// The view of engineers: whether every balance is right, what failed, what happened, what it was made from.
void put_engineering(markup& out, const material& what);
void put_verdict(markup& out, const material& what);
void put_failures(markup& out, const material& what);
void put_operations(markup& out, const material& what);
void put_gateways(markup& out, const material& what);
void put_environment(markup& out, const material& what);

// The view of finance: what was earned, what is owed, what was assumed. Charts are kept for the script.
void put_finance(markup& out, const material& what, std::vector<chart>& charts);
void put_months(markup& out, const material& what, std::vector<chart>& charts);
void put_books(markup& out, const material& what);

// The accounts, and the billing pages of those that have theirs.
void put_accounts(markup& out, const material& what);
void put_account_page(markup& out, const material& what, const account_material& page);

// The entries that a billing page lists.
void put_transactions(markup& out, const material& what, const account_row& of, const account_material& page);

// Events of any kind, in the order in which they come.
struct events_look {
  std::string caption;
  std::size_t page = 0;      // rows on a page; 0: all
  std::uint64_t marked = 0;  // the event that is wrong; 0: none
};
void put_events(markup& out, const material& what, const account_row& of,
                const std::vector<event_row>& events, const events_look& look);

// Where an account's page is, or nothing.
std::string link_to(const material& what, account_index account);

// Accounts that stand in the list as HTML; the script adds those behind them.
inline constexpr std::size_t accounts_in_html = 500;
// What the script lists beyond them: rows as the list's columns.
nlohmann::ordered_json accounts_data(const material& what);

}  // namespace drawdown::reports::html
