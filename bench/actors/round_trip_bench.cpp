// One debit per message, beside an empty CAF actor that answers the same message.
#include <future>

#include <benchmark/benchmark.h>
#include <caf/all.hpp>

#include "actors/executor.hpp"
#include "bench/support/drawn_world.hpp"
#include "bench/support/worked_world.hpp"

using namespace drawdown;

namespace {

// An account and an agent as far as one asks and the other answers: by plain messages, as ours do.
using asking_actor = caf::typed_actor<actors::hears<actors::start_atom>, actors::hears<actors::plan_ptr>>;
using answering_actor = caf::typed_actor<actors::hears<actors::want_ptr>>;

// Answers every want with a plan of one usage, of which it knows nothing but how large it is.
answering_actor::behavior_type answer_at_once(answering_actor::pointer self) {
  return {[self](const actors::want_ptr& asked) {
    actors::plan_message message;
    message.told.items.resize(1);
    message.told.complete_until = asked->asked.until;
    self->send(caf::actor_cast<asking_actor>(self->current_sender()),
               std::make_shared<const actors::plan_message>(std::move(message)));
  }};
}

// Asks again as soon as it is answered, so many times in all.
asking_actor::behavior_type ask_again(asking_actor::pointer self, const answering_actor& whom,
                                      std::uint64_t left, std::promise<void>* over) {
  const auto ask = [self, whom] { self->send(whom, std::make_shared<const actors::want_message>()); };
  return {[ask](actors::start_atom) { ask(); },
          [self, ask, over, left](const actors::plan_ptr&) mutable {
            if (--left > 0) return ask();
            over->set_value();
            self->quit();
          }};
}

// The floor: what an account asks of its agent and the answer, between two actors that do nothing else.
void empty_round_trip(benchmark::State& state) {
  constexpr std::uint64_t round_trips = 100'000;
  for (auto _ : state) {
    actors::executor on(static_cast<unsigned>(state.range(0)), std::nullopt);
    std::promise<void> over;
    {
      const auto whom = on.system().spawn(answer_at_once);
      caf::anon_send(on.system().spawn(ask_again, whom, round_trips, &over), actors::start_atom_v);
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
