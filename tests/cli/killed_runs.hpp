// Runs of the built program that are killed at a moment of one's choice, and what they left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/cli/support.hpp"

namespace drawdown::cli_test {

// Starts the program and kills it with SIGKILL as soon as its blocks and its run store in `folder` come to so
// many bytes. Whether it was killed; else it had ended before.
bool kill_at(const std::vector<std::string>& words, const std::string& folder, std::uint64_t bytes);

// Runs the program with a limit on the size of every file that it writes; the system kills it in the middle
// of the write that goes beyond. Whether it was killed.
bool killed_by_limit(const std::vector<std::string>& words, std::uint64_t bytes_of_a_file);

// All of a kept run that is the same whenever it is run again.
struct kept_bytes {
  std::vector<std::string> files;   // that are in the folder, by name
  std::string store;                // run.sqlite
  std::string manifest;             // manifest.json
  std::string results;              // results.json but for its object `measurement`
  std::vector<std::string> blocks;  // of blocks.bin, ordered by their bytes
};
kept_bytes read_kept(const std::string& folder);

// What differs first, in words; empty: nothing.
std::string first_difference(const kept_bytes& expected, const kept_bytes& found);

// Where each whole block of an unfinished run begins, and, last, where they end.
std::vector<std::size_t> block_offsets(const std::string& folder);

// How a torn tail of so many bytes, from that byte on, is told.
std::string torn_tail(std::size_t bytes, std::size_t from);

// Overwrites a whole file.
void put_content(const std::string& path, const std::string& content);

// A folder in which a run was begun, or is over: there is something to resume.
bool can_be_resumed(const std::string& folder);

}  // namespace drawdown::cli_test
