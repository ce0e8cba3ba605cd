// Amounts as the page shows them: exact, with commas between thousands.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reports::html {

// "1,234,567.5" of "1234567.5".
std::string grouped(std::string_view decimal);

std::string count_text(std::uint64_t count);
// Micro-credits: "1,234.5".
std::string credits_text(int128 micro);
std::string credits_text(credits amount);
// The same with its sign: "+1,234.5"; empty of zero.
std::string change_of(credits amount);
// "1 credit", "1,234.5 credits".
std::string counted_credits(credits amount);
// Minor units, without and with the currency: "1,234.50", "1,234.50 EUR".
std::string money_text(int128 minor, currency unit);
std::string money_with_unit(int128 minor, currency unit);
// The number itself, for a program that reads the page.
std::string exact(int128 count);
// "1 account", "3,000 accounts".
std::string counted(std::uint64_t count, std::string_view one, std::string_view many);

}  // namespace drawdown::reports::html
