// What statement and transcript say of usage that is invoiced, and of what a plan carries at least.
#include <catch2/catch.hpp>

#include "reports/statement/statement.hpp"
#include "reports/statement/transcript.hpp"
#include "tests/reports/studio_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;

namespace {

run_store store_of(const told_history& studio) {
  return test::store_of(*studio_world().build(), {studio});
}

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

}  // namespace

TEST_CASE("the transcript tells what is invoiced, billed, and to be billed again", "[R4.13][R4.14]") {
  constexpr effect_key overage_key{effect_key::space::overage, 0, 1};
  told_history studio(0);
  studio.at("2026-01-07").uses_up(used_beyond(12_cr, 12_cr, {}));
  refund_event refund;
  refund.key = sorry_key;
  refund.debit = message_key;
  refund.amount = 2_cr;
  refund.invoiced = 2_cr;
  studio.at("2026-01-09").tells(refund);
  studio.at("2026-02-01")
      .tells(overage_event{1, overage_key, 10_cr})
      .sends(charge_of(1, overage_key, payment_for::overage, 1_usd));
  studio.at("2026-02-01T00:00:02Z").hears(1, 1, false, payment_answer::declined, notice_effect::failed);
  const run_store store = store_of(studio);
  const std::string text = transcript(store).value();
  CHECK_THAT(text, Catch::Contains("12 to be invoiced"));
  CHECK_THAT(text, Catch::Contains("2 not to be billed"));
  CHECK_THAT(text, Catch::Contains("10 credits of usage beyond the credit billed: payment 1"));
  CHECK_THAT(text, Catch::Contains("10 credits of usage to be billed again"));
  CHECK_THAT(statement(store, {}).value(), Catch::Contains("not billed yet 10"));
}

TEST_CASE("the transcript tells what was added to a carried lot", "[R8.14]") {
  told_history studio(0);
  studio.at("2026-01-05").brings(lot_of_cycle(1, lot_kind::plan, 1000_cr, "2026-02-05", 0, first_key));
  studio.at("2026-01-07").uses_up(used_beyond(980_cr, 0_cr, {{1, 980_cr}}));
  studio.at("2026-02-05").tells(carry_event{1, 50_cr, 0_cr, when("2026-03-05"), 50_cr, 30_cr});
  CHECK_THAT(transcript(store_of(studio)).value(),
             Catch::Contains("lot 1, 50 credits, 30 refilled, until 2026-03-05"));
}
