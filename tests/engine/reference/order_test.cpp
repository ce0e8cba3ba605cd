#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {
using results = std::vector<outcome>;
const auto charged = outcome::charged;
const auto too_little = outcome::insufficient_credit;
}  // namespace

TEST_CASE("a lot is usable from its effective instant until before its end instant", "[R2.1]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::free, 10_cr).from("2026-01-05").until("2026-01-06"));
  acme.at("2026-01-04T23:59:59.999999Z").uses(1);
  acme.at("2026-01-05").uses(1);
  acme.at("2026-01-05T23:59:59.999999Z").uses(1);
  acme.at("2026-01-06").uses(1);
  CHECK(judge(w).usage_outcomes() == results{too_little, charged, charged, too_little});
}

TEST_CASE("the run's last instant belongs to it", "[R2.7]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr).until("2026-02-01"));
  w.until("2026-02-01");
  acme.at("2026-02-01").uses(1);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{too_little});
  CHECK(said.all<lot_end_event>() == std::vector{lot_end_event{1, 10_cr, 0_cr}});
}

TEST_CASE(
    "at one instant lots end, the period turns, lots begin, notices are heard, then steps, draws and "
    "questions",
    "[R2.4]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.begins_with(lot(lot_kind::free, 5_cr).until("2026-02-01"));
  acme.begins_with(lot(lot_kind::free, 7_cr).from("2026-02-01"));
  const agent_index bot = acme.agent("bot", when_exhausted::use_balance, 100_cr);
  // The notice of success comes three seconds after the charge: at midnight.
  acme.at("2026-01-31T23:59:57Z").uses(bot, 1).tops_up(1_usd);
  acme.at("2026-02-01").draws(bot, 4).expects(bot).uses(bot, 3).uses(2);

  const verdict said = judge(w);
  std::vector<std::size_t> kinds_at_midnight;
  for (const event& e : said.events)
    if (e.at == when("2026-02-01")) kinds_at_midnight.push_back(e.body.index());
  const auto kind_of = [](auto one) { return event_body(one).index(); };
  CHECK(kinds_at_midnight == std::vector{kind_of(lot_end_event{}), kind_of(lot_event{}),
                                         kind_of(heard_event{}), kind_of(lot_event{}), kind_of(usage_event{}),
                                         kind_of(usage_event{}), kind_of(usage_event{}),
                                         kind_of(figures_event{})});
  std::vector<std::int64_t> order_of_usage;
  for (const usage_event& e : said.all<usage_event>()) order_of_usage.push_back(e.quantity / 1'000'000);
  CHECK(order_of_usage == std::vector<std::int64_t>{1, 3, 2, 4});
  CHECK(said.seen().agent_spent == 7_cr);  // the turn came first: what was used in January does not count
  CHECK(said.seen().account.available() == 48_cr);
}

TEST_CASE("drawn usage of one instant goes by agent, then by the agent's own order", "[R2.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  const agent_index first = acme.agent("first");
  const agent_index second = acme.agent("second");
  acme.at("2026-01-05").draws(second, 3).draws(first, 1).draws(first, 2).draws(second, 4);
  std::vector<std::int64_t> order;
  for (const usage_event& e : judge(w).all<usage_event>()) order.push_back(e.quantity / 1'000'000);
  CHECK(order == std::vector<std::int64_t>{1, 2, 3, 4});
}

