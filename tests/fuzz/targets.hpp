// What hostile bytes are given to. Each reads them as its reader would, checks what must hold of whatever
// comes out, and returns; an input that crashes it, hangs it or breaks such a promise is a finding.
#pragma once

#include <string_view>

namespace drawdown::fuzz {

// A scenario file. What loads is written back, must load as the same world, and, where it is small, is run
// with both ledgers agreeing.
void scenario(std::string_view bytes);

// A population file, with a catalog of its own.
void population(std::string_view bytes);

// A usage file: the first byte says its format and how it is packed.
void usage_rows(std::string_view bytes);

// Commit blocks, one behind the other, as they lie in a run's folder. What decodes encodes to the same bytes.
void commit_blocks(std::string_view bytes);

// What `drawdown load` and the benchmarks measured. What is read is written back, and reads the same.
void measurements(std::string_view bytes);

}  // namespace drawdown::fuzz
