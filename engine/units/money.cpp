#include "engine/units/money.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/units/decimal.hpp"
#include "engine/units/planted.hpp"

namespace drawdown {

namespace {

// The active codes of ISO 4217, as of 2026, by how many decimals their minor unit has. Codes without a minor
// unit (gold, special drawing rights, the test code) are left out: money in them could not be counted. Codes
// stand four characters apart.
struct codes_with {
  std::uint8_t decimals;
  std::string_view codes;
};

constexpr std::array<codes_with, 4> iso_4217{{
    {0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
    {2,
     "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
     "CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD "
     "GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL "
     "MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR "
     "PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP "
     "TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"},
    {3, "BHD IQD JOD KWD LYD OMR TND"},
    {4, "CLF UYW"},
}};
constexpr std::size_t code_stride = 4;

constexpr bool holds_code(std::string_view codes, std::string_view code) {
  for (std::size_t at = 0; at < codes.size(); at += code_stride) {
    if (codes.substr(at, 3) == code) return true;
  }
  return false;
}

bool is_capital(char c) {
  return c >= 'A' && c <= 'Z';
}

}  // namespace

result<currency> currency::of(std::string_view code) {
  if (code.size() == 3 && std::all_of(code.begin(), code.end(), is_capital)) {
    for (const codes_with& group : iso_4217) {
      if (holds_code(group.codes, code))
        return currency({code[0], code[1], code[2]},
                        DRAWDOWN_PLANTED("every_currency_has_cents", group.decimals, std::uint8_t{2}));
    }
  }
  return fail(
      error_code::unknown_name,
      fmt::format("\"{}\" is not a currency: expected an active ISO 4217 code in capitals, such as EUR",
                  code));
}

std::string to_string(money amount, currency unit) {
  return fmt::format("{} {}", format_decimal(amount.minor(), unit.decimals(), false), unit.code());
}

result<priced_in> parse_money(std::string_view text) {
  const std::size_t blank = text.find(' ');
  if (blank == std::string_view::npos)
    return fail(error_code::malformed,
                fmt::format("\"{}\" is not an amount of money: expected a number, a blank and a currency, "
                            "such as 20 EUR",
                            text));
  const result<currency> unit = currency::of(text.substr(blank + 1));
  if (!unit) return tl::unexpected(unit.error());
  return parse_decimal(text.substr(0, blank), unit->decimals()).map([&](std::int64_t minor) {
    return priced_in{money::from_minor(minor), *unit};
  });
}

}  // namespace drawdown
