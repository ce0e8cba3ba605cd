#include "reports/formats/run_report.hpp"

#include <utility>

namespace drawdown::reports {

std::string run_report::file() const {
  return run.facts.inputs.empty() ? run.scenario : run.facts.inputs.front().path;
}

result<run_report> read_report(const run_store& of) {
  auto run = read_run(of);
  if (!run) return tl::unexpected<error>(run.error());
  auto totals = read_totals(of);
  if (!totals) return tl::unexpected<error>(totals.error());
  auto expectations = check_expectations(of);
  if (!expectations) return tl::unexpected<error>(expectations.error());
  auto accounts = read_accounts(of);
  if (!accounts) return tl::unexpected<error>(accounts.error());
  auto in_flight = read_payments_in_flight(of);
  if (!in_flight) return tl::unexpected<error>(in_flight.error());
  auto invoices = read_open_invoices(of);
  if (!invoices) return tl::unexpected<error>(invoices.error());
  return run_report{std::move(*run),      std::move(*totals),    std::move(*expectations),
                    std::move(*accounts), std::move(*in_flight), std::move(*invoices)};
}

}  // namespace drawdown::reports
