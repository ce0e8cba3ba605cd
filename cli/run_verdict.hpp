// What the program ends with for a run.
#pragma once

#include "cli/exit_code.hpp"
#include "reports/store/facts.hpp"
#include "reports/store/verdict.hpp"

namespace drawdown::cli {

exit_code verdict_on(const reports::run_facts& facts, const reports::expectation_verdict& expectations);

}  // namespace drawdown::cli
