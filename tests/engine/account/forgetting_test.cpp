// What an account remembers grows with what is open, not with time: payments and lots that are over are
// forgotten by both ledgers and by the invariants, unless some step may name them (R9.3–R9.7).
#include <algorithm>

#include <catch2/catch.hpp>

#include "plain_run.hpp"
#include "world_builder.hpp"

namespace drawdown::test {
namespace {

constexpr int days = 400;

// An account that uses 900 credits a day, and buys 1000 whenever fewer than 1000 are there.
struct daily_buyer {
  world_builder world;
  account_builder acme = world.account("acme").pays_by(good_card());

  daily_buyer() {
    world.from("2026-01-01").until("2027-02-07");
    recharge_terms terms;
    terms.threshold = 1000_cr;
    terms.amount = 20_usd;
    terms.cooldown = duration::hours(1);
    terms.max_per_period = 40;
    acme.recharges(terms);
    const agent_index bot = acme.agent("bot", when_exhausted::use_balance);
    acme.at("2026-01-01T12:00:00Z");
    for (int day = 0; day < days; ++day) acme.uses(bot, 900).later(duration::hours(24));
  }
};

// What is remembered of a run after an epoch.
struct remembered {
  std::size_t by_core = 0;
  std::size_t by_judge = 0;
  std::size_t by_checker = 0;
  std::size_t lots = 0;
};

remembered after_an_epoch(plain_run& run, duration epoch, instant end) {
  run.work(std::min(run.reached() + epoch, end));
  const auto found = run.audit();
  if (found) FAIL(found->message);
  return {run.core().payments_remembered(), run.judged().judge.payments_remembered(),
          run.judged().checker.payments_remembered(), run.judged().judge.lots_remembered()};
}

std::size_t charges_in(const plain_run& run) {
  std::size_t count = 0;
  for (const event& e : run.events()) count += std::holds_alternative<charge_event>(e.body) ? 1U : 0U;
  return count;
}

}  // namespace

TEST_CASE("what is remembered of payments and lots does not grow with the payments that were made",
          "[R9.4][R10.5]") {
  const auto in = daily_buyer().world.build();
  for (const duration epoch : {duration::hours(5), duration::days(1), duration::days(30)}) {
    plain_run run(in, 0);
    while (run.reached() < in->end.next()) {
      const remembered now = after_an_epoch(run, epoch, in->end.next());
      CHECK(now.by_core <= 1);
      CHECK(now.by_judge <= 1);
      CHECK(now.by_checker <= 1);
      CHECK(now.lots <= 3);
    }
    CHECK(charges_in(run) > 350);
  }
}

TEST_CASE("payments that a step may name are remembered, however long ago they were made", "[R9.5][R9.6]") {
  daily_buyer shop;
  shop.acme.does(chargeback_command{key_of_recharge(1), false});
  const auto in = shop.world.build();
  plain_run run(in, 0);
  remembered now;
  while (run.reached() < in->end.next()) now = after_an_epoch(run, duration::days(30), in->end.next());
  const std::size_t made = charges_in(run);
  CHECK(now.by_core == made);
  CHECK(now.by_judge == made);
  CHECK(now.by_checker == made);
  CHECK(now.lots >= made);
  const auto is_chargeback = [](const event& e) { return std::holds_alternative<chargeback_event>(e.body); };
  const auto charged_back = std::find_if(run.events().begin(), run.events().end(), is_chargeback);
  REQUIRE(charged_back != run.events().end());
  CHECK(std::get<chargeback_event>(charged_back->body).debt == 1000_cr);
}

}  // namespace drawdown::test
