// What is said of an expectation, in words: the statement, and the reports of other formats.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reports/store/expectation_rows.hpp"

namespace drawdown::reports {

// What the item is called: `plan`, `last outcome`, `number of refused`; clean text, like the others here.
std::string item_name(const expectation_row& asked);

// What was expected of it, or what was found.
std::string item_value(const expectation_row& asked, const std::string& value);

// Whose it is: `acme, receptionist`; `all accounts`.
std::string item_owner(const expectation_row& asked);

// `1 account`, `2 accounts`.
std::string counted(std::uint64_t count, std::string_view one, std::string_view many);

}  // namespace drawdown::reports
