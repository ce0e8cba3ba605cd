// A summary of a run in Markdown, as CI hosts show it. It never grows beyond a limit of bytes: what does not
// fit is left out, and a note says what.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/units/error.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// GitHub takes summaries of a mebibyte; others that are known take more.
inline constexpr std::size_t markdown_limit = 1'000'000;

// `limit` is 10 000 at least.
result<std::string> markdown_summary(const run_store& of, std::size_t limit = markdown_limit);

// The text as it stands in a cell of a table: no letter of it begins a link, a tag, a mention or a format.
std::string markdown_text(std::string_view text);

}  // namespace drawdown::reports
