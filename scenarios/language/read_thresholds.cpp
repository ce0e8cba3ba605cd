#include "scenarios/language/read_thresholds.hpp"

#include <array>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "scenarios/language/load_section.hpp"
#include "scenarios/language/load_words.hpp"
#include "scenarios/language/mapping.hpp"
#include "scenarios/language/rule_text.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr names signs = "=!<>";
constexpr names ends_of_metric = " \t=!<>";
constexpr std::size_t longest_threshold = 200;
constexpr std::size_t most_thresholds = 1'000;
constexpr std::uint64_t million = 1'000'000;

// What memory is counted in, in bytes: millionths of a megabyte.
struct memory_unit {
  names name;
  std::uint64_t bytes;
};
constexpr std::array memory_units = {memory_unit{"kB", 1'000},         memory_unit{"MB", 1'000'000},
                                     memory_unit{"GB", 1'000'000'000}, memory_unit{"KiB", 1 << 10},
                                     memory_unit{"MiB", 1ULL << 20U},  memory_unit{"GiB", 1ULL << 30U}};

// The names of all metrics, for hints.
std::vector<names> metric_names() {
  std::vector<names> all;
  for (const metric_entry& one : metric_table()) all.push_back(one.name);
  return all;
}

std::string example_of(metric_unit unit) {
  switch (unit) {
    case metric_unit::seconds:
      return "`2ms`";
    case metric_unit::count:
      return "`20_000`";
    case metric_unit::count_of_debits:
      return "`0`, or a share of all debits: `0.1%`";
    case metric_unit::per_second:
      return "`100k/s`";
    case metric_unit::per_debit:
      return "`0.05`";
    case metric_unit::megabytes:
      break;
  }
  return "`500 MB`";
}

// Reads one threshold. Each reader gives false where it said what is wrong.
class threshold_reader {
 public:
  threshold_reader(scope& in, const node& at, bool is_open_loop)
      : in_(in), text_(at), is_open_loop_(is_open_loop) {
    made_.text = at.text;
    made_.line = at.place.line;
  }

  std::optional<threshold> read() {
    const bool is_sound = read_metric() && read_comparison() && read_bound();
    return is_sound ? std::optional(std::move(made_)) : std::nullopt;
  }

 private:
  bool read_metric();
  bool read_percentile(const rule_piece& name);
  bool report_metric(const rule_piece& name);
  bool read_comparison();
  bool read_bound();
  bool read_bound_from(const rule_piece& piece);
  bool read_count(const node& at);
  bool read_rate(const rule_piece& piece);
  bool read_memory(const rule_piece& piece);

  bool wrong(const rule_piece& where, const wording& words) {
    in_.report(fault::malformed_threshold, text_.place_of(where), words);
    return false;
  }

  scope& in_;
  rule_text text_;
  bool is_open_loop_;
  threshold made_;
};

bool threshold_reader::read_metric() {
  if (!text_.more() || signs.find(text_.next()) != names::npos || text_.at_number())
    return wrong(text_.more() ? text_.word() : text_.last_word(),
                 {"a threshold begins with what is measured", "no metric",
                  "write the metric first: `debit.latency.p99 < 2ms`"});
  const rule_piece name = text_.until(ends_of_metric);
  for (const metric_entry& one : metric_table()) {
    if (one.name != name.text || one.metric == load_metric::latency_percentile) continue;
    made_.of = one.metric;
    if (!one.of_open_loop || is_open_loop_) return true;
    return wrong(name, {fmt::format("`{}` is of an open loop, and this load is a closed one", name.text),
                        "nothing lags in a closed loop", "add how many debits come a second: `rate: 50k/s`"});
  }
  return read_percentile(name);
}

bool threshold_reader::read_percentile(const rule_piece& name) {
  made_.of = load_metric::latency_percentile;
  if (name.text.starts_with(latency_prefix))
    if (const auto share = percentile_of(name.text.substr(latency_prefix.size()))) {
      made_.at = *share;
      return true;
    }
  return report_metric(name);
}

bool threshold_reader::report_metric(const rule_piece& name) {
  std::string hint = did_you_mean(name.text, metric_names());
  if (name.text == "max" || name.text == "mean" || percentile_of(name.text))
    hint = fmt::format("write `{}{}`", latency_prefix, name.text);
  if (name.text.starts_with(fmt::format("{}p", latency_prefix)))
    hint = "percentiles lie between `p0` and `p100`, as `p99.9` does; the longest is `debit.latency.max`";
  if (hint.empty()) hint = fmt::format("it is one of {}", one_of(metric_names()));
  in_.report(fault::not_a_choice, text_.place_of(name),
             {fmt::format("a load has no metric `{}`", name.text), "not a metric", std::move(hint)});
  return false;
}

bool threshold_reader::read_comparison() {
  if (!text_.more())
    return wrong(text_.last_word(), {"the threshold compares nothing", "it ends here",
                                     fmt::format("write `<` and {}", example_of(entry_of(made_.of).unit))});
  if (signs.find(text_.next()) == names::npos)
    return wrong(text_.word(), {"an operator is missing", "an operator is due before this",
                                fmt::format("it is one of {}", one_of(comparison_words()))});
  const rule_piece sign = text_.among(signs);
  if (const auto found = comparison_named(sign.text)) {
    made_.compares = *found;
    return true;
  }
  return wrong(sign, {fmt::format("there is no operator `{}`", sign.text), "not an operator",
                      operator_hint(sign.text)});
}

bool threshold_reader::read_bound() {
  if (!text_.more())
    return wrong(text_.last_word(), {"the threshold ends too early", "a bound is due after this",
                                     fmt::format("write {}", example_of(entry_of(made_.of).unit))});
  const rule_piece bound = text_.from(text_.until({}));
  if (const std::size_t second = bound.text.find_first_of(signs); second != names::npos)
    return wrong({bound.text.substr(second), bound.begin + second},
                 {"a threshold compares once", "the second comparison", "write two thresholds"});
  return read_bound_from(bound);
}

bool threshold_reader::read_bound_from(const rule_piece& piece) {
  const node at = text_.node_of(piece);
  const names what = entry_of(made_.of).name;
  switch (entry_of(made_.of).unit) {
    case metric_unit::seconds: {
      const auto time = read_duration(in_, at, "the bound");
      if (time) made_.bound = static_cast<std::uint64_t>(time->us());
      return time.has_value();
    }
    case metric_unit::count_of_debits:
      if (!piece.text.ends_with('%')) return read_count(at);
      made_.is_of_debits = true;
      if (const auto share = read_percentage(in_, at, "the bound")) {
        made_.bound = *share;
        return true;
      }
      return false;
    case metric_unit::count:
      return read_count(at);
    case metric_unit::per_second:
      return read_rate(piece);
    case metric_unit::per_debit: {
      const auto number =
          read_decimal(in_, at, fmt::format("the bound of `{}`", what), 6, allowed_sign::not_negative);
      if (number) made_.bound = static_cast<std::uint64_t>(*number);
      return number.has_value();
    }
    case metric_unit::megabytes:
      break;
  }
  return read_memory(piece);
}

bool threshold_reader::read_count(const node& at) {
  const auto number = read_whole(in_, at, "the bound", 0, most_load_debits);
  if (number) made_.bound = static_cast<std::uint64_t>(*number) * million;
  return number.has_value();
}

bool threshold_reader::read_rate(const rule_piece& piece) {
  const auto debits = debit_rate_of(piece.text);
  if (debits) {
    made_.bound = *debits * million;
    return true;
  }
  in_.report(fault::not_a_debit_rate, text_.place_of(piece),
             {fmt::format("`{}` is no rate of debits", piece.text), "not a rate",
              "write debits a second, from `1/s` to `1000M/s`: `1200/s`, `500k/s`, `1.5M/s`"});
  return false;
}

bool threshold_reader::read_memory(const rule_piece& piece) {
  const std::size_t end = std::min(piece.text.find_first_not_of("0123456789._"), piece.text.size());
  names unit = piece.text.substr(end);
  unit.remove_prefix(std::min(unit.find_first_not_of(' '), unit.size()));
  const auto number = millionths_of(piece.text.substr(0, end));
  for (const memory_unit& one : memory_units) {
    if (one.name != unit || !number || *number > million * million) continue;
    made_.bound = static_cast<std::uint64_t>(static_cast<int128>(*number) * one.bytes / million);
    return true;
  }
  return wrong(piece, {fmt::format("`{}` is no amount of memory", piece.text), "not an amount of memory",
                       "write `500 MB`, or with `kB`, `GB`, `KiB`, `MiB`, `GiB`"});
}

}  // namespace

std::vector<threshold> read_thresholds(scope& in, const node& at, bool is_open_loop) {
  std::vector<threshold> read;
  const auto* items = list_items(in, at, "`thresholds`");
  if (items == nullptr) return read;
  if (items->size() > most_thresholds) {
    in.report(fault::out_of_range, (*items)[most_thresholds].place,
              {fmt::format("there are {} thresholds; at most {} are read", items->size(), most_thresholds),
               "the first that is too many", "write fewer"});
    return read;
  }
  for (const node& one : *items) {
    const auto text = read_text(in, one, "a threshold");
    if (!text) continue;
    if (text->size() > longest_threshold) {
      in.report(fault::malformed_threshold, one.place,
                {fmt::format("a threshold is at most {} characters long", longest_threshold), "too long",
                 "write `debit.latency.p99 < 2ms`"});
      continue;
    }
    if (auto asked = threshold_reader(in, one, is_open_loop).read()) read.push_back(std::move(*asked));
  }
  return read;
}

}  // namespace drawdown::language
