// Top-ups: asked for, paid, and credited exactly once (R9).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
using effects_heard = std::vector<notice_effect>;
constexpr auto awaiting = notice_effect::awaiting;
constexpr auto credited = notice_effect::credited;
constexpr auto already_credited = notice_effect::already_credited;
constexpr auto failed = notice_effect::failed;
constexpr auto ignored = notice_effect::ignored;
constexpr auto succeeded = payment_answer::succeeded;
constexpr auto declined = payment_answer::declined;
constexpr auto timed_out = payment_answer::timed_out;

// A gateway that says the same of every charge.
gateway says(std::vector<said> all) {
  return [all](const charge&) { return all; };
}

// An account that asks for a thousand credits at noon, the first step of its world.
struct one_top_up {
  world_builder world;
  account_builder acme = world.account("acme").pays_by(good_card());

  one_top_up() { acme.at("2026-01-05T12:00:00Z").tops_up(20_usd); }
};

TEST_CASE("a top-up is asked for, charged, and credited with the notice of success", "[R9.1][R9.3]") {
  one_top_up bought;
  const verdict said = run(bought.world);
  CHECK(said.command_outcomes() == results{outcome::requested});
  CHECK(said.all<charge_event>() == std::vector{charge_event{.payment = 1,
                                                             .key = key_of_step(1),
                                                             .attempt = 1,
                                                             .of = payment_for::top_up,
                                                             .gateway = 0,
                                                             .amount = 20_usd,
                                                             .brings = 1000_cr}});
  CHECK(said.effects() == effects_heard{awaiting, credited});
  const lot_event lot_bought = said.all<lot_event>().front();
  CHECK(lot_bought.kind == lot_kind::paid);
  CHECK(lot_bought.amount == 1000_cr);
  CHECK(lot_bought.cost == 20_usd);
  CHECK(lot_bought.payment == 1);
  CHECK(lot_bought.key == key_of_step(1));
  CHECK(lot_bought.created == when("2026-01-05T12:00:03Z"));
  CHECK(lot_bought.expires.is_never());
}

TEST_CASE("what is bought lives as long as the catalog says", "[R3.2][R9.1]") {
  one_top_up bought;
  bought.world.catalog().top_ups.expires = lasting("1 month");
  CHECK(run(bought.world).all<lot_event>().front().expires == when("2026-02-05T12:00:03Z"));
}

TEST_CASE("what is not offered is refused, and nothing is charged", "[R9.1]") {
  world_builder w;
  w.catalog().top_ups.minimum = 10_usd;
  w.catalog().top_ups.maximum = 100_usd;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(9_usd).tops_up(101_usd).tops_up(credits::largest());
  const verdict said = run(w);
  CHECK(said.command_outcomes() ==
        results{outcome::below_minimum, outcome::above_maximum, outcome::above_maximum});
  CHECK(said.charges.empty());
}

TEST_CASE("without a payment method nothing is asked of a gateway", "[R10.4]") {
  world_builder w;
  w.account("acme").at("2026-01-05").tops_up(20_usd).tops_up(money{});
  const verdict said = run(w);
  CHECK(said.command_outcomes() == results{outcome::no_payment_method, outcome::amount_too_small});
  CHECK(said.charges.empty());
}

TEST_CASE("credit that an account could not count with all it ever had is not sold", "[R1.5]") {
  world_builder w;
  auto acme =
      w.account("acme").pays_by(bad_card()).begins_with(lot(lot_kind::free, credits::largest() - 1000_cr));
  acme.at("2026-01-05").tops_up(1000_cr).tops_up(1_cr);
  CHECK(run(w).command_outcomes() == results{outcome::requested, outcome::amount_out_of_range});
}

TEST_CASE("whatever the notices do, credit comes exactly once", "[R9.4][R9.9]") {
  struct row {
    const char* what;
    std::vector<said> all;
    effects_heard effects;
    bool paid;
  };
  const duration second = duration::seconds(1);
  const duration minute = duration::minutes(1);
  const duration hour = duration::hours(1);
  const auto notices = GENERATE_COPY(
      row{"doubled",
          {{second, succeeded}, {minute, succeeded}, {hour, succeeded}},
          {awaiting, credited, already_credited},
          true},
      row{"out of order", {{hour, succeeded}, {minute, succeeded}}, {credited, awaiting}, true},
      row{"success after a timeout", {{minute, timed_out}, {hour, succeeded}}, {awaiting, credited}, true},
      row{"failure after a timeout", {{minute, timed_out}, {hour, declined}}, {awaiting, failed}, false},
      row{"failure, said twice", {{second, declined}, {minute, declined}}, {failed, ignored}, false},
      row{"success after failure", {{second, declined}, {minute, succeeded}}, {failed, credited}, true},
      row{"failure after success",
          {{second, succeeded}, {minute, succeeded}, {hour, declined}},
          {awaiting, credited, ignored},
          true},
      row{"the notice is lost", {{second, succeeded}}, {awaiting}, false});
  CAPTURE(notices.what);
  one_top_up bought;
  const verdict said = run(bought.world, says(notices.all));
  CHECK(said.effects() == notices.effects);
  CHECK(said.at_end.balance() == (notices.paid ? 1000_cr : 0_cr));
}

TEST_CASE("notices may be delivered by hand, for payments that are and that never were", "[R9.4]") {
  one_top_up bought;
  bought.acme.later(duration::hours(1)).hears(key_of_step(1), timed_out).hears(key_of_step(1), declined, 2);
  bought.acme.hears(key_of_step(1), succeeded)
      .hears(key_of_step(1), succeeded)
      .hears(key_of_step(1), declined);
  bought.acme.hears(key_of_step(99), succeeded);
  const verdict said = run(bought.world, says({{duration::seconds(1), succeeded}}));
  CHECK(said.effects() == effects_heard{awaiting, awaiting, ignored, credited, already_credited, ignored,
                                        notice_effect::unknown_payment});
  CHECK(said.at_end.balance() == 1000_cr);
  CHECK(said.all<heard_event>().back().payment == 0);
  CHECK(said.all<heard_event>().back().by_hand);
}

TEST_CASE("the card in use is the first, and its attempts count over all payments", "[R10.1][R10.7]") {
  world_builder w;
  auto acme =
      w.account("acme").pays_by(card({card_answer::ok, card_answer::declines}, 1)).pays_by(good_card(2));
  acme.at("2026-01-05").tops_up(1_usd).tops_up(2_usd);
  acme.later(duration::hours(1)).sets_cards({good_card(2)}).tops_up(4_usd);
  const verdict said = run(w);
  CHECK(said.effects() == effects_heard{awaiting, failed, credited, ignored, awaiting, credited});
  CHECK(said.at_end.balance() == 250_cr);
  CHECK(said.charges[1].attempts_before == 1);
  CHECK(said.charges[2].attempts_before == 0);
}

}  // namespace
}  // namespace drawdown::test
