#include "engine/ledger/postings.hpp"

#include <array>
#include <map>
#include <set>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

using namespace drawdown;
using namespace drawdown::ledger;

namespace {

event granted(lot_id lot, lot_kind kind, credits amount, outcome result = outcome::granted) {
  lot_event body;
  body.lot = lot;
  body.kind = kind;
  body.result = result;
  body.amount = amount;
  return {instant::from_us(0), body};
}

event debited(std::vector<slice> slices) {
  usage_event body;
  for (const slice& taken : slices) body.amount += taken.amount;
  body.slices = std::move(slices);
  return {instant::from_us(0), body};
}

event ended(lot_id lot, credits expired) {
  return {instant::from_us(0), lot_end_event{lot, expired, credits{}}};
}

credits sum(const std::vector<posting>& entry) {
  credits total;
  for (const posting& line : entry) total += line.amount;
  return total;
}

template <class Body>
std::vector<posting> entry_of(const Body& body, const kind_of_lot& kind) {
  return postings_of({instant::from_us(0), body}, kind);
}

lot_kind no_lot(lot_id) {
  throw defect("no lot was named");
}

// Lots, and events that a ledger could have written about them.
struct random_history {
  std::map<lot_id, lot_kind> kinds;
  std::vector<event> events;
  credits balance;
  credits debt;
};

// Some of what is left, in slices; it is no longer left.
std::vector<slice> draw_slices(random_history& history, std::map<lot_id, credits>& left) {
  std::vector<slice> slices;
  for (auto& [lot, rest] : left) {
    const credits taken = credits::from_micro(*rc::gen::inRange<std::int64_t>(0, rest.micro() + 1));
    if (!taken.is_zero()) slices.push_back({lot, taken});
    rest -= taken;
    history.balance -= taken;
  }
  return slices;
}

event carried(std::vector<slice> slices, credits debt) {
  event used = debited(std::move(slices));
  auto& body = std::get<usage_event>(used.body);
  body.amount += body.debt = debt;
  return used;
}

// Debt is paid, as far as the slices go and there is debt.
event debt_paid(std::vector<slice> slices) {
  debt_paid_event body;
  for (const slice& s : slices) body.amount += s.amount;
  body.slices = std::move(slices);
  return {instant::from_us(0), body};
}

random_history draw_history() {
  random_history history;
  std::map<lot_id, credits> left;
  const auto steps = *rc::gen::inRange(1, 40);
  for (int step = 0; step < steps; ++step) {
    const auto what = *rc::gen::inRange(0, 6);
    if (what == 0 || left.empty()) {
      const auto lot = static_cast<lot_id>(history.kinds.size() + 1);
      const auto kind = static_cast<lot_kind>(*rc::gen::inRange<unsigned>(0, lot_kinds));
      const credits amount = credits::from_micro(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000));
      history.kinds[lot] = kind;
      left[lot] = amount;
      history.balance += amount;
      history.events.push_back(granted(lot, kind, amount));
    } else if (what == 1) {
      history.events.push_back(debited(draw_slices(history, left)));
    } else if (what == 2) {
      const credits debt = credits::from_micro(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
      history.events.push_back(carried(draw_slices(history, left), debt));
      history.debt += debt;
    } else if (what == 3) {
      history.events.push_back(debt_paid(draw_slices(history, left)));
      history.debt -= std::get<debt_paid_event>(history.events.back().body).amount;
    } else if (what == 4) {
      auto& [lot, rest] = *left.begin();
      const credits fresh = credits::from_micro(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000));
      history.events.push_back({instant::from_us(0), refill_event{lot, {}, rest, fresh, {}}});
      history.balance += fresh - rest;
      rest = fresh;
    } else {
      const auto first = left.begin();
      history.events.push_back(ended(first->first, first->second));
      history.balance -= first->second;
      left.erase(first);
    }
  }
  return history;
}

}  // namespace

TEST_CASE("every account of the books has a name of its own", "[R13.1]") {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < ledger_accounts; ++i) seen.insert(name_of(static_cast<ledger_account>(i)));
  CHECK(seen.size() == ledger_accounts);
  for (std::size_t i = 0; i < lot_kinds; ++i) {
    const auto kind = static_cast<lot_kind>(i);
    CHECK(name_of(customer_of(kind)) == "customer:" + std::string(name_of(kind)));
    CHECK(name_of(issued_of(kind)) == "issued:" + std::string(name_of(kind)));
  }
}

