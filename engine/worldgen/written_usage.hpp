// Usage that agents draw, written out, so that a scenario can say it.
#pragma once

#include <memory>

#include "engine/world/world.hpp"

namespace drawdown::worldgen {

// The same world with what its agents would draw as rows of a usage file `drawn.csv`: found out by running
// each account alone. The rows come with keys of their own, else nothing differs. The world itself where no
// agent draws. An account in which a defect of ours ends the run has no rows: a world that fails so is
// shrunk.
std::shared_ptr<const world> with_written_usage(std::shared_ptr<const world> in);

}  // namespace drawdown::worldgen
