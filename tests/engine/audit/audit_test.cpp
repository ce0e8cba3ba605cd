// The verdict on an epoch: what was recorded is held against the reference ledger and against R14, and the
// first thing that is wrong is told in words.
#include "engine/audit/audit.hpp"

#include <functional>

#include <catch2/catch.hpp>

#include "plain_run.hpp"
#include "printing.hpp"
#include "world_builder.hpp"

namespace drawdown::test {
namespace {

std::shared_ptr<const world> some_usage() {
  world_builder w;
  auto acme =
      w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 100_cr).until("2026-02-01"));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").uses(bot, 10).uses(bot, 20).uses(bot, 30).uses(bot, 5);
  acme.at("2026-01-06").tops_up(20_usd);
  return w.build();
}

// The block of a whole run, which a test may change before it is judged.
struct recorded_run {
  std::shared_ptr<const world> in = some_usage();
  plain_run run{in, 0};
  record::block_header header;
  std::vector<event> events;

  recorded_run() {
    run.work_all();
    header = record::block_view::open(run.block()).value().header();
    events = run.events();
  }

  std::optional<disagreement> judge(verification level = verification::full) const {
    record::block_writer writer;
    writer.begin(header.account, header.epoch, header.from, header.until, header.first_number);
    for (const event& e : events) writer.append(e.at, e.body);
    audit_state state(in, 0);
    return audit_epoch(*in, state, run.stimuli(), writer.finish(header.state_digest, header.at_end), level);
  }

  // The n-th usage, from 0.
  usage_event& usage(std::size_t nth) {
    for (event& e : events)
      if (auto* used = std::get_if<usage_event>(&e.body))
        if (nth-- == 0) return *used;
    throw defect("there is no such usage");
  }
};

TEST_CASE("what both ledgers say is not disputed, at any level") {
  const recorded_run right;
  CHECK_FALSE(right.judge().has_value());
  CHECK_FALSE(right.judge(verification::balances).has_value());
}

TEST_CASE("an event that was altered is named with its number, what each says, and what came before",
          "[R14]") {
  recorded_run altered;
  altered.header.first_number = 101;
  altered.usage(3).balance = 36_cr;
  const auto found = altered.judge();
  REQUIRE(found.has_value());
  CHECK(found->account == 0);
  CHECK(found->at == when("2026-01-05"));
  CHECK(found->event_number == 105);  // the lot, then the fourth usage
  CHECK(found->rule.empty());
  CHECK(found->message ==
        "the two ledgers differ\n"
        "    before     2026-01-05T00:00:00Z usage step-2 of 10000000 unit by bot: charged 10 (lot 1: 10), "
        "balance 90\n"
        "    before     2026-01-05T00:00:00Z usage step-3 of 20000000 unit by bot: charged 20 (lot 1: 20), "
        "balance 70\n"
        "    before     2026-01-05T00:00:00Z usage step-4 of 30000000 unit by bot: charged 30 (lot 1: 30), "
        "balance 40\n"
        "    ledger     2026-01-05T00:00:00Z usage step-5 of 5000000 unit by bot: charged 5 (lot 1: 5), "
        "balance 36\n"
        "    reference  2026-01-05T00:00:00Z usage step-5 of 5000000 unit by bot: charged 5 (lot 1: 5), "
        "balance 35\n");
}

TEST_CASE("an event that is missing, or one too many, is named too", "[R14]") {
  recorded_run cut;
  const std::string last = to_string(cut.events.back().at);
  cut.events.pop_back();
  const auto missing = cut.judge();
  REQUIRE(missing.has_value());
  CHECK(missing->event_number == cut.events.size() + 1);
  CHECK_THAT(missing->message, Catch::Contains("    ledger     nothing\n"));
  CHECK_THAT(missing->message, Catch::Contains("    reference  " + last));

  recorded_run longer;
  longer.events.push_back({longer.in->end, recharge_off_event{1}});
  const auto one_more = longer.judge();
  REQUIRE(one_more.has_value());
  CHECK(one_more->event_number == longer.events.size());
  CHECK_THAT(one_more->message,
             Catch::Contains("auto-recharge switched off after payment 1\n    reference  nothing\n"));
}

TEST_CASE("any field that is altered, of any event, is noticed", "[R14]") {
  const recorded_run right;
  const std::vector<std::function<void(event&)>> changes{
      [](event& e) { e.at = e.at.next(); },
      [](event& e) {
        std::visit(
            [](auto& body) {
              if constexpr (requires { body.balance; }) body.balance += 1_cr;
            },
            e.body);
      },
      [](event& e) {
        std::visit(
            [](auto& body) {
              if constexpr (requires { body.key; }) ++body.key.number;
            },
            e.body);
      },
      [](event& e) {
        std::visit(
            [](auto& body) {
              if constexpr (requires { body.lot; }) ++body.lot;
            },
            e.body);
      },
      [](event& e) {
        std::visit(
            [](auto& body) {
              if constexpr (requires { body.attempt; }) ++body.attempt;
            },
            e.body);
      },
      [](event& e) {
        std::visit(
            [](auto& body) {
              if constexpr (requires { body.expired; }) body.expired += 1_cr;
            },
            e.body);
      },
      [](event& e) {
        std::visit(
            [](auto& body) {
              if constexpr (requires { body.brings; }) body.brings += 1_cr;
            },
            e.body);
      },
      [](event& e) {
        std::visit(
            [](auto& body) {
              if constexpr (requires { body.by_hand; }) body.by_hand = true;
            },
            e.body);
      },
  };
  for (std::size_t i = 0; i < right.events.size(); ++i) {
    for (const auto& change : changes) {
      recorded_run altered = right;
      change(altered.events[i]);
      if (altered.events == right.events) continue;
      const auto found = altered.judge();
      REQUIRE(found.has_value());
      REQUIRE(found->event_number == i + 1);
    }
  }
}

