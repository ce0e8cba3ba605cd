// A file line by line, in a buffer that does not grow with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/units/error.hpp"
#include "scenarios/usage/byte_source.hpp"

namespace drawdown::bulk {

// No row of a table is longer than this, in bytes.
inline constexpr std::size_t longest_row = 1'000'000;

class line_buffer {
 public:
  explicit line_buffer(std::unique_ptr<byte_source> from);

  enum class step : std::uint8_t {
    line,
    end,       // of the file
    too_long,  // `text` has the beginning; the rest is left out
    broken,    // `why` says why no more can be read
  };

  // Goes on to the next line. A byte order mark before the first is left out.
  step next();

  // Takes one more line to those that `text` has, with the line ends between them. Where it is not a `line`,
  // `text` is as before, but of one that is too long.
  step extend();

  // Gives the lines back that `extend` took: they come again.
  void keep_first_line();

  // Without the end of the last line. So many bytes behind it can be read, whatever they are, as readers of
  // JSON do.
  static constexpr std::size_t readable_behind = 64;
  std::string_view text() const { return {data_.data() + begin_, end_ - begin_}; }
  // On which `text` begins, from 1.
  std::uint64_t line() const { return line_; }
  const error& why() const { return why_; }
  const byte_source& from() const { return *from_; }

 private:
  // Finds the end of a line that begins at `at`.
  step find_end(std::size_t at);
  // More bytes; false at the end of the file and where it is broken.
  bool fill();
  step skip_line();

  std::unique_ptr<byte_source> from_;
  std::vector<char> data_;
  std::size_t begin_ = 0;  // of `text`
  std::size_t end_ = 0;
  std::size_t next_ = 0;       // behind the end of its last line
  std::size_t first_end_ = 0;  // of the first line of `text`, counted from `begin_`, and behind it
  std::size_t first_next_ = 0;
  std::size_t filled_ = 0;
  std::uint64_t line_ = 0;
  std::uint64_t lines_ = 0;  // that `text` has
  bool is_at_end_ = false;
  bool is_broken_ = false;
  error why_{error_code::unreadable, {}};
};

}  // namespace drawdown::bulk
