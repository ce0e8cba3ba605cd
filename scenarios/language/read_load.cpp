#include "scenarios/language/read_load.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>

#include <fmt/format.h>

#include "scenarios/language/load_words.hpp"
#include "scenarios/language/mapping.hpp"
#include "scenarios/language/read_thresholds.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 3> keys_of_load_alone = {"scenario", "load", "thresholds"};
constexpr std::array<names, 5> keys_of_a_run = {"catalog", "accounts", "start", "end", "timeline"};
constexpr std::array<names, 19> load_keys = {"accounts", "agents",    "lots",    "distribution", "holds",
                                             "top_ups",  "recharges", "batch",   "window",       "rate",
                                             "arrivals", "tick",      "late",    "warm_up",      "duration",
                                             "count",    "seed",      "threads", "verify"};
constexpr parts_per_million all = 1'000'000;

const node* value_of(const node& file, names key) {
  const auto found =
      std::ranges::find_if(file.entries, [&](const entry& one) { return one.key.text == key; });
  return found == file.entries.end() ? nullptr : &found->value;
}

bool has(const node& file, names key) {
  return value_of(file, key) != nullptr;
}

std::string quoted(names key) {
  return fmt::format("`{}`", key);
}

// Reads `load:`. Keys are read by themselves, then held against each other.
class load_reader {
 public:
  load_reader(scope& in, const node& at) : in_(in), keys_(in, at, {"a load", load_keys, {}}) {}

  load_terms read();

 private:
  void read_customers();
  void read_loop();
  void read_length();
  void check_loop();

  template <class Number>
  void read_number(names key, std::uint64_t least, std::uint64_t most, std::optional<Number>& into);
  void read_share(names key, std::optional<parts_per_million>& into);
  void read_time(names key, duration least, std::optional<duration>& into);
  void read_rate();
  void read_distribution();
  void report_pair(names first, names second, names why);
  void report_without_rate(names key);

  scope& in_;
  mapping keys_;
  load_terms made_;
};

template <class Number>
void load_reader::read_number(names key, std::uint64_t least, std::uint64_t most,
                              std::optional<Number>& into) {
  const node* at = keys_.find(key);
  if (at == nullptr) return;
  const auto read =
      read_whole(in_, *at, quoted(key), static_cast<std::int64_t>(least), static_cast<std::int64_t>(most));
  if (read) into = static_cast<Number>(*read);
}

void load_reader::read_share(names key, std::optional<parts_per_million>& into) {
  if (const node* at = keys_.find(key)) into = read_percentage(in_, *at, quoted(key));
}

void load_reader::read_time(names key, duration least, std::optional<duration>& into) {
  const node* at = keys_.find(key);
  if (at == nullptr) return;
  const auto read = read_duration(in_, *at, quoted(key));
  if (!read) return;
  if (*read >= least && *read <= longest_load_time) {
    into = read;
    return;
  }
  in_.report(fault::out_of_range, at->place,
             {fmt::format("`{}` is {}", key, to_string(*read)), "out of range",
              fmt::format("it is from {} to {}", to_string(least), to_string(longest_load_time))});
}

void load_reader::read_distribution() {
  const node* at = keys_.find("distribution");
  const auto text = at != nullptr ? read_text(in_, *at, "`distribution`") : std::nullopt;
  if (!text) return;
  if (auto skew = population::parse_skew(*text)) {
    made_.distribution = *skew;
    return;
  }
  constexpr std::array<names, 3> begin = {"uniform", "zipf", "hotspot"};
  const names word = text->substr(0, text->find(':'));
  const bool is_known = std::ranges::find(begin, word) != begin.end();
  const std::string meant = is_known ? std::string() : did_you_mean(word, begin);
  in_.report(fault::not_a_choice, at->place,
             {fmt::format("`{}` is no distribution", *text), "not a distribution",
              fmt::format("{}{}it is `uniform`, `zipf:1.1` (0 to 4) or `hotspot:90%`", meant,
                          meant.empty() ? "" : " ")});
}

void load_reader::read_customers() {
  read_number("accounts", 1, population::most_load_accounts, made_.accounts);
  read_number("agents", 1, population::most_load_agents, made_.agents);
  read_number("lots", 1, population::most_load_lots, made_.lots);
  read_distribution();
  read_share("holds", made_.holds);
  read_share("top_ups", made_.top_ups);
  read_share("recharges", made_.recharges);
  read_number("seed", 0, std::numeric_limits<std::int64_t>::max(), made_.seed);
}

void load_reader::read_rate() {
  const node* at = keys_.find("rate");
  const auto text = at != nullptr ? read_text(in_, *at, "`rate`") : std::nullopt;
  if (!text) return;
  made_.rate = debit_rate_of(*text);
  if (!made_.rate)
    in_.report(fault::not_a_debit_rate, at->place,
               {fmt::format("`{}` is no rate of debits", *text), "not a rate",
                "write debits a second, from `1/s` to `1000M/s`: `1200/s`, `500k/s`, `1.5M/s`"});
}

