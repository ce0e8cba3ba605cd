#include "scenarios/language/mapping.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "engine/settings/nearest.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

// A word longer than this is no slip of the finger.
constexpr std::size_t longest_misspelling = 64;

// Of more words than this only the first are listed.
constexpr std::size_t most_words = 40;
constexpr std::size_t first_words = 24;

std::string_view shape_of(const node& at) {
  switch (at.kind) {
    case node_kind::list:
      return "a list";
    case node_kind::mapping:
      return "a mapping";
    case node_kind::text:
      return "a single value";
    case node_kind::nothing:
    case node_kind::refused:
      break;
  }
  return "nothing";
}

// An example of a shape.
std::string how_to_write(std::string_view expected) {
  if (expected == "a list") return "write `[a, b]`, or each on a line of its own after `- `";
  if (expected.starts_with("a mapping"))
    return "write `{key: value}`, or each `key: value` on a line of its own";
  return "write one value, without brackets and without `- `";
}

// The one known word that begins as `word` does but for its last letter, as `carried` does for `carry`.
std::optional<std::string> other_form(std::string_view word, std::span<const std::string_view> known) {
  constexpr std::size_t shortest_stem = 4;
  if (word.size() <= shortest_stem) return {};
  std::optional<std::string> found;
  for (const std::string_view one : known) {
    if (!one.starts_with(word.substr(0, word.size() - 1))) continue;
    if (found) return {};
    found = one;
  }
  return found;
}

// The one known word that ends or begins with all of `word`, as `feature_not_in_plan` does with
// `not_in_plan`.
std::optional<std::string> longer_form(std::string_view word, std::span<const std::string_view> known) {
  constexpr std::size_t shortest = 5;
  if (word.size() < shortest) return {};
  std::optional<std::string> found;
  for (const std::string_view one : known) {
    if (!one.starts_with(word) && !one.ends_with(word)) continue;
    if (found) return {};
    found = one;
  }
  return found;
}

