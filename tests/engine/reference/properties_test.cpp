#include <map>
#include <set>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "judge.hpp"
#include "random_world.hpp"
#include "told.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

verdict judge_of(const recipe& r, std::vector<instant> cuts = {}) {
  return judge(world_of(r).build(), 0, gateway_of(r), std::move(cuts));
}

// The balance that an event tells, where it tells one.
std::optional<credits> told_balance(const event& e) {
  return std::visit(
      [](const auto& body) -> std::optional<credits> {
        if constexpr (requires { body.balance; }) return body.balance;
        return std::nullopt;
      },
      e.body);
}

// Hears all events; `looks` is called after the last one of each instant.
template <class Looks>
void listen(const verdict& said, told_books& told, Looks looks) {
  for (std::size_t i = 0; i < said.events.size(); ++i) {
    told.hear(said.events[i]);
    if (i + 1 == said.events.size() || said.events[i + 1].at > said.events[i].at) looks();
  }
}

// R14.1 of one lot.
void check_lot(const told_lot& l) {
  RC_ASSERT(credits{} <= l.held);
  RC_ASSERT(l.held <= l.left);
  RC_ASSERT(l.used >= credits{} && l.expired >= credits{} && l.revoked >= credits{});
  RC_ASSERT(l.as_granted.amount + l.refilled == l.left + l.used + l.expired + l.revoked);
  if (l.over) RC_ASSERT(l.left == l.held);
}

// R14.5: each lot but the last was emptied, and every other one that was usable comes later. Agents 1 and 2
// have a limit, so what they take may be in two parts with two orders (R5.3).
void check_order(const told_books& told, const std::vector<slice>& slices, agent_index agent,
                 meter_index meter, user_index user) {
  if (slices.empty() || agent == 1 || agent == 2) return;
  std::set<lot_id> taken;
  bool takes_paid = false;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const told_lot& from = told.lots.at(slices[i].lot);
    RC_ASSERT(from.may_pay_for(meter, user));
    taken.insert(slices[i].lot);
    takes_paid = takes_paid || from.as_granted.kind == lot_kind::paid;
    if (i + 1 == slices.size()) continue;
    RC_ASSERT(from.available() == slices[i].amount);
    RC_ASSERT(default_rank(from) < default_rank(told.lots.at(slices[i + 1].lot)));
  }
  const told_lot& last = told.lots.at(slices.back().lot);
  for (const auto& [id, l] : told.lots) {
    // Whether paid credit was usable for an agent depends on its policy (R5.2); if it took some, it was.
    const bool kind_fits = agent == no_agent || takes_paid || l.as_granted.kind != lot_kind::paid;
    const bool usable = kind_fits && l.may_pay_for(meter, user) && !l.available().is_zero();
    if (usable && !taken.contains(id)) RC_ASSERT(default_rank(last) < default_rank(l));
  }
}

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
  REQUIRE(rc::check("granted + refilled = left + used + expired + revoked, of each lot, at every event", [] {
    const verdict said = judge_of(*any_recipe());
    told_books told;
    for (const event& e : said.events) {
      told.hear(e);
      for (const auto& [id, l] : told.lots) check_lot(l);
      if (const auto balance = told_balance(e)) RC_ASSERT(*balance == told.balance());
      if (const auto* seen = std::get_if<figures_event>(&e.body)) {
        RC_ASSERT(seen->account.balance() == told.balance());
        RC_ASSERT(seen->account.held == told.held());
        RC_ASSERT(seen->account.debt == told.debt());
      }
    }
    RC_ASSERT(said.at_end.balance() == told.balance());
    RC_ASSERT(said.at_end.held == told.held());
    RC_ASSERT(said.at_end.debt == told.debt());
  }));
}

