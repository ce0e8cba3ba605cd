// What a plan opens: features, and top-ups for members (R8.1, R9.2).
#include "account_run.hpp"

namespace drawdown::test {
namespace {

using results = std::vector<outcome>;
constexpr auto charged = outcome::charged;
constexpr auto closed = outcome::feature_not_in_plan;
constexpr auto members_only = outcome::membership_required;

plan_terms plan(money price, std::vector<std::string> features = {}) {
  plan_terms made;
  made.price = price;
  made.every = lasting("1 month");
  made.allocation = 100_cr;
  made.features = std::move(features);
  return made;
}

// A studio: video is for those with the plan `pro` (1), which is free of charge; `basic` (0) opens nothing.
struct studio {
  world_builder w;
  meter_index video = w.meter("video", 1'000'000);
  meter_index sound = w.meter("sound", 1'000'000);
  account_builder acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr)).at("2026-01-05");

  studio() {
    w.catalog().meters[video].feature = "video";
    w.catalog().meters[sound].feature = "sound";
    w.catalog().plans = {plan({}), plan({}, {"video"})};
  }
  studio(const studio&) = delete;
  studio& operator=(const studio&) = delete;

  studio& uses(meter_index meter, std::int64_t units = 1) {
    acme.uses_exactly(no_agent, units * 1'000'000, meter);
    return *this;
  }
  results outcomes() const { return run(w).usage_outcomes(); }
};

TEST_CASE("a feature that some plan opens is closed to those without such a plan", "[R8.1]") {
  studio s;
  s.uses(s.video).uses(s.video, 0);
  CHECK(s.outcomes() == results{closed, closed});
  CHECK(run(s.w).all<usage_event>().at(0).amount == 1_cr);
}

TEST_CASE("a feature that no plan lists is open to all", "[R8.1]") {
  studio s;
  s.uses(s.sound);
  CHECK(s.outcomes() == results{charged});
}

TEST_CASE("a plan opens the features that it lists, and none of another plan", "[R8.1]") {
  studio s;
  s.acme.does(subscribe_command{0});
  s.uses(s.video);
  s.acme.does(change_plan_command{1, true, true}).later(duration::hours(1));
  s.uses(s.video);
  s.acme.does(cancel_command{true});
  s.uses(s.video);
  CHECK(s.outcomes().front() == closed);
  CHECK(s.outcomes().back() == closed);
}

TEST_CASE("who subscribed to the plan uses its feature, until it ends", "[R8.1]") {
  studio s;
  s.acme.does(subscribe_command{1});
  s.uses(s.video);
  s.acme.does(cancel_command{true});
  s.uses(s.video);
  CHECK(s.outcomes() == results{charged, closed});
}

TEST_CASE("nothing is held for a feature that is closed", "[R8.1][R6.1]") {
  studio s;
  hold_command asked;
  asked.meter = s.video;
  asked.quantity = 1'000'000;
  hold_command amount_alone;
  amount_alone.meter = s.video;
  amount_alone.amount = 1_cr;
  hold_command for_nothing;
  for_nothing.amount = 1_cr;
  s.acme.holds("by quantity", asked).holds("by amount", amount_alone).holds("for nothing", for_nothing);
  const auto told = run(s.w).all<hold_event>();
  CHECK(told.at(0).result == closed);
  CHECK(told.at(1).result == closed);
  CHECK(told.at(2).result == outcome::held);
}

TEST_CASE("top-ups for members are refused to all others, and no payment is made", "[R9.2]") {
  world_builder w;
  w.catalog().plans = {plan({}), plan(10_usd)};
  w.catalog().top_ups.requires_plan = true;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(10_usd);
  acme.at("2026-01-06").does(subscribe_command{0}).tops_up(10_usd).does(cancel_command{true});
  acme.at("2026-01-07").does(subscribe_command{1}).tops_up(10_usd);
  acme.at("2026-01-08").tops_up(10_usd).does(cancel_command{false}).tops_up(10_usd);
  const verdict said = run(w);
  results told;
  for (const command_event& e : said.all<command_event>())
    if (e.of == command_event::what::top_up) told.push_back(e.result);
  // Nothing subscribed to; a plan without a price; not paid yet; a member; a member who has canceled.
  CHECK(told == results{members_only, members_only, members_only, outcome::requested, outcome::requested});
}

TEST_CASE("a plan may be closed to top-ups", "[R8.1]") {
  world_builder w;
  w.catalog().plans = {plan({})};
  w.catalog().plans[0].top_ups = false;
  auto acme = w.account("acme").pays_by(good_card());
  acme.at("2026-01-05").tops_up(10_usd).does(subscribe_command{0}).tops_up(10_usd);
  acme.does(cancel_command{true}).tops_up(10_usd);
  const verdict said = run(w);
  results told;
  for (const command_event& e : said.all<command_event>())
    if (e.of == command_event::what::top_up) told.push_back(e.result);
  CHECK(told == results{outcome::requested, members_only, outcome::requested});
}

TEST_CASE("a recharge for members only fails once, unless its bounds do not apply", "[R9.2][R10.2]") {
  for (const recharge_limits limits :
       {recharge_limits::apply, recharge_limits::minimum_only, recharge_limits::ignore}) {
    world_builder w;
    w.catalog().top_ups.requires_plan = true;
    recharge_terms terms;
    terms.threshold = 100_cr;
    terms.amount = asked_amount(20_usd);
    terms.limits = limits;
    auto acme = w.account("acme").pays_by(good_card()).recharges(terms);
    acme.at("2026-01-05").uses(0).uses(0);
    const verdict said = run(w);
    const bool is_closed = limits == recharge_limits::apply;
    CHECK(said.all<recharge_failed_event>().size() == (is_closed ? 1U : 0U));
    CHECK(said.charges.empty() == is_closed);
    if (is_closed) CHECK(said.all<recharge_failed_event>().at(0).why == members_only);
  }
}

}  // namespace
}  // namespace drawdown::test
