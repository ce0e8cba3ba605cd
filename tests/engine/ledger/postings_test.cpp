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

lot_kind no_lot(lot_id) {
  throw defect("no lot was named");
}

// Lots, and events that a ledger could have written about them.
struct random_history {
  std::map<lot_id, lot_kind> kinds;
  std::vector<event> events;
  credits balance;
};

random_history draw_history() {
  random_history history;
  std::map<lot_id, credits> left;
  const auto steps = *rc::gen::inRange(1, 40);
  for (int step = 0; step < steps; ++step) {
    const auto what = *rc::gen::inRange(0, 3);
    if (what == 0 || left.empty()) {
      const auto lot = static_cast<lot_id>(history.kinds.size() + 1);
      const auto kind = static_cast<lot_kind>(*rc::gen::inRange<unsigned>(0, lot_kinds));
      const credits amount = credits::from_micro(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000));
      history.kinds[lot] = kind;
      left[lot] = amount;
      history.balance += amount;
      history.events.push_back(granted(lot, kind, amount));
    } else if (what == 1) {
      std::vector<slice> slices;
      for (auto& [lot, rest] : left) {
        const credits taken = credits::from_micro(*rc::gen::inRange<std::int64_t>(0, rest.micro() + 1));
        if (!taken.is_zero()) slices.push_back({lot, taken});
        rest -= taken;
        history.balance -= taken;
      }
      history.events.push_back(debited(std::move(slices)));
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

TEST_CASE("what moves no credit posts nothing", "[R13.1]") {
  const instant at;
  CHECK(postings_of({at, usage_event{}}, no_lot).empty());
  CHECK(postings_of({at, command_event{}}, no_lot).empty());
  CHECK(postings_of({at, charge_event{}}, no_lot).empty());
  CHECK(postings_of({at, heard_event{}}, no_lot).empty());
  CHECK(postings_of({at, recharge_failed_event{}}, no_lot).empty());
  CHECK(postings_of({at, recharge_off_event{}}, no_lot).empty());
  CHECK(postings_of({at, figures_event{}}, no_lot).empty());
}

TEST_CASE("each entry of any history adds up to zero, and the customer's accounts to the balance",
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
  }));
}
