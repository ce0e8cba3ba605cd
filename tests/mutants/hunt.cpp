#include "tests/mutants/hunt.hpp"

#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "cli/scenario_files.hpp"
#include "tests/mutants/mutant_child.hpp"

namespace drawdown::mutants {

namespace {

using cli::exit_code;
using json = nlohmann::json;

// The document that a program wrote. Null where it wrote none: it died.
json document_of(const child_end& ended) {
  return json::parse(ended.output, nullptr, false);
}

bool has_died(const json& document) {
  return document.is_discarded();
}

// All scenarios take a few seconds together, and each a part of one.
constexpr std::uint64_t seconds_for_all = 30;
constexpr std::uint64_t seconds_for_one = 3;

child_end run_scenarios(const std::string& bug, const std::vector<std::string>& scenarios,
                        const std::vector<std::string>& options, std::uint64_t seconds) {
  std::vector<std::string> words = {"run", "--quiet", "--format", "json", "--jobs", "1", "--threads", "1"};
  words.insert(words.end(), options.begin(), options.end());
  words.insert(words.end(), scenarios.begin(), scenarios.end());
  return run_child(bug, words, {}, seconds);
}

// The same one by one: of those that kill the program, or keep it from ending, the others are told apart.
std::vector<std::pair<std::string, int>> codes_of_each(const std::string& bug, const hunting_ground& ground,
                                                       const std::vector<std::string>& options) {
  const auto files = cli::scenarios_named(ground.scenarios);
  if (!files) throw std::runtime_error(files.error().message);
  std::vector<std::pair<std::string, int>> codes;
  for (const std::string& file : *files)
    codes.emplace_back(file, run_scenarios(bug, {file}, options, seconds_for_one).code);
  return codes;
}

// Runs all scenarios; what each ended with, beside its file.
std::vector<std::pair<std::string, int>> codes_of(const std::string& bug, const hunting_ground& ground,
                                                  const std::vector<std::string>& options) {
  const json document = document_of(run_scenarios(bug, ground.scenarios, options, seconds_for_all));
  if (has_died(document)) return codes_of_each(bug, ground, options);
  std::vector<std::pair<std::string, int>> codes;
  for (const json& one : document.at("runs"))
    codes.emplace_back(one.at("file").get<std::string>(), one.at("exit_code").get<int>());
  return codes;
}

// Of which event the ledgers say different things, where a scenario is run.
std::optional<std::uint64_t> wrong_event_in(const std::string& bug, const std::string& file) {
  const json document =
      document_of(run_child(bug, {"run", "--quiet", "--format", "json", "--threads", "1", file}));
  if (has_died(document) || document.at("disagreements").empty()) return std::nullopt;
  const auto event = document.at("disagreements").front().at("event").get<std::uint64_t>();
  return event > 0 ? std::optional(event) : std::nullopt;
}

}  // namespace

seen_by_scenarios hunt_by_scenarios(const std::string& bug, const hunting_ground& ground) {
  seen_by_scenarios seen;
  for (const auto& [file, code] : codes_of(bug, ground, {})) {
    ++seen.run;
    if (code == static_cast<int>(exit_code::fine)) continue;
    if (seen.first.empty()) seen.first = file;
    ++(code == static_cast<int>(exit_code::ledgers_disagree)     ? seen.ledgers
       : code == static_cast<int>(exit_code::expectation_failed) ? seen.expectations
                                                                 : seen.defects);
  }
  for (const auto& [file, code] : codes_of(bug, ground, {"--verify", "off"}))
    if (code == static_cast<int>(exit_code::expectation_failed)) ++seen.expectations_alone;
  return seen;
}

seen_by_exploring hunt_by_exploring(const std::string& bug, const hunting_ground& ground, unsigned jobs) {
  const std::string file = (ground.scratch / fmt::format("explored-{}.yaml", bug)).string();
  const child_end ended =
      run_child(bug, {"explore", "--quiet", "--format", "json", "--seeds", fmt::to_string(ground.seeds),
                      "--jobs", fmt::to_string(jobs), "--out", file});
  const json document = document_of(ended);
  if (has_died(document))
    throw std::runtime_error(fmt::format(
        "`explore` with the planted bug `{}` ended with {} and wrote no document", bug, ended.code));
  seen_by_exploring seen;
  const json& failure = document.at("failure");
  if (failure.is_null()) return seen;
  seen.seed = failure.at("seed").get<std::uint64_t>();
  seen.kind = failure.at("kind").get<std::string>();
  if (failure.at("scenario").is_null()) return seen;
  seen.steps_before = failure.at("steps_before").get<std::uint64_t>();
  seen.steps = failure.at("steps").get<std::uint64_t>();
  seen.wrong_event = wrong_event_in(bug, file);
  return seen;
}

}  // namespace drawdown::mutants
