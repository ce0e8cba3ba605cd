#include "reports/customers/customer_totals.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/ledger/told_books.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::ledger;

namespace {

world with_a_meter() {
  world in = with_gateway();
  in.catalog.meters.emplace_back();
  in.accounts.emplace_back();
  return in;
}

// Tells a fold what happens, from the start of the world on.
class told_fold {
 public:
  told_fold() : fold_(in_) {}

  told_fold& at(std::string_view when) {
    now_ = on(when);
    return *this;
  }
  template <class Body>
  told_fold& tell(const Body& body) {
    fold_.see({now_, body});
    return *this;
  }
  customer_totals finish(std::string_view end) { return std::move(fold_).finish(on(end), at_end); }

  figures at_end;

 private:
  world in_ = with_a_meter();
  customer_fold fold_;
  instant now_ = in_.start;
};

usage_event refused(outcome why) {
  usage_event e;
  e.result = why;
  return e;
}

}  // namespace

TEST_CASE("a customer's bill is what was received and not given back") {
  told_fold told;
  told.tell(sent(payment_for::top_up, cents(1000))).tell(success()).tell(lot_of(1, 100, cents(1000), 1));
  told.at("2026-05-02T00:00:00Z").tell(used(1, 40)).tell(refund(cents(300), {{1, credits::whole(30)}}));
  told.at("2026-06-02T00:00:00Z").tell(lot_end_event{1, credits::whole(20), {}});
  told.at_end.of(lot_kind::paid) = credits::whole(10);
  const customer_totals all = told.finish("2026-06-30T00:00:00Z");
  CHECK(all.bill() == 700);
  CHECK(all.revenue() == 400);
  CHECK(all.breakage() == 200);
  CHECK(all.deferred() == 100);
  CHECK(all.expired == 20'000'000);
  CHECK(all.left == credits::whole(10));
  CHECK(all.payments.top_ups == 1);
  CHECK(all.months.size() == 3);
  CHECK(all.meters[0].count == 1);
  CHECK(all.used == 40'000'000);
  CHECK(all.events == 6);
}

TEST_CASE("a customer is blocked from the first refusal until there is credit again, or the end") {
  told_fold told;
  told.at("2026-04-02T00:00:00Z").tell(refused(outcome::insufficient_credit));
  told.at("2026-04-02T01:00:00Z").tell(refused(outcome::insufficient_credit));
  told.at("2026-04-02T05:00:00Z").tell(lot_of(1, 100, {}, 0));
  told.at("2026-04-03T00:00:00Z")
      .tell(refused(outcome::limit_reached))
      .at("2026-04-03T02:00:00Z")
      .tell(used(1, 1));
  told.at("2026-04-04T00:00:00Z").tell(refused(outcome::feature_not_in_plan));
  told.at("2026-04-05T00:00:00Z").tell(refused(outcome::plan_exhausted));
  const customer_totals all = told.finish("2026-04-05T12:00:00Z");
  CHECK(all.blocked == duration::hours(5 + 2 + 12));
  CHECK(all.refused_for_credit == 4);
  CHECK(all.refused_otherwise == 1);
}

TEST_CASE("what is deferred is told by when its credit ends, and what of it is for time to come", "[R13.2]") {
  const auto lot_until = [](lot_id id, std::string_view ends) {
    lot_event lot = lot_of(id, 100, cents(1000), id);
    lot.expires = ends.empty() ? instant::never() : on(ends);
    return lot;
  };
  told_fold told;
  told.at("2026-05-01T00:00:00Z");
  for (const auto& [id, ends] :
       {std::pair{1U, "2026-06-20T00:00:00Z"}, std::pair{2U, "2026-08-01T00:00:00Z"},
        std::pair{3U, "2027-03-01T00:00:00Z"}, std::pair{4U, "2028-01-01T00:00:00Z"}, std::pair{5U, ""}})
    told.tell(sent(payment_for::top_up, cents(1000), id)).tell(success(id)).tell(lot_until(id, ends));
  told.tell(used(2, 40));
  carry_event carried;
  carried.lot = 3;
  carried.expires = on("2026-06-25T00:00:00Z");
  told.tell(carried);
  const customer_totals all = told.finish("2026-06-01T00:00:00Z");
  CHECK(all.deferred_by_age == std::array<int128, ledger::ages>{2000, 600, 0, 1000, 1000});
  CHECK(all.deferred_fees() == 0);
  CHECK(all.deferred() == 4600);
}

TEST_CASE("who leaves is blocked no longer") {
  const world in = with_a_meter();
  for (const auto& [leaves, blocked] :
       {std::pair{"2026-04-04T00:00:00Z", 2 * 24}, std::pair{"2026-04-01T00:00:00Z", 0}}) {
    customer_fold fold(in, on(leaves));
    fold.see({on("2026-04-02T00:00:00Z"), refused(outcome::insufficient_credit)});
    fold.see({on("2026-04-09T00:00:00Z"), lot_of(1, 100, {}, 0)});
    const customer_totals all = std::move(fold).finish(on("2026-04-12T00:00:00Z"), {});
    CHECK(all.blocked == duration::hours(blocked));
  }
}

TEST_CASE("a customer begins with the first event") {
  told_fold told;
  told.at("2026-04-03T00:00:00Z").tell(lot_of(1, 100, {}, 0));
  told.at("2026-04-04T00:00:00Z").tell(used(1, 1));
  CHECK(told.finish("2026-04-05T12:00:00Z").began == parse_instant("2026-04-03", zone_table{}).value());
  CHECK_FALSE(told_fold().finish("2026-04-05T12:00:00Z").began);
}

TEST_CASE("payments are counted by what they were for, and so are declines") {
  told_fold told;
  told.tell(sent(payment_for::recharge, cents(500), 1)).tell(success(1));
  told.tell(sent(payment_for::renewal, cents(500), 2));
  heard_event failed = success(2);
  failed.effect = notice_effect::failed;
  told.tell(failed).tell(success(2)).tell(invoice(invoice_event::what::paid, payment_for::top_up, cents(5)));
  const customer_totals all = told.finish("2026-04-05T12:00:00Z");
  CHECK(all.payments == payments_made{1, 1, 1, 1});
}

TEST_CASE("what is repeated counts once, and what is refunded not at all") {
  told_fold told;
  told.tell(lot_of(1, 100, {}, 0)).tell(used(1, 40));
  usage_event again = used(1, 40);
  again.repeated = true;
  told.tell(again);
  refund_event back = refund_of(1, 10, refunded_to::lot);
  back.amount = credits::whole(10);
  told.tell(back);
  const customer_totals all = told.finish("2026-04-05T12:00:00Z");
  CHECK(all.used == 30'000'000);
  CHECK(all.meters[0].count == 1);
}
