// Debits: what succeeds, what is refused, and which refusal is named (R4).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
constexpr auto charged = outcome::charged;
constexpr auto short_of_credit = outcome::insufficient_credit;

TEST_CASE("a debit succeeds with exactly the credit that is there", "[R4.1]") {
  world_builder w;
  w.account("acme").begins_with(lot(lot_kind::free, 10_cr)).at("2026-01-05").uses(10).uses(1);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, short_of_credit});
  CHECK(said.at_end.balance().is_zero());
}

TEST_CASE("a debit that is not covered takes nothing", "[R4.1]") {
  world_builder w;
  w.account("acme").begins_with(lot(lot_kind::free, 10_cr)).at("2026-01-05").uses(11).uses(10);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{short_of_credit, charged});
  const usage_event refused = said.all<usage_event>()[0];
  CHECK(refused.amount == 11_cr);
  CHECK(refused.balance == 10_cr);
  CHECK(refused.slices.empty());
}

TEST_CASE("a debit names the lots that it took from, in the order of the burn-down", "[R3.3][R3.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 100_cr));
  acme.begins_with(lot(lot_kind::plan, 20_cr));
  acme.begins_with(lot(lot_kind::free, 20_cr).until("2026-03-01"));
  acme.begins_with(lot(lot_kind::free, 10_cr).until("2026-02-01"));
  acme.at("2026-01-05").uses(60);
  CHECK(slices_of(run(w), 0) == std::vector<slice>{{4, 10_cr}, {3, 20_cr}, {2, 20_cr}, {1, 10_cr}});
}

TEST_CASE("a price of zero succeeds on an empty account and takes from no lot", "[R4.2]") {
  world_builder w;
  const meter_index gift = w.meter("gift", 0);
  w.account("acme").at("2026-01-05").uses(0).uses_exactly(no_agent, 5'000'000, gift);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, charged});
  for (const usage_event& e : said.all<usage_event>()) {
    CHECK(e.amount.is_zero());
    CHECK(e.slices.empty());
  }
}

TEST_CASE("what asks for a positive balance is refused without one, even where it costs nothing", "[R4.4]") {
  world_builder w;
  const meter_index gift = w.meter("gift", 0);
  w.catalog().meters[gift].requires_positive_balance = true;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1_cr));
  acme.at("2026-01-05").uses_exactly(no_agent, 1, gift).uses(1).uses_exactly(no_agent, 1, gift).uses(0);
  CHECK(run(w).usage_outcomes() == results{charged, charged, outcome::positive_balance_required, charged});
}

TEST_CASE("a meter may be exempt from a positive balance that the settings ask for", "[R4.4]") {
  world_builder w;
  w.settings().requires_positive_balance = true;
  const meter_index gift = w.meter("gift", 0);
  w.catalog().meters[gift].requires_positive_balance = false;
  w.account("acme").at("2026-01-05").uses(0).uses_exactly(no_agent, 1, gift);
  CHECK(run(w).usage_outcomes() == results{outcome::positive_balance_required, charged});
}

TEST_CASE("the first check that fails names the refusal", "[R4.7]") {
  // An agent with `stop` has spent 5 credits and comes with a usage of 6 units. From row to row one thing
  // more is in order; whatever fails later than the refusal that is named fails too.
  struct row {
    outcome named;
    const char* what;
    bool key_answer_repeated_or_forbidden;
    bool beyond_64_bits;
    bool needs_balance;
    credits free, paid;
    std::optional<credits> limit;
  };
  const auto row_of = GENERATE(
      row{outcome::idempotency_conflict, "all fail", true, true, true, 5_cr, 0_cr, 10_cr},
      row{outcome::amount_out_of_range, "all but the key", false, true, true, 5_cr, 0_cr, 10_cr},
      row{outcome::positive_balance_required, "no balance", false, false, true, 5_cr, 0_cr, 10_cr},
      row{outcome::limit_reached, "limit before plan", false, false, false, 5_cr, 0_cr, 10_cr},
      row{outcome::plan_exhausted, "plan before credit", false, false, false, 5_cr, 0_cr, 11_cr},
      row{outcome::plan_exhausted, "the wallet is not for it", false, false, false, 5_cr, 50_cr, 11_cr},
      row{outcome::charged, "nothing fails", false, false, true, 11_cr, 0_cr, 11_cr});
  CAPTURE(row_of.what);
  world_builder w;
  const meter_index dear = w.meter("dear", INT64_MAX);
  const meter_index strict = w.meter("strict", 1'000'000);
  w.catalog().meters[strict].requires_positive_balance = true;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, row_of.free));
  if (!row_of.paid.is_zero()) acme.begins_with(lot(lot_kind::paid, row_of.paid));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, row_of.limit);
  acme.at("2026-01-05").uses(bot, 5).keyed("first");
  const meter_index meter = row_of.beyond_64_bits ? dear : row_of.needs_balance ? strict : meter_index{0};
  acme.later(duration::hours(1)).uses_exactly(bot, 6'000'000, meter);
  if (row_of.key_answer_repeated_or_forbidden) acme.keyed("first");
  CHECK(run(w).usage_outcomes() == results{charged, row_of.named});
}

TEST_CASE("without an agent there is no limit and no stop", "[R5.1]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::paid, 10_cr));
  acme.agent("bot", when_exhausted::stop, 1_cr);
  acme.at("2026-01-05").uses(10);
  CHECK(run(w).usage_outcomes() == results{charged});
}

TEST_CASE("a usage whose price can't be counted is refused and costs nothing", "[R1.5]") {
  world_builder w;
  const meter_index dear = w.meter("dear", INT64_MAX);
  w.account("acme")
      .begins_with(lot(lot_kind::free, 10_cr))
      .at("2026-01-05")
      .uses_exactly(no_agent, 3'000'000, dear);
  const usage_event refused = run(w).all<usage_event>().front();
  CHECK(refused.result == outcome::amount_out_of_range);
  CHECK(refused.amount.is_zero());
}

}  // namespace
}  // namespace drawdown::test
