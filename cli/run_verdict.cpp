#include "cli/run_verdict.hpp"

namespace drawdown::cli {

exit_code verdict_on(const reports::run_facts& facts, const reports::expectation_verdict& expectations) {
  exit_code code = exit_code::fine;
  if (facts.defect) code = graver(code, exit_code::defect);
  if (!facts.differences.empty()) code = graver(code, exit_code::ledgers_disagree);
  if (!expectations.failures.empty()) code = graver(code, exit_code::expectation_failed);
  if (facts.interrupted) code = graver(code, exit_code::interrupted);
  return code;
}

}  // namespace drawdown::cli
