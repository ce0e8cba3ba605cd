// The man page, made from the pages of the commands.
#pragma once

#include <span>
#include <string>

#include "cli/command_pages.hpp"

namespace drawdown::cli {

// The page drawdown(1) in the macros of man(7).
std::string manual(std::span<const command_page> commands);

// Text as it stands in such a page: nothing in it is a request or an escape, words in back-ticks are bold,
// and what is not ASCII is written by its code.
std::string roff_text(std::string_view text);

}  // namespace drawdown::cli
