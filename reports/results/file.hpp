// Writing a report so that nobody ever reads half of it.
#pragma once

#include <string>
#include <string_view>

#include "engine/units/error.hpp"

namespace drawdown::reports {

// Writes `text` to a file beside `path` and then renames it, so that `path` holds all of it or what it held
// before. `unreadable` where either can't be done.
result<void> write_file(const std::string& path, std::string_view text);

}  // namespace drawdown::reports
