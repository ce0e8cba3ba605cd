// A debit in the fast core allocates nothing once it is warm: a count that repeats exactly, and so can be
// held to.
#include <catch2/catch.hpp>

#include "engine/account/account_core.hpp"
#include "tests/support/allocation_count.hpp"
#include "world_builder.hpp"

using namespace drawdown;
using namespace drawdown::test::literals;

namespace {

std::shared_ptr<const world> account_with_three_lots() {
  test::world_builder builder;
  auto acme = builder.account("acme")
                  .begins_with(test::lot(lot_kind::free, 1000000_cr))
                  .begins_with(test::lot(lot_kind::plan, 1000000_cr))
                  .begins_with(test::lot(lot_kind::paid, 1000000_cr));
  acme.agent("bot", when_exhausted::use_balance, 900000_cr);
  return builder.build();
}

usage nth_usage(const world& in, std::uint64_t number) {
  usage used;
  used.order = {in.start + duration::seconds(static_cast<std::int64_t>(number)),
                turn_order::phase::population, 0, number};
  used.key = {effect_key::space::given, 0, number};
  used.quantity = 1'000'000;
  used.agent = 0;
  return used;
}

}  // namespace

TEST_CASE("a debit allocates nothing once its account is warm", "[R4][budget]") {
  constexpr std::uint64_t debits = 10'000;
  const auto in = account_with_three_lots();
  account_core core(in, 0);
  effects out;
  const auto work = [&](std::uint64_t from) {
    out.events.begin(0, 1, in->start, in->end, 1);
    const std::uint64_t before = test::allocations();
    for (std::uint64_t number = from; number < from + debits; ++number) core.use(nth_usage(*in, number), out);
    return test::allocations() - before;
  };
  out.events.begin(0, 1, in->start, in->end, 1);
  core.begin(out);
  CHECK(work(0) > 0);                    // the block, the table of keys and the slices grow
  const std::uint64_t table_growth = 2;  // the ring of remembered keys doubles once more, with its table
  CHECK(work(debits) <= table_growth);
  CHECK(out.events.event_count() == debits);
}
