#include "engine/units/money.hpp"

#include <catch2/catch.hpp>
#include <rapidcheck.h>

namespace drawdown {

namespace {

std::string read_and_written(std::string_view text) {
  const result<priced_in> read = parse_money(text);
  return read ? to_string(read->amount, read->unit) : read.error().message;
}

}  // namespace

TEST_CASE("a currency has the decimals of ISO 4217", "[R1.2]") {
  CHECK(currency::of("JPY")->decimals() == 0);
  CHECK(currency::of("USD")->decimals() == 2);
  CHECK(currency::of("KWD")->decimals() == 3);
  CHECK(currency::of("CLF")->decimals() == 4);
  CHECK(currency::of("AED")->code() == "AED");
  CHECK(currency::of("ZWG")->code() == "ZWG");
}

TEST_CASE("what is no currency is refused by name", "[R1.2]") {
  for (const char* code : {"", "EU", "EURO", "eur", "XYZ", "XXX", "XAU", "D A", "EUR ", "HRK"}) {
    CAPTURE(code);
    REQUIRE_FALSE(currency::of(code).has_value());
    CHECK(currency::of(code).error().code == error_code::unknown_name);
  }
  CHECK_THAT(currency::of("eur").error().message, Catch::Contains("\"eur\"") && Catch::Contains("capitals"));
}

TEST_CASE("money is written with all decimals of its currency", "[R1.2]") {
  CHECK(read_and_written("20 EUR") == "20.00 EUR");
  CHECK(read_and_written("12.5 USD") == "12.50 USD");
  CHECK(read_and_written("1_000 JPY") == "1000 JPY");
  CHECK(read_and_written("0.001 KWD") == "0.001 KWD");
  CHECK(parse_money("12.50 USD")->amount == money::from_minor(1250));
}

TEST_CASE("money has no more decimals than its currency", "[R1.2]") {
  CHECK(parse_money("12.505 USD").error().code == error_code::malformed);
  CHECK(parse_money("1.5 JPY").error().code == error_code::malformed);
}

TEST_CASE("an amount of money names its currency after one blank", "[R1.2]") {
  for (const char* text :
       {"20", "20EUR", "EUR 20", "20  EUR", " 20 EUR", "20 EUR ", "20 eur", "20 credits", ""}) {
    CAPTURE(text);
    CHECK_FALSE(parse_money(text).has_value());
  }
  CHECK_THAT(parse_money("20").error().message, Catch::Contains("20 EUR"));
}

TEST_CASE("money that is written is read as the same", "[R1.2]") {
  REQUIRE(rc::check([](std::int64_t minor) {
    const currency unit = currency::of(*rc::gen::element("JPY", "EUR", "BHD", "UYW")).value();
    const result<priced_in> read = parse_money(to_string(money::from_minor(minor), unit));
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->amount == money::from_minor(minor));
    RC_ASSERT(read->unit == unit);
  }));
}

}  // namespace drawdown
