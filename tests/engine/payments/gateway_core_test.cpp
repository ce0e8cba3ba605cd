// What a gateway says of a charge (R10.1): a function of the charge, the seed and the gateway, and of nothing
// else.
#include "engine/payments/gateway_core.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "printing.hpp"
#include "world_builder.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

constexpr parts_per_million always = 1'000'000;

// A world of one account and one gateway, which a test may make worse.
struct shop {
  world_builder told;
  gateway_spec& gateway;

  shop() : gateway(told.raw().gateways[0]) { told.account("acme"); }

  script says(const charge& asked) const { return gateway_script(*told.build(), 0, asked); }
};

const instant noon = when("2026-01-05T12:00:00Z");

// An attempt at the n-th recharge of the account.
charge charge_at(instant t, std::uint64_t recharge = 1, std::uint32_t attempt = 1,
                 payment_method method = {}) {
  charge asked;
  asked.payment = 3;
  asked.key = key_of_recharge(recharge);
  asked.attempt = attempt;
  asked.at = t;
  asked.amount = 20_usd;
  asked.method = std::move(method);
  return asked;
}

}  // namespace

TEST_CASE("a gateway answers after its latency, and a notice follows", "[R10.1]") {
  shop one;
  one.gateway.latency = duration::seconds(2);
  one.gateway.delay_min = one.gateway.delay_max = duration::seconds(5);
  const charge asked = charge_at(noon);
  const script told = one.says(asked);
  CHECK(told.of == asked);
  REQUIRE(told.notices.size() == 2);
  CHECK(told.notices[0] == notice{noon + duration::seconds(2), 3, 1, 0, payment_answer::succeeded, 0});
  CHECK(told.notices[0].is_answer());
  CHECK(told.notices[1] == notice{noon + duration::seconds(7), 3, 1, 1, payment_answer::succeeded, 0});
}

TEST_CASE("nothing comes back within the instant that asked", "[R2.8][R2.4]") {
  shop one;
  one.gateway.latency = duration{};
  one.gateway.timeout = duration{};
  for (const notice& n : one.says(charge_at(noon)).notices) CHECK(n.at == noon.next());
}

TEST_CASE("an answer that takes longer than the timeout is timed_out, its outcome comes by notice",
          "[R10.1]") {
  shop one;
  one.gateway.latency = duration::seconds(31);
  one.gateway.timeout = duration::seconds(30);
  const script told = one.says(charge_at(noon));
  REQUIRE(told.notices.size() == 2);
  CHECK(told.notices[0].answer == payment_answer::timed_out);
  CHECK(told.notices[0].at == noon + duration::seconds(30));
  CHECK(told.notices[1].answer == payment_answer::succeeded);
  CHECK(told.notices[1].at == noon + duration::seconds(31));

  one.gateway.latency = duration::seconds(30);
  CHECK(one.says(charge_at(noon)).notices[0].answer == payment_answer::succeeded);
}

TEST_CASE("within an outage a gateway is silent, and decides when it is over", "[R10.1][R10.8]") {
  shop one;
  one.gateway.outages = {{noon, noon + duration::hours(2)}};
  const script told = one.says(charge_at(noon));
  REQUIRE(told.notices.size() == 2);
  CHECK(told.notices[0].answer == payment_answer::timed_out);
  CHECK(told.notices[0].at == noon + one.gateway.timeout);
  CHECK(told.notices[1].answer == payment_answer::succeeded);
  CHECK(told.notices[1].at == noon + duration::hours(2) + one.gateway.latency);
}

TEST_CASE("an outage is half-open", "[R2.1][R10.1]") {
  shop one;
  one.gateway.outages = {{noon, noon + duration::hours(2)}};
  const auto answer = [&](instant t) { return one.says(charge_at(t)).notices[0].answer; };
  CHECK(answer(noon + duration::from_us(-1)) == payment_answer::succeeded);
  CHECK(answer(noon + duration::hours(2) + duration::from_us(-1)) ==
        payment_answer::succeeded);  // over in 1 us
  CHECK(answer(noon + duration::hours(1)) == payment_answer::timed_out);
  CHECK(answer(noon + duration::hours(2)) == payment_answer::succeeded);
}

TEST_CASE("a card's n-th attempt gets its n-th answer, and the last repeats", "[R10.1]") {
  shop one;
  one.gateway.decline_rate = always;  // a script goes before it
  const auto answer = [&](std::uint32_t attempts_before) {
    charge asked = charge_at(noon, 1, 1, card({card_answer::ok, card_answer::declines, card_answer::ok}));
    asked.attempts_before = attempts_before;
    return one.says(asked).notices[0].answer;
  };
  CHECK(answer(0) == payment_answer::succeeded);
  CHECK(answer(1) == payment_answer::declined);
  CHECK(answer(2) == payment_answer::succeeded);
  CHECK(answer(99) == payment_answer::succeeded);
}

TEST_CASE("a card without a script is declined as often as the gateway declines", "[R10.1]") {
  shop one;
  const auto declined = [&] {
    int count = 0;
    for (std::uint64_t key = 0; key < 1000; ++key)
      count += one.says(charge_at(noon, key)).notices[0].answer == payment_answer::declined;
    return count;
  };
  CHECK(declined() == 0);
  one.gateway.decline_rate = 300'000;
  CHECK(declined() > 240);
  CHECK(declined() < 360);
  one.gateway.decline_rate = always;
  CHECK(declined() == 1000);
}

