// Everything that the page is made from, read from the run store once.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/time/zone.hpp"
#include "reports/html/html_report.hpp"
#include "reports/store/events.hpp"
#include "reports/store/finance.hpp"
#include "reports/store/operations.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/recharges.hpp"
#include "reports/store/usage_by.hpp"
#include "reports/store/verdict.hpp"

namespace drawdown::reports::html {

// Usage of an account, totalled by one thing that it is attributed to.
struct usage_group {
  usage_by by = usage_by::agent;
  std::vector<usage_total> members;
};

// What the billing page of one account shows.
struct account_material {
  account_index account = 0;
  std::uint64_t entries = 0;            // of its history, those shown and those not
  std::vector<event_row> transactions;  // the newest of them, newest first
  std::uint64_t events = 0;
  std::vector<event_row> history;  // the newest of all events, newest first
  std::vector<usage_group> usage;
  recharge_state recharge;
  std::vector<payment_row> in_flight;
  std::vector<invoice_row> invoices;
};

// What the ledgers differ on, with the events around.
struct difference_material {
  difference found;
  account_index account = 0;
  std::vector<event_row> around;  // oldest first
};

struct material {
  html_options options;
  run_row run;
  std::vector<account_row> accounts;
  std::vector<zone_table> zones;
  run_totals totals;
  expectation_verdict expectations;
  std::vector<expectation_row> expected;  // all of them
  std::vector<operation_total> operations;
  std::vector<refusal_total> refusals;
  std::vector<gateway_total> gateways;
  std::vector<decline_total> declines;
  std::vector<payment_total> payments;
  std::vector<difference_material> differences;
  finance books;
  std::vector<std::uint64_t> failed_checks;  // of each account
  std::vector<account_index> in_order;       // those with failed checks first, then by name
  std::vector<bool> paged;                   // whether an account has its page
  std::vector<account_material> pages;       // of the first accounts in that order

  const zone_table& zone_of(const account_row& account) const { return zones.at(account.zone); }
  bool passed() const { return reports::passed(run.facts, expectations); }
  // Whether an account has its page.
  bool has_page(account_index account) const { return paged.at(account); }
};

result<material> gather(const run_store& of, const html_options& options);

}  // namespace drawdown::reports::html
