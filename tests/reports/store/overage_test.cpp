// What the store says of usage that is invoiced, billed and paid for, and of what a plan carries at least.
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "reports/store/account_history.hpp"
#include "reports/store/reader.hpp"
#include "tests/reports/rows.hpp"
#include "tests/reports/studio_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

constexpr effect_key overage_key{effect_key::space::overage, 0, 1};

// A usage of which so much is invoiced.
usage_event used_beyond(credits amount, credits invoiced, std::vector<slice> slices) {
  usage_event made;
  made.key = message_key;
  made.agent = 0;
  made.quantity = amount.micro();
  made.amount = amount;
  made.slices = std::move(slices);
  made.invoiced = invoiced;
  return made;
}

// The studio on its plan, which it used up and 200 more.
told_history begun() {
  told_history studio(0);
  studio.at("2026-01-05")
      .answers(command_event::what::subscribe, outcome::subscribed, first_key)
      .sends(charge_of(1, first_key, payment_for::subscription, 29_usd));
  studio.at("2026-01-05T00:00:02Z")
      .hears(1, 1, false, payment_answer::succeeded, notice_effect::credited)
      .subscription(subscription_event::what::begun, 1, on_starter("2026-02-05", 0))
      .brings(lot_of_cycle(1, lot_kind::plan, 1000_cr, "2026-02-05", 1, first_key));
  studio.at("2026-01-07").uses_up(used_beyond(1200_cr, 200_cr, {{1, 1000_cr}}));
  return studio;
}

run_store store_of(const told_history& studio) {
  return test::store_of(*studio_world().build(), {studio});
}

const std::string invoiced_rows =
    "select kind, amount_micro / 1000000, invoiced_micro / 1000000, money_minor from events "
    "where invoiced_micro is not null or kind in ('credited', 'overage_billed') order by number";

}  // namespace

TEST_CASE("usage that is invoiced is billed with the renewal, and what was refunded before is not",
          "[R4.13][R4.15]") {
  told_history studio = begun();
  refund_event refund;
  refund.key = sorry_key;
  refund.debit = message_key;
  refund.agent = 0;
  refund.amount = 50_cr;
  refund.invoiced = 50_cr;
  studio.at("2026-01-09").tells(refund);
  studio.at("2026-02-05")
      .ends(1, 0_cr)
      .subscription(subscription_event::what::turned, 0, on_starter("2026-03-05", 0))
      .tells(overage_event{2, renewal_key, 150_cr})
      .sends(charge_of(2, renewal_key, payment_for::renewal, 32_usd));
  studio.at("2026-02-05T00:00:02Z")
      .hears(2, 1, false, payment_answer::succeeded, notice_effect::credited)
      .subscription(subscription_event::what::renewed, 2, on_starter("2026-03-05", 0))
      .brings(lot_of_cycle(2, lot_kind::plan, 1000_cr, "2026-03-05", 2, renewal_key));
  const run_store store = store_of(studio);
  CHECK(rows_of(store, invoiced_rows) == lines{"credited|||", "charged|1200|200|", "refunded|50|-50|",
                                               "overage_billed|150|-150|", "credited|||"});
  CHECK(rows_of(store, "select payment, purpose, overage_micro / 1000000 from payments order by payment") ==
        lines{"1|subscription|0", "2|renewal|150"});
  CHECK(rows_of(store, "select entry, description from events where kind = 'overage_billed'") ==
        lines{"overage|150 credits of usage beyond the credit billed"});
  CHECK(rows_of(store,
                "select description from events where kind in ('charged', 'refunded') order by number") ==
        lines{"bot used unit 1200, 200 of 1200 to be invoiced",
              "refund of message, what was invoiced for it is not billed"});
  const auto totals = read_totals(store).value();
  CHECK(totals.invoiced == 150'000'000);
  CHECK(totals.unbilled == 0);
  CHECK(read_accounts(store).value().front().left.invoiced == 0_cr);
}

TEST_CASE("a payment for usage alone brings no credit, and what failed is to be billed again",
          "[R4.13][R4.14]") {
  told_history studio = begun();
  studio.at("2026-02-01")
      .tells(overage_event{2, overage_key, 200_cr})
      .sends(charge_of(2, overage_key, payment_for::overage, 5_usd));
  studio.at("2026-02-01T00:00:02Z").hears(2, 1, false, payment_answer::declined, notice_effect::failed);
  const effect_key second{effect_key::space::overage, 0, 2};
  studio.at("2026-03-01")
      .tells(overage_event{3, second, 200_cr})
      .sends(charge_of(3, second, payment_for::overage, 5_usd));
  studio.at("2026-03-01T00:00:02Z").hears(3, 1, false, payment_answer::succeeded, notice_effect::credited);
  const run_store store = store_of(studio);
  CHECK(rows_of(store,
                "select kind, invoiced_micro / 1000000, money_minor from events where payment in (2, 3) "
                "order by number") == lines{"overage_billed|-200|", "charge||", "declined|200|",
                                            "overage_billed|-200|", "charge||", "credited||500"});
  CHECK(
      rows_of(store, "select key, state, overage_micro / 1000000 from payments where purpose = 'overage'") ==
      lines{"overage-1|failed|200", "overage-2|credited|200"});
  CHECK(rows_of(store,
                "select entry, description from events where kind in ('declined', 'credited') and "
                "payment > 1 order by number") ==
        lines{"payment_failed|usage beyond the credit for 5.00 USD declined, card_declined",
              "overage|usage beyond the credit for 5.00 USD paid"});
  CHECK(read_totals(store).value().invoiced == 200'000'000);
}

TEST_CASE("what a renewal was to pay for is to be billed again when the subscription ends", "[R4.14]") {
  told_history studio = begun();
  studio.at("2026-02-05")
      .ends(1, 0_cr)
      .subscription(subscription_event::what::turned, 0, on_starter("2026-03-05", 0))
      .tells(overage_event{2, renewal_key, 200_cr})
      .subscription(subscription_event::what::past_due, 2,
                    on_starter("2026-03-05", 0, subscription_state::past_due));
  studio.at("2026-02-06")
      .subscription(subscription_event::what::ended, 2, on_starter("", 0, subscription_state::ended));
  world_builder told = studio_world();
  const auto in = told.build();
  account_history history(*in, 0);
  for (const event& next : studio.events()) REQUIRE(history.apply(next));
  CHECK(history.invoiced_change() == 200_cr);
  CHECK(history.now().invoiced == 200_cr);
}

TEST_CASE("what a plan carries at least is added to the lot that is carried", "[R8.14]") {
  told_history studio(0);
  studio.at("2026-01-05T00:00:02Z")
      .brings(lot_of_cycle(1, lot_kind::plan, 1000_cr, "2026-02-05", 0, first_key));
  studio.at("2026-01-07").uses_up(used_beyond(980_cr, 0_cr, {{1, 980_cr}}));
  studio.at("2026-02-05").tells(carry_event{1, 50_cr, 0_cr, when("2026-03-05"), 50_cr, 30_cr});
  const run_store store = store_of(studio);
  CHECK(rows_of(store,
                "select movement, left_micro / 1000000 from movements where number = 3 order by position") ==
        lines{"carried|0", "refilled|30"});
  CHECK(rows_of(store,
                "select left_micro / 1000000, refilled_micro / 1000000, used_micro / 1000000 from lots") ==
        lines{"50|30|980"});
  CHECK(rows_of(store,
                "select credits_micro / 1000000, amount_micro / 1000000, description from events where "
                "kind = 'carried'") ==
        lines{"30|50|plan credit carried into the next period, filled up to what the plan carries at least"});
}
