// What the accounts of the books are called in journals (docs/exports.md).
#pragma once

#include <string>
#include <string_view>

#include "engine/units/money.hpp"
#include "reports/store/journal_entries.hpp"

namespace drawdown::reports {

// hledger and ledger: `credits:customer:acme:free:lot:3:open`, `credits:used:acme`,
// `liabilities:deferred:acme`.
std::string plain_account(const book_account& in, bool is_money, std::string_view customer);

// beancount: `Equity:Credits:Customer:N-acme:Free:Lot:3:Open`, `Liabilities:Deferred:N-acme`.
std::string beancount_account(const book_account& in, bool is_money, std::string_view customer);

// A commodity is counted in its smallest unit, and named by letters alone: `MICROCREDIT`, `EURMINOR`.
std::string commodity_name(bool is_money, currency unit);

}  // namespace drawdown::reports
