// What an item of an expectation is called.
#pragma once

#include <string>

#include "reports/store/expectation_rows.hpp"

namespace drawdown::reports {

// `plan`, `last outcome`, `number of refused`, `lot welcome, left`. Names in it are as they were given.
std::string name_of_item(const expectation_row& asked);

}  // namespace drawdown::reports
