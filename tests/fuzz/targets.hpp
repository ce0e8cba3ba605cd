// What hostile bytes are given to. Each reads them as its reader would, checks what must hold of whatever
// comes out, and returns; an input that crashes it, hangs it or breaks such a promise is a finding.
#pragma once

#include <string_view>

namespace drawdown::fuzz {

// A scenario file. What loads is written back, must load as the same world, and, where it is small, is run
// with both ledgers agreeing. What does not load says where it is wrong.
void scenario(std::string_view bytes);

// The files that a scenario names: its catalog, a table of grants, a table of usage.
void named_files(std::string_view bytes);

// A population file, with a catalog of its own.
void population(std::string_view bytes);

// A usage file: the first byte says its format and how it is packed.
void usage_rows(std::string_view bytes);

// Single values by their text: amounts, times, settings, rates, planned usage. What is read is written, and
// reads the same.
void values(std::string_view bytes);

// Commit blocks, one behind the other, as they lie in a run's folder. What decodes is written back, and reads
// the same.
void commit_blocks(std::string_view bytes);

// The same as the file of a run that was killed: what is whole is kept and comes again, what is torn is cut,
// what is damaged is left as it is.
void segment_file(std::string_view bytes);

// The checkpoint of a run that was killed. A state that reads is written back, and reads the same.
void checkpoint(std::string_view bytes);

// What a run was begun with. What is read is written back, and reads the same.
void unfinished_run(std::string_view bytes);

// What is read back of results.json, comparison.json and customers.csv.
void kept_files(std::string_view bytes);

// What `drawdown load` and the benchmarks measured. What is read is written back, and reads the same.
void measurements(std::string_view bytes);

// A run store of which somebody changed cells and took rows: each report of it is made, or says why not.
void kept_store(std::string_view bytes);

// What `drawdown query` is asked. It changes nothing, and what is not answered says why.
void question(std::string_view bytes);

}  // namespace drawdown::fuzz
