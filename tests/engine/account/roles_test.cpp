// Who may buy, change settings and look (R11).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
constexpr auto forbidden = outcome::forbidden;

// An account that Olga manages and looks at, and Ben does not.
struct office {
  world_builder w;
  user_index olga = w.user("olga");
  user_index ben = w.user("ben");
  account_builder acme = w.account("acme").pays_by(good_card()).begins_with(lot(lot_kind::free, 100_cr));

  office() {
    acme.spec().managers = {olga};
    acme.spec().viewers = {olga};
    acme.at("2026-01-05");
  }
  office(const office&) = delete;
  office& operator=(const office&) = delete;

  results outcomes() const { return run(w).command_outcomes(); }
};

TEST_CASE("who manages an account may buy for it, another may not, and nobody in particular may", "[R11.2]") {
  office o;
  o.acme.tops_up(10_usd).by(o.olga).tops_up(10_usd).by(o.ben).tops_up(10_usd);
  const verdict said = run(o.w);
  CHECK(said.command_outcomes() == results{outcome::requested, forbidden, outcome::requested});
  CHECK(said.charges.size() == 2);
}

TEST_CASE("limits, recharging and cards are changed by who may", "[R11.2]") {
  office o;
  const agent_index bot = o.acme.agent("bot", when_exhausted::stop, 10_cr);
  o.acme.sets_limit(bot, 1000_cr)
      .by(o.ben)
      .uses(bot, 11)
      .sets_cards({})
      .by(o.ben)
      .sets_low_balance(1_cr)
      .by(o.ben);
  o.acme.sets_limit(bot, 1000_cr).by(o.olga);
  const verdict said = run(o.w);
  CHECK(said.command_outcomes() == results{forbidden, forbidden, forbidden, outcome::changed});
  CHECK(said.usage_outcomes() == results{outcome::limit_reached});
}

TEST_CASE("what asks for no role is done by anybody", "[R11.2]") {
  office o;
  o.acme.grants(lot(lot_kind::free, 10_cr)).by(o.ben).adjusts(10_cr).by(o.ben).resets().by(o.ben);
  CHECK(o.outcomes() == results{outcome::changed});
}

TEST_CASE("subscriptions are changed by who may", "[R11.2]") {
  office o;
  o.w.catalog().plans.resize(1);
  o.acme.does(subscribe_command{0})
      .by(o.ben)
      .does(cancel_command{})
      .by(o.ben)
      .does(resume_command{})
      .by(o.ben);
  o.acme.does(change_plan_command{0}).by(o.ben).does(seat_command{o.ben}).by(o.ben);
  CHECK(o.outcomes() == results{forbidden, forbidden, forbidden, forbidden, forbidden});
}

TEST_CASE("that somebody may not is remembered under the key, whoever comes again with it", "[R11.2][R4.3]") {
  office o;
  o.acme.tops_up(10_usd).by(o.ben).keyed("buy").tops_up(10_usd).by(o.olga).keyed("buy");
  o.acme.tops_up(20_usd).by(o.ben).keyed("buy");
  const verdict said = run(o.w);
  CHECK(said.command_outcomes() == results{forbidden, forbidden, outcome::idempotency_conflict});
  CHECK(said.all<command_event>().at(1).repeated);
  CHECK(said.charges.empty());
}

TEST_CASE("usage is shown to those with the role for it, and to nobody else", "[R11.1]") {
  office o;
  o.acme.does(view_usage_command{})
      .by(o.olga)
      .does(view_usage_command{})
      .by(o.ben)
      .does(view_usage_command{});
  CHECK(o.outcomes() == results{outcome::shown, forbidden, outcome::shown});
}

TEST_CASE("who may manage may not look for that", "[R11.1]") {
  office o;
  o.acme.spec().viewers = {};
  o.acme.does(view_usage_command{}).by(o.olga);
  CHECK(o.outcomes() == results{forbidden});
}

}  // namespace
}  // namespace drawdown::test
