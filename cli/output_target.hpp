// Where a command writes its reports: checked before anything is written, so that nothing is written over
// what the run was made from.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/kept_run.hpp"
#include "engine/units/error.hpp"

namespace drawdown::cli {

// Whether `path` may be written: `malformed` where it is a folder, or one of these, by where it is or by what
// is in it, as files are named from wherever the program was called.
result<void> check_not_an_input(const std::string& path, const std::vector<reports::input_hash>& inputs);

// Whether `path` may be written: `malformed` where it is a file of the run itself, one that the run was made
// from, or a folder.
result<void> check_output_file(const std::string& path, const std::string& run, const kept_run& kept);

// A file of that name in the folder of a run, which may be named by its folder or by the store in it.
std::string beside_store(const std::string& run, std::string_view name);

// Makes the folder, with those above it, where it is not there. `unreadable` where that can't be, or it is
// the folder of the run or holds anything: what is written there belongs together.
result<void> make_output_folder(const std::string& path);

}  // namespace drawdown::cli
