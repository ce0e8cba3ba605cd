// The text of a file and its lines, before anything is read into it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace drawdown::language {

// A stretch of one line: what a caret stands under. Columns are those of a terminal (columns.hpp), from 1.
struct text_place {
  std::uint32_t line = 0;  // from 1; 0: the file as a whole
  std::uint32_t column = 1;
  std::uint32_t width = 1;
  friend bool operator==(const text_place&, const text_place&) = default;
};

// How many code points a piece of UTF-8 has; bytes that are none count as one each.
std::uint32_t code_points(std::string_view text);

// A text as it may stand inside a sentence on a terminal: tabs and line ends as spaces, control characters
// and broken bytes as U+FFFD.
std::string printable(std::string_view text);

// A file as it was named, its bytes without a byte order mark, and where its lines begin. It may be a piece
// of a file, that begins on a later line.
class source_text {
 public:
  source_text(std::string name, std::string_view bytes, std::uint32_t first_line = 1);

  const std::string& name() const { return name_; }
  const std::string& text() const { return text_; }

  // A line without its end; empty where it has no such line.
  std::string_view line(std::uint32_t number) const;
  std::uint32_t lines() const { return static_cast<std::uint32_t>(starts_.size()); }

  // Where the character at `offset` is; offsets beyond the text are behind its last visible character.
  text_place place_of(std::size_t offset) const;

  // How wide the stretch between two offsets is that begins at `column`: on its first line, one at least.
  std::uint32_t width_of(std::size_t begin, std::size_t end, std::uint32_t column) const;

 private:
  std::string name_;
  std::string text_;
  std::vector<std::size_t> starts_;  // of each line
  std::uint32_t first_line_;
};

// A stretch of a line of some file.
struct place_in_file {
  text_place where;
  const source_text* file = nullptr;  // null: the file that is spoken of
};

// Finds places that mostly ascend without counting each line from its beginning again: a line may be a
// million bytes long and hold as many tokens.
class place_finder {
 public:
  explicit place_finder(const source_text& file) : file_(file) {}
  text_place at(std::size_t offset);
  // The stretch up to `end`, or to the end of the line if that comes first.
  text_place at(std::size_t begin, std::size_t end);

 private:
  const source_text& file_;
  std::size_t offset_ = 0;
  text_place place_{1, 1, 1};
};

}  // namespace drawdown::language
