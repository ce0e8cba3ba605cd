#include "bench/peers/report.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "engine/measure/bootstrap.hpp"
#include "engine/measure/measurements_json.hpp"

namespace drawdown::peers {
namespace {

using row = std::vector<std::string>;

// Digits in groups of three.
std::string grouped(double value) {
  std::string digits = fmt::format("{:.0f}", value);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, 1, ' ');
  return digits;
}

std::string ratio_text(double ratio) {
  return ratio >= 10 ? grouped(ratio) + "x" : fmt::format("{:.1f}x", ratio);
}

std::string word_for(kept where) {
  constexpr std::array words = {"memory", "written", "synced"};
  return words.at(static_cast<std::size_t>(where));
}

double median_of(const std::vector<double>& samples) {
  return measurement::median_of(samples);
}

// The first row names the columns. `sides` has a letter for each: l, or r where numbers stand.
std::string text_table(const std::vector<row>& rows, std::string_view sides) {
  std::vector<std::size_t> widths(rows.front().size());
  for (const row& each : rows)
    for (std::size_t i = 0; i < each.size(); ++i) widths[i] = std::max(widths[i], each[i].size());
  std::string text;
  for (const row& each : rows) {
    std::string line;
    for (std::size_t i = 0; i < each.size(); ++i)
      line += sides[i] == 'l' ? fmt::format("{:<{}}  ", each[i], widths[i])
                              : fmt::format("{:>{}}  ", each[i], widths[i]);
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string markdown_table(const std::vector<row>& rows, std::string_view sides) {
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    text += fmt::format("| {} |\n", fmt::join(rows[i], " | "));
    if (i > 0) continue;
    for (std::size_t column = 0; column < rows[i].size(); ++column)
      text += sides[column] == 'l' ? "| --- " : "| ---: ";
    text += "|\n";
  }
  return text;
}

class writer {
 public:
  explicit writer(layout as) : as_(as) {}

  void heading(const std::string& title) {
    if (!text_.empty()) text_ += "\n";
    text_ += as_ == layout::markdown ? fmt::format("## {}\n\n", title) : title + "\n\n";
  }
  void table(const std::vector<row>& rows, std::string_view sides) {
    text_ += as_ == layout::markdown ? markdown_table(rows, sides) : text_table(rows, sides);
  }
  void line(const std::string& words) { text_ += (as_ == layout::markdown ? "- " : "") + words + "\n"; }
  bool is_markdown() const { return as_ == layout::markdown; }
  void space() { text_ += "\n"; }
  const std::string& text() const { return text_; }

 private:
  layout as_;
  std::string text_;
};

const tally* find(const comparison& in, const std::string& system, const std::string& mode) {
  const auto found = std::ranges::find_if(
      in.tallies, [&](const tally& each) { return each.of.system == system && each.of.mode == mode; });
  return found == in.tallies.end() ? nullptr : &*found;
}

// What a contender that keeps its debits so is held against.
const tally* ours(const comparison& in, kept where, bool verified) {
  constexpr std::array modes = {"memory", "file", "file-synced"};
  const char* mode = modes.at(static_cast<std::size_t>(where));
  return find(in, "drawdown", fmt::format("{}/{}", mode, verified ? "verified" : "unverified"));
}

std::string ratio_to(const tally* ours, const tally& theirs) {
  if (ours == nullptr || theirs.of.system == "drawdown") return "";
  return ratio_text(median_of(ours->rates) / median_of(theirs.rates));
}

// How far apart the fastest and the slowest run are, in parts of the median.
std::string spread_of(const std::vector<double>& rates) {
  return fmt::format("{:.0f}%", (std::ranges::max(rates) - std::ranges::min(rates)) / median_of(rates) * 100);
}

void write_rates(const comparison& of, writer& to) {
  to.heading("Guarded debits a second");
  std::vector<row> rows = {
      {"system and mode", "kept", "debits", "median", "least", "most", "spread", "unverified", "verified"}};
  for (const tally& each : of.tallies)
    rows.push_back({each.of.system + "/" + each.of.mode, word_for(each.of.where),
                    grouped(static_cast<double>(each.of.debits)), grouped(median_of(each.rates)),
                    grouped(std::ranges::min(each.rates)), grouped(std::ranges::max(each.rates)),
                    spread_of(each.rates), ratio_to(ours(of, each.of.where, false), each),
                    ratio_to(ours(of, each.of.where, true), each)});
  to.table(rows, "llrrrrrrr");
  to.space();
  to.line("kept: where a debit is once it was answered; spread: between least and most, of the median");
  to.line("unverified, verified: so many times as many are made by Drawdown that keeps them alike");
}

// What stands behind the names; a terminal has no room for it.
void write_modes(const comparison& of, writer& to) {
  if (!to.is_markdown()) return;
  to.heading("Systems and modes");
  std::vector<row> rows = {{"system and mode", "debits are handed over", "kept"}};
  for (const tally& each : of.tallies)
    rows.push_back({each.of.system + "/" + each.of.mode, each.of.batch, each.of.durability});
  to.table(rows, "lll");
}

struct budget {
  const char* system;
  double times;
};
constexpr std::array budgets = {budget{"redis", 30}, budget{"postgresql", 500}, budget{"sqlite", 50}};

const tally* fastest(const comparison& in, const std::string& system, kept where) {
  const tally* best = nullptr;
  for (const tally& each : in.tallies)
    if (each.of.system == system && each.of.where == where &&
        (best == nullptr || median_of(each.rates) > median_of(best->rates)))
      best = &each;
  return best;
}

const tally* one_by_one(const comparison& in, const std::string& system, kept where) {
  const tally* found = nullptr;
  for (const tally& each : in.tallies)
    if (each.of.system == system && each.of.where == where && each.of.order == handing::in_time &&
        (found == nullptr || median_of(each.rates) > median_of(found->rates)))
      found = &each;
  return found;
}

// The ratio, and what it means for the budget.
std::string judged(const tally* ours, const tally& theirs, double times) {
  if (ours == nullptr) return "";
  const double ratio = median_of(ours->rates) / median_of(theirs.rates);
  return fmt::format("{} {}", ratio_text(ratio), ratio >= times ? "met" : "NOT met");
}

void write_budgets(const comparison& of, writer& to) {
  to.heading("Budgets: so many times as many debits as the other at its best batching");
  std::vector<row> rows = {{"against", "kept", "its best", "one by one", "budget", "unverified", "verified",
                            "one by one, unverified"}};
  for (const budget& each : budgets)
    for (const kept where : {kept::in_memory, kept::written, kept::synced}) {
      const tally* best = fastest(of, each.system, where);
      const tally* single = one_by_one(of, each.system, where);
      if (best == nullptr || single == nullptr) continue;
      rows.push_back({each.system, word_for(where), best->of.mode, single->of.mode, ratio_text(each.times),
                      judged(ours(of, where, false), *best, each.times),
                      judged(ours(of, where, true), *best, each.times),
                      judged(ours(of, where, false), *single, each.times)});
    }
  to.table(rows, "llllrrrr");
}

void write_digests(const comparison& of, writer& to) {
  to.heading("Balances of all accounts afterwards: equal");
  struct group {
    const tally* first = nullptr;
    std::string systems;
  };
  std::map<std::pair<std::uint64_t, handing>, group> groups;
  for (const tally& each : of.tallies) {
    group& in = groups[{each.of.debits, each.of.order}];
    if (in.first == nullptr) in.first = &each;
    const std::string one =
        each.of.system == "drawdown" ? "all its modes" : each.of.system + "/" + each.of.mode;
    if (in.systems.ends_with(one)) continue;
    in.systems += in.systems.empty() ? one : ", " + one;
  }
  std::vector<row> rows = {{"digest", "debits", "charged", "refused", "by Drawdown and"}};
  for (const auto& [key, in] : groups) {
    const standing& left = in.first->left;
    rows.push_back({fmt::format("{:016x}", digest_of(left.balances)), grouped(static_cast<double>(left.rows)),
                    grouped(static_cast<double>(left.charged)),
                    grouped(static_cast<double>(left.rows - left.charged)), in.systems});
  }
  to.table(rows, "lrrrl");
}

void write_replays(const replays& of, writer& to) {
  to.heading(fmt::format("{} usage events of {} accounts, from a file to all balances",
                         grouped(static_cast<double>(of.shape.events)), of.shape.accounts));
  std::vector<row> rows = {
      {"program", "what", "seconds", "events/s", "runs", "memory MB", "digest of balances"}};
  for (const replay& each : of.all) {
    if (!each.not_measured.empty()) {
      rows.push_back({each.name, "not measured: " + each.not_measured, "", "", "", "", ""});
      continue;
    }
    const double seconds = median_of(each.seconds);
    rows.push_back(
        {each.name, each.what, fmt::format("{:.2f}", seconds),
         grouped(static_cast<double>(of.shape.events) / seconds), std::to_string(each.seconds.size()),
         grouped(static_cast<double>(each.resident_kb) / 1024), fmt::format("{:016x}", each.digest)});
  }
  to.table(rows, "llrrrrl");
}

void write_conditions(const comparison& of, writer& to) {
  to.heading("Conditions");
  std::vector<row> rows = {{"what", "how"}};
  for (const auto& [name, value] : of.circumstances) rows.push_back({name, value});
  for (const auto& [name, value] : of.conditions) rows.push_back({name, value});
  to.table(rows, "ll");
}

}  // namespace

std::string report(const comparison& of, layout as) {
  writer to(as);
  write_conditions(of, to);
  write_rates(of, to);
  write_budgets(of, to);
  write_digests(of, to);
  if (of.events) write_replays(*of.events, to);
  write_modes(of, to);
  return to.text();
}

std::string measurements_json(const comparison& of) {
  measurement::measurements made;
  made.what = measurement::measured_by::bench;
  made.subject = "bench_peers";
  for (const auto& [name, value] : of.conditions) made.conditions.push_back({name, value});
  const auto add = [&](std::string name, std::vector<double> samples) {
    made.metrics.push_back({std::move(name), "items/s", measurement::gate::time, measurement::better::higher,
                            std::move(samples)});
  };
  for (const tally& each : of.tallies) add(each.of.name(), each.rates);
  if (of.events)
    for (const replay& each : of.events->all) {
      std::vector<double> rates;
      for (const double seconds : each.seconds)
        rates.push_back(static_cast<double>(of.events->shape.events) / seconds);
      if (!rates.empty()) add("peers/" + each.name, std::move(rates));
    }
  return measurement::to_json(made);
}

}  // namespace drawdown::peers
