#include "engine/population/weights.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "engine/population/fixed_point.hpp"

namespace drawdown::population {
namespace {

__extension__ using uint128 = unsigned __int128;

constexpr std::uint32_t most_exponent = 4000;
constexpr std::uint32_t all_ppm = 1'000'000;
// Far below 2^64 over a million accounts, so that sums stay small; fine enough that the last of a million
// under zipf:4 would be the only ones that are rounded up to one.
constexpr unsigned weight_bits = 40;

// A decimal number with at most `decimals` of them, times ten to their power.
std::optional<std::uint32_t> parse_decimal(std::string_view text, unsigned decimals) {
  const std::size_t point = std::min(text.find('.'), text.size());
  std::string digits(text.substr(0, point));
  const std::string_view behind = point < text.size() ? text.substr(point + 1) : std::string_view();
  if (digits.empty() || behind.size() > decimals || (point < text.size() && behind.empty())) return {};
  digits += behind;
  digits.append(decimals - behind.size(), '0');
  std::uint32_t number = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (failure != std::errc() || end != digits.data() + digits.size()) return {};
  return number;
}

std::string decimal_text(std::uint32_t number, std::uint32_t unit) {
  std::string text =
      fmt::format("{}.{:0{}}", number / unit, number % unit, fmt::formatted_size("{}", unit) - 1);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::vector<std::uint64_t> weights_of(const uniform_skew&, std::uint32_t accounts) {
  return std::vector<std::uint64_t>(accounts, 1);
}

std::vector<std::uint64_t> weights_of(const zipf_skew& of, std::uint32_t accounts) {
  std::vector<std::uint64_t> all(accounts);
  for (std::uint32_t i = 0; i < accounts; ++i) {
    const fixed exponent{
        static_cast<std::uint64_t>(uint128{binary_logarithm(i + 1).bits} * of.exponent_thousandths / 1000)};
    all[i] = std::max<std::uint64_t>(1, inverse_power_of_two(exponent) >> (62 - weight_bits));
  }
  return all;
}

std::vector<std::uint64_t> weights_of(const hotspot_skew& of, std::uint32_t accounts) {
  const std::uint32_t hot = std::max(1U, accounts / 100);
  const std::uint32_t cold = accounts - hot;
  if (cold == 0) return weights_of(uniform_skew{}, accounts);
  // In the proportion share/hot to rest/cold, without fractions.
  std::vector<std::uint64_t> all(hot, std::uint64_t{of.share_ppm} * cold);
  all.resize(accounts, std::uint64_t{all_ppm - of.share_ppm} * hot);
  return all;
}

}  // namespace

result<skew> parse_skew(std::string_view text) {
  if (text == "uniform") return uniform_skew{};
  const auto malformed = [&] {
    return fail(error_code::malformed,
                fmt::format("`{}` is no distribution; write `uniform`, `zipf:1.1` (an exponent up to 4) or "
                            "`hotspot:90%` (the share of the load on a hundredth of the accounts)",
                            text));
  };
  if (text.starts_with("zipf:")) {
    const auto exponent = parse_decimal(text.substr(5), 3);
    if (!exponent || *exponent > most_exponent) return malformed();
    return zipf_skew{*exponent};
  }
  if (text.starts_with("hotspot:") && text.ends_with('%')) {
    const auto share = parse_decimal(text.substr(8, text.size() - 9), 4);
    if (!share || *share == 0 || *share >= all_ppm) return malformed();
    return hotspot_skew{*share};
  }
  return malformed();
}

std::string to_string(const skew& of) {
  if (const auto* zipf = std::get_if<zipf_skew>(&of))
    return fmt::format("zipf:{}", decimal_text(zipf->exponent_thousandths, 1000));
  if (const auto* hotspot = std::get_if<hotspot_skew>(&of))
    return fmt::format("hotspot:{}%", decimal_text(hotspot->share_ppm, 10'000));
  return "uniform";
}

std::vector<std::uint64_t> weights(const skew& of, std::uint32_t accounts) {
  return std::visit([&](const auto& each) { return weights_of(each, accounts); }, of);
}

}  // namespace drawdown::population
