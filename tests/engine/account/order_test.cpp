// What falls on one instant happens in the order of R2.4.
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
constexpr auto charged = outcome::charged;
constexpr auto short_of_credit = outcome::insufficient_credit;

// The types of the events of one instant, by their positions in `event_body`.
std::vector<std::size_t> types_at(const verdict& said, instant t) {
  std::vector<std::size_t> types;
  for (const event& e : said.events)
    if (e.at == t) types.push_back(e.body.index());
  return types;
}
template <class... Events>
std::vector<std::size_t> types() {
  return {event_body(Events{}).index()...};
}

recharge_terms below_100() {
  recharge_terms terms;
  terms.threshold = 100_cr;
  terms.amount = 20_usd;
  return terms;
}

TEST_CASE("a lot that ends at an instant can't pay a debit of that instant", "[R2.1][R2.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr).until("2026-01-06"));
  acme.at("2026-01-05T23:59:59.999999Z").uses(4);
  acme.at("2026-01-06").uses(1);
  const verdict said = run(w);
  CHECK(said.usage_outcomes() == results{charged, short_of_credit});
  CHECK(said.all<lot_end_event>() == std::vector{lot_end_event{1, 6_cr, 0_cr}});
}

TEST_CASE("a lot that becomes effective at an instant pays a debit of that instant", "[R2.1][R2.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr).from("2026-01-06"));
  acme.at("2026-01-05T23:59:59.999999Z").uses(1);
  acme.at("2026-01-06").uses(1);
  CHECK(run(w).usage_outcomes() == results{short_of_credit, charged});
}

TEST_CASE("credit of a payment whose success is heard at an instant pays a debit of that instant",
          "[R2.4][R9.3]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05T12:00:00Z").tops_up(1_usd);
  acme.at("2026-01-05T12:00:02.999999Z").uses(50);
  acme.at("2026-01-05T12:00:03Z").uses(50);
  CHECK(run(w).usage_outcomes() == results{short_of_credit, charged});
}

TEST_CASE("at the turn of a month the count restarts before the usage of that instant", "[R2.4][R5.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop, 10_cr);
  acme.at("2026-01-31T23:59:59.999999Z").uses(bot, 10).uses(bot, 1);
  acme.at("2026-02-01").uses(bot, 10).uses(bot, 1);
  CHECK(run(w).usage_outcomes() == results{charged, outcome::limit_reached, charged, outcome::limit_reached});
}

TEST_CASE("lots end before others begin, notices come then, and steps last", "[R2.4]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.begins_with(lot(lot_kind::free, 10_cr).until("2026-01-06"));
  acme.begins_with(lot(lot_kind::free, 20_cr).from("2026-01-06"));
  acme.at("2026-01-05T23:59:57Z").tops_up(1_usd);
  acme.at("2026-01-06").uses(1);
  CHECK(types_at(run(w), when("2026-01-06")) ==
        types<lot_end_event, lot_event, heard_event, lot_event, usage_event>());
}

TEST_CASE("lots that end at one instant end by their ids, those that begin too", "[R2.4][R2.11]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 1_cr).until("2026-01-09"));
  acme.begins_with(lot(lot_kind::free, 2_cr).until("2026-01-06"));
  acme.begins_with(lot(lot_kind::free, 3_cr).until("2026-01-06"));
  acme.begins_with(lot(lot_kind::free, 4_cr).from("2026-01-06"));
  acme.begins_with(lot(lot_kind::free, 5_cr).from("2026-01-06"));
  std::vector<lot_id> ids;
  for (const event& e : run(w).events) {
    if (e.at != when("2026-01-06")) continue;
    if (const auto* ended = std::get_if<lot_end_event>(&e.body)) ids.push_back(ended->lot);
    if (const auto* begun = std::get_if<lot_event>(&e.body)) ids.push_back(begun->lot);
  }
  CHECK(ids == std::vector<lot_id>{2, 3, 4, 5});
}

TEST_CASE("steps of one instant happen as they were told, an agent's usage among them, then what is drawn",
          "[R2.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  const agent_index a = acme.agent("a");
  const agent_index b = acme.agent("b");
  acme.at("2026-01-05").draws(b, 6).draws(a, 5).uses(b, 1).uses(2).uses(a, 3).uses(b, 4);
  std::vector<std::int64_t> units;
  for (const usage_event& e : run(w).all<usage_event>()) units.push_back(e.quantity / 1'000'000);
  CHECK(units == std::vector<std::int64_t>{1, 2, 3, 4, 5, 6});
}

TEST_CASE("an expectation sees the end of its instant, wherever it is told", "[R2.4]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr));
  const agent_index bot = acme.agent("bot");
  acme.at("2026-01-05").expects(bot).uses(bot, 10).draws(bot, 20);
  const figures_event seen = run(w).seen();
  CHECK(seen.account.available() == 70_cr);
  CHECK(seen.agent_spent == 30_cr);
}

TEST_CASE("auto-recharge is looked at after every single usage", "[R2.4][R10.2][R2.13]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).recharges(below_100());
  acme.begins_with(lot(lot_kind::free, 120_cr));
  acme.at("2026-01-05").uses(10).uses(20).uses(30);
  CHECK(types_at(run(w), when("2026-01-05")) == types<usage_event, usage_event, charge_event, usage_event>());
}

TEST_CASE("auto-recharge is looked at after all that ends and begins at an instant, not in between",
          "[R2.4][R10.2]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).recharges(below_100());
  acme.begins_with(lot(lot_kind::free, 120_cr).until("2026-01-06"));
  acme.begins_with(lot(lot_kind::free, 110_cr).from("2026-01-06"));
  CHECK(run(w).charges.empty());
}

TEST_CASE("an account begins with its lots, then auto-recharge is looked at, then come steps", "[R2.4]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card()).recharges(below_100());
  acme.begins_with(lot(lot_kind::free, 50_cr));
  acme.at("2026-01-01").uses(1);
  CHECK(types_at(run(w), when("2026-01-01")) == types<lot_event, charge_event, usage_event>());
}

TEST_CASE("the last instant of a run belongs to it, and what ends later does not end", "[R2.7][R3.16]") {
  world_builder w;
  w.until("2026-02-01");
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr).until("2026-02-01"));
  acme.begins_with(lot(lot_kind::free, 5_cr).until("2026-02-02"));
  acme.at("2026-02-01").uses(6);
  const verdict said = run(w);
  CHECK(said.all<lot_end_event>() == std::vector{lot_end_event{1, 10_cr, 5_cr}});
  CHECK(said.usage_outcomes() == results{short_of_credit});
}

}  // namespace
}  // namespace drawdown::test
