#include <map>
#include <set>
#include <tuple>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "judge.hpp"
#include "random_world.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

verdict judge_of(const recipe& r, std::vector<instant> cuts = {}) {
  return judge(world_of(r).build(), 0, gateway_of(r), std::move(cuts));
}

// What the events of an account make of its lots.
struct told_lot {
  lot_event as_granted;
  credits left;
  credits used;
  credits expired;
  bool ended = false;
};

// R3.3 as it is by default, told a second time.
auto default_rank(const told_lot& l) {
  return std::tuple(l.as_granted.priority, l.as_granted.expires, l.as_granted.effective, l.as_granted.lot);
}

// Lots as the events tell them, event by event.
struct told_lots {
  std::map<lot_id, told_lot> by_id;

  void hear(const event& e) {
    if (const auto* granted = std::get_if<lot_event>(&e.body)) {
      if (granted->result == outcome::granted) by_id[granted->lot] = {*granted, granted->amount, {}, {}};
    } else if (const auto* used = std::get_if<usage_event>(&e.body)) {
      for (const slice& s : used->slices) {
        by_id[s.lot].left -= s.amount;
        by_id[s.lot].used += s.amount;
      }
    } else if (const auto* end = std::get_if<lot_end_event>(&e.body)) {
      by_id[end->lot].left -= end->expired;
      by_id[end->lot].expired += end->expired;
      by_id[end->lot].ended = true;
    }
  }

  // R14.5: each lot but the last was emptied, and every other one that was usable comes later.
  void check_order(const usage_event& used) const {
    std::set<lot_id> taken;
    bool takes_paid = false;
    for (std::size_t i = 0; i < used.slices.size(); ++i) {
      const told_lot& from = by_id.at(used.slices[i].lot);
      taken.insert(used.slices[i].lot);
      takes_paid = takes_paid || from.as_granted.kind == lot_kind::paid;
      if (i + 1 == used.slices.size()) continue;
      RC_ASSERT(from.left == used.slices[i].amount);
      RC_ASSERT(default_rank(from) < default_rank(by_id.at(used.slices[i + 1].lot)));
    }
    const told_lot& last = by_id.at(used.slices.back().lot);
    for (const auto& [id, l] : by_id) {
      // Whether paid credit was usable for an agent depends on its policy (R5.2); if it took some, it was.
      const bool usable = used.agent == no_agent || takes_paid || l.as_granted.kind != lot_kind::paid;
      if (usable && !taken.contains(id) && !l.left.is_zero()) RC_ASSERT(default_rank(last) < default_rank(l));
    }
  }

  credits left() const {
    credits sum;
    for (const auto& [id, l] : by_id) sum += l.left;
    return sum;
  }
};

}  // namespace

TEST_CASE("where an epoch ends changes nothing", "[R2.8][R14.7][property]") {
  REQUIRE(rc::check("any cuts of a run give the same events", [] {
    const recipe r = *any_recipe();
    const auto cut_slots = *rc::gen::container<std::set<std::uint32_t>>(rc::gen::inRange(1U, slots));
    std::vector<instant> cuts;
    for (const std::uint32_t slot : cut_slots) cuts.push_back(instant_of_slot(slot));
    const verdict whole = judge_of(r);
    const verdict cut = judge_of(r, cuts);
    RC_ASSERT_FALSE(whole.difference.has_value());
    RC_ASSERT_FALSE(cut.difference.has_value());
    RC_ASSERT(whole.events == cut.events);
    RC_ASSERT(whole.charges == cut.charges);
    RC_ASSERT(whole.at_end == cut.at_end);
  }));
}

TEST_CASE("credit is neither made nor lost", "[R14.1][R14.2][property]") {
  REQUIRE(rc::check("granted = left + used + expired, of each lot, at every event", [] {
    const verdict said = judge_of(*any_recipe());
    told_lots lots;
    for (const event& e : said.events) {
      lots.hear(e);
      if (const auto* used = std::get_if<usage_event>(&e.body)) {
        credits taken;
        for (const slice& s : used->slices) taken += s.amount;
        const bool takes = used->result == outcome::charged && !used->repeated;
        RC_ASSERT(taken == (takes ? used->amount : credits{}));
        RC_ASSERT(used->balance == lots.left());
      }
      if (const auto* granted = std::get_if<lot_event>(&e.body)) RC_ASSERT(granted->balance == lots.left());
      if (const auto* end = std::get_if<lot_end_event>(&e.body)) RC_ASSERT(end->balance == lots.left());
      if (const auto* seen = std::get_if<figures_event>(&e.body))
        RC_ASSERT(seen->account.balance() == lots.left());
    }
    for (const auto& [id, l] : lots.by_id) {
      RC_ASSERT(l.left >= credits{});
      RC_ASSERT(l.as_granted.amount == l.left + l.used + l.expired);
      if (l.ended) RC_ASSERT(l.left.is_zero());
    }
    RC_ASSERT(said.at_end.balance() == lots.left());
  }));
}

TEST_CASE("no debit takes from a lot while one that comes before it has credit", "[R3.3][R14.5][property]") {
  REQUIRE(rc::check("lots are emptied in the default order", [] {
    recipe r = *any_recipe();
    r.settings_draw -= r.settings_draw % 5;                              // the default order
    std::erase_if(r.moves, [](const move& m) { return m.kind == 10; });  // nobody gets a limit
    told_lots lots;
    for (const event& e : judge_of(r).events) {
      const auto* used = std::get_if<usage_event>(&e.body);
      // The debits of the agents that have a limit, 1 and 2, may be in two parts with two orders (R5.3).
      if (used && !used->slices.empty() && used->agent != 1 && used->agent != 2) lots.check_order(*used);
      lots.hear(e);
    }
  }));
}

TEST_CASE("credit is there for at most one lot per payment, and ids ascend", "[R9.4][R14.4][property]") {
  REQUIRE(rc::check("a payment is credited once", [] {
    const verdict said = judge_of(*any_recipe());
    std::set<payment_id> credited;
    std::map<payment_id, charge_event> charged;
    for (const event& e : said.events) {
      if (const auto* made = std::get_if<charge_event>(&e.body)) charged[made->payment] = *made;
      const auto* granted = std::get_if<lot_event>(&e.body);
      if (!granted || granted->payment == 0) continue;
      RC_ASSERT(credited.insert(granted->payment).second);
      RC_ASSERT(charged.at(granted->payment).brings == granted->amount);
      RC_ASSERT(charged.at(granted->payment).amount == granted->cost);
    }
  }));
}

TEST_CASE("an agent with stop never passes its limit", "[R5.3][R14.6][property]") {
  REQUIRE(rc::check("what it spent in the month stays within the limit", [] {
    recipe r = *any_recipe();
    std::erase_if(r.moves,
                  [](const move& m) { return m.kind == 9 || m.kind == 10; });  // policies and limits stay
    credits spent;
    instant turn = when("2026-02-01");
    for (const event& e : judge_of(r).events) {
      if (e.at >= turn) {
        spent = credits{};
        turn = next_month(e.at, zone_table{});
      }
      const auto* used = std::get_if<usage_event>(&e.body);
      if (!used || used->agent != 2 || used->result != outcome::charged || used->repeated) continue;
      spent += used->amount;
      RC_ASSERT(spent <= 500_cr);
    }
  }));
}