TEST_CASE("all that was charged was paid, is owed, to be billed, or was dropped", "[R14.3][R4.5][property]") {
  REQUIRE(rc::check("charged = used + debt + invoiced + dropped, at every event", [] {
    const verdict said = judge_of(*any_recipe());
    told_books told;
    for (const event& e : said.events) {
      told.hear(e);
      RC_ASSERT(told.charged == told.used() + told.debt() + told.dropped);
      const auto* used = std::get_if<usage_event>(&e.body);
      if (!used) continue;
      credits paid = used->debt + used->forgiven + used->invoiced;
      for (const slice& s : used->slices) paid += s.amount;
      const bool takes = used->result == outcome::charged && !used->repeated;
      RC_ASSERT(paid == (takes ? used->amount : credits{}));
    }
  }));
}

TEST_CASE("debt never stands beside credit that may pay it, and stays within the overdraft",
          "[R4.5][R4.6][R14.6][property]") {
  REQUIRE(rc::check("after every instant", [] {
    recipe r = *any_recipe();
    r.debt_draw = r.debt_draw / 4 * 4 + static_cast<std::uint32_t>(short_of_credit::carry);
    const auto in = world_of(r).build();
    const settings& rules = in->settings;
    told_books told;
    listen(judge(in, 0, gateway_of(r)), told, [&] {
      RC_ASSERT(told.debt() <= rules.overdraft.value_or(credits::largest()));
      for (const auto& [debt, owed] : told.debts) {
        if (owed.open.is_zero()) continue;
        for (const auto& [id, l] : told.lots) {
          const bool pays = rules.debt_paid_by[static_cast<std::size_t>(l.as_granted.kind)] &&
                            l.may_pay_for(owed.meter, owed.user);
          if (pays) RC_ASSERT(l.available().is_zero());
        }
      }
    });
  }));
}

TEST_CASE("no capture takes more than its hold has, and a hold ends once", "[R6.2][R6.5][property]") {
  REQUIRE(rc::check("what is captured and given back adds up to what was held", [] {
    told_books told;
    std::set<effect_key> ended;
    for (const event& e : judge_of(*any_recipe()).events) {
      const auto* taken = std::get_if<capture_event>(&e.body);
      const auto* freed = std::get_if<release_event>(&e.body);
      const bool takes = taken && taken->result == outcome::captured && !taken->repeated;
      const bool frees = freed && freed->result == outcome::voided && !freed->repeated;
      if (takes) RC_ASSERT(taken->amount <= told.holds.at(taken->hold).open);
      if (frees) RC_ASSERT(freed->amount == told.holds.at(freed->hold).open);
      told.hear(e);
      if (!takes && !frees) continue;
      const effect_key hold = takes ? taken->hold : freed->hold;
      RC_ASSERT_FALSE(ended.contains(hold));
      if (takes && taken->open) {
        RC_ASSERT(told.holds.at(hold).open > credits{});
        continue;
      }
      RC_ASSERT(told.holds.at(hold).open.is_zero());
      ended.insert(hold);
    }
  }));
}

TEST_CASE("a low balance is told once per downward crossing", "[R10.6][property]") {
  REQUIRE(rc::check("never twice without having been at the level between, never left out", [] {
    recipe r = *any_recipe();
    std::erase_if(r.moves, [](const move& m) { return m.kind == 26; });  // the level stays
    world_builder w = world_of(r);
    const credits level = 200_cr;
    w.raw().accounts[0].low_balance = level;
    const verdict said = judge(w, gateway_of(r));
    told_books told;
    bool may_be_said = true;
    bool was_said = false;
    for (std::size_t i = 0; i < said.events.size(); ++i) {
      const event& e = said.events[i];
      told.hear(e);
      const credits available = told.balance() - told.held();
      if (const auto* low = std::get_if<low_balance_event>(&e.body)) {
        RC_ASSERT(may_be_said);
        RC_ASSERT(low->available == available);
        RC_ASSERT(available < level);
        may_be_said = false;
        was_said = true;
      }
      if (available >= level) may_be_said = true;
      const bool instant_is_over = i + 1 == said.events.size() || said.events[i + 1].at > e.at;
      if (!instant_is_over) continue;
      if (available < level) RC_ASSERT(was_said);
      if (available >= level) was_said = false;
    }
  }));
}

