// A comparison of price lists as people and programs read it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ledger/month_close.hpp"
#include "engine/units/money.hpp"
#include "reports/pricing/pricing_comparison.hpp"
#include "reports/store/facts.hpp"

namespace drawdown::reports::pricing {

// One side of the comparison.
struct price_list {
  std::string file;                         // of the catalog, as it was named; empty: the scenario's own
  std::string title;                        // of the catalog
  std::string rules;                        // the rule-book
  std::vector<setting_fact> assumed;        // settings that whoever asked filled in
  std::vector<input_hash> inputs;           // all files that it was made from
  std::vector<ledger::month_close> months;  // of all customers, in the first seed
};

// Where the customers come from, and what they do: drawn, or as it was.
enum class customers_from : std::uint8_t { population, scenario };

struct pricing_report {
  customers_from from = customers_from::population;
  std::string name;          // of the population or the scenario
  std::uint32_t months = 0;  // of a population
  instant start;
  instant end;
  std::vector<std::uint64_t> seeds;  // in the order of the runs
  std::string verification;          // `full`, `balances`, `off`
  std::uint64_t events = 0;          // of all runs
  currency unit;
  price_list before;
  price_list after;
  std::vector<std::string> customers;  // by account
  std::vector<std::string> kinds;      // by account: what it was in the mix, or its plan
  std::size_t most = 10;               // winners and losers that are told
  comparison compared;
};

// The catalog of a list as people call it: its file, or that it is the scenario's own.
std::string name_of(const price_list& list);

// All months, all customers together.
std::vector<ledger::month_close> months_of(const std::vector<customer_totals>& customers);

// What it is to be worse off, behind "they".
inline constexpr std::string_view worse_off_means = "pay more, or the same and are blocked longer";

// What it comes to in a sentence or three, with a mark between thousands.
std::string in_words(const pricing_report& report, char mark = ' ');

// How a bill changed that is in the band, in words; the last band is of those who paid nothing before.
std::string title_of(const impact_band& band, bool is_last);

// For a terminal.
std::string pricing_text(const pricing_report& report);

// One document; amounts are integers in their smallest units.
std::string pricing_json(const pricing_report& report);

// A line for each customer of the first seed.
std::string customers_csv(const pricing_report& report);

}  // namespace drawdown::reports::pricing
