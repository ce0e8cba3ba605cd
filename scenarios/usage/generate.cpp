#include "scenarios/usage/generate.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "engine/draws/stream.hpp"
#include "engine/population/arrivals.hpp"
#include "engine/time/text.hpp"

namespace drawdown::bulk {
namespace {

__extension__ using uint128 = unsigned __int128;

constexpr std::size_t rows_remembered = 1000;  // that may be said again
constexpr std::int64_t latest_us = 3'600'000'000;
constexpr std::size_t written_at_once = std::size_t{64} * 1024;

// What is drawn for a row: the numbers are part of every file.
enum class drawn : std::uint16_t {
  account = 1,
  agent,
  meter,
  quantity,
  instant,
  is_late,
  lateness,
  is_double,
  of_which,
  is_bad,
  how
};

// Quantities: ten in the mean.
constexpr std::int64_t mean_quantity = 10, least_quantity = 1, most_quantity = 1000;

// In which ways a row is bad.
enum class badness : std::uint8_t { unknown_account, no_time, negative_quantity, unknown_meter, broken };
constexpr std::uint64_t ways_to_be_bad = 5;

struct made_row {
  std::string time, account, agent, meter, quantity, key;
};

class generator {
 public:
  generator(const usage_shape& of, byte_sink& into, const std::function<void(std::uint64_t)>& on_rows)
      : of_(of),
        into_(into),
        on_rows_(on_rows),
        draws_(of.seed, draw_stream::usage_file),
        entity_(entity_of("usage")) {
    sums_ = population::weights(of.skew, of.accounts);
    for (std::size_t i = 1; i < sums_.size(); ++i) sums_[i] += sums_[i - 1];
  }

  result<generated> write();

 private:
  draw_place at(std::uint64_t row, drawn what) const {
    return {entity_, row, static_cast<std::uint16_t>(what)};
  }
  instant time_of(std::uint64_t row, bool may_be_late);
  // Everything but the time, of the row with that number.
  made_row content_of(std::uint64_t row) const;
  made_row next_row(std::uint64_t row);
  void remember(std::uint64_t row);
  // Spoils a row; false where it is to be broken off when it is written.
  bool spoil(made_row& made, std::uint64_t row) const;
  void add(const made_row& made, bool is_whole);

