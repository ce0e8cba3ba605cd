// Usage files that are read while a run goes on: a scenario whose files may be of any size (R2.9).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/world/usage_feed.hpp"
#include "scenarios/language/diagnostic.hpp"
#include "scenarios/language/load.hpp"
#include "scenarios/language/rules_used.hpp"

namespace drawdown::language {

// What a row is answered with that can't be read.
enum class bad_rows : std::uint8_t {
  fail,        // the first ends the run
  skip,        // it is counted, and left out
  quarantine,  // the same, and it is written to a file as it stood
};

struct bulk_options {
  bad_rows on_bad_row = bad_rows::fail;
  std::string quarantine_path;      // of `quarantine`; its reasons go to `PATH.reasons`
  std::size_t chunk_rows = 65'536;  // debits handed on at once; more where an instant has more
};

// How far the files are read.
struct bulk_counts {
  std::uint64_t rows = 0;          // that were read, good and bad; no header lines
  std::uint64_t debits = 0;        // that they made
  std::uint64_t out_of_order = 0;  // good rows that are earlier than a row before them in their file (R2.9)
  std::uint64_t bad = 0;           // rows that were left out, or ended the run
  std::uint64_t bytes = 0;         // read from the files, as they are stored
};

// A usage file as it was read, for the manifest.
struct bulk_input {
  std::string path;  // as it was named
  std::string xxh3;  // of its bytes as they are stored, 16 hexadecimal digits; empty until it is read whole
};

// All usage files of a scenario, merged by arrival, then file, then line (R2.4, R2.9). Memory doesn't grow
// with them. An error of `next` says in one line what a finding says with its place.
class bulk_feed : public usage_feed {
 public:
  // May be asked by any thread, at any time: as of the last chunk.
  virtual bulk_counts counts() const = 0;

  // These are asked when nobody reads on.
  // What is wrong with rows and files, in the order of files and lines: at most a thousand errors; the last
  // says how many more there are.
  virtual std::vector<diagnostic> findings() const = 0;
  virtual std::vector<bulk_input> inputs() const = 0;
};

// A scenario without the rows of its usage files, and these. `feed` is null where there was an error, and
// where the scenario has no usage files. Files of `usage` that are written row by row are in the world.
struct loaded_for_replay {
  loaded scenario;
  std::unique_ptr<bulk_feed> feed;
};

// Loads the scenario at `path`, by the rules that are asked for, and opens its usage files. The files that it
// names lie where those of `load_scenario` do.
loaded_for_replay load_for_replay(const std::string& path, const rules_asked& rules,
                                  const bulk_options& options, const std::string& root = {});

// The same, with another catalog in the place of the scenario's, which need not have one: `catalog` is found
// from the folder of whoever asks.
loaded_for_replay load_with_catalog(const std::string& path, const std::string& catalog,
                                    const rules_asked& rules, const bulk_options& options,
                                    const std::string& root = {});

}  // namespace drawdown::language
