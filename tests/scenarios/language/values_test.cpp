#include "scenarios/language/values.hpp"

#include <string>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "engine/units/decimal.hpp"
#include "scenarios/language/time_values.hpp"

namespace drawdown::language {
namespace {

// Reads one text by one reader; the code of what was found is kept.
template <class Read>
auto read(const std::string& text, Read reader, std::string* code = nullptr) {
  findings found;
  const source_text file("test.yaml", text);
  scope in{found, file, 0};
  node at;
  at.kind = node_kind::text;
  at.text = text;
  at.place = {1, 1, 1};
  auto value = reader(in, at);
  if (code != nullptr) *code = found.has_errors() ? found.sorted().front().code : "";
  CHECK(value.has_value() != found.has_errors());
  return value;
}

template <class Read>
std::string code_of(const std::string& text, Read reader) {
  std::string code;
  read(text, reader, &code);
  return code;
}

const due_currency euro{*currency::of("EUR"), {}};

auto amount(allowed_sign sign) {
  return [sign](scope& in, const node& at) { return read_credits(in, at, "it", sign); };
}
const auto any_money = [](scope& in, const node& at) {
  return read_money(in, at, "it", euro, allowed_sign::any);
};
const auto asked = [](scope& in, const node& at) { return read_asked(in, at, "it", euro); };
const auto price = [](scope& in, const node& at) { return read_price(in, at, "it"); };
const auto rate = [](scope& in, const node& at) { return read_rate(in, at, euro); };
const auto percentage = [](scope& in, const node& at) { return read_percentage(in, at, "it"); };
const auto exact_time = [](scope& in, const node& at) { return read_duration(in, at, "it"); };
const auto any_time = [](scope& in, const node& at) { return read_span(in, at, "it"); };
const auto boolean = [](scope& in, const node& at) { return read_boolean(in, at, "it"); };
const auto point = [](scope& in, const node& at) { return read_moment(in, at, "it", zone_table{}); };

}  // namespace

TEST_CASE("credits are exact decimals, with or without their word [R1.1]") {
  CHECK(read("12.50", amount(allowed_sign::any)) == credits::from_micro(12'500'000));
  CHECK(read("1200 credits", amount(allowed_sign::any)) == credits::whole(1200));
  CHECK(read("1 credit", amount(allowed_sign::any)) == credits::whole(1));
  CHECK(read("-0.000001", amount(allowed_sign::any)) == credits::from_micro(-1));
  CHECK(read("1_000_000", amount(allowed_sign::positive)) == credits::whole(1'000'000));
  CHECK(code_of("010", amount(allowed_sign::any)) == "E040");
  CHECK(code_of("+5", amount(allowed_sign::any)) == "E040");
  CHECK(code_of("1e3", amount(allowed_sign::any)) == "E040");
  CHECK(code_of("12,5", amount(allowed_sign::any)) == "E040");
  CHECK(code_of(".5", amount(allowed_sign::any)) == "E040");
  CHECK(code_of("5.", amount(allowed_sign::any)) == "E040");
  CHECK(code_of("0.0000001", amount(allowed_sign::any)) == "E042");
  CHECK(code_of("9223372036855", amount(allowed_sign::any)) == "E041");
  CHECK(code_of("0", amount(allowed_sign::positive)) == "E043");
  CHECK(code_of("-1", amount(allowed_sign::not_negative)) == "E043");
  CHECK(code_of("5 creditz", amount(allowed_sign::any)) == "E040");
}

TEST_CASE("every amount of credit that is written is read back [R1.1]") {
  REQUIRE(rc::check([](std::int64_t micro) {
    const std::string text = format_decimal(micro, credits::decimals, true);
    RC_ASSERT(read(text, amount(allowed_sign::any)) == credits::from_micro(micro));
  }));
}

TEST_CASE("money has its currency, that of the catalog, and its decimals [R1.2]") {
  CHECK(read("12.50 EUR", any_money) == money::from_minor(1250));
  CHECK(code_of("12.505 EUR", any_money) == "E042");
  CHECK(code_of("12.50 USD", any_money) == "E045");
  CHECK(code_of("12.50 ABC", any_money) == "E044");
  CHECK(code_of("12.50 eur", any_money) == "E044");
  CHECK(code_of("12.50", any_money) == "E046");
  CHECK(code_of("EUR 12.50", any_money) == "E046");
  CHECK(code_of("12.50EUR", any_money) == "E046");
  CHECK(code_of("€12", any_money) == "E046");
  CHECK(code_of("1,250 EUR", any_money) == "E040");
}

TEST_CASE("what is asked for is money or credits, never nothing [R9.1]") {
  CHECK(read("50 EUR", asked) == asked_amount(money::from_minor(5000)));
  CHECK(read("1200 credits", asked) == asked_amount(credits::whole(1200)));
  CHECK(read("1200", asked) == asked_amount(credits::whole(1200)));
  CHECK(code_of("0 EUR", asked) == "E043");
  CHECK(code_of("-5", asked) == "E043");
  CHECK(code_of("fifty", asked) == "E046");
}

TEST_CASE("prices are exact fractions of micro-credits [R1.3]") {
  CHECK(read("10", price) == unit_price{10'000'000, 1});
  CHECK(read("0.5 credits", price) == unit_price{500'000, 1});
  CHECK(read("0.0000005", price) == unit_price{1, 2});
  CHECK(read("0.000000000001", price) == unit_price{1, 1'000'000});
  CHECK(read("1.000000000001", price) == unit_price{1'000'000'000'001, 1'000'000});
  CHECK(read("3.0000000000000000", price) == unit_price{3'000'000, 1});
  CHECK(read("0", price) == unit_price{0, 1});
  CHECK(code_of("0.0000000000001", price) == "E042");
  CHECK(code_of("-1", price) == "E043");
  CHECK(code_of("0.05 EUR", price) == "E040");
}

TEST_CASE("a rate says what money brings, both above zero [R1.3]") {
  CHECK(read("30 EUR = 200 credits", rate) == credit_rate{money::from_minor(3000), credits::whole(200)});
  CHECK(code_of("30 EUR = 200", rate) == "E052");
  CHECK(code_of("30 EUR=200 credits", rate) == "E052");
  CHECK(code_of("30 USD = 200 credits", rate) == "E045");
  CHECK(code_of("30 EUR = 0 credits", rate) == "E043");
}

TEST_CASE("percentages are parts per million, exactly [R10.1]") {
  CHECK(read("2%", percentage) == 20'000U);
  CHECK(read("0.05%", percentage) == 500U);
  CHECK(read("0.0001%", percentage) == 1U);
  CHECK(read("100%", percentage) == 1'000'000U);
  CHECK(code_of("100.0001%", percentage) == "E047");
  CHECK(code_of("0.00001%", percentage) == "E042");
  CHECK(code_of("-1%", percentage) == "E043");
  CHECK(code_of("2", percentage) == "E047");
  CHECK(code_of("%", percentage) == "E040");
}

TEST_CASE("exact time is exact, also in words; calendar time only where it is allowed [R2.7]") {
  CHECK(read("12m30s", exact_time) == duration::seconds(750));
  CHECK(read("1 minute", exact_time) == duration::minutes(1));
  CHECK(read("30 seconds", exact_time) == duration::seconds(30));
  CHECK(read("2 hours", exact_time) == duration::hours(2));
  CHECK(code_of("1 month", exact_time) == "E048");
  CHECK(code_of("90", exact_time) == "E048");
  CHECK(code_of("999999999999d", exact_time) == "E041");
  CHECK(read("+1 month", any_time) == span_of_time(calendar_span{1, calendar_unit::months}));
  CHECK(read("7d", any_time) == span_of_time(duration::days(7)));
}

TEST_CASE("a moment is an instant, a date, or so long after what it counts from [R2.7]") {
  CHECK(read("2026-01-30", point) == moment(instant::from_us(1'769'731'200'000'000)));
  CHECK(read("+14d", point) == moment(span_of_time(duration::days(14))));
  CHECK(code_of("14d", point) == "E049");
  CHECK(code_of("tomorrow", point) == "E049");
  CHECK(code_of("2026-02-29", point) == "E049");
}

TEST_CASE("only true and false are booleans") {
  CHECK(read("true", boolean) == true);
  CHECK(read("false", boolean) == false);
  for (const char* other : {"yes", "no", "on", "True", "1", "TRUE"}) CHECK(code_of(other, boolean) == "E051");
}

}  // namespace drawdown::language
