// The payments of one account: credit comes exactly once, whatever the notices do (R9.4).
#include "engine/payments/payment_book.hpp"

#include <catch2/catch.hpp>

#include "printing.hpp"
#include "scripted_gateway.hpp"
#include "world_builder.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

const instant noon = when("2026-01-05T12:00:00Z");
const purchase thousand{20_usd, 1000_cr};

// A book with one payment, of which so many attempts were made.
struct one_payment {
  payment_book book;

  explicit one_payment(bool recharge = false, int attempts = 1) {
    payment& made =
        book.begin(key_of_step(1), thousand, recharge ? payment_for::recharge : payment_for::top_up, {});
    for (int i = 0; i < attempts; ++i) book.next_attempt(made, good_card(), noon);
  }
  payment& of() { return book.at(1); }
  notice_effect hears(payment_answer answer, std::uint32_t attempt = 1, bool is_answer = false) {
    const notice_effect effect = payment_book::effect_of(of(), attempt, answer, is_answer);
    if (effect == notice_effect::credited) book.credit(of());
    if (effect == notice_effect::failed) book.fail_attempt(of(), noon);
    return effect;
  }
};

}  // namespace

TEST_CASE("an answer of success leaves the credit to the notice", "[R9.3]") {
  one_payment paid;
  CHECK(paid.hears(payment_answer::succeeded, 1, true) == notice_effect::awaiting);
  CHECK(paid.of().in_flight());
  CHECK(paid.hears(payment_answer::succeeded) == notice_effect::credited);
  CHECK_FALSE(paid.of().in_flight());
}

TEST_CASE("a doubled notice credits once", "[R9.4]") {
  one_payment paid;
  CHECK(paid.hears(payment_answer::succeeded) == notice_effect::credited);
  CHECK(paid.hears(payment_answer::succeeded) == notice_effect::already_credited);
}

TEST_CASE("a success after a timeout is credited", "[R9.4]") {
  one_payment paid;
  CHECK(paid.hears(payment_answer::timed_out, 1, true) == notice_effect::awaiting);
  CHECK(paid.hears(payment_answer::succeeded) == notice_effect::credited);
}

TEST_CASE("a notice that overtakes its answer is credited, and the answer changes nothing", "[R9.4]") {
  one_payment paid;
  CHECK(paid.hears(payment_answer::succeeded) == notice_effect::credited);
  CHECK(paid.hears(payment_answer::succeeded, 1, true) == notice_effect::awaiting);
}

TEST_CASE("a failure is known once: by its answer or by its notice", "[R9.4]") {
  one_payment paid;
  CHECK(paid.hears(payment_answer::declined, 1, true) == notice_effect::failed);
  CHECK(paid.hears(payment_answer::declined) == notice_effect::ignored);
}

TEST_CASE("a failure after success is ignored", "[R9.4]") {
  one_payment paid;
  CHECK(paid.hears(payment_answer::succeeded) == notice_effect::credited);
  CHECK(paid.hears(payment_answer::declined) == notice_effect::ignored);
}

TEST_CASE("a success after failure is credited", "[R9.4]") {
  one_payment paid;
  CHECK(paid.hears(payment_answer::declined) == notice_effect::failed);
  CHECK(paid.hears(payment_answer::succeeded) == notice_effect::credited);
}

TEST_CASE("of an older attempt a failure is ignored and a success credited", "[R9.4]") {
  one_payment paid(true, 2);
  CHECK(paid.hears(payment_answer::declined, 1) == notice_effect::ignored);
  CHECK(paid.hears(payment_answer::succeeded, 1) == notice_effect::credited);
  CHECK(paid.hears(payment_answer::succeeded, 2) == notice_effect::already_credited);
}

TEST_CASE("a failure of an attempt that was never made is ignored", "[R9.4]") {
  one_payment paid;
  CHECK(paid.hears(payment_answer::declined, 0) == notice_effect::ignored);
  CHECK(paid.hears(payment_answer::declined, 2) == notice_effect::ignored);
}

TEST_CASE("a further attempt may fail again", "[R10.4]") {
  one_payment paid(true);
  CHECK(paid.hears(payment_answer::declined, 1) == notice_effect::failed);
  paid.book.next_attempt(paid.of(), good_card(), noon + duration::hours(1));
  CHECK(paid.hears(payment_answer::declined, 2) == notice_effect::failed);
  CHECK(paid.of().first_failure == noon);
}

