// What the reports of a run for machines and CI hosts are made from: all of it comes from its store.
#pragma once

#include <string>
#include <vector>

#include "engine/units/error.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/verdict.hpp"

namespace drawdown::reports {

struct run_report {
  run_row run;
  run_totals totals;
  expectation_verdict expectations;
  std::vector<account_row> accounts;
  std::vector<payment_row> in_flight;
  std::vector<invoice_row> invoices;  // that are open

  bool is_passed() const { return passed(run.facts, expectations); }
  // The file of the scenario as it was named; its title where no file is known.
  std::string file() const;
};

result<run_report> read_report(const run_store& of);

}  // namespace drawdown::reports
