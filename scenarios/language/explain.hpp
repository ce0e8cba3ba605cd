// What there is to say about a kind of finding beyond the finding itself: a page for each code, written in
// explain/CODE.md and built into the program.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace drawdown::language {

// A page as it is written: a heading with code and title, what the code means and why it is refused, and the
// sections `Wrong` and `Right` with an example each, or `No example` with the reason.
struct explain_page {
  std::string_view code;
  std::string_view text;
};

// All pages, by code.
std::span<const explain_page> explain_pages();

// The page of a code of the table, in upper case; null where there is none.
const explain_page* page_of(std::string_view code);

// The page for a terminal: headings in bold where it is coloured, examples indented.
std::string render(const explain_page& page, bool colour);

}  // namespace drawdown::language
