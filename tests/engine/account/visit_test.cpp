// A visit works the stimuli of an epoch in order, asks for what it needs, and commits what happened.
#include "engine/account/visit.hpp"

#include "account_run.hpp"
#include "drawing.hpp"

namespace drawdown::test {
namespace {

const duration hour = duration::hours(1);

// A visit of a world's first account over the whole run.
struct one_visit {
  std::shared_ptr<const world> in;
  account_core core{in, 0};
  visit working;

  explicit one_visit(std::shared_ptr<const world> told, visit_order order = {})
      : in(std::move(told)), working(core, in->accounts[0], whole_run(order)) {}

  visit_order whole_run(visit_order order) const {
    order.epoch = 4;
    order.from = in->start;
    order.until = in->end.next();
    return order;
  }
  template <class Need>
  Need needs() {
    return std::get<Need>(working.advance());
  }
  void give(agent_index agent, std::vector<usage> items, instant complete_until, outcome_set halts_on = {}) {
    working.give(std::make_shared<const plan>(plan{agent, std::move(items), complete_until, halts_on}));
  }
  std::vector<event> events() {
    block = working.commit();
    return record::block_view::open(block).value().events().value();
  }
  record::bytes block;
};

usage draw(instant at, std::uint64_t number, std::int64_t units, agent_index agent = 0) {
  usage drawn;
  drawn.order = {at, turn_order::phase::population, agent, number};
  drawn.key = {effect_key::space::agent, agent, number};
  drawn.agent = agent;
  drawn.quantity = units * 1'000'000;
  return drawn;
}

outcome_set only(outcome o) {
  outcome_set set;
  set.add(o);
  return set;
}

// An account with so many agents and ten credits.
std::shared_ptr<const world> ten_credits(int agents) {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  for (int i = 0; i < agents; ++i) acme.agent("agent-" + std::to_string(i));
  return w.build();
}

TEST_CASE("an account with no agents and nothing to do finishes at once") {
  world_builder w;
  w.until("2026-12-31").account("acme");
  one_visit quiet(w.build());
  quiet.needs<visit_finished>();
  CHECK(quiet.events().empty());
  const auto header = record::block_view::open(quiet.block).value().header();
  CHECK(header.epoch == 4);
  CHECK(header.at_end == figures{});
}

TEST_CASE("a year of nothing is a year without events, but for the lots that end in it", "[R3.6]") {
  world_builder w;
  auto acme =
      w.until("2026-12-31").account("acme").begins_with(lot(lot_kind::free, 10_cr).until("2026-06-30"));
  acme.agent("bot", when_exhausted::stop, 5_cr);
  const verdict said = run(w);
  CHECK(said.events.size() == 2);
  CHECK(said.at_end == figures{});
}

TEST_CASE("an agent is asked before anything happens that its promise does not cover") {
  one_visit visited(ten_credits(1));
  const auto first = visited.needs<plan_needed>();
  CHECK(first.agent == 0);
  CHECK(first.asked.epoch == 4);
  CHECK(first.asked.chunk == 0);
  CHECK(first.asked.from == visited.in->start);
  CHECK(first.asked.until == visited.in->end.next());
  CHECK(first.asked.heard.empty());
  CHECK(visited.working.counts().usages == 0);
}

TEST_CASE("the agent whose promise is the lowest is asked first") {
  one_visit visited(ten_credits(2));
  const instant start = visited.in->start;
  CHECK(visited.needs<plan_needed>().agent == 0);
  visited.give(0, {}, start + duration::hours(5));
  CHECK(visited.needs<plan_needed>().agent == 1);
  visited.give(1, {draw(start + duration::hours(3), 1, 1, 1)}, start + duration::hours(4));
  const auto again = visited.needs<plan_needed>();
  CHECK(again.agent == 1);
  CHECK(again.asked.from == start + duration::hours(4));
  CHECK(again.asked.chunk == 1);
  visited.give(1, {}, visited.in->end.next());
  CHECK(visited.needs<plan_needed>().agent == 0);
  visited.give(0, {}, visited.in->end.next());
  visited.needs<visit_finished>();
  CHECK(visited.working.counts().usages == 1);
  CHECK(visited.working.counts().charged == 1);
}

TEST_CASE(
    "items behind one that halts its agent are void; it hears of it and is asked from the next instant on") {
  one_visit visited(ten_credits(1));
  const instant start = visited.in->start;
  visited.needs<plan_needed>();
  const instant refused_at = start + duration::hours(2);
  visited.give(0,
               {draw(start + hour, 1, 8), draw(refused_at, 2, 5), draw(refused_at, 3, 1),
                draw(start + duration::hours(3), 4, 1)},
               visited.in->end.next(), only(outcome::insufficient_credit));
  const auto again = visited.needs<plan_needed>();
  CHECK(again.asked.from == refused_at.next());
  CHECK(again.asked.heard == std::vector{news{refused_at, 2, outcome::insufficient_credit}});
  visited.give(0, {draw(start + duration::hours(4), 5, 2)}, visited.in->end.next(),
               only(outcome::insufficient_credit));
  visited.needs<visit_finished>();
  std::vector<std::uint64_t> worked;
  for (const event& e : visited.events())
    if (const auto* used = std::get_if<usage_event>(&e.body)) worked.push_back(used->key.number);
  CHECK(worked == std::vector<std::uint64_t>{1, 2, 5});
}

TEST_CASE("what many agents and steps want is worked in its order, however many it is", "[R2.4]") {
  constexpr int agents = 9;
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 1000_cr));
  for (int i = 0; i < agents; ++i) acme.agent("agent-" + std::to_string(i));
  for (int i = 0; i < 40; i += 3)
    acme.at(when("2026-01-01") + duration::hours(i)).grants(lot(lot_kind::free, 1_cr));
  one_visit v(w.build());
  std::vector<turn_order> expected;
  for (agent_index a = 0; a < agents; ++a) {
    std::vector<usage> items;
    for (std::uint64_t n = 0; n < 2 * a; ++n)
      items.push_back(
          draw(v.in->start + duration::hours(static_cast<int>(n * (a + 1) * 5 / 3 + a % 4)), n, 1, a));
    for (const usage& item : items) expected.push_back(item.order);
    CHECK(v.needs<plan_needed>().agent == a);
    v.give(a, std::move(items), v.in->end.next());
  }
  std::sort(expected.begin(), expected.end());
  v.needs<visit_finished>();

