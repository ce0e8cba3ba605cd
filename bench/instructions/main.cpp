// Counts the instructions of a debit in the core. Two roles: `count_instructions debits N` makes so many
// debits and nothing else, for callgrind to look at; `count_instructions report FILE FEWER TOTALS MORE
// TOTALS` makes a file of measurements of what it counted for two such runs, so that start and end fall out.
#include <charconv>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "bench/support/hot_account.hpp"
#include "engine/measure/measurements_json.hpp"

namespace {

using namespace drawdown;

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool make_debits(std::uint64_t count) {
  bench::hot_core core(effect_key::space::agent);
  for (std::uint64_t i = 1; i <= count; ++i) {
    if (core.debit() != outcome::charged) return false;
    if (i % bench::hot_core::debits_per_block == 0) core.begin_block();
  }
  return true;
}

// What callgrind writes behind `totals: ` into its file.
std::optional<std::uint64_t> total_in(const std::string& path) {
  constexpr std::string_view mark = "totals: ";
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(mark)) return number_of(std::string_view(line).substr(mark.size()));
  return std::nullopt;
}

bool report(const std::string& path, double fewer, double more, double debits) {
  measurement::measurements made;
  made.subject = "bench_instructions";
  made.conditions = {{"build type", DRAWDOWN_BUILD_TYPE}, {"compiler", "GCC " __VERSION__}};
  made.metrics = {{"debit/core: instructions/debit",
                   "instructions/debit",
                   measurement::gate::exact,
                   measurement::better::lower,
                   {(more - fewer) / debits}}};
  fmt::print("{:.3f} instructions for each debit in the core\n", made.metrics.front().samples.front());
  std::ofstream file(path, std::ios::binary);
  file << measurement::to_json(made) << std::flush;
  return static_cast<bool>(file);
}

int report(const std::vector<std::string>& words) {
  const auto fewer = number_of(words[2]);
  const auto more = number_of(words[4]);
  const auto of_fewer = total_in(words[3]);
  const auto of_more = total_in(words[5]);
  if (!fewer || !more || !of_fewer || !of_more || *more <= *fewer) {
    fmt::print(stderr, "count_instructions: callgrind's files can't be read\n");
    return 4;
  }
  return report(words[1], static_cast<double>(*of_fewer), static_cast<double>(*of_more),
                static_cast<double>(*more - *fewer))
             ? 0
             : 4;
}

}  // namespace

int main(int given, char** all) {
  const std::vector<std::string> words(all + 1, all + given);
  if (words.size() == 2 && words[0] == "debits")
    if (const auto count = number_of(words[1])) return make_debits(*count) ? 0 : 1;
  if (words.size() == 6 && words[0] == "report") return report(words);
  fmt::print(stderr, "Usage: count_instructions debits N | report FILE FEWER TOTALS MORE TOTALS\n");
  return 2;
}
