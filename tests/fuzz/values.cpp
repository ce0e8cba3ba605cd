// Single values by their text: amounts, times, settings, what a command line asks for. The first byte says
// which reader it is given to, the rest is the text.
#include <array>
#include <string>
#include <vector>

#include "cli/planned_usage.hpp"
#include "engine/population/weights.hpp"
#include "engine/settings/table.hpp"
#include "engine/time/text.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/decimal.hpp"
#include "engine/units/money.hpp"
#include "scenarios/language/asked_time.hpp"
#include "scenarios/language/load_words.hpp"
#include "scenarios/language/row_time.hpp"
#include "scenarios/language/zone_rule.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

template <class Value>
bool is_read(const result<Value>& read) {
  promise(read.has_value() || !read.error().message.empty(), "what is not read says why");
  return read.has_value();
}

// A zone with two changes of the clock every year.
const zone_table& central_europe() {
  static const zone_table made = [] {
    zone_table zone{"Central Europe", {{instant::from_us(INT64_MIN), 3600}}};
    const auto rule = language::read_zone_rule("CET-1CEST,M3.5.0,M10.5.0/3");
    promise(rule.has_value(), "the rule of Central Europe is one");
    for (int year = 1970; year < 2202; ++year)
      for (const zone_transition& change : language::changes_of(*rule, year))
        zone.transitions.push_back(change);
    return zone;
  }();
  return made;
}

void a_decimal(std::string_view text) {
  for (int places = 0; places <= 18; places += 6) {
    const auto read = parse_decimal(text, places);
    if (!is_read(read)) continue;
    for (const bool trim : {false, true})
      promise(parse_decimal(format_decimal(*read, places, trim), places) == *read,
              "a decimal is written as it is read");
  }
}

void an_amount(std::string_view text) {
  if (const auto read = parse_credits(text); is_read(read))
    promise(parse_credits(to_string(*read)) == *read, "credits are written as they are read");
}

void a_sum_of_money(std::string_view text) {
  const auto read = parse_money(text);
  if (!is_read(read)) return;
  const auto again = parse_money(to_string(read->amount, read->unit));
  promise(again && again->amount == read->amount && again->unit == read->unit,
          "money is written as it is read");
}

void a_length(std::string_view text) {
  const auto read = parse_duration(text);
  if (is_read(read))
    promise(parse_duration(to_string(*read)) == *read, "a length of time is written as it is read");
  const auto span = parse_span(text);
  if (is_read(span))
    promise(parse_span(to_string(*span)) == *span, "a span of time is written as it is read");
  const auto asked = language::parse_asked_duration(text);
  if (is_read(asked) && read) promise(*asked == *read, "a length that is asked for is the same");
}

void an_instant(std::string_view text) {
  const auto read = parse_instant(text, central_europe());
  const auto asked = language::parse_asked_instant(text, central_europe());
  promise(is_read(read) == is_read(asked) && (!read || *read == *asked),
          "an instant that is asked for is the same");
  if (!read) return;
  promise(parse_instant(to_string(*read), central_europe()) == *read, "an instant is written as it is read");
  const local_time shown = to_local(central_europe(), *read);
  promise(to_local(central_europe(), to_instant(central_europe(), shown)) == shown,
          "what a clock shows leads back to what it shows");
}

void a_time_in_a_row(std::string_view text) {
  for (const bool may_lack_offset : {false, true}) {
    const auto read = language::parse_row_time(text, {central_europe(), may_lack_offset});
    const auto instant = parse_instant(text, central_europe());
    if (instant) promise(read == *instant, "a time that is exact is the same in a row");
    if (is_read(read))
      promise(language::parse_row_time(to_string(*read), {zone_table{}, false}) == *read,
              "a time of a row is written as it is read");
  }
}

void a_setting(std::string_view text) {
  input from(text);
  const std::string_view name = from.line();
  settings made;
  if (!is_read(apply_setting(made, name, from.rest()))) return;
  for (const setting_entry& entry : setting_table()) {
    if (entry.name != name || entry.write == nullptr) continue;
    settings again;
    promise(apply_setting(again, name, entry.write(made)).has_value(), "a setting that is written is read");
    promise(entry.write(again) == entry.write(made), "a setting is written as it is read");
  }
}

void a_skew(std::string_view text) {
  const auto read = population::parse_skew(text);
  if (!is_read(read)) return;
  promise(population::parse_skew(population::to_string(*read)) == *read, "a skew is written as it is read");
  for (const std::uint64_t weight : population::weights(*read, 300)) promise(weight > 0, "no weight is zero");
}

void a_zone_rule(std::string_view text) {
  const auto rule = language::read_zone_rule(text);
  if (!rule) return;
  for (const int year : {1970, 2000, 2026, 2200}) {
    const auto changes = language::changes_of(*rule, year);
    promise(changes.empty() || (changes.size() == 2 && changes[0].from <= changes[1].from),
            "a clock changes twice a year, in order, or never");
  }
}

void planned(std::string_view text) {
  const auto read = cli::read_planned_usage(text);
  if (!is_read(read)) return;
  std::string words = read->meter + "=" + read->quantity;
  if (!read->times.empty()) words += ",times=" + read->times;
  if (!read->value.empty()) words += ",value=" + read->value;
  const auto again = cli::read_planned_usage(words);
  promise(again && again->meter == read->meter && again->quantity == read->quantity &&
              again->times == read->times && again->value == read->value,
          "planned usage is read as it is written");
  catalog sold;
  sold.meters.resize(2);
  sold.meters[0].name = "call";
  sold.meters[0].per = measure::minute;
  sold.meters[1].name = "render";
  sold.meters[1].times = "frames";
  is_read(cli::find_activity(sold, *read));
}

void of_a_load(std::string_view text) {
  if (const auto rate = language::debit_rate_of(text))
    promise(language::debit_rate_of(language::debit_rate_text(*rate)) == rate,
            "a rate is written as it is read");
  language::millionths_of(text);
  language::percentile_of(text);
}

constexpr std::array readers = {a_decimal, an_amount, a_sum_of_money, a_length, an_instant, a_time_in_a_row,
                                a_setting, a_skew,    a_zone_rule,    planned,  of_a_load};

}  // namespace

void values(std::string_view bytes) {
  input from(bytes);
  const auto read = readers.at(from.one_of(readers.size()));
  read(from.rest());
}

}  // namespace drawdown::fuzz