  std::vector<turn_order> worked;
  instant last = v.in->start;
  for (const event& e : v.events()) {
    CHECK(e.at >= last);
    last = e.at;
    if (const auto* used = std::get_if<usage_event>(&e.body))
      worked.push_back({e.at, turn_order::phase::population, used->agent, used->key.number});
  }
  CHECK(worked == expected);
}

TEST_CASE("an outcome that an agent did not ask to hear of halts nothing") {
  one_visit visited(ten_credits(1));
  visited.needs<plan_needed>();
  const instant start = visited.in->start;
  visited.give(0, {draw(start + hour, 1, 11), draw(start + duration::hours(2), 2, 1)}, visited.in->end.next(),
               only(outcome::limit_reached));
  visited.needs<visit_finished>();
  CHECK(visited.working.counts().usages == 2);
}

TEST_CASE("an agent that breaks its promise, or leaves what was asked, is a defect") {
  one_visit visited(ten_credits(1));
  const instant start = visited.in->start;
  visited.needs<plan_needed>();
  CHECK_THROWS_AS(visited.give(0, {}, start), defect);
  CHECK_THROWS_AS(visited.give(0, {draw(start + duration::from_us(-1), 1, 1)}, start + hour), defect);
  CHECK_THROWS_AS(visited.give(0, {draw(visited.in->end.next(), 1, 1)}, visited.in->end.next()), defect);
}

