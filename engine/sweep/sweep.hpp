// The boundary sweep: an account is run again and again with one thing moved, to find what a tie decides.
// Each step of its timeline that is near a boundary is tried a tick before it, at it and a tick after it;
// steps of one instant are tried in other orders. Every variant is judged by both ledgers. Accounts are apart
// (R2.8), so a variant runs the one account that it changes.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "engine/audit/audit.hpp"
#include "engine/sweep/boundary.hpp"
#include "engine/sweep/outcome.hpp"
#include "engine/sweep/step.hpp"

namespace drawdown::sweep {

struct wishes {
  duration near = duration::hours(1);  // how far a step may be from a boundary that it is moved to
  std::uint64_t most = 20'000;         // variants, over all accounts
};

// What a variant came to, as far as it differs from the base.
struct trial {
  std::vector<std::pair<step_index, step_outcome>> steps;  // ascending
  std::optional<account_end> end;

  bool changes_something() const { return !steps.empty() || end.has_value(); }
  friend bool operator==(const trial&, const trial&) = default;
};
using trial_index = std::size_t;  // position among the trials of an account

// A tick before a boundary, at it, a tick after it: a tick is a microsecond (R2.1).
enum class side : std::uint8_t { before, at, after };
inline constexpr std::size_t sides = 3;

// What became of a step on one side of a boundary.
struct placing {
  enum class how : std::uint8_t {
    tried,
    as_it_is,  // there it stands
    outside,   // of the run
    left_out,  // there were enough variants
  };
  how was = how::left_out;
  trial_index trial = 0;  // where it was tried
};

// A step that is near a boundary.
struct close_call {
  step_index moved = 0;
  instant at;                            // the boundary
  std::vector<boundary_reason> reasons;  // why it is one
  std::array<placing, sides> placed;
};

// Steps of one instant, in the order of the file.
struct crowd {
  struct tried_order {
    std::vector<step_index> order;
    trial_index trial = 0;
  };
  instant at;
  std::vector<step_index> steps;
  bool sampled = false;  // not every order was to be tried
  std::vector<tried_order> orders;
};

// A variant whose judges disagree, by what was changed; the base where nothing was.
struct refuted {
  step_index moved = no_step;
  instant to;
  std::vector<step_index> order;
  disagreement found;
};

// How much was done.
struct tally {
  std::uint64_t run = 0;
  std::uint64_t changing = 0;  // of them, those that changed something
  std::uint64_t left_out = 0;
};

// What the sweep of an account found.
struct account_findings {
  account_index account = 0;
  std::vector<step> steps;
  std::vector<step_outcome> base;  // by step
  account_end base_end;
  std::size_t boundaries = 0;  // instants
  std::vector<trial> trials;
  std::vector<close_call> close_calls;
  std::vector<crowd> crowds;
  tally counts;
  std::optional<refuted> disagreement;  // then nothing was tried after it
};

// Sweeps the accounts of a world, which it keeps.
class sweeper {
 public:
  sweeper(std::shared_ptr<const world> in, const wishes& wanted);

  // Called after each variant.
  std::function<void()> on_variant = [] {};

  // Sweeps one account. What it says of steps points into the world.
  account_findings sweep(account_index account);

 private:
  std::shared_ptr<const world> world_;
  std::shared_ptr<world> without_accounts_;
  wishes wanted_;
  std::uint64_t done_ = 0;  // variants
};

}  // namespace drawdown::sweep
