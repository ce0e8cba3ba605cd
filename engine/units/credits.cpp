#include "engine/units/credits.hpp"

#include "engine/units/decimal.hpp"

namespace drawdown {

std::string to_string(credits amount) {
  return format_decimal(amount.micro(), credits::decimals, true);
}

result<credits> parse_credits(std::string_view text) {
  return parse_decimal(text, credits::decimals).map(credits::from_micro);
}

}  // namespace drawdown