TEST_CASE("attempts are counted on a fingerprint over all payments", "[R10.1]") {
  payment_book book;
  book.begin(key_of_step(1), thousand, payment_for::top_up, {});
  book.begin(key_of_step(2), thousand, payment_for::top_up, {});
  const auto attempt = [&](payment_id of, std::uint32_t fingerprint) {
    return book.next_attempt(book.at(of), good_card(fingerprint), noon);
  };
  CHECK(attempt(1, 7).attempts_before == 0);
  CHECK(attempt(2, 7).attempts_before == 1);
  CHECK(attempt(2, 8).attempts_before == 0);
  const charge third = attempt(2, 7);
  CHECK(third.attempts_before == 2);
  CHECK(third.attempt == 3);
  CHECK(third.payment == 2);
  CHECK(third.key == key_of_step(2));
  CHECK(third.amount == 20_usd);
  CHECK(third.at == noon);
}

TEST_CASE("notices are heard in time, then by payment, attempt and number", "[R2.4]") {
  payment_book book;
  const auto say = [&](std::vector<notice> notices) {
    script told;
    told.of.at = noon;
    told.notices = std::move(notices);
    book.expect(told);
  };
  const instant later = noon + duration::seconds(3);
  say({{later, 2, 1, 0, {}, 0}, {later, 2, 1, 1, {}, 0}});
  say({{later, 1, 2, 0, {}, 0}, {later.next(), 1, 2, 1, {}, 0}});
  say({{later, 1, 1, 0, {}, 0}});
  CHECK(book.next_due() == later);
  std::vector<std::array<std::uint32_t, 3>> heard;
  while (const auto next = book.take_notice(later))
    heard.push_back({next->payment, next->attempt, next->number});
  CHECK(heard == std::vector<std::array<std::uint32_t, 3>>{{1, 1, 0}, {1, 2, 0}, {2, 1, 0}, {2, 1, 1}});
  CHECK(book.next_due() == later.next());
}

TEST_CASE("a script that answers within the instant that asked is a defect", "[R2.8]") {
  payment_book book;
  script told;
  told.of.at = noon;
  told.notices = {{noon, 1, 1, 0, {}, 0}};
  CHECK_THROWS_AS(book.expect(told), defect);
}

TEST_CASE("retries that are due at once come by payment", "[R2.4][R10.4][R2.11]") {
  payment_book book;
  for (std::uint64_t key = 1; key <= 3; ++key)
    book.begin(key_of_recharge(key), thousand, payment_for::recharge, {});
  book.retry_at(book.at(3), noon);
  book.retry_at(book.at(1), noon);
  book.retry_at(book.at(2), noon.next());
  CHECK(book.next_due() == noon);
  CHECK(book.take_retry(noon)->id == 1);
  CHECK(book.take_retry(noon)->id == 3);
  CHECK(book.take_retry(noon) == nullptr);
  CHECK(book.next_due() == noon.next());
}

TEST_CASE("what is pending is the credit of all payments in flight", "[R10.2]") {
  payment_book book;
  book.begin(key_of_step(1), thousand, payment_for::top_up, {});
  book.begin(key_of_recharge(1), {1_usd, 50_cr}, payment_for::recharge, {});
  CHECK(book.pending() == 1050_cr);
  CHECK(book.recharge_in_flight());
  book.give_up(book.at(1));
  CHECK(book.pending() == 50_cr);
  book.credit(book.at(2));
  CHECK(book.pending().is_zero());
  CHECK_FALSE(book.recharge_in_flight());
  book.credit(book.at(1));  // a late success of what was given up
  CHECK(book.pending().is_zero());
}

TEST_CASE("a credit cancels the retry that is due", "[R9.4][R10.4]") {
  one_payment paid(true);
  paid.hears(payment_answer::declined);
  paid.book.retry_at(paid.of(), noon + duration::hours(1));
  CHECK(paid.hears(payment_answer::succeeded) == notice_effect::credited);
  CHECK(paid.book.next_due().is_never());
}

TEST_CASE("only a recharge that waits for its retry is given up with auto-recharge", "[R10.4]") {
  payment_book book;
  book.begin(key_of_recharge(1), thousand, payment_for::recharge, {});
  book.give_up_waiting_recharge();
  CHECK(book.at(1).in_flight());
  book.retry_at(book.at(1), noon);
  book.give_up_waiting_recharge();
  CHECK(book.at(1).failed);
  CHECK(book.next_due().is_never());
}

TEST_CASE("a payment is found by its key", "[R9.4]") {
  payment_book book;
  book.begin(key_of_step(1), thousand, payment_for::top_up, {});
  book.begin(key_of_recharge(1), thousand, payment_for::recharge, {});
  REQUIRE(book.find(key_of_recharge(1)) != nullptr);
  CHECK(book.find(key_of_recharge(1))->id == 2);
  CHECK(book.find(key_of_recharge(2)) == nullptr);
  CHECK_THROWS_AS(book.at(3), defect);
}