TEST_CASE("a wrong figure at an epoch's end is told by kind, at either level", "[R14.2]") {
  const auto level = GENERATE(verification::full, verification::balances);
  recorded_run wrong;
  wrong.header.at_end.of(lot_kind::paid) += 1_cr;
  const auto found = wrong.judge(level);
  REQUIRE(found.has_value());
  CHECK(found->event_number == 0);
  CHECK(found->at == wrong.header.until);
  CHECK(found->message ==
        "the two ledgers differ in the figures at the end of an epoch\n    paid: ledger 1001, reference "
        "1000\n");
  wrong = recorded_run();
  wrong.header.at_end.debt = 2_cr;
  CHECK_THAT(wrong.judge(level).value().message, Catch::EndsWith("    debt: ledger 2, reference 0\n"));
}

TEST_CASE("`balances` looks at figures alone: a wrong description passes it") {
  recorded_run described;
  described.usage(0).meter = 0;
  described.usage(0).quantity = 77;
  CHECK(described.judge().has_value());
  CHECK_FALSE(described.judge(verification::balances).has_value());
}

TEST_CASE("a block that is no block is a defect of ours, not a verdict") {
  const recorded_run right;
  auto block = right.run.block();
  block.back() ^= std::byte{1};
  audit_state state(right.in, 0);
  CHECK_THROWS_AS(audit_epoch(*right.in, state, right.run.stimuli(), block, verification::full), defect);
}

TEST_CASE("an epoch is judged in the light of those before it") {
  plain_run in_pieces(some_usage(), 0);
  in_pieces.work(when("2026-01-05"));
  CHECK_FALSE(in_pieces.audit().has_value());
  in_pieces.work(when("2026-01-06T00:00:01Z"));
  CHECK_FALSE(in_pieces.audit().has_value());
  in_pieces.work(when("2026-03-01"));
  CHECK_FALSE(in_pieces.audit().has_value());
}

TEST_CASE("a difference of the ledgers is told before an invariant that was broken earlier", "[R14]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 50_cr);
  acme.at("2026-01-05").uses(bot, 10).uses(bot, 20).uses(bot, 5);
  const auto in = w.build();
  plain_run run(in, 0);
  run.work_all();
  auto stricter = std::make_shared<world>(*in);
  stricter->accounts[0].agents[0].monthly_limit = 25_cr;  // the second usage passes it
  auto events = run.events();
  std::get<usage_event>(events.back().body).balance += 1_cr;
  const auto header = record::block_view::open(run.block()).value().header();
  record::block_writer writer;
  writer.begin(header.account, header.epoch, header.from, header.until, header.first_number);
  for (const event& e : events) writer.append(e.at, e.body);
  audit_state state(in, 0);
  state.checker = invariants::checker(stricter, 0);
  const auto found = audit_epoch(*in, state, run.stimuli(), writer.finish(header.state_digest, header.at_end),
                                 verification::full);
  REQUIRE(found.has_value());
  CHECK(found->rule.empty());
  CHECK(found->event_number == events.size());
}

TEST_CASE("where both ledgers make the same mistake the invariants still speak", "[R14.6]") {
  // The checker believes in a lower limit than both ledgers: what they agree on breaks R14.6.
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 50_cr);
  acme.at("2026-01-05").uses(bot, 10).uses(bot, 20);
  const auto in = w.build();
  plain_run run(in, 0);
  run.work_all();
  auto stricter = std::make_shared<world>(*in);
  stricter->accounts[0].agents[0].monthly_limit = 25_cr;
  audit_state state(in, 0);
  state.checker = invariants::checker(stricter, 0);
  const auto found = audit_epoch(*in, state, run.stimuli(), run.block(), verification::full);
  REQUIRE(found.has_value());
  CHECK(found->rule == "R14.6");
  CHECK(found->event_number == 3);
  CHECK_THAT(
      found->message,
      Catch::StartsWith("R14.6 does not hold: a debit of 20 was accepted at 10 spent and 0 held, of a limit "
                        "of 25"));
  CHECK_THAT(found->message, Catch::Contains("    here       2026-01-05T00:00:00Z usage step-3"));
}

}  // namespace
}  // namespace drawdown::test
