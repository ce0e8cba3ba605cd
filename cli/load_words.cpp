#include "cli/load_words.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "scenarios/language/load_words.hpp"

namespace drawdown::cli {

namespace {

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

std::optional<latency_goal> read_goal(std::string_view text) {
  const auto less = text.find('<');
  if (less == std::string_view::npos) return std::nullopt;
  const std::string_view name = trimmed(text.substr(0, less));
  const auto below = parse_duration(trimmed(text.substr(less + 1)));
  if (!below || *below <= duration{}) return std::nullopt;
  if (name == "max") return latency_goal{"max", std::monostate{}, *below};
  const auto share = language::percentile_of(name);
  if (!share) return std::nullopt;
  return latency_goal{std::string(name), *share, *below};
}

bool holds(const latency_goal& goal, const measurement::histogram& latencies) {
  const auto* share = std::get_if<measurement::share>(&goal.at);
  const auto measured = share != nullptr ? latencies.percentile(*share) : latencies.max();
  return measured && *measured < static_cast<std::uint64_t>(goal.below.us()) * 1000;
}

}  // namespace

result<std::uint64_t> read_rate(std::string_view option, std::string_view text) {
  if (const auto rate = language::debit_rate_of(text)) return *rate;
  return fail(error_code::malformed,
              fmt::format("`{}` needs a rate from 1/s to 1000M/s, such as `500k/s`, not `{}`", option, text));
}

result<parts_per_million> read_share(std::string_view option, std::string_view text) {
  if (text.ends_with('%'))
    if (const auto percent = language::millionths_of(text.substr(0, text.size() - 1));
        percent && *percent <= 100'000'000 && *percent % 100 == 0)
      return static_cast<parts_per_million>(*percent / 100);
  return fail(error_code::malformed,
              fmt::format("`{}` needs a share from 0% to 100%, such as `5%`, not `{}`", option, text));
}

result<duration> read_length(std::string_view option, std::string_view text, duration least) {
  const auto read = parse_duration(text);
  if (read && *read >= least && *read <= duration::days(1)) return *read;
  return fail(error_code::malformed,
              fmt::format("`{}` needs a time from {} to 24h, such as `500ms` or `10s`, not `{}`", option,
                          to_string(least), text));
}

result<service_level> read_service_level(std::string_view text) {
  service_level level;
  level.text = trimmed(text);
  for (std::string_view rest = level.text; !rest.empty();) {
    const auto comma = std::min(rest.find(','), rest.size());
    const auto goal = read_goal(trimmed(rest.substr(0, comma)));
    if (!goal)
      return fail(error_code::malformed,
                  fmt::format("`--slo` needs what latencies stay below, such as `p99 < 2ms` or `p50 < 500us, "
                              "max < 1s`, not `{}`",
                              text));
    level.goals.push_back(*goal);
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (level.goals.empty())
    return fail(error_code::malformed, "`--slo` needs what latencies stay below, such as `p99 < 2ms`");
  return level;
}

bool holds(const service_level& level, const load::load_phase& phase) {
  return std::ranges::all_of(level.goals,
                             [&](const latency_goal& goal) { return holds(goal, phase.latencies); });
}

std::string latency_text(std::uint64_t nanoseconds) {
  const auto n = static_cast<double>(nanoseconds);
  if (nanoseconds < 1000) return fmt::format("{} ns", nanoseconds);
  if (n < 1e6) return fmt::format("{:.3g} µs", n / 1e3);
  if (n < 1e9) return fmt::format("{:.3g} ms", n / 1e6);
  return fmt::format("{:.4g} s", n / 1e9);
}

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, " ");
  return text;
}

}  // namespace drawdown::cli
