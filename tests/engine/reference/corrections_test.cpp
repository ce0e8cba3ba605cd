#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using results = std::vector<outcome>;
using slices = std::vector<slice>;

}  // namespace

TEST_CASE("what is left of a grant goes, used credit stays used, and a second time changes nothing",
          "[R3.11]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 100_cr).until("2026-02-01"), "gift");
  acme.at("2026-01-05").uses(30).revokes("gift").keyed("away").revokes("gift").revokes("gift").keyed("away");
  const verdict said = judge(w);
  const revoke_event gone = said.all<revoke_event>().at(0);
  CHECK(gone == revoke_event{w.key("away"), w.key("gift"), 1, 70_cr, 0_cr});
  const auto steps = said.all<command_event>();
  REQUIRE(steps.size() == 2);
  CHECK(steps[0].result == outcome::already_revoked);
  CHECK(steps[1] == command_event{w.key("away"), command_event::what::revoke, outcome::revoked, true});
  CHECK(said.all<lot_end_event>().empty());
}

TEST_CASE("a grant that is used up, has ended or never was refuses to be revoked", "[R3.11]") {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.begins_with(lot(lot_kind::free, 10_cr), "used");
  acme.begins_with(lot(lot_kind::paid, 10_cr).until("2026-01-06"), "ended");
  acme.at("2026-01-05").uses(10).tops_up(1_usd).keyed("bought");
  acme.grants(lot(lot_kind::free, 0_cr)).keyed("refused");
  acme.at("2026-01-06")
      .revokes("used")
      .revokes("ended")
      .revokes("never")
      .revokes("bought")
      .revokes("refused");
  const verdict said = judge(w);
  auto refused = said.command_outcomes();
  refused.erase(refused.begin(), refused.begin() + 2);  // the top-up and the grant of nothing
  CHECK(refused == results{outcome::used_up, outcome::lot_ended, outcome::unknown_grant,
                           outcome::unknown_grant, outcome::unknown_grant});
  CHECK(said.at_end.balance() == 50_cr);
}

TEST_CASE("a grant that is used up but comes again can be revoked, and does not come again",
          "[R3.11][R3.9]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 10_cr).recurs("1 week"), "weekly");
  acme.begins_with(lot(lot_kind::free, 10_cr).rolls_over(std::nullopt, 1_cr), "kept");
  acme.begins_with(lot(lot_kind::free, 10_cr).rolls_over(5_cr), "cut");
  acme.at("2026-01-05").uses(30).revokes("weekly").revokes("kept").revokes("cut");
  const verdict said = judge(w);
  CHECK(said.all<revoke_event>().size() == 2);
  CHECK(said.command_outcomes() == results{outcome::used_up});
  for (const refill_event& e : said.all<refill_event>()) CHECK(e.lot == 3);
}

TEST_CASE("a scheduled grant that is revoked is never booked", "[R3.11][R3.5]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").grants(lot(lot_kind::free, 10_cr).from("2026-01-09").lasts("1 week")).keyed("later");
  acme.at("2026-01-06").revokes("later").revokes("later");
  const verdict said = judge(w);
  CHECK(said.all<revoke_event>().at(0).amount == 0_cr);
  CHECK(said.command_outcomes() == results{outcome::already_revoked});
  CHECK(said.all<lot_event>().size() == 1);
  CHECK(said.all<lot_end_event>().empty());
  CHECK(said.at_end.balance() == 0_cr);
}

TEST_CASE("an adjustment by a positive amount grants a lot of its own, which can be revoked", "[R3.11]") {
  world_builder w;
  w.settings().credit_decimals = 1;
  auto acme = w.account("acme");
  acme.at("2026-01-05").adjusts(5.19_cr).keyed("sorry").adjusts(5.19_cr).keyed("sorry").adjusts(0.09_cr);
  acme.at("2026-01-06").revokes("sorry");
  const verdict said = judge(w);
  const lot_event granted = said.all<lot_event>().at(0);
  CHECK(granted.kind == lot_kind::adjustment);
  CHECK(granted.amount == 5.1_cr);
  CHECK(granted.effective == when("2026-01-05"));
  CHECK(granted.expires.is_never());
  CHECK(granted.priority == 40);
  const auto steps = said.all<command_event>();
  CHECK(steps.at(0) == command_event{w.key("sorry"), command_event::what::adjust, outcome::granted, true});
  CHECK(steps.at(1).result == outcome::amount_too_small);
  CHECK(said.all<revoke_event>().at(0).amount == 5.1_cr);
}

TEST_CASE("an adjustment by a negative amount takes what is available, restricted or not, in burn-down order",
          "[R3.11]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::paid, 10_cr)).begins_with(lot(lot_kind::free, 10_cr).only({0}));
  acme.at("2026-01-05").holds("job", 4_cr);
  acme.at("2026-01-06").adjusts(-12_cr).keyed("mend").adjusts(-5_cr).adjusts(-4_cr);
  acme.adjusts(-12_cr).keyed("mend");
  const verdict said = judge(w);
  const auto taken = said.all<adjust_event>();
  REQUIRE(taken.size() == 2);
  CHECK(taken[0] == adjust_event{w.key("mend"), 12_cr, 0_cr, 8_cr, slices{{2, 10_cr}, {1, 2_cr}}});
  CHECK(taken[1].slices == slices{{1, 4_cr}});
  CHECK(said.command_outcomes() == results{outcome::insufficient_credit, outcome::adjusted});
  CHECK(said.all<command_event>().at(1).repeated);
}

TEST_CASE("an adjustment may go into debt where it says so, within the overdraft", "[R3.11][R4.5]") {
  world_builder w;
  w.settings().overdraft = 20_cr;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").adjusts(-25_cr, true).adjusts(-6_cr, true).adjusts(-5_cr, true).expects();
  const verdict said = judge(w);
  const auto taken = said.all<adjust_event>();
  REQUIRE(taken.size() == 2);
  CHECK(taken[0].debt == 15_cr);
  CHECK(taken[0].slices == slices{{1, 10_cr}});
  CHECK(taken[1].debt == 5_cr);
  CHECK(said.command_outcomes() == results{outcome::insufficient_credit});
  CHECK(said.seen().account.debt == 20_cr);
  CHECK(said.seen().account.net() == -20_cr);
}

TEST_CASE("an adjustment that can't be counted is out of range", "[R1.5][R1.6][R3.11]") {
  world_builder w;
  w.settings().credit_decimals = 0;
  w.settings().grant_rounding = rounding::up;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(10).adjusts(credits::from_micro(INT64_MIN)).adjusts(credits::largest());
  acme.adjusts(credits::from_micro(INT64_MAX / 1'000'000 * 1'000'000));
  acme.adjusts(-credits::from_micro(INT64_MAX / 1'000'000 * 1'000'000), true);
  const auto no = outcome::amount_out_of_range;
  CHECK(judge(w).command_outcomes() == results{no, no, no, no});
}

TEST_CASE("an operator's taking stops nobody by itself, but an agent finds nothing but paid credit left",
          "[R3.11][R5.6]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.begins_with(lot(lot_kind::paid, 10_cr));
  const agent_index bot = acme.agent("bot", when_exhausted::stop);
  acme.at("2026-01-05").adjusts(-9_cr).expects(bot);
  acme.at("2026-01-06").adjusts(-1_cr).expects(bot);
  const verdict said = judge(w);
  CHECK_FALSE(said.seen(0).agent_stopped);
  CHECK(said.seen(1).agent_stopped);
  CHECK(said.seen(1).agent_spent == 0_cr);
}
