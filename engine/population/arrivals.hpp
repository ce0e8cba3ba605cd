// How long it is until the next one: gaps between arrivals, and lengths of sessions. Each is a function of 64
// random bits.
#pragma once

#include <cstdint>

#include "engine/world/world.hpp"

namespace drawdown::population {

// A value of the exponential distribution of mean one, with 32 bits behind the point: at most 44.4.
std::uint64_t exponential(std::uint64_t random_bits);

// How far an arrival of the process is behind the one before; `spread` has no such gap. Of `even` the bits do
// not matter.
arrival_gap gap_to_next(arrival_process process, arrival_gap mean, std::uint64_t random_bits);

// When the first arrival is, after the start of the run: of `even` anywhere in the first gap, so that agents
// of one gap do not all come at once; of `poisson` like any other.
arrival_gap first_gap(arrival_process process, arrival_gap mean, std::uint64_t random_bits);

// How long a session is, or how much a usage: exponential of that mean, and what lies outside the bounds is
// at the nearer one. `least` is not negative and not above `most`.
std::int64_t session_length(std::int64_t mean, std::int64_t least, std::int64_t most,
                            std::uint64_t random_bits);

}  // namespace drawdown::population