// What others call what the language has another word for; only where that word may stand.
std::optional<std::string> other_word(std::string_view word, std::span<const std::string_view> known) {
  struct pair {
    std::string_view theirs, ours;
  };
  static constexpr std::array pairs = {
      pair{"upgrade", "change_plan"},
      pair{"downgrade", "change_plan"},
      pair{"switch_plan", "change_plan"},
      pair{"unsubscribe", "cancel"},
      pair{"buy", "top_up"},
      pair{"purchase", "top_up"},
      pair{"recharge", "top_up"},
      pair{"consume", "use"},
      pair{"spend", "use"},
      pair{"reserve", "hold"},
      pair{"authorize", "hold"},
      pair{"settle", "capture"},
      pair{"release", "void"},
      pair{"dispute", "chargeback"},
      pair{"assert", "expect"},
      pair{"idempotency_key", "key"},
      pair{"time", "at"},
      pair{"customer", "account"},
  };
  for (const pair& one : pairs)
    if (one.theirs == word && std::find(known.begin(), known.end(), one.ours) != known.end())
      return std::string(one.ours);
  return {};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Whether an entry is what stands behind the comma of `21,50 USD`: a key that begins with a digit, has no
// value, and is in the line of the entry before it.
bool begins_behind_comma(const entry& one, const entry& before) {
  return one.value.kind == node_kind::nothing && !one.key.text.empty() && is_digit(one.key.text.front()) &&
         one.key.place.line == before.key.place.line;
}

// Whether an entry is what stands before that comma: its value is digits, in no quotes.
bool ends_before_comma(const entry& one) {
  const node& value = one.value;
  return value.kind == node_kind::text && value.plain && std::ranges::all_of(value.text, is_digit);
}

// What to write for `price: 21,50 USD`, which is the price 21 and a key `50 USD`; `before` is null where no
// number stands before the comma.
std::string comma_advice(const entry* before, const entry& behind) {
  if (before == nullptr) return "a comma separates entries: decimals stand behind a point";
  const std::string_view whole = before->value.text;
  const std::string_view rest = behind.key.text;
  const auto digits =
      static_cast<std::size_t>(std::distance(rest.begin(), std::ranges::find_if_not(rest, is_digit)));
  if (digits == 3)
    return fmt::format("a comma separates entries: write `{0}{1}`, or `{0}.{1}` where that is meant", whole,
                       rest);
  return fmt::format("a comma separates entries: write `{}.{}`", whole, rest);
}

bool is_among(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

std::optional<std::string> nearest_word(std::string_view word, std::span<const std::string_view> known) {
  if (word.size() > longest_misspelling || known.size() > most_candidates) return {};
  for (const auto& look : {nearest, other_form, longer_form})
    if (auto found = look(word, known)) return found;
  return {};
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
  const std::optional<std::string> found = nearest_word(word, known);
  return found ? fmt::format("did you mean `{}`?", *found) : std::string{};
}

std::string one_of(std::span<const std::string_view> words) {
  const std::size_t shown = words.size() > most_words ? first_words : words.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == words.size() ? " or " : ", ";
    text += fmt::format("`{}`", words[i]);
  }
  return shown == words.size() ? text : text + fmt::format(" or one of {} more", words.size() - shown);
}

void report_shape(scope& in, const node& at, std::string_view what, std::string_view expected) {
  if (at.kind == node_kind::refused) return;
  if (at.kind == node_kind::nothing) {
    in.report(fault::missing_value, at.place,
              {fmt::format("{} has no value", what), fmt::format("{} is due here", expected),
               expected == "a single value" ? std::string("write the value, or take the key away")
                                            : how_to_write(expected)});
    return;
  }
  in.report(fault::wrong_shape, at.place,
            {fmt::format("{} is {}, not {}", what, expected, shape_of(at)),
             fmt::format("this is {}", shape_of(at)), how_to_write(expected)});
}

mapping::mapping(scope& in, const node& of, const mapping_rules& rules)
    : in_(in), of_(of), what_(rules.what) {
  if (of.kind != node_kind::mapping) {
    report_shape(in, of, rules.what, "a mapping");
    return;
  }
  for (const entry& one : of.entries) {
    const std::string_view key = one.key.text;
    const entry* before = &one == of.entries.data() ? nullptr : &one - 1;
    if (before != nullptr && !is_among(key, rules.keys) && begins_behind_comma(one, *before)) {
      if (!ends_before_comma(*before)) before = nullptr;
      if (before != nullptr) cut_.push_back(before);
      in.report(fault::unknown_key, one.key.place,
                {fmt::format("unknown {} `{}` in {}", rules.each, key, rules.what),
                 fmt::format("not a {}", rules.each), comma_advice(before, one)});
    } else if (is_among(key, rules.later)) {
      in.report(fault::not_built, one.key.place,
                {fmt::format("`{}` is not built in this version", key), "not in this version",
                 std::string(rules.later_hint)});
    } else if (!is_among(key, rules.keys)) {
      auto meant = other_word(key, rules.keys);
      if (!meant) meant = nearest_word(key, rules.keys);
      if (meant) misspelt_.push_back(*meant);
      in.report(fault::unknown_key, one.key.place,
                {fmt::format("unknown {} `{}` in {}", rules.each, key, rules.what),
                 fmt::format("not a {}", rules.each),
                 meant                ? fmt::format("did you mean {}`{}`?",
                                     rules.each == "key" ? "" : fmt::format("the {} ", rules.each), *meant)
                 : rules.keys.empty() ? "nothing can be said of it: write `{}`"
                                      : fmt::format("{} has {}", rules.what, one_of(rules.keys))});
    } else if (one.value.kind == node_kind::nothing) {
      in.report(fault::missing_value, one.key.place,
                {fmt::format("`{}` has no value", key), "nothing after the colon",
                 "write its value, or take the key away"});
    }
  }
}

const entry* mapping::entry_of(std::string_view key) const {
  for (const entry& one : of_.entries) {
    if (one.key.text == key) return &one;
  }
  return nullptr;
}

const node* mapping::find(std::string_view key) const {
  const entry* found = entry_of(key);
  if (found == nullptr || found->value.kind == node_kind::nothing || found->value.kind == node_kind::refused)
    return nullptr;
  if (std::ranges::find(cut_, found) != cut_.end()) return nullptr;
  return &found->value;
}

bool mapping::is_misspelt(std::string_view key) const {
  return std::find(misspelt_.begin(), misspelt_.end(), key) != misspelt_.end();
}

const node* mapping::require(std::string_view key, std::string hint) const {
  if (is_sound() && !has(key) && !is_misspelt(key)) {
    in_.report(
        fault::missing_key, of_.place,
        {fmt::format("{} needs `{}`", what_, key), fmt::format("no `{}` in here", key), std::move(hint)});
  }
  return find(key);
}

text_place mapping::place_of(std::string_view key) const {
  const entry* found = entry_of(key);
  return found == nullptr ? of_.place : found->key.place;
}

const std::vector<node>* list_items(scope& in, const node& at, std::string_view what) {
  if (at.kind != node_kind::list) {
    report_shape(in, at, what, "a list");
    return nullptr;
  }
  return &at.items;
}

const std::vector<entry>* named_entries(scope& in, const node& at, std::string_view what) {
  if (at.kind != node_kind::mapping) {
    report_shape(in, at, what, "a mapping from names");
    return nullptr;
  }
  for (const entry& one : at.entries) {
    check_name(in, one.key);
    if (one.value.kind == node_kind::nothing) {
      in.report(fault::missing_value, one.key.place,
                {fmt::format("`{}` has no value", one.key.text), "nothing after the colon",
                 "write `{}` where nothing is meant"});
    }
  }
  return &at.entries;
}

}  // namespace drawdown::language
