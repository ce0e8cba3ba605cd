#include "engine/settings/table.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <rapidcheck.h>

namespace drawdown {

namespace {

// The default settings with one of them set; its error ends the test.
settings with(std::string_view name, std::string_view text) {
  settings target;
  const result<void> done = apply_setting(target, name, text);
  if (!done) throw std::runtime_error(done.error().message);
  return target;
}

error refusal(std::string_view name, std::string_view text) {
  settings target;
  const error why = apply_setting(target, name, text).error();
  REQUIRE(target == settings());
  return why;
}

bool any_bool() {
  return *rc::gen::arbitrary<bool>();
}

std::vector<burn_key> any_burn_down() {
  std::vector<burn_key> order;
  const auto count = *rc::gen::inRange(1, 8);
  while (order.size() < static_cast<std::size_t>(count)) {
    burn_key key{static_cast<burn_by>(*rc::gen::inRange(0, 7)), any_bool()};
    if (key.by == burn_by::expires) key.grain = static_cast<expiry_grain>(*rc::gen::inRange(0, 4));
    if (key.by == burn_by::expires || key.by == burn_by::cost_per_credit) key.none_first = any_bool();
    const bool is_new = std::none_of(order.begin(), order.end(), [&](const burn_key& other) {
      return other.by == key.by && other.grain == key.grain;
    });
    if (is_new) order.push_back(key);
  }
  return order;
}

settings any_settings() {
  settings s;
  s.credit_decimals = *rc::gen::inRange(0, 7);
  for (rounding* r : {&s.grant_rounding, &s.money_rounding, &s.usage_rounding})
    *r = static_cast<rounding>(*rc::gen::inRange(0, 4));
  s.burn_down = any_burn_down();
  for (std::int32_t& priority : s.priorities) priority = *rc::gen::arbitrary<std::int32_t>();
  s.key_window =
      duration::from_us(*rc::gen::inRange<std::int64_t>(duration::hours(24).us(), duration::days(4000).us()));
  s.requires_positive_balance = any_bool();
  s.top_up_ends_stop = any_bool();
  s.watch = static_cast<recharge_watch>(*rc::gen::inRange(0, 2));
  s.trigger = static_cast<recharge_trigger>(*rc::gen::inRange(0, 2));
  s.count_pending = any_bool();
  s.limits = static_cast<recharge_limits>(*rc::gen::inRange(0, 3));
  s.retry.clear();
  std::int64_t delay_us = 0;
  const int retries = *rc::gen::inRange(1, 21);
  for (int i = 0; i < retries; ++i) {
    delay_us += *rc::gen::inRange<std::int64_t>(1, duration::days(30).us());
    s.retry.push_back(duration::from_us(delay_us));
  }
  return s;
}

}  // namespace

TEST_CASE("every setting has a name of its own, a rule, a meaning and a source", "[R15.1]") {
  std::set<std::string_view> names;
  for (const setting_entry& entry : setting_table()) {
    CAPTURE(entry.name);
    CHECK(names.insert(entry.name).second);
    CHECK(entry.rule.starts_with('R'));
    CHECK_FALSE(entry.meaning.empty());
    CHECK_FALSE(entry.allowed.empty());
    CHECK_FALSE(entry.source.empty());
    CHECK((entry.read == nullptr) == (entry.write == nullptr));
  }
}

TEST_CASE("all settings that are written are read as the same", "[R15.2]") {
  REQUIRE(rc::check([] {
    const settings original = any_settings();
    settings copy;
    for (const setting_entry& entry : setting_table()) {
      if (!entry.is_built()) continue;
      const result<void> done = apply_setting(copy, entry.name, entry.write(original));
      RC_ASSERT(done.has_value());
    }
    RC_ASSERT(copy == original);
  }));
}

TEST_CASE("the default settings are those of the rule-book default", "[R15.1]") {
  const settings defaults;
  const auto written = [&](std::string_view name) {
    for (const setting_entry& entry : setting_table())
      if (entry.name == name) return entry.write(defaults);
    return std::string("no such setting");
  };
  CHECK(written("credit_decimals") == "6");
  CHECK(written("rounding_granted") == "down");
  CHECK(written("rounding_charged") == "half_even");
  CHECK(written("rounding_usage") == "up");
  CHECK(written("month_end") == "clamp");
  CHECK(written("burn_down") == "priority, expires, effective, lot_id");
  CHECK(written("priority_free") == "10");
  CHECK(written("priority_plan") == "20");
  CHECK(written("priority_addon") == "30");
  CHECK(written("priority_adjustment") == "40");
  CHECK(written("priority_paid") == "50");
  CHECK(written("key_window") == "7d");
  CHECK(written("requires_positive_balance") == "no");
  CHECK(written("top_up_ends_stop") == "yes");
  CHECK(written("watch") == "available");
  CHECK(written("trigger") == "below");
  CHECK(written("count_pending") == "no");
  CHECK(written("limits") == "apply");
  CHECK(written("on_failure") == "retry 1h 6h 1d");
}

TEST_CASE("a setting reaches its place", "[R15.2]") {
  CHECK(with("credit_decimals", "2").credit_decimals == 2);
  CHECK(with("rounding_granted", "half_up").grant_rounding == rounding::half_up);
  CHECK(with("rounding_charged", "down").money_rounding == rounding::down);
  CHECK(with("rounding_usage", "half_even").usage_rounding == rounding::half_even);
  CHECK(with("priority_adjustment", "-5").priorities[3] == -5);
  CHECK(with("key_window", "24h").key_window == duration::days(1));
  CHECK(with("requires_positive_balance", "yes").requires_positive_balance);
  CHECK(with("requires_positive_balance", "true").requires_positive_balance);
  CHECK_FALSE(with("top_up_ends_stop", "no").top_up_ends_stop);
  CHECK_FALSE(with("top_up_ends_stop", "false").top_up_ends_stop);
  CHECK(with("watch", "wallet").watch == recharge_watch::wallet);
  CHECK(with("trigger", "at_or_below").trigger == recharge_trigger::at_or_below);
  CHECK(with("limits", "minimum_only").limits == recharge_limits::minimum_only);
}

TEST_CASE("the burn-down order is a list of keys with words", "[R3.3]") {
  const settings s = with("burn_down", "kind, expires by day none_first, cost_per_credit desc");
  CHECK(s.burn_down == std::vector<burn_key>{{burn_by::kind},
                                             {burn_by::expires, false, true, expiry_grain::day},
                                             {burn_by::cost_per_credit, true}});
  CHECK(with("burn_down", "lot_id desc").burn_down == std::vector<burn_key>{{burn_by::lot_id, true}});
  CHECK(with("burn_down", "expires none_first desc by minute,created").burn_down ==
        std::vector<burn_key>{{burn_by::expires, true, true, expiry_grain::minute}, {burn_by::created}});
}

TEST_CASE("a burn-down order that says nothing clear is refused", "[R3.3]") {
  for (const char* text :
       {"", ",", "priority,", "priority,,lot_id", "priority lot_id", "colour", "expires by",
        "expires by hour", "expires by microsecond", "expires by day by minute", "priority by day",
        "lot_id none_first", "priority desc desc", "expires none_first none_first", "priority, priority",
        "priority, priority desc", "desc priority", "Priority"}) {
    CAPTURE(text);
    CHECK(refusal("burn_down", text).code == error_code::malformed);
  }
}

TEST_CASE("keys that lots do not have yet are refused by name", "[R3.3]") {
  for (const char* key : {"scope", "rolled_over", "reset_interval", "left"}) {
    CAPTURE(key);
    const error why = refusal("burn_down", fmt::format("priority, {} desc", key));
    CHECK(why.code == error_code::not_built);
    CHECK_THAT(why.message, Catch::Contains(key));
  }
}

TEST_CASE("retries are ascending delays, from one to twenty", "[R10.4]") {
  CHECK(with("on_failure", "retry 30m").retry == std::vector<duration>{duration::minutes(30)});
  CHECK(with("on_failure", "retry 1d 3d 7d").retry.size() == 3);
  std::string many = "retry";
  for (int i = 1; i <= 20; ++i) many += fmt::format(" {}h", i);
  CHECK(with("on_failure", many).retry.size() == 20);
  for (const std::string& text :
       {std::string("retry"), many + " 21h", std::string("retry 6h 1h"), std::string("retry 1h 1h"),
        std::string("retry 0s"), std::string("1h 6h"), std::string(""), std::string("retry 1h, 6h"),
        std::string("retry 1 hour"), std::string("never")}) {
    CAPTURE(text);
    CHECK(refusal("on_failure", text).code == error_code::malformed);
  }
  CHECK(refusal("on_failure", "back_off 1h").code == error_code::not_built);
  CHECK(refusal("on_failure", "break_after 3").code == error_code::not_built);
}

TEST_CASE("a value that is not allowed is refused with what is", "[R15.2]") {
  CHECK(refusal("key_window", "23h").code == error_code::malformed);
  CHECK_THAT(refusal("key_window", "23h").message,
             Catch::Contains("key_window") && Catch::Contains("R4.3") && Catch::Contains("at least 24h"));
  CHECK(refusal("credit_decimals", "7").code == error_code::malformed);
  CHECK(refusal("credit_decimals", "-1").code == error_code::malformed);
  CHECK(refusal("credit_decimals", "two").code == error_code::malformed);
  CHECK(refusal("priority_free", "2147483648").code == error_code::malformed);
  CHECK(refusal("priority_free", "99999999999999999999").code == error_code::malformed);
  CHECK(refusal("rounding_usage", "nearest").code == error_code::malformed);
  CHECK_THAT(refusal("rounding_usage", "nearest").message, Catch::Contains("half_even"));
  CHECK(refusal("count_pending", "maybe").code == error_code::malformed);
  CHECK(refusal("month_end", "last").code == error_code::malformed);
}

TEST_CASE("an unknown setting is refused, with the one that was probably meant", "[R15.2]") {
  CHECK(refusal("key_windw", "7d").code == error_code::unknown_name);
  CHECK_THAT(refusal("key_windw", "7d").message, Catch::Contains("key_window?"));
  CHECK_THAT(refusal("colour", "red").message, !Catch::Contains("did you mean"));
}

TEST_CASE("a setting that is not built is refused by name, unless it asks for what is", "[R15.2]") {
  for (const char* name : {"expiry_instant",
                           "expiry_sweep",
                           "usage_period",
                           "late_usage_grace",
                           "released_from_ended",
                           "preserve_overage",
                           "when_short",
                           "overdraft",
                           "debt_paid_by",
                           "capture_overrun",
                           "renewal_grants",
                           "dunning",
                           "proration_base",
                           "allocation_on_change",
                           "cancel_refund",
                           "rate_fixed_at",
                           "requires_plan",
                           "billing",
                           "refund_expired",
                           "refund_window",
                           "wake",
                           "max_per_period",
                           "max_spend_per_period",
                           "cooldown",
                           "low_balance",
                           "recognition"}) {
    CAPTURE(name);
    const error why = refusal(name, "something else");
    CHECK(why.code == error_code::not_built);
    CHECK_THAT(why.message, Catch::Contains(name));
  }
  CHECK(with("when_short", "refuse") == settings());
  CHECK(with("expiry_instant", "exclusive") == settings());
  CHECK(with("month_end", "clamp") == settings());
  CHECK(refusal("when_short", "carry").code == error_code::not_built);
  CHECK_THAT(refusal("when_short", "carry").message, Catch::Contains("only refuse"));
  CHECK(refusal("month_end", "overflow").code == error_code::not_built);
}

}  // namespace drawdown
