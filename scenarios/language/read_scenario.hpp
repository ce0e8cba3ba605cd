// The top of a scenario file, and the order in which its sections are read.
#pragma once

#include <functional>
#include <optional>

#include "engine/world/world.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/read_catalog.hpp"
#include "scenarios/language/rules_used.hpp"
#include "scenarios/language/table.hpp"

namespace drawdown::language {

// Reads the catalog that `catalog: PATH` names, dates in it as of `zone`; nothing where it could not be read
// as YAML. Reports by itself.
using catalog_opener = std::function<std::optional<catalog_read>(const node& path, const zone_table& zone)>;

// How the files are opened that a scenario names.
struct file_openers {
  catalog_opener catalog;
  table_opener table;  // of grants
  table_opener usage;
  // Reads the catalog that is sold in the place of the scenario's; none: the scenario's own is.
  std::function<std::optional<catalog_read>(const zone_table& zone)> catalog_asked{};
};

struct scenario_state;

// Reads a scenario into the world of a state that nothing was read into; what is wrong is reported. The world
// is whole only if nothing was. Gives the rules that it is run by.
rules_used read_scenario(scenario_state& state, const node& of, const file_openers& open,
                         const rules_asked& asked);

}  // namespace drawdown::language
