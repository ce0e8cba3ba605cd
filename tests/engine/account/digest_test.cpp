// The digest of an account's state: the same wherever the same happened, another as soon as anything in it
// differs.
#include <set>

#include "account_run.hpp"

namespace drawdown::test {
namespace {

std::uint64_t digest_after(const std::function<void(account_builder&)>& told) {
  world_builder w;
  auto acme = w.account("acme").pays_by(good_card());
  acme.agent("bot", when_exhausted::stop, 100_cr);
  acme.begins_with(lot(lot_kind::free, 500_cr));
  acme.at("2026-01-05");
  told(acme);
  account_run all(w.build(), by_card);
  all.work(when("2026-01-06"));
  return all.header().state_digest;
}

TEST_CASE("the same history gives the same digest, every other one another", "[R14.7]") {
  recharge_terms terms;
  terms.threshold = 1_cr;
  terms.amount = 20_usd;
  auto higher = terms;
  higher.threshold = 2_cr;
  auto in_credits = terms;
  in_credits.amount = credits::from_micro(2000);  // the same count, of another thing
  const std::vector<std::function<void(account_builder&)>> histories{
      [](account_builder&) {},
      [](account_builder& a) { a.uses(1); },
      [](account_builder& a) { a.uses(0, 1); },
      [](account_builder& a) { a.uses(0, 1).keyed("k"); },
      [](account_builder& a) { a.uses(0, 0).keyed("k"); },
      [](account_builder& a) { a.grants(test::lot(lot_kind::free, 5_cr)); },
      [](account_builder& a) { a.grants(test::lot(lot_kind::free, 5_cr).from("2026-02-01")); },
      [](account_builder& a) { a.grants(test::lot(lot_kind::free, 5_cr).until("2026-02-01")); },
      [](account_builder& a) { a.sets_policy(0, when_exhausted::use_balance); },
      [](account_builder& a) { a.sets_limit(0, 99_cr); },
      [](account_builder& a) { a.sets_limit(0, std::nullopt); },
      [](account_builder& a) { a.sets_cards({}); },
      [](account_builder& a) { a.sets_cards({bad_card()}); },
      [](account_builder& a) { a.sets_cards({good_card(1)}); },
      [](account_builder& a) { a.tops_up(1_usd); },
      [=](account_builder& a) { a.sets_recharge(terms); },
      [=](account_builder& a) { a.sets_recharge(higher); },
      [=](account_builder& a) { a.sets_recharge(in_credits); },
  };
  std::set<std::uint64_t> digests;
  for (const auto& history : histories) {
    CHECK(digest_after(history) == digest_after(history));
    digests.insert(digest_after(history));
  }
  CHECK(digests.size() == histories.size());
}

}  // namespace
}  // namespace drawdown::test
