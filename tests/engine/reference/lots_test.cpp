#include <catch2/catch.hpp>

#include "judge.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

using slices = std::vector<slice>;

// The lots that a usage of everything burns, in their order.
std::vector<lot_id> burned(const verdict& said) {
  std::vector<lot_id> ids;
  const usage_event last = said.all<usage_event>().back();
  for (const slice& s : last.slices) ids.push_back(s.lot);
  return ids;
}

// Grants these lots at the start and burns all their credit on 5 January, under the given order.
std::vector<lot_id> burned_under(const std::vector<burn_key>& order, const std::vector<grant_command>& lots) {
  world_builder w;
  w.settings().burn_down = order;
  auto acme = w.account("acme");
  std::int64_t total = 0;
  for (const grant_command& l : lots) {
    acme.begins_with(l);
    total += l.amount.micro();
  }
  acme.at("2026-01-05").uses_exactly(no_agent, total);
  return burned(judge(w));
}

const std::vector<burn_key> by_default = settings{}.burn_down;

}  // namespace

TEST_CASE("by default free credit burns before plan, add-on, adjustment and paid credit", "[R3.3]") {
  CHECK(burned_under(by_default, {lot(lot_kind::paid, 1_cr), lot(lot_kind::adjustment, 1_cr),
                                  lot(lot_kind::addon, 1_cr), lot(lot_kind::plan, 1_cr),
                                  lot(lot_kind::free, 1_cr)}) == std::vector<lot_id>{5, 4, 3, 2, 1});
}

TEST_CASE("among lots of one priority the one that expires sooner burns first, one that never expires last",
          "[R3.3]") {
  CHECK(burned_under(by_default, {lot(lot_kind::free, 1_cr), lot(lot_kind::free, 1_cr).until("2026-02-02"),
                                  lot(lot_kind::free, 1_cr).until("2026-02-01")}) ==
        std::vector<lot_id>{3, 2, 1});
}

TEST_CASE("then the lot that became effective earlier, then the lower id", "[R3.3]") {
  CHECK(burned_under(by_default, {lot(lot_kind::free, 1_cr), lot(lot_kind::free, 1_cr).from("2025-12-31"),
                                  lot(lot_kind::free, 1_cr)}) == std::vector<lot_id>{2, 1, 3});
}

TEST_CASE("a lot's own priority goes before that of its kind", "[R3.3]") {
  CHECK(burned_under(by_default, {lot(lot_kind::free, 1_cr), lot(lot_kind::paid, 1_cr).priority(5)}) ==
        std::vector<lot_id>{2, 1});
}

TEST_CASE("the order is a setting: keys, directions and the place of none", "[R3.3]") {
  const std::vector<grant_command> expiring = {lot(lot_kind::free, 1_cr).until("2026-02-01"),
                                               lot(lot_kind::free, 1_cr),
                                               lot(lot_kind::free, 1_cr).until("2026-02-02")};
  CHECK(burned_under({{burn_by::expires, true}}, expiring) == std::vector<lot_id>{3, 1, 2});
  CHECK(burned_under({{burn_by::expires, false, true}}, expiring) == std::vector<lot_id>{2, 1, 3});
  CHECK(burned_under({{burn_by::lot_id, true}}, expiring) == std::vector<lot_id>{3, 2, 1});

  const std::vector<grant_command> kinds = {lot(lot_kind::paid, 1_cr), lot(lot_kind::plan, 1_cr),
                                            lot(lot_kind::free, 1_cr)};
  CHECK(burned_under({{burn_by::kind}}, kinds) == std::vector<lot_id>{3, 2, 1});
  CHECK(burned_under({{burn_by::kind, true}}, kinds) == std::vector<lot_id>{1, 2, 3});
}

