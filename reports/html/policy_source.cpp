#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "engine/units/error.hpp"
#include "reports/html/assets.hpp"

namespace drawdown::reports::html {

namespace {

constexpr std::size_t hash_bytes = 32;

std::uint32_t digit_of(char hexadecimal) {
  if (hexadecimal >= '0' && hexadecimal <= '9') return static_cast<std::uint32_t>(hexadecimal - '0');
  return static_cast<std::uint32_t>(hexadecimal - 'a') + 10;
}

std::string base64_of(const std::array<std::uint32_t, hash_bytes>& bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  for (std::size_t first = 0; first < bytes.size(); first += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = first; i < first + 3; ++i) group = group << 8U | (i < bytes.size() ? bytes[i] : 0);
    for (std::size_t i = 0; i < 4; ++i)
      text += first + i > bytes.size() ? '=' : letters[group >> (18 - 6 * i) & 63U];
  }
  return text;
}

}  // namespace

std::string policy_source(const asset& of) {
  ensure(of.sha256.size() == 2 * hash_bytes, "a SHA-256 has 64 hexadecimal digits");
  std::array<std::uint32_t, hash_bytes> bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i)
    bytes[i] = digit_of(of.sha256[2 * i]) << 4U | digit_of(of.sha256[2 * i + 1]);
  return fmt::format("'sha256-{}'", base64_of(bytes));
}

}  // namespace drawdown::reports::html
