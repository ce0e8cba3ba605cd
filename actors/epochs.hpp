// How far an epoch goes (no output depends on it).
#pragma once

#include "actors/run.hpp"

namespace drawdown::actors {

// Where the epoch that begins at `from` ends: after an hour, a day or a month of virtual time, and never
// after `end`.
instant end_of_epoch(instant from, epoch_length length, instant end);

}  // namespace drawdown::actors
