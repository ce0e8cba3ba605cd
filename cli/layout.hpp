// Text that has to fit into so many columns of a terminal, cut or broken between words.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace drawdown::cli {

// How wide a help page may be.
inline constexpr std::size_t page_columns = 80;

// The text cut to so many columns, `…` in the place of what is left out; between two words, unless more than
// a third of the columns would stay empty for it.
std::string cut_between_words(std::string_view text, std::size_t columns);

// The path cut to so many columns: the folders in front give way first, `…/` stands for them.
std::string cut_path(std::string_view path, std::size_t columns);

// The text broken between words into lines of at most so many columns: `first` stands before the first one,
// blanks as wide before the others.
std::string wrapped_behind(std::string_view first, std::string_view text, std::size_t columns);

}  // namespace drawdown::cli
