// Text for a terminal: names from files made harmless, columns that line up, colour where it is wanted.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace drawdown::reports {

// The text with everything that could steer a terminal or hide what it says written out (`\x1b`, `\u202e`):
// control characters, marks of direction, invisible ones. Bytes that are no UTF-8 become U+FFFD.
std::string clean(std::string_view text);

// How many columns of a terminal a clean text takes: two for wide characters, none for combining ones.
std::size_t display_width(std::string_view text);

// The text cut to so many columns, with `…` where something was left out.
std::string cut_to(std::string_view text, std::size_t columns);

// The text broken between words into lines of at most so many columns, those after the first with `hanging`
// blanks before them; a word that is wider has a line of its own. Line ends in the text stay.
std::vector<std::string> wrapped(std::string_view text, std::size_t columns, std::size_t hanging = 0);

enum class side : std::uint8_t { left, right };

// The text filled up with blanks to so many columns, its words on the given side.
std::string filled_to(std::string_view text, std::size_t columns, side words);

// Rows of clean texts in columns that line up.
class table {
 public:
  struct column {
    std::string title;
    side words = side::left;
  };

  explicit table(std::vector<column> columns) : columns_(std::move(columns)) {}

  // Adds a row; it has as many cells as there are columns.
  void add(std::vector<std::string> row);

  // Column `flexible` is given what a line of `width` columns leaves it, but at least 16: what is longer goes
  // on below, and a word that is wider is cut. 0: no limit.
  void fit(std::size_t flexible, std::size_t width);

  // The line of titles, and the rows; each line indented, without blanks at its end.
  std::string title(std::size_t indent) const;
  std::string rows(std::size_t indent) const;

 private:
  std::vector<std::size_t> widths() const;
  std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& all,
                   std::size_t indent) const;

  std::vector<column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

// Colours text where that is wanted.
class palette {
 public:
  explicit palette(bool colour) : colour_(colour) {}
  std::string good(std::string_view text) const { return in("1;32", text); }
  std::string bad(std::string_view text) const { return in("1;31", text); }
  std::string strong(std::string_view text) const { return in("1", text); }
  std::string faint(std::string_view text) const { return in("2", text); }

 private:
  std::string in(std::string_view code, std::string_view text) const;
  bool colour_;
};

}  // namespace drawdown::reports