TEST_CASE("no more recharges are paid in a period than its cap allows", "[R10.5][property]") {
  REQUIRE(rc::check("the number and the sum of those that were credited", [] {
    recipe r = *any_recipe();
    std::erase_if(r.moves, [](const move& m) { return m.kind == 11 || m.kind == 13; });  // one set of terms
    world_builder w = world_of(r);
    recharge_terms terms = terms_of(r.recharge_draw);
    terms.max_per_period = 2;
    terms.max_spend_per_period = money::from_minor(4000);
    w.raw().accounts[0].auto_recharge = terms;
    // Every other charge is declined, and all is heard at once.
    const verdict said = judge(w, [](const charge& made) -> std::vector<drawdown::test::said> {
      const auto what = made.payment % 2 == 0 ? payment_answer::declined : payment_answer::succeeded;
      return {{duration::from_us(1), what}, {duration::from_us(1), what}};
    });
    std::map<instant, std::pair<std::uint32_t, std::int64_t>> by_month;
    std::map<payment_id, instant> begun;
    for (const event& e : said.events) {
      if (const auto* made = std::get_if<charge_event>(&e.body); made && made->is_recharge())
        begun.try_emplace(made->payment, e.at);
      const auto* granted = std::get_if<lot_event>(&e.body);
      if (!granted || !begun.contains(granted->payment)) continue;
      auto& [number, spent] = by_month[month_of(begun.at(granted->payment), zone_table{})];
      number += 1;
      spent += granted->cost.minor();
      RC_ASSERT(number <= 2);
      RC_ASSERT(spent <= 4000);
    }
  }));
}

TEST_CASE("no debit or hold takes from a lot while one that comes before it has credit",
          "[R3.3][R3.8][R14.5][property]") {
  REQUIRE(rc::check("lots are emptied in the default order", [] {
    recipe r = *any_recipe();
    r.settings_draw -= r.settings_draw % 5;                              // the default order
    std::erase_if(r.moves, [](const move& m) { return m.kind == 10; });  // nobody gets a limit
    told_books told;
    for (const event& e : judge_of(r).events) {
      if (const auto* used = std::get_if<usage_event>(&e.body))
        check_order(told, used->slices, used->agent, used->meter, used->user);
      if (const auto* held = std::get_if<hold_event>(&e.body))
        check_order(told, held->slices, held->agent, held->meter, held->user);
      told.hear(e);
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
  REQUIRE(rc::check("what it spent in the month and holds stays within the limit", [] {
    recipe r = *any_recipe();
    std::erase_if(r.moves,
                  [](const move& m) { return m.kind == 9 || m.kind == 10; });  // policies and limits stay
    constexpr agent_index strict = 2;
    credits spent;
    instant turn = when("2026-02-01");
    told_books told;
    for (const event& e : judge_of(r).events) {
      if (e.at >= turn) {
        spent = credits{};
        turn = next_month(e.at, zone_table{});
      }
      told.hear(e);
      const auto* step = std::get_if<command_event>(&e.body);
      if (step && step->of == command_event::what::reset && step->result == outcome::changed &&
          !step->repeated)
        spent = credits{};
      const auto* used = std::get_if<usage_event>(&e.body);
      const bool uses = used && used->agent == strict && used->result == outcome::charged && !used->repeated;
      if (uses) spent += used->amount - used->forgiven;
      const auto* taken = std::get_if<capture_event>(&e.body);
      if (taken && taken->agent == strict && !taken->repeated && taken->result == outcome::captured)
        spent += taken->amount;
      credits count = spent;
      for (const auto& [key, hold] : told.holds)
        if (hold.agent == strict) count += hold.open;
      RC_ASSERT(count <= 500_cr);
    }
  }));
}
