#include "engine/settings/values.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

namespace drawdown::setting_values {

namespace {

constexpr std::size_t most_retries = 20;

constexpr word_table<burn_by, 7> key_words{
    {"priority", "expires", "effective", "created", "kind", "cost_per_credit", "lot_id"}};
constexpr word_table<failure_policy, 3> policy_words{{"retry", "back_off", "break_after"}};
constexpr word_table<expiry_sweep::when, 3> sweep_words{{"none", "minute", "delay"}};
constexpr word_table<expiry_grain, 4> grain_words{{"microsecond", "second", "minute", "day"}};
// Keys of R3.3 that this version does not compare by: restrictions, rollover, resets, and the amount left.
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

namespace {

result<std::vector<duration>> parse_delays(std::span<const std::string_view> words) {
  std::vector<duration> delays;
  for (const std::string_view word : words) {
    const result<duration> delay = parse_duration(word);
    if (!delay) return tl::unexpected(delay.error());
    if (*delay <= (delays.empty() ? duration() : delays.back()))
      return malformed("the delays count from the first failure: each must be longer than the one before");
    delays.push_back(*delay);
  }
  if (delays.empty() || delays.size() > most_retries) return malformed("it needs between 1 and 20 delays");
  return delays;
}

}  // namespace

result<void> read_failure_policy(settings& target, std::string_view text) {
  const std::vector<std::string_view> words = split(text, ' ');
  const auto policy = policy_words.named(words.empty() ? std::string_view{} : words.front());
  if (!policy) return malformed("it begins with none of retry, back_off and break_after");
  const auto rest = std::span(words).subspan(1);
  if (*policy != failure_policy::retry && rest.size() != 1)
    return malformed(fmt::format("{} has one value behind it", words.front()));
  const auto read = [&]() -> result<void> {
    switch (*policy) {
      case failure_policy::retry:
        return put(target.retry, parse_delays(rest));
      case failure_policy::back_off:
        return put(target.back_off, parse_positive(rest.front()));
      case failure_policy::break_after:
        return put(target.break_after, parse_count(rest.front()));
    }
    throw defect("read_failure_policy: a policy that is none");
  };
  return read().map([&] { target.on_failure = *policy; });
}

std::string write_failure_policy(const settings& source) {
  std::string text(policy_words.of(source.on_failure));
  switch (source.on_failure) {
    case failure_policy::retry:
      for (const duration delay : source.retry) text += fmt::format(" {}", drawdown::to_string(delay));
      return text;
    case failure_policy::back_off:
      return text + fmt::format(" {}", drawdown::to_string(source.back_off));
    case failure_policy::break_after:
      return text + fmt::format(" {}", source.break_after);
  }
  throw defect("write_failure_policy: a policy that is none");
}

result<expiry_sweep> parse_sweep(std::string_view text) {
  const std::vector<std::string_view> words = split(text, ' ');
  const auto kind = sweep_words.named(words.empty() ? std::string_view{} : words.front());
  if (!kind) return malformed("it begins with none of none, minute and delay");
  if (words.size() != (*kind == expiry_sweep::when::none ? 1U : 2U))
    return malformed(fmt::format("{} stands with a wrong number of values", words.front()));
  constexpr std::int32_t last_minute = 59;
  expiry_sweep sweep{*kind, 0, {}};
  if (*kind == expiry_sweep::when::minute) {
    const auto minute = parse_whole(words[1], 0, last_minute);
    if (!minute) return tl::unexpected(minute.error());
    sweep.minute = static_cast<std::uint32_t>(*minute);
  } else if (*kind == expiry_sweep::when::delay) {
    const auto delay = parse_positive(words[1]);
    if (!delay) return tl::unexpected(delay.error());
    sweep.delay = *delay;
  }
  return sweep;
}

std::string to_string(const expiry_sweep& sweep) {
  switch (sweep.at) {
    case expiry_sweep::when::none:
      return "none";
    case expiry_sweep::when::minute:
      return fmt::format("minute {}", sweep.minute);
    case expiry_sweep::when::delay:
      return fmt::format("delay {}", drawdown::to_string(sweep.delay));
  }
  throw defect("to_string: a sweep that is none");
}

result<std::vector<duration>> parse_dunning(std::string_view text) {
  if (text == "none") return std::vector<duration>{};
  const std::vector<std::string_view> words = split(text, ' ');
  if (words.empty() || words.front() != "retry") return malformed("it begins with neither none nor retry");
  return parse_delays(std::span(words).subspan(1));
}

std::string dunning_text(const std::vector<duration>& delays) {
  if (delays.empty()) return "none";
  std::string text = "retry";
  for (const duration delay : delays) text += fmt::format(" {}", drawdown::to_string(delay));
  return text;
}

result<std::optional<duration>> parse_regrant(std::string_view text) {
  if (text == "expire") return std::nullopt;
  const std::vector<std::string_view> words = split(text, ' ');
  if (words.size() != 2 || words.front() != "regrant")
    return malformed("it is neither expire nor regrant with a duration");
  return parse_positive(words[1]);
}

result<std::uint32_t> parse_breakage(std::string_view text) {
  if (text == "at_expiry") return 0U;
  const std::vector<std::string_view> words = split(text, ' ');
  if (words.size() != 2 || words.front() != "proportional" || !words[1].ends_with('%'))
    return malformed("it is neither at_expiry nor proportional with a percentage");
  constexpr int places = 4;  // of a percentage in millionths
  const auto part = parse_decimal(words[1].substr(0, words[1].size() - 1), places);
  if (!part) return tl::unexpected(part.error());
  constexpr std::int64_t whole = 1'000'000;
  if (*part <= 0 || *part >= whole) return malformed("the part lies between 0% and 100%");
  return static_cast<std::uint32_t>(*part);
}

std::string breakage_text(std::uint32_t millionths) {
  if (millionths == 0) return "at_expiry";
  constexpr int places = 4;
  return fmt::format("proportional {}%", format_decimal(millionths, places, true));
}

result<std::array<bool, lot_kinds>> parse_kinds(std::string_view text) {
  std::array<bool, lot_kinds> kinds{};
  if (text == "none") return kinds;
  for (const std::string_view word : split(text, ',')) {
    const auto kind = kind_words.named(word);
    if (!kind)
      return malformed(word.empty() ? "a kind is missing" : fmt::format("{} is no kind of lot", word));
    if (std::exchange(kinds[static_cast<std::size_t>(*kind)], true))
      return malformed(fmt::format("the kind {} stands in it twice", word));
  }
  return kinds;
}

std::string to_string(const std::array<bool, lot_kinds>& kinds) {
  std::string text;
  for (std::size_t kind = 0; kind < lot_kinds; ++kind)
    if (kinds[kind]) text += fmt::format("{}{}", text.empty() ? "" : ", ", kind_words.words[kind]);
  return text.empty() ? "none" : text;
}

result<std::optional<credits>> parse_bound(std::string_view text) {
  if (text == "unlimited") return std::nullopt;
  constexpr std::string_view unit = " credits";
  if (text.ends_with(unit)) text.remove_suffix(unit.size());
  const result<credits> amount = parse_credits(text);
  if (!amount) return tl::unexpected(amount.error());
  if (*amount < credits{}) return malformed("it is below zero");
  return *amount;
}

std::string to_string(const std::optional<credits>& bound) {
  return bound ? drawdown::to_string(*bound) : "unlimited";
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

result<std::uint32_t> parse_count(std::string_view text) {
  return parse_whole(text, 1, std::numeric_limits<std::int32_t>::max()).map([](std::int32_t count) {
    return static_cast<std::uint32_t>(count);
  });
}

result<duration> parse_positive(std::string_view text) {
  result<duration> value = parse_duration(text);
  if (value && *value <= duration{}) return malformed("it is not above zero");
  return value;
}

result<duration> parse_at_least(std::string_view text, duration least) {
  result<duration> value = parse_duration(text);
  if (value && *value < least)
    return malformed(fmt::format("it is shorter than {}", drawdown::to_string(least)));
  return value;
}

}  // namespace drawdown::setting_values
