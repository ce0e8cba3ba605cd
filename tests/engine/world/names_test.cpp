#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "engine/settings/values.hpp"
#include "engine/world/expectation.hpp"
#include "engine/world/outcome.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

TEST_CASE("every outcome has a word of its own, by which it is found", "[R4.7]") {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < outcomes; ++i) {
    const auto each = static_cast<outcome>(i);
    CAPTURE(i);
    CHECK(words.insert(name_of(each)).second);
    CHECK(outcome_named(name_of(each)) == each);
  }
  CHECK(name_of(outcome::charged) == "charged");
  CHECK(name_of(outcome::idempotency_conflict) == "idempotency_conflict");
  CHECK(name_of(outcome::insufficient_credit) == "insufficient_credit");
  CHECK(name_of(outcome::ends_before_it_begins) == "ends_before_it_begins");
  CHECK_FALSE(outcome_named("Charged").has_value());
  CHECK_FALSE(outcome_named("").has_value());
  CHECK_THROWS_AS(name_of(static_cast<outcome>(outcomes)), defect);
}

TEST_CASE("a key conflict and what follows it in the order of checks are refusals", "[R4.7]") {
  CHECK_FALSE(is_refusal(outcome_named("changed").value()));
  CHECK(is_refusal(outcome_named("idempotency_conflict").value()));
  CHECK(is_refusal(outcome_named("no_payment_method").value()));
  for (const char* accepted : {"held", "captured", "voided", "revoked", "adjusted"})
    CHECK_FALSE(is_refusal(outcome_named(accepted).value()));
  for (const char* refused : {"lot_has_cost", "exceeds_hold", "unknown_hold", "already_ran_out", "used_up"})
    CHECK(is_refusal(outcome_named(refused).value()));
}

TEST_CASE("answers, effects of notices and kinds of lots have their words", "[R3.2][R9.4][R10.1]") {
  CHECK(name_of(payment_answer::succeeded) == "succeeded");
  CHECK(name_of(payment_answer::timed_out) == "timed_out");
  CHECK(name_of(notice_effect::awaiting) == "awaiting");
  CHECK(name_of(notice_effect::unknown_payment) == "unknown_payment");
  CHECK(name_of(lot_kind::adjustment) == "adjustment");
  for (std::size_t i = 0; i < lot_kinds; ++i)
    CHECK(lot_kind_named(name_of(static_cast<lot_kind>(i))) == static_cast<lot_kind>(i));
  CHECK_FALSE(lot_kind_named("wallet").has_value());
}

TEST_CASE("settings speak of kinds of lots in the same words", "[R3.2]") {
  for (std::size_t i = 0; i < lot_kinds; ++i) {
    const auto kind = static_cast<lot_kind>(i);
    CHECK(setting_values::kind_words.of(kind) == name_of(kind));
  }
}

TEST_CASE("a restriction restricts by a meter or a user", "[R3.8]") {
  restriction only;
  CHECK(only.is_none());
  only.meters = {0};
  CHECK_FALSE(only.is_none());
  CHECK_FALSE(restriction{{}, 0}.is_none());
}

TEST_CASE("each outcome that an agent asks to hear of has a place of its own", "[R4.7]") {
  for (std::size_t i = 0; i < outcomes; ++i) {
    outcome_set asked;
    asked.add(static_cast<outcome>(i));
    for (std::size_t other = 0; other < outcomes; ++other)
      CHECK(asked.has(static_cast<outcome>(other)) == (other == i));
  }
}

TEST_CASE("within an instant rows of files come between the timeline and what agents drew", "[R2.4]") {
  const instant t = instant::from_us(5);
  const turn_order step{t, turn_order::phase::timeline, 0, 900};
  const turn_order first_row{t, turn_order::phase::file, 0, 2};
  const turn_order later_file{t, turn_order::phase::file, 1, 1};
  const turn_order drawn{t, turn_order::phase::population, 0, 1};
  const turn_order question{t, turn_order::phase::expectation, 0, 3};
  CHECK(step < first_row);
  CHECK(first_row < later_file);
  CHECK(later_file < drawn);
  CHECK(drawn < question);
}

TEST_CASE("figures are named as people name them", "[R3.12]") {
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < figure_names; ++i) {
    const auto each = static_cast<figure>(i);
    CHECK(words.insert(name_of(each)).second);
    CHECK(figure_named(name_of(each)) == each);
  }
  CHECK(name_of(figure::balance) == "balance");
  CHECK(name_of(figure::wallet) == "wallet");
  CHECK(name_of(figure::agent_spent) == "spent");
  CHECK_FALSE(figure_named("agent_spent").has_value());
}

TEST_CASE("a key is called as it was given, else by where its effect comes from", "[R4.3]") {
  world w;
  w.key_names = {"msg-17", "live-1"};
  w.accounts.resize(2);
  w.accounts[1].agents.push_back(
      {"receptionist", when_exhausted::stop, std::nullopt, no_user, timeline_source{}});
  CHECK(key_text(w, 1, {effect_key::space::given, 0, 1}) == "live-1");
  CHECK(key_text(w, 1, {effect_key::space::timeline, 0, 12}) == "step-12");
  CHECK(key_text(w, 1, {effect_key::space::agent, 0, 7}) == "receptionist-7");
  w.usage_files = {"january.csv", "february.csv"};
  CHECK(key_text(w, 1, {effect_key::space::file, 1, 42}) == "february.csv:42");
  CHECK(key_text(w, 1, {effect_key::space::recharge, 0, 2}) == "recharge-2");
}

}  // namespace drawdown
