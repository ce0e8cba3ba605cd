#include "bench/support/measuring.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "engine/measure/measurements_json.hpp"

namespace drawdown::bench {

namespace {

using measurement::better;
using measurement::gate;

// The counters that are written. Any other is shown alone.
struct written_counter {
  std::string_view name;
  std::string_view unit;
  measurement::better better;
  measurement::gate gate = gate::exact;
};
constexpr std::array counters = {
    written_counter{"allocations/debit", "allocations/debit", better::lower},
    written_counter{"allocations/hold", "allocations/hold", better::lower},
    written_counter{"allocations/lot", "allocations/lot", better::lower},
    written_counter{"bytes/debit", "bytes/debit", better::lower},
    written_counter{"entries/debit", "entries/debit", better::lower},
    written_counter{"visits", "visits", better::lower},
    written_counter{"debits/visit", "debits/visit", better::higher},
    written_counter{"open+done/visit", "messages/visit", better::lower},
    written_counter{"want+plan/visit", "messages/visit", better::lower},
    written_counter{"charge+script/visit", "messages/visit", better::lower},
    written_counter{"judge+verdict/visit", "messages/visit", better::lower},
    // What memory is taken depends a little on what threads do when.
    written_counter{"bytes/account", "bytes/account", better::lower, gate::time},
    written_counter{"resident bytes", "bytes", better::lower, gate::time},
    written_counter{"memory growth", "parts of one", better::lower, gate::time},
};

// The value of a line of /proc/cpuinfo; nothing elsewhere.
std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  std::string line;
  while (std::getline(file, line))
    if (const std::size_t colon = line.find(": ");
        colon != std::string::npos && line.starts_with("model name"))
      return line.substr(colon + 2);
  return "unknown processor";
}

std::string build_type() {
#ifdef __SANITIZE_ADDRESS__
  return DRAWDOWN_BUILD_TYPE ", sanitized";
#else
  return DRAWDOWN_BUILD_TYPE;
#endif
}

// Takes `name VALUE` or `name=VALUE` out, if it is there.
result<void> take_value(std::vector<std::string>& words, std::string_view name, std::string& target) {
  const std::string with_value = std::string(name) + "=";
  const auto found = std::ranges::find_if(
      words, [&](const std::string& word) { return word == name || word.starts_with(with_value); });
  if (found == words.end()) return {};
  auto last = found;
  if (*found != name)
    target = found->substr(with_value.size());
  else if (++last != words.end())
    target = *last;
  if (target.empty()) return fail(error_code::malformed, fmt::format("{} lacks its value", name));
  words.erase(found, last + 1);
  return {};
}

}  // namespace

result<measuring_options> take_options(std::vector<std::string>& words) {
  measuring_options made;
  if (const auto taken = take_value(words, "--measurements", made.file); !taken)
    return tl::unexpected(taken.error());
  if (const auto taken = take_value(words, "--interleaved", made.round); !taken)
    return tl::unexpected(taken.error());
  made.is_added = std::erase(words, "--append") > 0;
  made.only_counts = std::erase(words, "--counts") > 0;
  if (made.file.empty() && (made.is_added || made.only_counts || !made.round.empty()))
    return fail(error_code::malformed, "--append, --counts and --interleaved are about --measurements FILE");
  // As few iterations as can be.
  if (made.only_counts) words.emplace_back("--benchmark_min_time=0");
  return made;
}

void measuring::describe(const std::vector<std::string>& asked) {
  made_.subject = DRAWDOWN_BENCH_NAME;
  made_.interleaved = options_.round;
  if (options_.only_counts) return;  // counts are the same everywhere
  std::string options;
  for (const std::string& word : asked) options += (options.empty() ? "" : " ") + word;
  made_.conditions = {
      {"build type", build_type()},
      {"compiler", "GCC " __VERSION__},
      {"machine", fmt::format("{}, {} cores", processor(), benchmark::CPUInfo::Get().num_cpus)},
      {"asked", options.empty() ? "nothing" : options}};
}

void measuring::add_sample(const std::string& name, const std::string& unit, gate of, better which,
                           double sample) {
  auto found = std::ranges::find(made_.metrics, name, &measurement::metric::name);
  if (found == made_.metrics.end())
    found = made_.metrics.insert(found, measurement::metric{name, unit, of, which, {}});
  found->samples.push_back(sample);
}

void measuring::add(const benchmark::BenchmarkReporter::Run& run) {
  if (run.run_type != benchmark::BenchmarkReporter::Run::RT_Iteration || run.error_occurred) return;
  const std::string name = run.benchmark_name();
  constexpr double second_ns = 1e9;
  if (const auto rate = run.counters.find("items_per_second");
      rate != run.counters.end() && !options_.only_counts)
    add_sample(name + ": time", "ns/item", gate::time, better::lower, second_ns / rate->second.value);
  for (const written_counter& each : counters) {
    if (options_.only_counts && each.gate != gate::exact) continue;
    if (const auto found = run.counters.find(std::string(each.name)); found != run.counters.end())
      add_sample(fmt::format("{}: {}", name, each.name), std::string(each.unit), each.gate, each.better,
                 found->second.value);
  }
}

result<void> measuring::write() const {
  if (options_.file.empty()) return {};
  measurement::measurements all = made_;
  if (std::ifstream before(options_.file, std::ios::binary); options_.is_added && before) {
    const std::string text{std::istreambuf_iterator<char>(before), std::istreambuf_iterator<char>()};
    auto read = measurement::from_json(text);
    if (!read) return fail(read.error().code, fmt::format("{}: {}", options_.file, read.error().message));
    if (const auto added = measurement::append(*read, made_); !added)
      return fail(added.error().code, fmt::format("{}: {}", options_.file, added.error().message));
    all = std::move(*read);
  }
  std::ofstream file(options_.file, std::ios::binary);
  file << measurement::to_json(all) << std::flush;
  if (!file) return fail(error_code::unreadable, fmt::format("{}: it can't be written", options_.file));
  return {};
}

}  // namespace drawdown::bench