TEST_CASE("expiry may be compared to the second, minute or day", "[R3.3][R3.15]") {
  const std::vector<grant_command> close = {lot(lot_kind::free, 1_cr).until("2026-02-01T00:00:30Z"),
                                            lot(lot_kind::free, 1_cr).until("2026-02-01T00:00:10Z")};
  CHECK(burned_under({{burn_by::expires}}, close) == std::vector<lot_id>{2, 1});
  CHECK(burned_under({{burn_by::expires, false, false, expiry_grain::second}}, close) ==
        std::vector<lot_id>{2, 1});
  CHECK(burned_under({{burn_by::expires, false, false, expiry_grain::minute}}, close) ==
        std::vector<lot_id>{1, 2});
  const std::vector<grant_command> same_day = {lot(lot_kind::free, 1_cr).until("2026-02-01T23:59:59Z"),
                                               lot(lot_kind::free, 1_cr).until("2026-02-01T00:00:00Z")};
  CHECK(burned_under({{burn_by::expires, false, false, expiry_grain::minute}}, same_day) ==
        std::vector<lot_id>{2, 1});
  CHECK(burned_under({{burn_by::expires, false, false, expiry_grain::day}}, same_day) ==
        std::vector<lot_id>{1, 2});
}

TEST_CASE("cost per credit is compared as exact fractions, free credit where the setting puts it",
          "[R3.3][R3.15]") {
  // 1 per 3 credits, 333333 per 1000000 credits (a little less), nothing.
  const std::vector<grant_command> lots = {lot(lot_kind::paid, 3_cr).costs(1_cents),
                                           lot(lot_kind::paid, 1000000_cr).costs(333333_cents),
                                           lot(lot_kind::free, 1_cr)};
  CHECK(burned_under({{burn_by::cost_per_credit, false, true}}, lots) == std::vector<lot_id>{3, 2, 1});
  CHECK(burned_under({{burn_by::cost_per_credit, true, true}}, lots) == std::vector<lot_id>{3, 1, 2});
  CHECK(burned_under({{burn_by::cost_per_credit}}, lots) == std::vector<lot_id>{2, 1, 3});
}

TEST_CASE("`created` is when the lot was accepted, also where it became effective later", "[R3.3]") {
  world_builder w;
  w.settings().burn_down = {{burn_by::created, true}};
  auto acme = w.account("acme");
  acme.at("2026-01-02").grants(lot(lot_kind::free, 1_cr).from("2026-01-04"));
  acme.at("2026-01-03").grants(lot(lot_kind::free, 1_cr).from("2025-01-01"));
  acme.at("2026-01-05").uses(2);
  CHECK(burned(judge(w)) == std::vector<lot_id>{2, 1});
}

TEST_CASE("a debit names every lot that it took from, and how much", "[R3.4]") {
  world_builder w;
  auto acme =
      w.account("acme").begins_with(lot(lot_kind::paid, 50_cr)).begins_with(lot(lot_kind::free, 30_cr));
  acme.at("2026-01-05").uses(45);
  const auto used = judge(w).all<usage_event>().at(0);
  CHECK(used.slices == slices{{2, 30_cr}, {1, 15_cr}});
  CHECK(used.amount == 45_cr);
  CHECK(used.balance == 35_cr);
}

TEST_CASE("a later grant is scheduled, enters the figures when it becomes effective, and keeps its id",
          "[R3.5][R3.13]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-02").grants(lot(lot_kind::free, 30_cr).from_after("3 days").lasts("1 week")).expects();
  acme.at("2026-01-03").grants(lot(lot_kind::free, 1_cr));
  acme.at("2026-01-05").expects();
  const verdict said = judge(w);
  const auto lots = said.all<lot_event>();
  REQUIRE(lots.size() == 3);
  CHECK(lots[0].result == outcome::scheduled);
  CHECK(lots[0].balance == 0_cr);
  CHECK(lots[1].lot == 2);
  CHECK(lots[2].lot == 1);
  CHECK(lots[2].result == outcome::granted);
  CHECK(lots[2].created == when("2026-01-02"));
  CHECK(lots[2].effective == when("2026-01-05"));
  CHECK(lots[2].expires == when("2026-01-12"));
  CHECK(lots[2].balance == 31_cr);
  CHECK(said.times<lot_event>().back() == when("2026-01-05"));
  CHECK(said.seen(0).account.balance() == 0_cr);
  CHECK(said.seen(1).account.balance() == 31_cr);
}

