#include "actors/explore/shrink_failure.hpp"

#include <exception>
#include <utility>

#include "engine/sweep/account_run.hpp"
#include "engine/worldgen/shrink.hpp"

namespace drawdown::explore {
namespace {

// Runs with actors cost so much more.
constexpr std::uint64_t most_tries_alone = 20'000;
constexpr std::uint64_t most_tries_with_actors = 3'000;

class nowhere : public block_sink {
 public:
  result<void> write(std::span<const std::byte>) override { return {}; }
};

// What a judge says of the accounts of a world, each run alone.
std::optional<failure> failure_alone(const std::shared_ptr<const world>& in) {
  for (account_index i = 0; i < in->accounts.size(); ++i) {
    sweep::account_run alone(in, i);
    alone.work_without_events();
    if (const auto said = alone.audit())
      return failure_of(*said, {.schedule = 0, .epoch = epoch_length::whole});
  }
  return std::nullopt;
}

std::optional<failure> failure_of_one_run(const std::shared_ptr<const world>& in, const run_options& how) {
  nowhere sink;
  return failure_in(run(in, how, sink), how);
}

// The same, with nobody killed on purpose.
failure without_kills(failure found) {
  found.how.kills.clear();
  if (found.first) found.first->kills.clear();
  return found;
}

// Kills in accounts that are gone do nothing.
void forget_kills_of_nobody(failure& found, std::size_t accounts) {
  std::erase_if(found.how.kills, [&](const planned_kill& one) { return one.account >= accounts; });
}

// How it is found out again whether a world fails in the way that was found.
class way_of_failing {
 public:
  way_of_failing(const std::shared_ptr<const world>& in, const failure& found,
                 const world_test& language_fails)
      : found_(found), language_fails_(language_fails) {
    const bool is_of_ledgers =
        found.kind == failure_kind::ledgers_differ || found.kind == failure_kind::invariant_broken;
    alone_ = is_of_ledgers && alike(in, &way_of_failing::look_alone).has_value();
  }

  bool is_alone() const { return alone_; }

  // How the world fails, if it is in that way.
  std::optional<failure> look(const std::shared_ptr<const world>& in) const {
    return alike(in, alone_ ? &way_of_failing::look_alone : &way_of_failing::look_at_runs);
  }

 private:
  using looking = std::optional<failure> (way_of_failing::*)(const std::shared_ptr<const world>&) const;

  // A world that makes the program throw fails in another way.
  std::optional<failure> alike(const std::shared_ptr<const world>& in, looking how) const {
    try {
      auto said = (this->*how)(in);
      return said && said->is_like(found_) ? said : std::nullopt;
    } catch (const std::exception&) {
      return std::nullopt;
    }
  }

  std::optional<failure> look_alone(const std::shared_ptr<const world>& in) const {
    return failure_alone(in);
  }
  std::optional<failure> look_at_runs(const std::shared_ptr<const world>& in) const {
    if (found_.kind == failure_kind::language)
      return language_fails_ && language_fails_(in) ? std::optional(found_) : std::nullopt;
    if (found_.first) return failure_of(in, *found_.first, found_.how);
    return failure_of_one_run(in, found_.how);
  }

  const failure& found_;
  const world_test& language_fails_;
  bool alone_ = false;
};

}  // namespace

shrunk_failure shrink_failure(const std::shared_ptr<const world>& in, const failure& found,
                              const world_test& language_fails, const world_test& is_allowed) {
  const failure plain = without_kills(found);
  const way_of_failing plain_way(in, plain, language_fails);
  const way_of_failing first_way(in, found, language_fails);
  const way_of_failing& way = plain_way.look(in) ? plain_way : first_way;
  shrunk_failure done;
  done.what = in;
  done.steps_before = done.steps = worldgen::steps_in(*in);
  done.failed = way.look(in);
  if (!done.failed) return done;
  // What fails is taken: the last that was seen is that of the smallest.
  const auto fails = [&](const std::shared_ptr<const world>& candidate) {
    auto seen = !is_allowed || is_allowed(candidate) ? way.look(candidate) : std::nullopt;
    if (!seen) return false;
    done.failed = std::move(seen);
    return true;
  };
  const auto small = worldgen::shrink(in, fails, way.is_alone() ? most_tries_alone : most_tries_with_actors);
  done.what = small.what;
  done.tries = small.tries;
  done.steps = small.steps;
  forget_kills_of_nobody(*done.failed, small.what->accounts.size());
  return done;
}

}  // namespace drawdown::explore