void load_reader::read_loop() {
  read_number("batch", 1, most_load_batch, made_.batch);
  read_number("window", 1, most_load_window, made_.window);
  read_rate();
  constexpr std::array<names, 2> processes = {"even", "poisson"};
  if (const node* at = keys_.find("arrivals"))
    if (const auto which = read_choice(in_, *at, "`arrivals`", processes))
      made_.arrivals = *which == 0 ? arrival_process::even : arrival_process::poisson;
  read_time("tick", shortest_load_tick, made_.tick);
  read_time("late", shortest_load_late, made_.late);
  read_number("threads", 1, most_load_threads, made_.threads);
}

void load_reader::read_length() {
  read_time("warm_up", duration{}, made_.warm_up);
  read_time("duration", shortest_load, made_.length);
  read_number("count", 1, most_load_debits, made_.count);
  constexpr std::array<names, 2> proofs = {"full", "off"};
  if (const node* at = keys_.find("verify"))
    if (const auto which = read_choice(in_, *at, "`verify`", proofs))
      made_.verify = *which == 0 ? verification::full : verification::off;
}

void load_reader::report_pair(names first, names second, names why) {
  if (!keys_.has(first) || !keys_.has(second)) return;
  in_.report(fault::keys_exclude, keys_.place_of(second),
             {fmt::format("a load has `{}` or `{}`, not both", first, second),
              std::string(why),
              fmt::format("leave out `{}` or `{}`", first, second),
              {{fmt::format("`{}` is given here", first), in_.here(keys_.place_of(first))}}});
}

void load_reader::report_without_rate(names key) {
  if (!keys_.has(key) || keys_.has("rate") || keys_.is_misspelt("rate")) return;
  in_.report(fault::missing_key, keys_.place_of(key),
             {fmt::format("`{}` needs `rate`", key), "of an open loop, and this one is closed",
              "add how many debits come a second: `rate: 50k/s`"});
}

void load_reader::check_loop() {
  report_pair("window", "rate", "one is of a closed loop, the other makes an open one");
  report_pair("duration", "count", "both say when to end");
  report_without_rate("arrivals");
  report_without_rate("tick");
  if (made_.holds && made_.top_ups && *made_.holds + *made_.top_ups > all)
    in_.report(fault::out_of_range, keys_.find("top_ups")->place,
               {"`holds` and `top_ups` together are more than all debits",
                "more than 100% with `holds`",
                "make both together 100% or less",
                {{"`holds` is given here", in_.here(keys_.place_of("holds"))}}});
}

load_terms load_reader::read() {
  if (!keys_.is_sound()) return {};
  read_customers();
  read_loop();
  read_length();
  check_loop();
  return made_;
}

}  // namespace

bool is_load_alone(const node& file) {
  const bool is_run = std::ranges::any_of(keys_of_a_run, [&](names key) { return has(file, key); });
  return !is_run && (has(file, "load") || has(file, "thresholds"));
}

std::optional<load_section> read_load(scope& in, const node& file) {
  const node* load = value_of(file, "load");
  const node* thresholds = value_of(file, "thresholds");
  if (load == nullptr && thresholds == nullptr) return {};
  // A key without a value was reported by whoever read the file's keys.
  const auto has_value = [](const node* at) { return at != nullptr && at->kind != node_kind::nothing; };
  load_section made;
  if (has_value(load)) made.terms = load_reader(in, *load).read();
  const bool is_open_loop = load != nullptr && load->kind == node_kind::mapping && has(*load, "rate");
  if (has_value(thresholds)) made.thresholds = read_thresholds(in, *thresholds, is_open_loop);
  if (const node* title = value_of(file, "scenario"); has_value(title)) made.title = title->text;
  return made;
}

std::optional<load_section> read_load_alone(scope& in, const node& file) {
  const mapping keys(in, file, {"a scenario that is a load", keys_of_load_alone, {}});
  if (!keys.is_sound()) return {};
  if (const node* title = keys.require("scenario", "begin with `scenario: NAME`"))
    read_label(in, *title, "the scenario's name");
  keys.require("load", "write `load: {accounts: 200}`, or `load: {}` for the usual one");
  return read_load(in, file);
}

void report_load_alone(scope& in, const node& file) {
  const auto at = std::ranges::find_if(
      file.entries, [](const entry& one) { return one.key.text == "load" || one.key.text == "thresholds"; });
  in.report(fault::missing_key, at->key.place,
            {"this scenario has a load and nothing to run", "for `drawdown load`",
             "run it with `drawdown load FILE`; to be run otherwise it needs `catalog`, `start`, `end` and "
             "`accounts`"});
}

}  // namespace drawdown::language
