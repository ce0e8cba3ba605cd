// One debit per message, beside an empty CAF actor that answers the same message.
#include <future>

#include <benchmark/benchmark.h>
#include <caf/all.hpp>

#include "actors/executor.hpp"
#include "bench/support/drawn_world.hpp"
#include "bench/support/worked_world.hpp"

using namespace drawdown;

namespace {

// An actor as CAF has it: whoever asks makes a request, and is answered.
using empty_actor = caf::typed_actor<actors::answers<actors::plan_ptr, actors::want_ptr>>;

// Answers every want with a plan of one usage, of which it knows nothing but how large it is.
empty_actor::behavior_type answer_at_once() {
  return {[](const actors::want_ptr& asked) -> caf::result<actors::plan_ptr> {
    actors::plan_message message;
    message.told.items.resize(1);
    message.told.complete_until = asked->asked.until;
    return std::make_shared<const actors::plan_message>(std::move(message));
  }};
}

// Asks it again as soon as it has answered.
void ask_again(caf::event_based_actor* self, const empty_actor& whom, std::uint64_t left,
               std::promise<void>* over) {
  if (left == 0) {
    over->set_value();
    return;
  }
  self->request(whom, caf::infinite, std::make_shared<const actors::want_message>())
      .then([=](const actors::plan_ptr&) { ask_again(self, whom, left - 1, over); });
}

// The floor: the request of an account and its agent's answer, between two actors that do nothing else.
void empty_round_trip(benchmark::State& state) {
  constexpr std::uint64_t round_trips = 100'000;
  for (auto _ : state) {
    actors::executor on(static_cast<unsigned>(state.range(0)), std::nullopt);
    std::promise<void> over;
    {
      const auto whom = on.system().spawn(answer_at_once);
      on.system().spawn(
          [whom, &over](caf::event_based_actor* self) { ask_again(self, whom, round_trips, &over); });
    }
    over.get_future().wait();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(round_trips));
}
BENCHMARK(empty_round_trip)
    ->Name("actors/empty_round_trip/threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

// An agent is asked for a single usage at a time.
void debit_per_message(benchmark::State& state) {
  static const auto in = bench::drawn_world(
      {.accounts = 16, .agents = 1, .usages_per_day = 200, .days = 30, .recharges = false});
  run_options options;
  options.threads = static_cast<unsigned>(state.range(0));
  options.chunk = 1;
  options.verify = verification::off;
  bench::run_debits(state, in, options);
}
BENCHMARK(debit_per_message)
    ->Name("actors/debit_per_message/threads")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
