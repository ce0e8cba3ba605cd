// Reads a scenario file, and the catalog it names, into a world.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/units/money.hpp"
#include "engine/world/world.hpp"
#include "scenarios/language/diagnostic.hpp"
#include "scenarios/language/load_section.hpp"
#include "scenarios/language/rules_used.hpp"

namespace drawdown::language {

// A file that went into a world, for the manifest.
struct input_file {
  std::string path;  // as it was named
  std::string content;
  // Of one that was read while the world ran, and is not kept: XXH3, 64 bits, in 16 hexadecimal digits.
  std::string xxh3{};
};

// The world, if there was no error; and everything there is to say about the files.
struct loaded {
  std::shared_ptr<world> what;       // null where there was an error, or where the file is a load alone
  std::optional<load_section> load;  // what it says of a load, if there was no error
  std::vector<diagnostic> findings;  // errors and warnings, by file and place
  std::vector<input_file> inputs;    // scenario first
  rules_used rules;                  // by which it is run
  std::optional<currency> sells_in;  // that of its catalog, where that could be read, also beside errors
  bool unreadable = false;           // a file could not be read (exit code 4 rather than 3)
};

// Whether a file that has a load and nothing to run is as good as a scenario, or an error.
enum class load_alone : std::uint8_t { refused, accepted };

// Loads the scenario at `path`, by the rules that are asked for. All errors at once; nothing is thrown,
// whatever the bytes are. The files that it names lie below `root`; where that is empty, below the folder
// above the one that the scenario lies in (reach.hpp).
loaded load_scenario(const std::string& path, const rules_asked& rules = {},
                     load_alone alone = load_alone::refused, const std::string& root = {});

// The same from text; a catalog is looked for relative to `path`.
loaded load_scenario_text(const std::string& path, std::string text, const rules_asked& rules = {},
                          load_alone alone = load_alone::refused, const std::string& root = {});

}  // namespace drawdown::language