TEST_CASE("a decline has one of the gateway's reasons, the same in its answer and its notice", "[R10.1]") {
  shop one;
  one.gateway.decline_rate = always;
  one.gateway.reasons = {"card_declined", "insufficient_funds", "expired_card"};
  std::vector<int> seen(3);
  for (std::uint64_t key = 0; key < 100; ++key) {
    const script told = one.says(charge_at(noon, key));
    CHECK(told.notices[0].reason == told.notices[1].reason);
    ++seen.at(told.notices[0].reason);
  }
  for (const int count : seen) CHECK(count > 10);
}

TEST_CASE("a lost notice is left out, a doubled one stands twice", "[R10.1]") {
  shop one;
  one.gateway.lost_rate = always;
  one.gateway.duplicate_rate = always;
  CHECK(one.says(charge_at(noon)).notices.size() == 1);
  one.gateway.lost_rate = 0;
  const script told = one.says(charge_at(noon));
  REQUIRE(told.notices.size() == 3);
  CHECK(told.notices[1].number == 1);
  CHECK(told.notices[2].number == 2);
  CHECK(told.notices[1].answer == told.notices[2].answer);
}

TEST_CASE("a notice is delayed by something between the bounds, and may come before another", "[R10.1]") {
  shop one;
  one.gateway.duplicate_rate = always;
  one.gateway.delay_min = duration::seconds(1);
  one.gateway.delay_max = duration::hours(1);
  int overtaken = 0;
  for (std::uint64_t key = 0; key < 100; ++key) {
    const script told = one.says(charge_at(noon, key));
    const instant decided = told.notices[0].at;
    for (std::size_t n = 1; n < 3; ++n) {
      CHECK(told.notices[n].at >= decided + duration::seconds(1));
      CHECK(told.notices[n].at <= decided + duration::hours(1));
    }
    overtaken += told.notices[2].at < told.notices[1].at;
  }
  CHECK(overtaken > 20);
  CHECK(overtaken < 80);
}

TEST_CASE("a charge that is asked twice is answered the same, whatever else exists", "[R10.1][R14.7]") {
  REQUIRE(rc::check([] {
    shop one;
    one.gateway.decline_rate = 300'000;
    one.gateway.duplicate_rate = 500'000;
    one.gateway.lost_rate = 200'000;
    one.gateway.delay_max = duration::hours(5);
    one.told.raw().seed = *rc::gen::arbitrary<std::uint64_t>();
    const charge asked = charge_at(noon, *rc::gen::inRange<std::uint64_t>(0, 50), *rc::gen::inRange(1U, 5U));
    const script first = one.says(asked);

    one.told.account("other");
    one.told.raw().gateways.push_back(
        {.name = "another", .delay_min = {}, .delay_max = {}, .outages = {}, .fee_fixed = {}});
    one.says(charge_at(noon, 77));
    charge later = asked;
    later.payment = 9;  // other payments were made before: only the number differs
    const script again = one.says(later);
    RC_ASSERT(again.notices.size() == first.notices.size());
    for (std::size_t n = 0; n < first.notices.size(); ++n) {
      RC_ASSERT(again.notices[n].at == first.notices[n].at);
      RC_ASSERT(again.notices[n].answer == first.notices[n].answer);
      RC_ASSERT(again.notices[n].reason == first.notices[n].reason);
    }
  }));
}

TEST_CASE("a payment whose key is its place in the file draws by its number in the account",
          "[R10.1][R2.8]") {
  shop one;
  one.gateway.delay_max = duration::hours(24);
  const auto delay = [&](std::uint64_t step, payment_id payment) {
    charge asked = charge_at(noon);
    asked.key = key_of_step(step);
    asked.payment = payment;
    return one.says(asked).notices[1].at;
  };
  CHECK(delay(5, 1) == delay(6, 1));  // a step more in the file
  CHECK(delay(5, 1) != delay(5, 2));
}

TEST_CASE("a payment whose key was given draws by the key's name, wherever it stands", "[R10.1][R14.7]") {
  shop one;
  one.gateway.delay_max = duration::hours(24);
  one.told.raw().key_names = {"a", "b"};
  const auto delay = [&](std::uint64_t position, payment_id payment) {
    charge asked = charge_at(noon);
    asked.key = {effect_key::space::given, 0, position};
    asked.payment = payment;
    return one.says(asked).notices[1].at;
  };
  const instant of_b = delay(1, 1);
  CHECK(delay(0, 1) != of_b);
  one.told.raw().key_names = {"b", "a"};
  CHECK(delay(0, 9) == of_b);
}

TEST_CASE("seed, account, key and attempt each draw anew", "[R10.1][R14.7]") {
  shop one;
  one.gateway.delay_max = duration::hours(24);
  const auto delay = [&](const charge& asked) { return one.says(asked).notices[1].at; };
  const instant first = delay(charge_at(noon, 1, 1));
  CHECK(delay(charge_at(noon, 2, 1)) != first);
  CHECK(delay(charge_at(noon, 1, 2)) != first);
  one.told.raw().accounts[0].name = "emca";
  CHECK(delay(charge_at(noon, 1, 1)) != first);
  one.told.raw().accounts[0].name = "acme";
  CHECK(delay(charge_at(noon, 1, 1)) == first);
  one.told.raw().seed = 2;
  CHECK(delay(charge_at(noon, 1, 1)) != first);
}
