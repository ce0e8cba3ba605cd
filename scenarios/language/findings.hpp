// Where everything that is said about files comes together: sorted, cut to what a person can read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/language/diagnostic.hpp"
#include "scenarios/language/faults.hpp"
#include "scenarios/language/source_text.hpp"

namespace drawdown::language {

// Another place that has to do with a finding, and what is there: "first given here". Without a place there
// is nothing to show, and nothing is shown.
struct related_place {
  std::string label;
  place_in_file at;
};

// What is said beside the place: the message stands alone, the label beside the caret, the hint says what to
// do.
struct wording {
  std::string message;
  std::string label;
  std::string hint;
  std::vector<related_place> related = {};  // where else to look
};

// Collects findings about the files of one run.
class findings {
 public:
  // Something about a stretch of text of the file with that number (the scenario is 0).
  void add(fault what, std::uint32_t file_number, const source_text& file, text_place where,
           const wording& words);
  // Something about a file that has no text to show.
  void add(fault what, std::uint32_t file_number, const std::string& file_name, const wording& words);

  bool has_errors() const { return errors_ > 0; }
  // Whether one more of this would be kept: else it is counted alone, and nobody reads what is said of it.
  bool keeps(fault what) const;
  // How many errors were found so far.
  std::size_t errors() const { return errors_; }

  // Everything by file, line and column; beyond `most` one last finding says how many more there are.
  std::vector<diagnostic> sorted(std::size_t most = 100) const;

 private:
  struct kept {
    std::uint32_t file_number = 0;
    diagnostic what;
  };
  // What is said at the end of those that are not shown.
  diagnostic rest_of(const std::vector<diagnostic>& shown) const;
  // Counts a finding; false where there are so many that it is not worth keeping.
  bool may_keep(fault what);

  std::vector<kept> kept_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

// The file that is being read, and where to say what is wrong in it.
struct scope {
  findings& found;
  const source_text& file;
  std::uint32_t file_number = 0;

  // A stretch of this file, to be shown by what is found in another.
  place_in_file here(text_place where) const { return {where, &file}; }

  // Something about a stretch of this file.
  void report(fault what, text_place where, const wording& words) {
    found.add(what, file_number, file, where, words);
  }
};

}  // namespace drawdown::language
