// How names from scenarios stand in journals: in letters that no tool reads anything into, so that what they
// were can be told again (docs/exports.md).
#pragma once

#include <string>
#include <string_view>

namespace drawdown::reports {

// Letters, digits, `_`, `.` and `-` as they are, every other byte as `%20`: part of an account, a code, a
// tag.
std::string percent_name(std::string_view name);

// The same with single blanks between words left as they are: for people.
std::string percent_text(std::string_view text);

// A part of an account of beancount: `N-`, then letters and digits as they are, every other byte as `-20`.
std::string dashed_name(std::string_view name);

}  // namespace drawdown::reports
