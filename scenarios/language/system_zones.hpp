// Time zones as this system has them: read here, at the border, and handed to the engine as data (R2.3).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/time/zone.hpp"
#include "engine/units/error.hpp"

namespace drawdown::language {

// The table of an IANA zone from 1970 to the end of 2200, its rules continued beyond what the database lists.
// `unknown_name` where there is no such zone, `unreadable` where the system has no database.
result<zone_table> system_zone(std::string_view name);

// The names of all zones, to look for the one that was meant; empty where the system has no database.
std::vector<std::string> system_zone_names();

// The version of the system's database, such as `2024a`; `unknown` where it does not say.
std::string system_zone_version();

}  // namespace drawdown::language