TEST_CASE("nothing else happens until a charge was answered", "[R10.1]") {
  world_builder w;
  w.account("acme").pays_by(good_card()).at("2026-01-05").tops_up(20_usd).tops_up(1_usd);
  one_visit visited(w.build());
  const charge first = visited.needs<script_needed>().asked;
  CHECK(first.amount == 20_usd);
  CHECK(visited.needs<script_needed>().asked == first);
  CHECK_THROWS_AS(visited.working.commit(), defect);
  visited.working.give(std::make_shared<const script>(script_of(first, by_card(first))));
  const charge second = visited.needs<script_needed>().asked;
  CHECK(second.amount == 1_usd);
  CHECK_THROWS_AS(visited.working.give(std::make_shared<const script>(script_of(first, by_card(first)))),
                  defect);
  visited.working.give(std::make_shared<const script>(script_of(second, by_card(second))));
  visited.needs<visit_finished>();
  CHECK(visited.working.stimuli().scripts.size() == 2);
  CHECK(visited.events().size() == 2 * 5);  // asked, charged, answered, credited with its lot
}

TEST_CASE("a crash is handed out once, and the account knows nothing of it", "[R2.14]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(1).does(crash_command{crash_command::whom::gateway, 0}).uses(2);
  one_visit visited(w.build());
  CHECK(visited.needs<crash_reached>().crash.target == crash_command::whom::gateway);
  visited.needs<visit_finished>();
  visit_order skipping;
  skipping.crashes_to_skip = 1;
  one_visit again(w.build(), skipping);
  again.needs<visit_finished>();
  CHECK(again.events() == visited.events());
  CHECK(again.block == visited.block);
}

TEST_CASE("a crash that a test planned is reached before that step") {
  world_builder w;
  w.account("acme").begins_with(lot(lot_kind::free, 10_cr)).at("2026-01-05").uses(1).uses(2);
  visit_order order;
  order.crash_before_step = 2;  // the account's begin, the first usage
  one_visit visited(w.build(), order);
  visited.needs<planned_crash_reached>();
  CHECK(visited.working.counts().steps == 2);
  CHECK(visited.events().size() == 2);
}

TEST_CASE("blocks number the events of an account through all epochs", "[R12.1]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 10_cr));
  acme.at("2026-01-05").uses(1).at("2026-02-05").uses(2).uses(3);
  account_run epochs(w.build(), by_card);
  epochs.work(when("2026-02-01"));
  CHECK(epochs.header().epoch == 1);
  CHECK(epochs.header().first_number == 1);
  CHECK(epochs.header().event_count == 2);
  CHECK(epochs.header().at_end.balance() == 9_cr);
  epochs.work(when("2026-02-05"));
  CHECK(epochs.header().first_number == 3);
  CHECK(epochs.header().event_count == 0);
  epochs.work(when("2026-04-01"));
  CHECK(epochs.header().epoch == 3);
  CHECK(epochs.header().from == when("2026-02-05"));
  CHECK(epochs.header().until == when("2026-04-01"));
  CHECK(epochs.header().first_number == 3);
  CHECK(epochs.header().event_count == 2);
  CHECK(epochs.header().at_end.balance() == 4_cr);
}

TEST_CASE("agents that pause after refusals run the same in chunks of any size", "[R14.7]") {
  world_builder w;
  auto acme = w.account("acme").begins_with(lot(lot_kind::free, 50_cr));
  acme.agent("bot");
  acme.agent("bob");
  for (int day = 5; day < 80; day += 5)
    acme.at(when("2026-01-01") + duration::days(day)).grants(lot(lot_kind::free, 40_cr));
  auto in = with_source(w.build(), 0, draws_daily(6, duration::hours(30)));
  in = with_source(in, 1, draws_daily(3));
  const verdict whole = run(in);
  for (const std::uint32_t chunk : {1U, 2U, 7U}) {
    account_run pieces(in, by_card);
    pieces.work(in->end.next(), chunk);
    CHECK(pieces.said().events == whole.events);
  }
}

}  // namespace
}  // namespace drawdown::test
