// What the books of money come to, wherever a run is cut (R13.5).
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "balances.hpp"
#include "random_world.hpp"
#include "seeded_world.hpp"

using namespace drawdown;
using namespace drawdown::test;

namespace {

// What is left of each lot, as one who only listens would know it.
class listener {
 public:
  void hear(const event& e) {
    std::visit([&](const auto& body) { hear_body(body); }, e.body);
  }

  // R13.2: the sum of half_even(c left / g).
  std::int64_t deferred() const {
    int128 sum = 0;
    for (const auto& [id, l] : lots_)
      if (!l.terms.cost.is_zero())
        sum += divide(int128{l.terms.cost.minor()} * l.left.micro(), l.terms.amount.micro(),
                      rounding::half_even);
    return static_cast<std::int64_t>(sum);
  }

 private:
  struct heard_lot {
    lot_event terms;
    credits left;
  };

  template <class Body>
  void hear_body(const Body& body) {
    if constexpr (requires { body.slices; } && !std::is_same_v<Body, hold_event>) take(body.slices);
    if constexpr (requires { body.released; }) take(body.released);
  }
  void hear_body(const lot_event& e) {
    if (e.result == outcome::granted) lots_[e.lot] = {e, e.amount};
  }
  void hear_body(const lot_end_event& e) { lower(e.lot, e.expired); }
  void hear_body(const refill_event& e) { lower(e.lot, e.expired - e.refilled); }
  void hear_body(const carry_event& e) { lower(e.lot, e.expired - e.refilled); }
  void hear_body(const revoke_event& e) { lower(e.lot, e.amount); }
  void hear_body(const refund_event& e) {
    for (const refunded_slice& s : e.slices)
      if (s.went == refunded_to::lot) lower(s.lot, -s.amount);
  }

  void take(const std::vector<slice>& slices) {
    for (const slice& s : slices) lower(s.lot, s.amount);
  }
  void take(const std::vector<released_slice>& released) {
    for (const released_slice& s : released)
      if (s.went != released_to::lot) lower(s.lot, s.amount);
  }
  void lower(lot_id id, credits amount) {
    if (const auto found = lots_.find(id); found != lots_.end()) found->second.left -= amount;
  }

  std::map<lot_id, heard_lot> lots_;
};

// A run that was cut: what was told up to each cut, and what the books came to there.
struct cut_run {
  std::map<instant, trial_balance> books;
  std::map<instant, std::int64_t> deferred;  // as a listener knows it
};

cut_run run(const std::shared_ptr<const world>& in, const gateway& answers, std::set<instant> cuts) {
  cuts.insert(in->end.next());
  reference::ledger judge(in, 0);
  listener told;
  cut_run done;
  instant from = in->start;
  for (const instant until : cuts) {
    const auto said = run_epoch(judge, stimuli_of(*in, 0, from, until), answers);
    for (const event& e : said.events) told.hear(e);
    done.books[until] = said.accounts;
    done.deferred[until] = told.deferred();
    from = until;
  }
  return done;
}

// How gateways pay out, and what they keep.
void draw_money(world& in, std::uint64_t draw, bool expects_breakage) {
  for (gateway_spec& gateway : in.gateways) {
    gateway.payout = static_cast<payout_every>(draw % 4);
    gateway.fee_rate = draw % 3 == 0 ? 0 : 29'000;
    gateway.fee_fixed = money::from_minor(static_cast<std::int64_t>(draw % 5) * 25);
    draw /= 5;
  }
  in.settings.expected_breakage = expects_breakage ? static_cast<std::uint32_t>(1 + draw % 999'999) : 0;
}

// A drawn world with everything in it; what its agents would draw is left out.
std::shared_ptr<const world> drawn_world(std::uint64_t seed) {
  const auto drawn = seeded_world(seed).make();
  world in = *drawn;
  for (agent_spec& agent : in.accounts[0].agents)
    if (!std::holds_alternative<timeline_source>(agent.source)) agent.source = timeline_source{};
  draw_money(in, seed, seed % 3 == 0);
  return std::make_shared<const world>(std::move(in));
}

std::shared_ptr<const world> world_with_money(const recipe& r, bool expects_breakage) {
  world in = *world_of(r).build();
  draw_money(in, r.gateway_draw + r.settings_draw, expects_breakage);
  return std::make_shared<const world>(std::move(in));
}

std::set<instant> some_cuts(const world& in) {
  const auto hours = static_cast<int>((in.end - in.start).us() / duration::hours(1).us());
  std::set<instant> cuts;
  for (const int hour : *rc::gen::container<std::vector<int>>(6, rc::gen::inRange(1, hours))) {
    const instant t = in.start + duration::hours(hour);
    // Now and then the midnight at which everything falls due, or the instant behind it.
    const std::int64_t day = duration::days(1).us();
    const instant midnight = instant::from_us(t.us() / day * day);
    cuts.insert(midnight <= in.start ? t
                                     : (hour % 3 == 0 ? t : (hour % 3 == 1 ? midnight : midnight.next())));
  }
  return cuts;
}

// The laws of the books of one run, cut here and there.
void check(const std::shared_ptr<const world>& in, const gateway& answers) {
  const std::set<instant> cuts = some_cuts(*in);
  std::set<instant> more = some_cuts(*in);
  more.insert(cuts.begin(), cuts.end());
  const cut_run once = run(in, answers, cuts);
  const cut_run again = run(in, answers, more);
  for (const auto& [at, sums] : once.books) RC_ASSERT(again.books.at(at) == sums);
  for (const auto& [at, sums] : again.books) {
    int128 sum = 0;
    for (const int128 minor : sums) sum += minor;
    RC_ASSERT(sum == 0);
    if (in->settings.expected_breakage == 0)
      RC_ASSERT(-minor_of(sums, money_account::deferred) == again.deferred.at(at));
  }
}

}  // namespace

TEST_CASE("May opens with 66.67 deferred, 20.00 are added, 31.20 used, 5.00 expire: it closes with 50.47",
          "[R13.5]") {
  world_builder w;
  w.from("2026-04-01").until("2026-06-30");
  auto acme = w.account("acme")
                  .begins_with(lot(lot_kind::paid, 6167_cr).costs(6167_cents))
                  .begins_with(lot(lot_kind::paid, 500_cr).costs(5_usd).priority(90).until("2026-05-15"));
  acme.at("2026-05-05").grants(lot(lot_kind::paid, 2000_cr).costs(20_usd)).uses(3120);
  CHECK(books_at(w, "2026-05-01") == lines{"paid_elsewhere 6667", "deferred -6667"});
  CHECK(books_at(w, "2026-06-01") ==
        lines{"paid_elsewhere 8667", "deferred -5047", "revenue:usage -3120", "breakage -500"});
}

TEST_CASE("where an epoch ends changes nothing of the books, and they add up to zero",
          "[R13.5][R13.2][property]") {
  REQUIRE(rc::check("worlds with credit, holds and recharges", [] {
    const recipe r = *any_recipe();
    check(world_with_money(r, *rc::gen::arbitrary<bool>()), gateway_of(r));
  }));
  REQUIRE(rc::check("worlds with plans, invoices, refunds and chargebacks", [] {
    recipe whims;
    const auto seed = *rc::gen::inRange<std::uint64_t>(0, 1'000'000);
    whims.gateway_draw = static_cast<std::uint32_t>(seed % 1000);
    check(drawn_world(seed), gateway_of(whims));
  }));
}
