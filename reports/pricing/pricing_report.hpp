// A comparison of price lists as people and programs read it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ledger/month_close.hpp"
#include "engine/units/money.hpp"
#include "reports/pricing/pricing_comparison.hpp"

namespace drawdown::reports::pricing {

// One side of the comparison.
struct price_list {
  std::string file;                         // as it was named
  std::string rules;                        // the rule-book
  std::vector<ledger::month_close> months;  // of all customers, in the first seed
};

struct pricing_report {
  std::string population;
  std::uint32_t months = 0;
  instant start;
  std::vector<std::uint64_t> seeds;  // in the order of the runs
  std::string verification;          // `full`, `balances`, `off`
  std::uint64_t events = 0;          // of all runs
  currency unit;
  price_list before;
  price_list after;
  std::vector<std::string> customers;  // by account
  std::vector<std::string> kinds;      // by account: what it was in the mix
  std::size_t most = 10;               // winners and losers that are told
  comparison compared;
};

// All months, all customers together.
std::vector<ledger::month_close> months_of(const std::vector<customer_totals>& customers);

// What it comes to in a sentence or three.
std::string in_words(const pricing_report& report);

// For a terminal.
std::string pricing_text(const pricing_report& report);

// One document; amounts are integers in their smallest units.
std::string pricing_json(const pricing_report& report);

// A line for each customer of the first seed.
std::string customers_csv(const pricing_report& report);

}  // namespace drawdown::reports::pricing