TEST_CASE("rows of files come after the steps of their instant and before draws, by file and line",
          "[R2.4]") {
  world_builder w;
  const std::uint32_t one = w.usage_file("one.csv");
  const std::uint32_t two = w.usage_file("two.csv");
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").draws(bot, 6).reads(two, no_agent, 4).reads(two, bot, 5);
  acme.reads(one, bot, 2).reads(one, no_agent, 3).uses(bot, 1).expects();
  std::vector<std::int64_t> order;
  for (const usage_event& e : judge(w).all<usage_event>()) order.push_back(e.quantity / 1'000'000);
  CHECK(order == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("lots that end or begin at one instant do so by their ids", "[R2.4][R2.11]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-02").grants(lot(lot_kind::paid, 1_cr).from("2026-01-05").until("2026-01-06"));
  acme.at("2026-01-03").grants(lot(lot_kind::free, 2_cr).from("2026-01-05").until("2026-01-06"));
  std::vector<lot_id> begun;
  std::vector<lot_id> ended;
  const verdict said = judge(w);
  for (const lot_event& e : said.all<lot_event>())
    if (e.result == outcome::granted) begun.push_back(e.lot);
  for (const lot_end_event& e : said.all<lot_end_event>()) ended.push_back(e.lot);
  CHECK(begun == std::vector<lot_id>{1, 2});
  CHECK(ended == std::vector<lot_id>{1, 2});
}

TEST_CASE("notices of one instant are heard by payment id, before the retries that are due",
          "[R2.4][R2.11]") {
  world_builder w;
  w.settings().retry = {duration::seconds(10)};
  auto acme = w.account("acme").pays_by(good_card());
  recharge_terms terms;
  terms.threshold = 10_cr;
  terms.amount = 20_usd;
  acme.recharges(terms);
  acme.at("2026-01-02").tops_up(1_usd);
  const auto answers = [](const charge& made) -> std::vector<said> {
    // The recharge is declined; the failure is heard at once, the top-up's notice when the retry is due.
    if (made.payment == 1 && made.attempt == 1) return {{duration::hours(24), payment_answer::declined}};
    if (made.payment == 1) return {{duration::seconds(1)}, {duration::seconds(1)}};
    return {{duration::seconds(1)}, {duration::seconds(10)}};
  };
  const verdict all = judge(w, answers);
  std::vector<std::size_t> kinds;
  for (const event& e : all.events)
    if (e.at == when("2026-01-02T00:00:10Z")) kinds.push_back(e.body.index());
  const auto kind_of = [](auto one) { return event_body(one).index(); };
  CHECK(kinds == std::vector{kind_of(heard_event{}), kind_of(lot_event{}), kind_of(charge_event{})});
}

TEST_CASE("auto-recharge is looked at after every single item of an instant", "[R2.4][R10.2][R2.13]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 20_cr));
  recharge_terms terms;
  terms.threshold = 10_cr;
  terms.amount = 20_usd;
  acme.recharges(terms);
  acme.at("2026-01-05").uses(15).uses(1);
  const verdict said = judge(w);
  REQUIRE(said.events.size() > 3);
  CHECK(std::holds_alternative<usage_event>(said.events[1].body));
  CHECK(std::holds_alternative<charge_event>(said.events[2].body));
  CHECK(std::holds_alternative<usage_event>(said.events[3].body));
}

TEST_CASE("what is asked of a gateway is heard a microsecond later at the least", "[R2.4][R2.8]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(1_usd).uses(1);
  acme.at("2026-01-05T00:00:00.000001Z").uses(1);
  const auto at_once = [](const charge&) -> std::vector<said> {
    return {{duration::from_us(1)}, {duration::from_us(1)}};
  };
  CHECK(judge(w, at_once).usage_outcomes() == results{too_little, charged});

  const auto too_early = [](const charge&) -> std::vector<said> { return {{duration::from_us(0)}}; };
  CHECK(judge(w, too_early).difference.has_value());
}

TEST_CASE("the usage period is the calendar month in the account's zone", "[R2.6]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  zone_table madrid;
  madrid.name = "Europe/Madrid";
  madrid.transitions = {{instant::from_us(INT64_MIN), 3600}};
  acme.in_zone(madrid);
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 10_cr);
  acme.at("2026-01-31T22:59:59Z").uses(bot, 10).expects(bot);
  acme.at("2026-01-31T22:59:59.999999Z").uses(bot, 1).expects(bot);
  acme.at("2026-01-31T23:00:00Z").uses(bot, 9).expects(bot);
  const verdict said = judge(w);
  CHECK(said.usage_outcomes() == results{charged, outcome::limit_reached, charged});
  CHECK(said.seen(0).agent_spent == 10_cr);
  CHECK(said.seen(1).agent_spent == 10_cr);
  CHECK(said.seen(2).agent_spent == 9_cr);
}

TEST_CASE("a month that begins with the run is not a turn of its own", "[R2.6]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 10_cr);
  acme.at("2026-01-01").uses(bot, 10).uses(bot, 1);
  acme.at("2026-02-01").uses(bot, 1);
  CHECK(judge(w).usage_outcomes() == results{charged, outcome::limit_reached, charged});
}

TEST_CASE("an actor that dies changes nothing in the books", "[R2.4][R2.14]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  acme.at("2026-01-02").does(crash_command{}).uses(1);
  CHECK(judge(w).events.size() == 2);
}