TEST_CASE("a grant comes from what is issued and goes to the customer", "[R13.1]") {
  const auto entry = postings_of(granted(1, lot_kind::plan, credits::whole(1000)), no_lot);
  CHECK(entry == std::vector<posting>{{ledger_account::customer_plan, credits::whole(1000)},
                                      {ledger_account::issued_plan, -credits::whole(1000)}});
}

TEST_CASE("a grant that is only scheduled is not in the books yet", "[R3.5][R13.1]") {
  CHECK(postings_of(granted(1, lot_kind::free, credits::whole(5), outcome::scheduled), no_lot).empty());
}

TEST_CASE("a debit over several lots takes from each kind once", "[R3.4][R13.1]") {
  const auto kind = [](lot_id lot) { return lot == 2 ? lot_kind::paid : lot_kind::free; };
  const auto entry =
      postings_of(debited({{1, credits::whole(10)}, {2, credits::whole(30)}, {3, credits::whole(2)}}), kind);
  CHECK(entry == std::vector<posting>{{ledger_account::customer_free, -credits::whole(12)},
                                      {ledger_account::customer_paid, -credits::whole(30)},
                                      {ledger_account::used, credits::whole(42)}});
}

TEST_CASE("a lot that ends empty posts nothing; one that ends with credit writes it off", "[R3.6][R13.1]") {
  const auto kind = [](lot_id) { return lot_kind::addon; };
  CHECK(postings_of(ended(1, credits{}), kind).empty());
  CHECK(postings_of(ended(1, credits::whole(7)), kind) ==
        std::vector<posting>{{ledger_account::customer_addon, -credits::whole(7)},
                             {ledger_account::expired, credits::whole(7)}});
}

TEST_CASE("a debit that becomes debt in part is used whole", "[R4.5][R13.1]") {
  const auto kind = [](lot_id) { return lot_kind::free; };
  usage_event carried;
  carried.amount = credits::whole(100);
  carried.slices = {{1, credits::whole(60)}};
  carried.debt = credits::whole(40);
  CHECK(entry_of(carried, kind) == std::vector<posting>{{ledger_account::customer_free, -credits::whole(60)},
                                                        {ledger_account::customer_debt, -credits::whole(40)},
                                                        {ledger_account::used, credits::whole(100)}});
  adjust_event adjusted;
  adjusted.amount = credits::whole(5);
  adjusted.debt = credits::whole(5);
  CHECK(entry_of(adjusted, kind) == std::vector<posting>{{ledger_account::customer_debt, -credits::whole(5)},
                                                         {ledger_account::used, credits::whole(5)}});
}

TEST_CASE("what is forgiven of a debit was never credit", "[R4.5][R13.1]") {
  usage_event capped;
  capped.amount = credits::whole(100);
  capped.slices = {{1, credits::whole(60)}};
  capped.forgiven = credits::whole(40);
  CHECK(entry_of(capped, [](lot_id) { return lot_kind::paid; }) ==
        std::vector<posting>{{ledger_account::customer_paid, -credits::whole(60)},
                             {ledger_account::used, credits::whole(60)}});
}

TEST_CASE("debt that is paid leaves the customer's credit; debt that is dropped was paid by nobody",
          "[R4.5][R3.10][R13.1]") {
  debt_paid_event paid;
  paid.amount = credits::whole(7);
  paid.slices = {{3, credits::whole(7)}};
  CHECK(entry_of(paid, [](lot_id) { return lot_kind::plan; }) ==
        std::vector<posting>{{ledger_account::customer_plan, -credits::whole(7)},
                             {ledger_account::customer_debt, credits::whole(7)}});
  CHECK(entry_of(debt_dropped_event{credits::whole(7)}, no_lot) ==
        std::vector<posting>{{ledger_account::customer_debt, credits::whole(7)},
                             {ledger_account::debt_dropped, -credits::whole(7)}});
}

TEST_CASE("a lot that begins anew is written off and issued again", "[R3.9][R3.10][R13.1]") {
  const auto kind = [](lot_id) { return lot_kind::free; };
  refill_event recurred;
  recurred.lot = 1;
  recurred.expired = credits::whole(30);
  recurred.refilled = credits::whole(100);
  CHECK(entry_of(recurred, kind) ==
        std::vector<posting>{{ledger_account::customer_free, credits::whole(70)},
                             {ledger_account::expired, credits::whole(30)},
                             {ledger_account::issued_free, -credits::whole(100)}});
  recurred.refilled = recurred.expired;
  CHECK(entry_of(recurred, kind) == std::vector<posting>{{ledger_account::expired, credits::whole(30)},
                                                         {ledger_account::issued_free, -credits::whole(30)}});
  CHECK(entry_of(refill_event{}, no_lot).empty());
}

