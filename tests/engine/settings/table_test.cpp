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

duration any_duration() {
  return duration::from_us(*rc::gen::inRange<std::int64_t>(1, duration::days(30).us()));
}

// The values of the policies that are not in force are not written.
void draw_failure_policy(settings& s) {
  s.on_failure = static_cast<failure_policy>(*rc::gen::inRange(0, 3));
  if (s.on_failure == failure_policy::back_off) s.back_off = any_duration();
  if (s.on_failure == failure_policy::break_after) s.break_after = *rc::gen::inRange(1U, 0x8000'0000U);
  if (s.on_failure != failure_policy::retry) return;
  s.retry = {any_duration()};
  for (int more = *rc::gen::inRange(0, 20); more > 0; --more) {
    const duration longer = any_duration();
    s.retry.push_back(duration::from_us(s.retry.back().us() + longer.us()));
  }
}

// The end of lots, and how late usage may be (R2).
void draw_times(settings& s) {
  s.month_end_rule = static_cast<month_end>(*rc::gen::inRange(0, 2));
  s.expiry_inclusive = any_bool();
  s.sweep.at = static_cast<expiry_sweep::when>(*rc::gen::inRange(0, 3));
  if (s.sweep.at == expiry_sweep::when::minute) s.sweep.minute = *rc::gen::inRange(0U, 60U);
  if (s.sweep.at == expiry_sweep::when::delay) s.sweep.delay = any_duration();
  s.late_usage_grace = duration::from_us(*rc::gen::inRange<std::int64_t>(0, duration::hours(24).us()));
  s.period = static_cast<usage_period>(*rc::gen::inRange(0, 2));
}

// Subscriptions and refunds (R8, R9).
void draw_subscription_rules(settings& s) {
  s.renewal_grants = static_cast<renewal_grant>(*rc::gen::inRange(0, 2));
  s.dunning.clear();
  for (int more = *rc::gen::inRange(0, 21); more > 0; --more) {
    const duration last = s.dunning.empty() ? duration{} : s.dunning.back();
    s.dunning.push_back(duration::from_us(last.us() + any_duration().us()));
  }
  s.on_cancel = static_cast<cancel_refund>(*rc::gen::inRange(0, 2));
  s.proration_base = static_cast<proration>(*rc::gen::inRange(0, 2));
  s.allocation_on_change = static_cast<change_allocation>(*rc::gen::inRange(0, 3));
  if (any_bool()) s.regrant_refunds = any_duration();
  s.refund_window = any_duration();
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
  s.released_from_ended = static_cast<released_credit>(*rc::gen::inRange(0, 2));
  s.preserve_overage = any_bool();
  s.when_short = static_cast<short_of_credit>(*rc::gen::inRange(0, 4));
  s.rate_fixed_at = static_cast<rate_time>(*rc::gen::inRange(0, 2));
  if (any_bool()) s.overdraft = credits::from_micro(*rc::gen::inRange<std::int64_t>(0, INT64_MAX));
  for (bool& pays : s.debt_paid_by) pays = any_bool();
  s.capture_overrun = static_cast<overrun>(*rc::gen::inRange(0, 2));
  s.hold_ttl = any_duration();
  s.wake = any_bool();
  if (any_bool()) s.max_per_period = *rc::gen::inRange(1U, 0x8000'0000U);
  if (any_bool()) s.cooldown = any_duration();
  draw_failure_policy(s);
  draw_times(s);
  draw_subscription_rules(s);
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
  CHECK(written("released_from_ended") == "lost");
  CHECK(written("preserve_overage") == "yes");
  CHECK(written("when_short") == "refuse");
  CHECK(written("rate_fixed_at") == "request");
  CHECK(with("rate_fixed_at", "payment").rate_fixed_at == rate_time::payment);
  CHECK(written("overdraft") == "unlimited");
  CHECK(written("debt_paid_by") == "free, plan, addon, adjustment, paid");
  CHECK(written("capture_overrun") == "refuse");
  CHECK(written("hold_ttl") == "7d");
  CHECK(written("wake") == "yes");
  CHECK(written("max_per_period") == "none");
  CHECK(written("cooldown") == "none");
  CHECK(written("expiry_instant") == "exclusive");
  CHECK(written("expiry_sweep") == "none");
  CHECK(written("late_usage_grace") == "1d");
  CHECK(written("usage_period") == "cycle");
  CHECK(written("renewal_grants") == "on_payment");
  CHECK(written("dunning") == "retry 1d 3d 7d");
  CHECK(written("cancel_refund") == "none");
  CHECK(written("proration_base") == "exact");
  CHECK(written("allocation_on_change") == "prorated_delta");
  CHECK(written("refund_expired") == "expire");
  CHECK(written("refund_window") == "400d");
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
  CHECK(with("released_from_ended", "successor").released_from_ended == released_credit::successor);
  CHECK_FALSE(with("preserve_overage", "no").preserve_overage);
  CHECK(with("when_short", "carry").when_short == short_of_credit::carry);
  CHECK(with("when_short", "cap").when_short == short_of_credit::cap);
  CHECK(with("when_short", "invoice").when_short == short_of_credit::invoice);
  CHECK(with("capture_overrun", "debit").capture_overrun == overrun::debit);
  CHECK(with("hold_ttl", "90m").hold_ttl == duration::minutes(90));
  CHECK_FALSE(with("wake", "no").wake);
  CHECK(with("max_per_period", "3").max_per_period == 3U);
  CHECK(with("cooldown", "2h").cooldown == duration::hours(2));
  CHECK(with("month_end", "overflow").month_end_rule == month_end::overflow);
  CHECK(with("expiry_instant", "inclusive").expiry_inclusive);
  CHECK(with("late_usage_grace", "0s").late_usage_grace == duration{});
  CHECK(with("late_usage_grace", "36h").late_usage_grace == duration::hours(36));
  CHECK(with("usage_period", "calendar_month").period == usage_period::calendar_month);
  CHECK(with("renewal_grants", "at_boundary").renewal_grants == renewal_grant::at_boundary);
  CHECK(with("cancel_refund", "prorated").on_cancel == cancel_refund::prorated);
  CHECK(with("proration_base", "days").proration_base == proration::days);
  CHECK(with("allocation_on_change", "replace").allocation_on_change == change_allocation::replace);
  CHECK(with("refund_window", "30d").refund_window == duration::days(30));
}

TEST_CASE("expired lots are swept away at once, at a minute of every hour, or after a delay", "[R2.1]") {
  CHECK(with("expiry_sweep", "none").sweep == expiry_sweep{});
  CHECK(with("expiry_sweep", "minute 0").sweep == expiry_sweep{expiry_sweep::when::minute, 0, {}});
  CHECK(with("expiry_sweep", "minute 59").sweep == expiry_sweep{expiry_sweep::when::minute, 59, {}});
  CHECK(with("expiry_sweep", "delay 36h").sweep ==
        expiry_sweep{expiry_sweep::when::delay, 0, duration::hours(36)});
  for (const char* text : {"", "none 1", "minute", "minute 60", "minute -1", "minute 1 2", "minute 1h",
                           "delay", "delay 0s", "delay 5", "delay 1 day", "hourly", "45"}) {
    CAPTURE(text);
    CHECK(refusal("expiry_sweep", text).code == error_code::malformed);
  }
}

TEST_CASE("a renewal is tried again after ascending delays, or not at all", "[R8.3]") {
  CHECK(with("dunning", "none").dunning.empty());
  CHECK(with("dunning", "retry 1d 3d").dunning ==
        std::vector<duration>{duration::days(1), duration::days(3)});
  for (const char* text : {"", "retry", "retry 3d 1d", "retry 1d 1d", "1d 3d", "none 1d", "retry 0s"}) {
    CAPTURE(text);
    CHECK(refusal("dunning", text).code == error_code::malformed);
  }
}

TEST_CASE("refunded credit whose lot has ended expires again, or comes in a new lot", "[R9.7]") {
  CHECK_FALSE(with("refund_expired", "expire").regrant_refunds.has_value());
  CHECK(with("refund_expired", "regrant 30d").regrant_refunds == duration::days(30));
  for (const char* text :
       {"", "regrant", "regrant 0s", "regrant 30", "expire 30d", "regrant 1d 2d", "keep"}) {
    CAPTURE(text);
    CHECK(refusal("refund_expired", text).code == error_code::malformed);
  }
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
}

TEST_CASE("after a failure recharging may also back off for a while, or break after so many", "[R10.4]") {
  const settings waits = with("on_failure", "back_off 30m");
  CHECK(waits.on_failure == failure_policy::back_off);
  CHECK(waits.back_off == duration::minutes(30));
  const settings breaks = with("on_failure", "break_after 3");
  CHECK(breaks.on_failure == failure_policy::break_after);
  CHECK(breaks.break_after == 3);
  for (const char* text : {"back_off", "back_off 0s", "back_off 1h 2h", "back_off 3", "break_after",
                           "break_after 0", "break_after 1h", "break_after 1 2", "break_after -1"}) {
    CAPTURE(text);
    CHECK(refusal("on_failure", text).code == error_code::malformed);
  }
}

TEST_CASE("an overdraft is an amount of credit, not below zero, or has no bound", "[R4.5]") {
  CHECK(with("overdraft", "0").overdraft == credits{});
  CHECK(with("overdraft", "12.5").overdraft == credits::from_micro(12'500'000));
  CHECK(with("overdraft", "300 credits").overdraft == credits::whole(300));
  settings bounded = with("overdraft", "300");
  REQUIRE(apply_setting(bounded, "overdraft", "unlimited").has_value());
  CHECK_FALSE(bounded.overdraft.has_value());
  for (const char* text : {"", "none", "-1", "5 EUR", "1e3", "credits", "300credits"}) {
    CAPTURE(text);
    CHECK(refusal("overdraft", text).code == error_code::malformed);
  }
}

TEST_CASE("debt is paid by the kinds of lots that are named, each once, or by none", "[R4.6]") {
  CHECK(with("debt_paid_by", "paid, free").debt_paid_by ==
        std::array<bool, lot_kinds>{true, false, false, false, true});
  CHECK(with("debt_paid_by", "none").debt_paid_by == std::array<bool, lot_kinds>{});
  for (const char* text : {"", "free,", "free, free", "gold", "free plan", "none, free", "all"}) {
    CAPTURE(text);
    CHECK(refusal("debt_paid_by", text).code == error_code::malformed);
  }
}

TEST_CASE("what may be without a bound says `none`, and otherwise counts from above zero", "[R10.5][R6.3]") {
  settings bounded = with("max_per_period", "1");
  REQUIRE(apply_setting(bounded, "max_per_period", "none").has_value());
  CHECK(bounded == settings());
  bounded = with("cooldown", "1us");
  REQUIRE(apply_setting(bounded, "cooldown", "none").has_value());
  CHECK(bounded == settings());
  for (const auto& [name, text] :
       {std::pair("max_per_period", "0"), std::pair("max_per_period", "1h"),
        std::pair("max_per_period", "4294967297"), std::pair("cooldown", "0s"), std::pair("cooldown", "3"),
        std::pair("hold_ttl", "0s"), std::pair("hold_ttl", "none"), std::pair("hold_ttl", "1 month")}) {
    CAPTURE(name, text);
    CHECK(refusal(name, text).code == error_code::malformed);
  }
}

TEST_CASE("what is no setting, but written elsewhere, says where", "[R10.5][R10.6]") {
  CHECK(refusal("max_spend_per_period", "100 EUR").message ==
        "max_spend_per_period (R10.5) is not a setting, but a key of auto_recharge");
  CHECK(refusal("low_balance", "100").message ==
        "low_balance (R10.6) is not a setting, but a key of an account");
}

TEST_CASE("a value that is not allowed is refused with what is", "[R15.2]") {
  CHECK(refusal("key_window", "0s").code == error_code::malformed);
  CHECK_THAT(refusal("key_window", "0s").message, Catch::Contains("key_window") && Catch::Contains("R4.3") &&
                                                      Catch::Contains("at least late_usage_grace"));
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
  for (const char* name :
       {"requires_plan", "billing", "max_spend_per_period", "low_balance", "recognition"}) {
    CAPTURE(name);
    const error why = refusal(name, "something else");
    CHECK(why.code == error_code::not_built);
    CHECK_THAT(why.message, Catch::Contains(name));
  }
  CHECK_THAT(refusal("billing", "invoice").message, Catch::Contains("a key of an account"));
  CHECK(refusal("when_short", "later").code == error_code::malformed);
}

}  // namespace drawdown
