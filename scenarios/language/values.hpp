// Single values by their text: numbers, amounts, words. YAML never types them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/catalog/catalog.hpp"
#include "engine/world/stimuli.hpp"
#include "engine/world/world.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/node.hpp"

namespace drawdown::language {

// Which amounts make sense at a place.
enum class allowed_sign : std::uint8_t { any, not_negative, positive };

// The currency that money is due in, where that is known, and where it was given.
struct due_currency {
  std::optional<currency> unit;
  place_in_file given;

  explicit operator bool() const { return unit.has_value(); }
  const currency& operator*() const { return *unit; }
};

// All of these report what is wrong and then give nothing. `what` names the value in messages: "the
// quantity".

// The text of a single value that is not empty.
std::optional<std::string_view> read_text(scope& in, const node& at, std::string_view what);
// `true` or `false`.
std::optional<bool> read_boolean(scope& in, const node& at, std::string_view what);
// `true`, of what has nothing else to say; false where it is something else.
bool read_true(scope& in, const node& at, std::string_view what, std::string_view hint);
// A whole number from `least` to `most`.
std::optional<std::int64_t> read_whole(scope& in, const node& at, std::string_view what, std::int64_t least,
                                       std::int64_t most);
// A decimal as a count of 10^-places.
std::optional<std::int64_t> read_decimal(scope& in, const node& at, std::string_view what, int places,
                                         allowed_sign sign);
// `1200`, `12.50` or `1200 credits`.
std::optional<credits> read_credits(scope& in, const node& at, std::string_view what, allowed_sign sign);
// `20 EUR`; in the currency that is due, where that is known.
std::optional<money> read_money(scope& in, const node& at, std::string_view what, const due_currency& due,
                                allowed_sign sign);
// Money or credits, above zero (R9.1).
std::optional<asked_amount> read_asked(scope& in, const node& at, std::string_view what,
                                       const due_currency& due);
// A price in credits with up to twelve decimals, exact (R1.3).
std::optional<unit_price> read_price(scope& in, const node& at, std::string_view what);
// `1 EUR = 50 credits` (R1.3).
std::optional<credit_rate> read_rate(scope& in, const node& at, const due_currency& due,
                                     std::string_view what = "the credit rate");
// `2%`, as parts per million.
std::optional<parts_per_million> read_percentage(scope& in, const node& at, std::string_view what);
// The position of one of a few words.
std::optional<std::size_t> read_choice(scope& in, const node& at, std::string_view what,
                                       std::span<const std::string_view> words);
// Whether a text may be a title or a key.
bool is_label(std::string_view text);
// A title or a key: any text of at most 200 characters on one line.
std::optional<std::string> read_label(scope& in, const node& at, std::string_view what);

// What the engine says of a text, as a diagnostic says it: what it expected becomes the hint.
wording engine_wording(const error& said);

// The same of a setting; `allowed` are its words as the table has them, of which one may have been meant.
wording setting_wording(const error& said, std::string_view text, std::string_view allowed);

// What to write for a text that is no currency.
std::string currency_advice(std::string_view text);

// Reports a key of a mapping that is no name.
bool check_name(scope& in, const node& name);

}  // namespace drawdown::language
