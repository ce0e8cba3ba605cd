// This very program once more, with a planted bug switched on: what a bug does to it, up to its death, does
// nothing to whoever looks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace drawdown::mutants {

// How a program ended, and what it wrote to standard output.
struct child_end {
  int code = 0;  // 128 + the signal, where one ended it
  std::string output;
};

// No program that ends by itself takes so much processor time; one that a bug keeps going is killed then.
inline constexpr std::uint64_t most_processor_seconds = 120;

// Runs this program with these words; without a bug's name it is what the product is. Nothing is on its
// input, its messages are thrown away. The system kills it in the middle of the write that would make a file
// larger than `largest_file` bytes, and when it has taken `seconds` of processor time. Throws where no
// program can be started.
child_end run_child(const std::string& bug, const std::vector<std::string>& words,
                    std::optional<std::uint64_t> largest_file = {},
                    std::uint64_t seconds = most_processor_seconds);

}  // namespace drawdown::mutants
