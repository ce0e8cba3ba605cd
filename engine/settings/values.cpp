#include "engine/settings/values.hpp"

#include <algorithm>
#include <array>

namespace drawdown::setting_values {

namespace {

constexpr std::size_t most_retries = 20;

constexpr word_table<burn_by, 7> key_words{
    {"priority", "expires", "effective", "created", "kind", "cost_per_credit", "lot_id"}};
constexpr word_table<expiry_grain, 4> grain_words{{"microsecond", "second", "minute", "day"}};
// Keys of R3.3 that compare what lots do not have yet: restrictions, rollover, resets, and the amount left.
constexpr std::array<std::string_view, 4> keys_not_built{"scope", "rolled_over", "reset_interval", "left"};

tl::unexpected<error> malformed(std::string why) {
  return fail(error_code::malformed, std::move(why));
}
tl::unexpected<error> not_built(std::string why) {
  return fail(error_code::not_built, std::move(why));
}

// The pieces of a text between separators, without the blanks around them; `a  b` has no empty piece between
// blanks.
std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  while (true) {
    const std::size_t end = std::min(text.find(separator), text.size());
    std::string_view piece = text.substr(0, end);
    piece.remove_prefix(std::min(piece.find_first_not_of(' '), piece.size()));
    piece.remove_suffix(piece.size() - (piece.find_last_not_of(' ') + 1));
    if (separator != ' ' || !piece.empty()) pieces.push_back(piece);
    if (end == text.size()) return pieces;
    text.remove_prefix(end + 1);
  }
}

// Whether a lot can be without a value for this key, so that it matters where such a lot stands.
bool may_be_none(burn_by by) {
  return by == burn_by::expires || by == burn_by::cost_per_credit;
}

result<burn_by> parse_burn_by(std::string_view word) {
  if (const auto by = key_words.named(word)) return *by;
  if (std::find(keys_not_built.begin(), keys_not_built.end(), word) != keys_not_built.end())
    return not_built(fmt::format("the key {} is known, but not built in this version", word));
  return malformed(word.empty() ? "a key is missing" : fmt::format("{} is no key", word));
}

// One key with the words that follow it.
result<burn_key> parse_burn_key(std::string_view text) {
  const std::vector<std::string_view> words = split(text, ' ');
  const result<burn_by> by = parse_burn_by(words.empty() ? std::string_view{} : words.front());
  if (!by) return tl::unexpected(by.error());
  burn_key key{*by};
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i] == "desc" && !key.descending) {
      key.descending = true;
    } else if (words[i] == "none_first" && !key.none_first && may_be_none(key.by)) {
      key.none_first = true;
    } else if (words[i] == "by" && key.by == burn_by::expires && key.grain == expiry_grain::microsecond &&
               i + 1 < words.size()) {
      const auto grain = grain_words.named(words[++i]);
      if (!grain || *grain == expiry_grain::microsecond)
        return malformed(
            fmt::format("expires can be compared by second, minute or day, not by {}", words[i]));
      key.grain = *grain;
    } else {
      return malformed(fmt::format("{} cannot stand in \"{}\"", words[i], text));
    }
  }
  return key;
}

}  // namespace

result<std::vector<burn_key>> parse_burn_down(std::string_view text) {
  std::vector<burn_key> order;
  for (const std::string_view piece : split(text, ',')) {
    const result<burn_key> key = parse_burn_key(piece);
    if (!key) return tl::unexpected(key.error());
    const auto same = [&](const burn_key& other) { return other.by == key->by && other.grain == key->grain; };
    // Lots that a key leaves apart never come to its second place.
    if (std::any_of(order.begin(), order.end(), same))
      return malformed(fmt::format("the key {} stands in it twice", key_words.of(key->by)));
    order.push_back(*key);
  }
  return order;
}

std::string to_string(const std::vector<burn_key>& order) {
  std::string text;
  for (const burn_key& key : order) {
    if (!text.empty()) text += ", ";
    text += key_words.of(key.by);
    if (key.grain != expiry_grain::microsecond) text += fmt::format(" by {}", grain_words.of(key.grain));
    if (key.none_first) text += " none_first";
    if (key.descending) text += " desc";
  }
  return text;
}

result<std::vector<duration>> parse_retry(std::string_view text) {
  const std::vector<std::string_view> words = split(text, ' ');
  const std::string_view first = words.empty() ? std::string_view{} : words.front();
  if (first == "back_off" || first == "break_after")
    return not_built(fmt::format("{} is known, but this version only does retry", first));
  if (first != "retry") return malformed("it does not begin with retry");
  std::vector<duration> delays;
  for (std::size_t i = 1; i < words.size(); ++i) {
    const result<duration> delay = parse_duration(words[i]);
    if (!delay) return tl::unexpected(delay.error());
    if (*delay <= (delays.empty() ? duration() : delays.back()))
      return malformed("the delays count from the first failure: each must be longer than the one before");
    delays.push_back(*delay);
  }
  if (delays.empty() || delays.size() > most_retries) return malformed("it needs between 1 and 20 delays");
  return delays;
}

std::string to_string(const std::vector<duration>& delays) {
  std::string text = "retry";
  for (const duration delay : delays) text += fmt::format(" {}", drawdown::to_string(delay));
  return text;
}

result<bool> parse_yes_no(std::string_view text) {
  if (text == "yes" || text == "true") return true;
  if (text == "no" || text == "false") return false;
  return malformed("it is neither");
}

result<std::int32_t> parse_whole(std::string_view text, std::int32_t least, std::int32_t most) {
  const result<std::int64_t> value = parse_decimal(text, 0);
  if (!value) return tl::unexpected(value.error());
  if (*value < least || *value > most)
    return malformed(fmt::format("it is not between {} and {}", least, most));
  return static_cast<std::int32_t>(*value);
}

result<duration> parse_at_least(std::string_view text, duration least) {
  result<duration> value = parse_duration(text);
  if (value && *value < least)
    return malformed(fmt::format("it is shorter than {}", drawdown::to_string(least)));
  return value;
}

}  // namespace drawdown::setting_values