TEST_CASE("an invoice is overdue once, at its day, unless it was settled", "[R9.3]") {
  payment_book book;
  for (std::uint64_t key = 1; key <= 3; ++key)
    book.bill(book.begin(key_of_step(key), thousand, payment_for::top_up, {}), noon);
  book.pay(book.at(1), 5_usd);
  book.pay(book.at(2), 20_usd);
  book.void_invoice(book.at(3));
  CHECK(book.next_due() == noon);
  REQUIRE(book.take_overdue(noon) == &book.at(1));
  CHECK(book.take_overdue(noon) == nullptr);
  CHECK(book.next_due().is_never());
  CHECK(book.invoice_of(1)->paid == 5_usd);
  CHECK(book.invoice_of(3)->is_voided);
  CHECK(book.invoice_of(4) == nullptr);
}

TEST_CASE("a payment remembers how it was charged back", "[R9.6]") {
  one_payment paid;
  CHECK(paid.book.chargeback_of(1) == nullptr);
  chargeback back;
  back.amount = 20_usd;
  back.lots = {{1, 400_cr, 600_cr}};
  paid.book.charge_back(1, back);
  CHECK(paid.book.chargeback_of(1)->lots.at(0).used == 600_cr);
}

namespace {

constexpr auto nothing_in_use = [](payment_id) { return false; };

}  // namespace

TEST_CASE("a book forgets payments that are over, and numbers new ones on", "[R9.4]") {
  payment_book book(false);
  for (std::uint64_t key = 1; key <= 4; ++key)
    book.begin(key_of_step(key), thousand, payment_for::top_up, {});
  book.credit(book.at(1));
  book.credit(book.at(2));
  book.give_up(book.at(3));
  book.forget_what_is_over({}, [](payment_id id) { return id == 2; });
  CHECK(book.size() == 2);
  CHECK_THROWS_AS(book.at(1), defect);
  CHECK_THROWS_AS(book.at(3), defect);
  CHECK(book.at(2).credited);
  CHECK(book.at(4).in_flight());
  CHECK(book.begin(key_of_step(5), thousand, payment_for::top_up, {}).id == 5);
}

TEST_CASE("a payment is not over as long as a notice, a retry or its invoice is open", "[R9.3][R9.4]") {
  payment_book book(false);
  const charge sent =
      book.next_attempt(book.begin(key_of_step(1), thousand, payment_for::top_up, {}), good_card(), {});
  book.expect({sent, {{noon, 1, 1, 0, payment_answer::succeeded, 0}}});
  book.credit(book.at(1));
  book.retry_at(book.begin(key_of_recharge(1), thousand, payment_for::recharge, {}), noon);
  book.bill(book.begin(key_of_step(2), thousand, payment_for::top_up, {}), noon);
  book.forget_what_is_over({}, nothing_in_use);
  CHECK(book.size() == 3);
  REQUIRE(book.take_notice(noon));
  book.give_up(book.at(2));
  book.pay(book.at(3), 20_usd);
  book.credit(book.at(3));
  book.forget_what_is_over({}, nothing_in_use);
  CHECK(book.size() == 0);
  CHECK(book.next_due().is_never());
}

TEST_CASE("a book that keeps all payments forgets none", "[R9.5]") {
  one_payment paid;
  paid.hears(payment_answer::succeeded);
  paid.book.forget_what_is_over({}, nothing_in_use);
  CHECK(paid.of().credited);
}

TEST_CASE("recharges that are forgotten count for the caps of their period", "[R10.5]") {
  const instant period = noon + duration::days(-4);
  payment_book book(false);
  const auto recharge = [&](int number, instant t) -> payment& {
    return book.begin(key_of_recharge(static_cast<std::uint64_t>(number)), thousand, payment_for::recharge,
                      t);
  };
  book.credit(recharge(1, period + duration::hours(-1)));
  book.credit(recharge(2, period));
  book.give_up(recharge(3, period + duration::hours(1)));
  book.forget_what_is_over(period, nothing_in_use);
  recharge(4, noon);
  CHECK(book.size() == 1);
  CHECK(book.recharges_since(period).count == 2);
  CHECK(book.recharges_since(period).spent_minor == 4000);
  CHECK(book.last_recharge() == noon);
  book.give_up(book.at(4));
  CHECK(book.last_recharge() == period);
  book.forget_what_is_over(noon, nothing_in_use);
  CHECK(book.recharges_since(noon).count == 0);
  CHECK(book.last_recharge() == period);
}