TEST_CASE("a hold moves nothing; its capture uses, and what it gives back may be gone",
          "[R6.2][R3.7][R13.1]") {
  const auto kind = [](lot_id lot) { return lot == 1 ? lot_kind::free : lot_kind::paid; };
  hold_event held;
  held.slices = {{1, credits::whole(60)}};
  CHECK(entry_of(held, no_lot).empty());

  capture_event captured;
  captured.slices = {{1, credits::whole(42)}};
  captured.released = {{1, credits::whole(18), released_to::expired},
                       {2, credits::whole(9), released_to::lot},
                       {2, credits::whole(4), released_to::revoked}};
  CHECK(entry_of(captured, kind) == std::vector<posting>{{ledger_account::customer_free, -credits::whole(60)},
                                                         {ledger_account::customer_paid, -credits::whole(4)},
                                                         {ledger_account::used, credits::whole(42)},
                                                         {ledger_account::expired, credits::whole(18)},
                                                         {ledger_account::revoked, credits::whole(4)}});
  release_event voided;
  voided.released = {{2, credits::whole(9), released_to::lot}};
  CHECK(entry_of(voided, no_lot).empty());
}

TEST_CASE("what is revoked goes to an account of its own", "[R3.11][R13.1]") {
  revoke_event revoked;
  revoked.amount = credits::whole(3);
  CHECK(entry_of(revoked, [](lot_id) { return lot_kind::addon; }) ==
        std::vector<posting>{{ledger_account::customer_addon, -credits::whole(3)},
                             {ledger_account::revoked, credits::whole(3)}});
}

TEST_CASE("a refund takes back what was used, and goes where the lots went", "[R9.7][R13.1]") {
  const auto kind = [](lot_id lot) { return lot == 1 ? lot_kind::free : lot_kind::paid; };
  refund_event refund;
  refund.amount = credits::whole(60);
  refund.debt = credits::whole(10);
  refund.slices = {
      {1, credits::whole(5), refunded_to::lot},      {2, credits::whole(15), refunded_to::lot},
      {3, credits::whole(7), refunded_to::expired},  {4, credits::whole(3), refunded_to::regranted},
      {5, credits::whole(12), refunded_to::revoked}, {6, credits::whole(8), refunded_to::debt}};
  CHECK(entry_of(refund, kind) == std::vector<posting>{{ledger_account::customer_free, credits::whole(5)},
                                                       {ledger_account::customer_paid, credits::whole(15)},
                                                       {ledger_account::customer_debt, credits::whole(18)},
                                                       {ledger_account::expired, credits::whole(10)},
                                                       {ledger_account::revoked, credits::whole(12)},
                                                       {ledger_account::used, -credits::whole(60)}});
  refund.repeated = true;
  CHECK(entry_of(refund, no_lot).empty());
  refund.repeated = false;
  refund.result = outcome::exceeds_debit;
  CHECK(entry_of(refund, no_lot).empty());
}

TEST_CASE("what a payment brought is revoked, and what was used of it is owed", "[R9.5][R9.6][R13.1]") {
  const auto kind = [](lot_id) { return lot_kind::paid; };
  payment_refund_event refund;
  refund.slices = {{1, credits::whole(500)}};
  CHECK(entry_of(refund, kind) == std::vector<posting>{{ledger_account::customer_paid, -credits::whole(500)},
                                                       {ledger_account::revoked, credits::whole(500)}});
  chargeback_event chargeback;
  chargeback.slices = {{1, credits::whole(1000)}};
  chargeback.debt = credits::whole(400);
  CHECK(entry_of(chargeback, kind) ==
        std::vector<posting>{{ledger_account::customer_paid, -credits::whole(1000)},
                             {ledger_account::customer_debt, -credits::whole(400)},
                             {ledger_account::revoked, credits::whole(1000)},
                             {ledger_account::charged_back, credits::whole(400)}});
  chargeback_event won;
  won.is_won = true;
  won.debt = credits::whole(300);
  CHECK(entry_of(won, no_lot) == std::vector<posting>{{ledger_account::customer_debt, credits::whole(300)},
                                                      {ledger_account::charged_back, -credits::whole(300)}});
}