TEST_CASE("at its end instant what is left of a lot is written off", "[R3.6][R3.7]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 10_cr).until("2026-01-10"));
  acme.begins_with(lot(lot_kind::free, 5_cr).until("2026-01-09"));
  acme.begins_with(lot(lot_kind::paid, 1_cr));
  acme.at("2026-01-05").uses(8);
  const verdict said = judge(w);
  // The second one was used up; it ends all the same.
  CHECK(said.all<lot_end_event>() == std::vector{lot_end_event{2, 0_cr, 8_cr}, lot_end_event{1, 7_cr, 1_cr}});
  CHECK(said.times<lot_end_event>() == std::vector{when("2026-01-09"), when("2026-01-10")});
}

TEST_CASE("a lot whose end lies beyond the run does not end", "[R3.6][R3.16]") {
  world_builder w;
  w.account("acme").begins_with(lot(lot_kind::free, 10_cr).until("2026-04-01"));
  const verdict said = judge(w);
  CHECK(said.all<lot_end_event>().empty());
  CHECK(said.at_end.balance() == 10_cr);
}

TEST_CASE("an expiry of a month ends on the last day of a month that is too short", "[R2.2][R3.1]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-31T10:00:00Z").grants(lot(lot_kind::free, 10_cr).lasts("1 month"));
  CHECK(judge(w).all<lot_event>().at(0).expires == when("2026-02-28T10:00:00Z"));
}

TEST_CASE("a lot that would be over before it may be spent is refused", "[R3.1]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.at("2026-01-05").grants(lot(lot_kind::free, 1_cr).until("2026-01-05"));
  acme.grants(lot(lot_kind::free, 1_cr).from("2026-01-07").until("2026-01-07"));
  acme.grants(lot(lot_kind::free, 1_cr).from("2026-01-01").lasts("4 days"));
  acme.grants(lot(lot_kind::free, 1_cr).from("2026-01-01").lasts("4d").priority(1)).uses(1);
  const auto refused = outcome::ends_before_it_begins;
  const verdict said = judge(w);
  CHECK(said.command_outcomes() == std::vector{refused, refused, refused, refused});
  CHECK(said.all<lot_event>().empty());
}

TEST_CASE("a grant is rounded to the credit decimals; nothing left is too small", "[R1.1]") {
  world_builder w;
  w.settings().credit_decimals = 1;
  auto acme = w.account("acme");
  acme.at("2026-01-05").grants(lot(lot_kind::free, 1.29_cr)).grants(lot(lot_kind::free, 0.09_cr));
  const verdict said = judge(w);
  CHECK(said.all<lot_event>().at(0).amount == 1.2_cr);
  CHECK(said.command_outcomes() == std::vector{outcome::amount_too_small});
}

TEST_CASE("an account never takes in more than can be counted", "[R1.5]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, credits::largest() - 5_cr));
  acme.at("2026-01-05").uses(100);
  acme.grants(lot(lot_kind::free, 6_cr))
      .grants(lot(lot_kind::free, 5_cr))
      .grants(lot(lot_kind::free, 0.000001_cr));
  const verdict said = judge(w);
  CHECK(said.command_outcomes() == std::vector{outcome::amount_out_of_range, outcome::amount_out_of_range});
  CHECK(said.at_end.balance() == credits::largest() - 100_cr);
}

TEST_CASE("the figures tell kinds, balance, available and wallet", "[R3.12]") {
  world_builder w;
  auto acme = w.account("acme");
  acme.begins_with(lot(lot_kind::free, 1_cr))
      .begins_with(lot(lot_kind::plan, 2_cr))
      .begins_with(lot(lot_kind::addon, 4_cr));
  acme.begins_with(lot(lot_kind::adjustment, 8_cr)).begins_with(lot(lot_kind::paid, 16_cr));
  acme.begins_with(lot(lot_kind::paid, 100_cr).from("2026-02-01"));
  acme.at("2026-01-05").expects();
  const figures seen = judge(w).seen().account;
  CHECK(seen.of(lot_kind::free) == 1_cr);
  CHECK(seen.of(lot_kind::plan) == 2_cr);
  CHECK(seen.of(lot_kind::addon) == 4_cr);
  CHECK(seen.of(lot_kind::adjustment) == 8_cr);
  CHECK(seen.of(lot_kind::paid) == 16_cr);
  CHECK(seen.balance() == 31_cr);
  CHECK(seen.available() == 31_cr);
  CHECK(seen.net() == 31_cr);
  CHECK(seen.wallet() == 24_cr);
}
