// Runs one account in a plain loop, without actors. For tests of the pure core, and as the floor that
// benchmarks hold the actors against.
#pragma once

#include "engine/sweep/account_run.hpp"

namespace drawdown::test {

using plain_run = sweep::account_run;

}  // namespace drawdown::test