TEST_CASE("what is not carried has expired", "[R8.2][R13.1]") {
  carry_event carried;
  carried.carried = credits::whole(200);
  carried.expired = credits::whole(100);
  CHECK(entry_of(carried, [](lot_id) { return lot_kind::plan; }) ==
        std::vector<posting>{{ledger_account::customer_plan, -credits::whole(100)},
                             {ledger_account::expired, credits::whole(100)}});
  carried.expired = {};
  CHECK(entry_of(carried, no_lot).empty());
}

TEST_CASE("what moves no credit posts nothing", "[R13.1]") {
  const instant at;
  CHECK(postings_of({at, usage_event{}}, no_lot).empty());
  CHECK(postings_of({at, command_event{}}, no_lot).empty());
  CHECK(postings_of({at, charge_event{}}, no_lot).empty());
  CHECK(postings_of({at, heard_event{}}, no_lot).empty());
  CHECK(postings_of({at, recharge_failed_event{}}, no_lot).empty());
  CHECK(postings_of({at, recharge_off_event{}}, no_lot).empty());
  CHECK(postings_of({at, figures_event{}}, no_lot).empty());
  CHECK(postings_of({at, low_balance_event{}}, no_lot).empty());
  CHECK(postings_of({at, recharge_waits_event{}}, no_lot).empty());
  CHECK(postings_of({at, subscription_event{}}, no_lot).empty());
  CHECK(postings_of({at, invoice_event{}}, no_lot).empty());
  CHECK(postings_of({at, estimate_event{}}, no_lot).empty());
  CHECK(postings_of({at, quote_event{}}, no_lot).empty());
  capture_event refused;
  refused.result = outcome::exceeds_hold;
  refused.amount = credits::whole(9);
  CHECK(postings_of({at, refused}, no_lot).empty());
}

TEST_CASE("usage that is paid in money is used, and comes from overage", "[R4.5][R13.1]") {
  const auto free = [](lot_id) { return lot_kind::free; };
  usage_event used;
  used.amount = credits::whole(100);
  used.invoiced = credits::whole(40);
  used.slices = {{1, credits::whole(60)}};
  CHECK(entry_of(used, free) == std::vector<posting>{{ledger_account::customer_free, credits::whole(-60)},
                                                     {ledger_account::used, credits::whole(100)},
                                                     {ledger_account::overage, credits::whole(-40)}});
  refund_event back;
  back.amount = credits::whole(50);
  back.invoiced = credits::whole(40);
  back.slices = {{1, credits::whole(10), refunded_to::lot}};
  CHECK(entry_of(back, free) == std::vector<posting>{{ledger_account::customer_free, credits::whole(10)},
                                                     {ledger_account::overage, credits::whole(40)},
                                                     {ledger_account::used, credits::whole(-50)}});
  CHECK(entry_of(overage_event{1, {}, credits::whole(40)}, no_lot).empty());
  CHECK(name_of(ledger_account::overage) == "overage");
}

TEST_CASE("what a carried lot is filled up with is issued", "[R8.2][R13.1]") {
  const auto plan = [](lot_id) { return lot_kind::plan; };
  carry_event carried;
  carried.carried = credits::whole(50);
  carried.refilled = credits::whole(30);
  CHECK(entry_of(carried, plan) == std::vector<posting>{{ledger_account::customer_plan, credits::whole(30)},
                                                        {ledger_account::issued_plan, credits::whole(-30)}});
}

TEST_CASE(
    "each entry of any history adds up to zero, and the customer's accounts to the balance and the debt",
    "[R13.1][R14.2]") {
  REQUIRE(rc::check([] {
    const random_history history = draw_history();
    std::map<ledger_account, credits> books;
    for (const event& what : history.events) {
      const auto entry = postings_of(what, [&](lot_id lot) { return history.kinds.at(lot); });
      RC_ASSERT(sum(entry).is_zero());
      for (const posting& line : entry) {
        RC_ASSERT(!line.amount.is_zero());
        books[line.account] += line.amount;
      }
    }
    credits balance;
    for (std::size_t i = 0; i < lot_kinds; ++i) balance += books[customer_of(static_cast<lot_kind>(i))];
    RC_ASSERT(balance == history.balance);
    RC_ASSERT(books[ledger_account::customer_debt] == -history.debt);
  }));
}
