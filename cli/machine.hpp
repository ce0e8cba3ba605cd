// On what the program runs, for whoever reads what it measured.
#pragma once

#include <cstdint>
#include <string>

namespace drawdown::cli {

// "AMD EPYC 7763 64-Core Processor, 2 cores"; the model as /proc/cpuinfo names it, the cores that this
// program may use.
std::string machine_text();

// The most memory that was resident at any time, of this program.
std::uint64_t peak_resident_bytes();

}  // namespace drawdown::cli