  const usage_shape& of_;
  byte_sink& into_;
  const std::function<void(std::uint64_t)>& on_rows_;
  stream draws_;
  std::uint64_t entity_;
  std::vector<std::uint64_t> sums_;   // of the weights up to each account
  std::vector<std::uint64_t> sound_;  // the last rows that are not bad, late or said again, as a ring
  std::uint64_t sound_rows_ = 0;
  instant last_;  // the latest time so far
  std::string text_;
  generated made_;
};

instant generator::time_of(std::uint64_t row, bool may_be_late) {
  const auto span = static_cast<std::uint64_t>((of_.to - of_.from).us());
  const auto share = [&](std::uint64_t n) {
    return static_cast<std::uint64_t>(uint128{span} * n / of_.rows);
  };
  const std::uint64_t begin = share(row), end = std::max(share(row + 1), begin + 1);
  const std::uint64_t offset = begin + draws_.uniform_below(end - begin, at(row, drawn::instant));
  const instant usual = std::max(of_.from + duration::from_us(static_cast<std::int64_t>(offset)), last_);
  if (may_be_late && draws_.chance(of_.out_of_order, at(row, drawn::is_late))) {
    const std::int64_t room = std::min(latest_us, (last_ - of_.from).us());
    if (room > 0) {
      ++made_.out_of_order;
      return last_ + duration::from_us(-draws_.between(1, room, at(row, drawn::lateness)));
    }
  }
  last_ = usual;
  return usual;
}

made_row generator::content_of(std::uint64_t row) const {
  const std::uint64_t place = draws_.uniform_below(sums_.back(), at(row, drawn::account));
  const auto account = std::upper_bound(sums_.begin(), sums_.end(), place) - sums_.begin();
  made_row made;
  made.account = fmt::format("account-{}", account + 1);
  made.agent = fmt::format("agent-{}", draws_.uniform_below(of_.agents, at(row, drawn::agent)) + 1);
  made.meter = of_.meters[draws_.uniform_below(of_.meters.size(), at(row, drawn::meter))];
  made.quantity = fmt::format("{}", population::session_length(mean_quantity, least_quantity, most_quantity,
                                                               draws_.bits(at(row, drawn::quantity))));
  made.key = fmt::format("u-{}", row + 1);
  return made;
}

made_row generator::next_row(std::uint64_t row) {
  const bool is_double = !sound_.empty() && draws_.chance(of_.duplicates, at(row, drawn::is_double));
  const std::uint64_t said =
      is_double ? sound_[draws_.uniform_below(sound_.size(), at(row, drawn::of_which))] : row;
  // Usage that is sent again late would have occurred at another time, and be no repeat (R4.3).
  const std::uint64_t late_before = made_.out_of_order;
  made_row made = content_of(said);
  made.time = to_string(time_of(row, !is_double && row > 0));
  made_.duplicates += is_double ? 1 : 0;
  if (!is_double && made_.out_of_order == late_before) remember(row);
  return made;
}

void generator::remember(std::uint64_t row) {
  if (sound_.size() < rows_remembered)
    sound_.push_back(row);
  else
    sound_[sound_rows_ % rows_remembered] = row;
  ++sound_rows_;
}

bool generator::spoil(made_row& made, std::uint64_t row) const {
  switch (static_cast<badness>(draws_.uniform_below(ways_to_be_bad, at(row, drawn::how)))) {
    case badness::unknown_account:
      made.account = "nobody";
      return true;
    case badness::no_time:
      made.time = "yesterday";
      return true;
    case badness::negative_quantity:
      made.quantity = "-" + made.quantity;
      return true;
    case badness::unknown_meter:
      made.meter = "nothing";
      return true;
    case badness::broken:
      break;
  }
  return false;
}

void generator::add(const made_row& made, bool is_whole) {
  auto out = std::back_inserter(text_);
  const std::size_t begin = text_.size();
  switch (of_.format) {
    case table_format::csv:
      fmt::format_to(out, "{},{},{},{},{},{}", made.time, made.account, made.agent, made.meter, made.quantity,
                     made.key);
      break;
    case table_format::ndjson:
      fmt::format_to(out,
                     R"({{"time":"{}","account":"{}","agent":"{}","meter":"{}","quantity":{},"key":"{}"}})",
                     made.time, made.account, made.agent, made.meter, made.quantity, made.key);
      break;
    case table_format::cloud_events:
      fmt::format_to(
          out,
          R"({{"specversion":"1.0","id":"{}","source":"/drawdown/generate","type":"{}","subject":"{}","time":"{}","data":{{"agent":"{}","quantity":{}}}}})",
          made.key, made.meter, made.account, made.time, made.agent, made.quantity);
      break;
  }
  // In the middle of the key, or of what is between braces: either is no row.
  if (!is_whole) text_.resize(begin + (text_.size() - begin) / 2);
  text_ += '\n';
}

result<generated> generator::write() {
  if (of_.format == table_format::csv) text_ = "time,account,agent,meter,quantity,key\n";
  last_ = of_.from;
  for (std::uint64_t row = 0; row < of_.rows; ++row) {
    const bool is_bad = draws_.chance(of_.bad, at(row, drawn::is_bad));
    if (is_bad) {
      // It takes no part in what comes before or after it.
      made_row made = content_of(row);
      made.time = to_string(last_);
      ++made_.bad;
      const bool is_whole = spoil(made, row);
      add(made, is_whole);
    } else {
      add(next_row(row), true);
    }
    if (text_.size() < written_at_once && row + 1 < of_.rows) continue;
    if (auto done = into_.write(text_); !done) return tl::unexpected(done.error());
    text_.clear();
    if (on_rows_) on_rows_(row + 1);
  }
  made_.rows = of_.rows;
  return into_.close().map([this] { return made_; });
}

}  // namespace

result<generated> generate_usage(const usage_shape& of, byte_sink& into,
                                 const std::function<void(std::uint64_t)>& on_rows) {
  return generator(of, into, on_rows).write();
}

std::string scenario_of(const usage_shape& of, const std::string& file) {
  // A row takes a tenth of a credit in the mean, so this is enough for an account that has them all; and the
  // sum over all accounts stays far below what can be counted (R1.5).
  constexpr std::uint64_t most_credits = 100'000'000'000;
  const std::uint64_t credits = std::max<std::uint64_t>(1000, std::min(of.rows, most_credits / of.accounts));
  std::string text = fmt::format(
      "scenario: Generated usage, {} rows\n"
      "catalog:\n"
      "  catalog: generated\n"
      "  currency: EUR\n"
      "  credit_rate: 1 EUR = 50 credits\n"
      "  meters:\n",
      of.rows);
  auto out = std::back_inserter(text);
  for (const std::string& meter : of.meters)
    fmt::format_to(out, "    {}: {{per: unit, price: 0.01}}\n", meter);
  fmt::format_to(out, "start: {}\nend: {}\naccounts:\n", to_string(of.from), to_string(of.to));
  for (std::uint32_t account = 1; account <= of.accounts; ++account) {
    fmt::format_to(out, "  account-{}: {{grants: [{{kind: free, credits: {}}}], agents: {{", account,
                   credits);
    for (std::uint32_t agent = 1; agent <= of.agents; ++agent)
      fmt::format_to(out, "{}agent-{}: {{}}", agent == 1 ? "" : ", ", agent);
    text += "}}\n";
  }
  if (of.format == table_format::cloud_events)
    fmt::format_to(out,
                   "usage:\n  - file: \"{}\"\n    format: cloudevents\n    columns: {{account: subject, "
                   "agent: data.agent}}\n",
                   file);
  else
    fmt::format_to(
        out,
        "usage:\n  - file: \"{}\"\n    columns: {{time: time, account: account, agent: agent, meter: meter, "
        "quantity: quantity, key: key}}\n",
        file);
  return text;
}

}  // namespace drawdown::bulk
