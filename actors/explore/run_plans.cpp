#include "actors/explore/run_plans.hpp"

#include <array>

#include <fmt/format.h>

#include "engine/draws/stream.hpp"
#include "engine/time/text.hpp"
#include "engine/worldgen/faults.hpp"

namespace drawdown::explore {
namespace {

constexpr std::array<epoch_length, 8> epochs = {epoch_length::month, epoch_length::whole, epoch_length::day,
                                                epoch_length::month, epoch_length::day,   epoch_length::whole,
                                                epoch_length::month, epoch_length::hour};
constexpr std::array<std::uint32_t, 4> chunks = {1, 7, 64, 512};
constexpr std::array<std::uint32_t, 3> windows = {1, 2, 64};
constexpr std::uint64_t deepest = 4;
constexpr std::uint64_t one_in_so_many_on_threads = 32;
constexpr std::uint64_t most_threads = 4;
constexpr std::uint64_t one_in_so_many_as_bytes = 4;

// The draws of one plan, one after the other.
class plan_draws {
 public:
  plan_draws(std::uint64_t seed, std::uint64_t plan) : draws_(seed, draw_stream::exploring), plan_(plan) {}

  std::uint64_t bits() { return draws_.bits({plan_, next_++, 0}); }
  std::uint64_t below(std::uint64_t count) { return draws_.uniform_below(count, {plan_, next_++, 0}); }
  bool chance(parts_per_million p) { return draws_.chance(p, {plan_, next_++, 0}); }
  template <class List>
  auto one_of(const List& all) {
    return all[below(all.size())];
  }

 private:
  stream draws_;
  std::uint64_t plan_;
  std::uint64_t next_ = 0;
};

// What both have, as unlike as the draws make it.
run_options drawn_options(plan_draws& draws) {
  run_options how;
  how.schedule = draws.below(std::uint64_t{1} << 32U);
  how.chunk = draws.one_of(chunks);
  how.window = draws.one_of(windows);
  how.epoch = draws.one_of(epochs);
  return how;
}

// Which actors die: of each kind that strikes, one or two in the world, from drawn instants on.
std::vector<planned_kill> drawn_kills(plan_draws& draws, const world& in) {
  std::vector<planned_kill> kills;
  const auto span = static_cast<std::uint64_t>((in.end - in.start).us()) + 1;
  for (std::size_t point = 0; point < kill_points; ++point) {
    if (!draws.chance(worldgen::entry_of(fault_of(static_cast<kill_point>(point))).probability)) continue;
    for (std::uint64_t n = 1 + draws.below(2); n > 0; --n) {
      const auto account = static_cast<account_index>(draws.below(in.accounts.size()));
      // Early instants mostly, so that most of them are reached.
      const auto after = static_cast<std::int64_t>(draws.below(1 + draws.below(span)));
      kills.push_back({account, in.start + duration::from_us(after), static_cast<kill_point>(point)});
    }
  }
  return kills;
}

}  // namespace

run_options run_plans::first() const {
  plan_draws draws(seed_, 1);
  return drawn_options(draws);
}

run_options run_plans::second(const world& in, std::uint64_t messages) const {
  plan_draws draws(seed_, 2);
  run_options how = drawn_options(draws);
  how.priorities = priority_schedule{static_cast<std::uint32_t>(1 + draws.below(deepest)), messages};
  if (draws.below(one_in_so_many_on_threads) == 0) {
    how.schedule.reset();
    how.priorities.reset();
    how.threads = static_cast<unsigned>(2 + draws.below(most_threads - 1));
  }
  how.kills = drawn_kills(draws, in);
  how.states_as_bytes = draws.below(one_in_so_many_as_bytes) == 0;
  return how;
}

worldgen::fault fault_of(kill_point point) {
  constexpr auto first = static_cast<std::size_t>(worldgen::fault::account_before_charge);
  return static_cast<worldgen::fault>(first + static_cast<std::size_t>(point));
}

std::string text_of(const run_options& how, const world& in) {
  constexpr std::array<std::string_view, 4> lengths = {"an hour", "a day", "a month", "the whole run"};
  std::string text =
      how.schedule ? fmt::format("schedule {}", *how.schedule) : fmt::format("{} threads", how.threads);
  if (how.priorities)
    text += fmt::format(" by priorities of depth {} among {} messages", how.priorities->depth,
                        how.priorities->steps);
  text += fmt::format(", epochs of {}, chunk {}, window {}", lengths[static_cast<std::size_t>(how.epoch)],
                      how.chunk, how.window);
  if (how.states_as_bytes) text += ", every state written and read again";
  for (const planned_kill& kill : how.kills)
    text += fmt::format("; in {} {}, from {} on", in.accounts[kill.account].name, name_of(kill.at),
                        to_string(kill.from));
  return text;
}

}  // namespace drawdown::explore
