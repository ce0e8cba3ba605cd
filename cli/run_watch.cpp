#include "cli/run_watch.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <thread>
#include <utility>

#include <fmt/format.h>

#include "cli/scenario_files.hpp"
#include "reports/results/hash.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::cli {

namespace {

constexpr auto pace = std::chrono::milliseconds(200);
constexpr unsigned looks_until_around = 5;  // which takes reading files, so not each time

std::string time_of_day() {
  const std::time_t now = std::time(nullptr);
  std::tm local{};
  ::localtime_r(&now, &local);
  std::array<char, 16> text{};
  std::strftime(text.data(), text.size(), "%H:%M:%S", &local);
  return text.data();
}

bool holds(const std::vector<reports::input_hash>& inputs, const std::string& path) {
  return std::ranges::find(inputs, path, &reports::input_hash::path) != inputs.end();
}

}  // namespace

run_watch::run_watch(std::vector<std::string> words, std::string root,
                     const std::vector<scenario_report>& reports)
    : words_(std::move(words)), root_(std::move(root)) {
  for (const scenario_report& report : reports) {
    if (!holds(report.inputs, report.file)) files_.add(report.file, "");
    for (const reports::input_hash& input : report.inputs) files_.add(input.path, input.xxh3);
    scenarios_.push_back({report.file, report.inputs});
    if (report.unreadable) incomplete_.push_back(scenarios_.back());
  }
}

// Finds what is there and was not before: scenarios in folders, and files that were missing.
void run_watch::look_around() {
  appeared_.clear();
  const auto named = scenarios_named(words_);
  for (const std::string& file : named ? *named : std::vector<std::string>())
    if (std::ranges::find(scenarios_, file, &source::file) == scenarios_.end())
      appeared_.push_back({file, "new"});
  for (const source& before : incomplete_)
    for (const language::input_file& input :
         language::load_scenario(before.file, {}, language::load_alone::refused, root_).inputs)
      if (!holds(before.inputs, input.path))
        appeared_.push_back({input.path, reports::xxh3_of(input.content)});
}

std::vector<file_change> run_watch::look() {
  if (++looks_ % looks_until_around == 0) look_around();
  std::vector<file_change> found = files_.changes();
  found.insert(found.end(), appeared_.begin(), appeared_.end());
  return found;
}

std::vector<file_change> run_watch::wait(const std::atomic<bool>& interrupted) {
  return wait_for_change([&] { return look(); },
                         [&] {
                           if (!interrupted) std::this_thread::sleep_for(pace);
                           return !interrupted;
                         });
}

std::string change_text(const std::vector<file_change>& changes) {
  constexpr std::size_t most = 3;
  std::string text = time_of_day() + "  ";
  for (std::size_t i = 0; i < std::min(most, changes.size()); ++i)
    text += fmt::format("{}{} {}", i == 0 ? "" : ", ", reports::clean(changes[i].path),
                        changes[i].hash.empty() ? "is gone" : "changed");
  if (changes.size() > most) text += fmt::format(" and {} more", changes.size() - most);
  return text;
}

}  // namespace drawdown::cli
