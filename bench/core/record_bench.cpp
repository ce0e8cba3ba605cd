// Commit entries: written by an account, and read again by whoever judges or keeps them.
#include <benchmark/benchmark.h>

#include "bench/support/costs.hpp"
#include "engine/record/block_writer.hpp"

using namespace drawdown;

namespace {

constexpr std::uint64_t entries = 4096;
constexpr instant start = instant::from_us(1'767'225'600'000'000);  // 2026-01-01

usage used(std::uint64_t number) {
  usage made;
  made.order.at = start + duration::seconds(static_cast<std::int64_t>(number));
  made.key = {effect_key::space::agent, 0, number};
  made.quantity = 60'000'000;
  made.agent = 0;
  return made;
}

record::usage_result charged(std::uint64_t number) {
  return {.amount = credits::whole(10),
          .balance = credits::from_micro(4'000'000'000'000 - 10'000'000 * static_cast<std::int64_t>(number))};
}

// A debit from so many lots each, the block's checksum included.
record::bytes encoded(record::block_writer& writer, std::size_t lots) {
  std::vector<slice> slices(lots);
  for (std::size_t i = 0; i < lots; ++i)
    slices[i] = {static_cast<lot_id>(i + 1),
                 credits::from_micro(10'000'000 / static_cast<std::int64_t>(lots))};
  writer.begin(0, 1, start, start + duration::days(1), 1);
  for (std::uint64_t i = 0; i < entries; ++i) writer.usage(used(i), charged(i), slices);
  return writer.finish(0, figures{});
}

void encode(benchmark::State& state) {
  const auto lots = static_cast<std::size_t>(state.range(0));
  record::block_writer writer;
  state.counters["bytes/debit"] =
      static_cast<double>(encoded(writer, lots).size()) / static_cast<double>(entries);
  bench::count_allocations(state, "debit", entries, [&] { benchmark::DoNotOptimize(encoded(writer, lots)); });
  for (auto _ : state) benchmark::DoNotOptimize(encoded(writer, lots));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(entries));
}
BENCHMARK(encode)->Name("record/encode/lots")->Arg(1)->Arg(2);

void decode(benchmark::State& state) {
  record::block_writer writer;
  const record::bytes block = encoded(writer, static_cast<std::size_t>(state.range(0)));
  const auto read = [&] {
    const auto view = record::block_view::open(block);
    const auto events = view->events();
    if (events->size() != entries) state.SkipWithError("a block was not read");
    benchmark::DoNotOptimize(events);
  };
  bench::count_allocations(state, "debit", entries, read);
  for (auto _ : state) read();
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(entries));
}
BENCHMARK(decode)->Name("record/decode/lots")->Arg(1)->Arg(2);

}  // namespace
