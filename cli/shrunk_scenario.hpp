// A failure as a scenario file: the smallest world that fails so, written, with the command that shows it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "actors/explore/explore_world.hpp"
#include "engine/units/error.hpp"

namespace drawdown::cli {

struct shrunk_scenario {
  std::string text;                // the whole file
  std::uint64_t steps_before = 0;  // of timelines, files and grants
  std::uint64_t steps = 0;
  std::uint64_t tries = 0;
  std::string again;  // `run FILE --epoch hour`: what makes the file fail so; empty: nothing that was tried
};

// Shrinks `in`, which failed so, and writes it. `origin` says in a comment where it comes from. An error
// where not even the whole world can be written.
result<shrunk_scenario> shrink_to_scenario(const std::shared_ptr<const world>& in,
                                           const explore::failure& found, const std::string& origin);

}  // namespace drawdown::cli
