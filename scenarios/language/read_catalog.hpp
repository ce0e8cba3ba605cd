// A catalog: its own file, or written in place in a scenario (R7.1, R8.1, R9.1).
#pragma once

#include <optional>
#include <vector>

#include "engine/catalog/catalog.hpp"
#include "engine/time/zone.hpp"
#include "engine/world/world.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/node.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {

// A meter as it is declared.
struct declared_meter {
  place_in_file at;
  bool measure_known = false;  // else quantities of it are not read, for the meter's own fault was told
};

// What could be read of a catalog. References into it are checked only as far as it is known, so that one
// fault is not reported again by everything that refers to it.
struct catalog_read {
  catalog what;
  std::vector<catalog_version> versions;  // that follow it, ascending (R7.3)
  due_currency unit;                      // nothing: it is faulty
  bool rate_known = false;
  bool overage_known = false;  // whether it has a price for usage beyond the credit (R4.5)
  bool meters_known = false;   // all names of meters are in `what.meters`, even of those that are faulty
  bool plans_known = false;    // the same of plans, and of add-ons
  bool add_ons_known = false;

  // Where things were given, for findings that have to do with them.
  std::vector<declared_meter> meters_declared;  // each of `what.meters`
  std::vector<place_in_file> plans_declared, add_ons_declared;
  place_in_file minimum_at, maximum_at;  // of top-ups
};

// Reads a catalog; what is wrong is reported. Dates in it are midnight in `zone` (R2.7).
catalog_read read_catalog(scope& in, const node& of, const zone_table& zone);

}  // namespace drawdown::language
