#include "cli/scenario_run.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "cli/annotating.hpp"
#include "cli/block_keeper.hpp"
#include "cli/findings.hpp"
#include "cli/keep_run.hpp"
#include "cli/kept_results.hpp"
#include "cli/resumption.hpp"
#include "cli/rules_options.hpp"
#include "cli/run_folder.hpp"
#include "cli/run_verdict.hpp"
#include "cli/scenario_files.hpp"
#include "cli/verify_option.hpp"
#include "cli/version.hpp"
#include "engine/time/text.hpp"
#include "reports/formats/annotations.hpp"
#include "reports/results/file.hpp"
#include "reports/results/hash.hpp"
#include "reports/results/results.hpp"
#include "reports/statement/statement.hpp"
#include "reports/statement/transcript.hpp"
#include "reports/store/verdict.hpp"
#include "scenarios/language/asked_time.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;
using seconds = std::chrono::duration<double>;

// What the program ends with for an error on the way to the results: our own bytes that do not decode are a
// defect.
exit_code code_of(const error& failure) {
  return failure.code == error_code::unreadable ? exit_code::unusable_file : exit_code::defect;
}

std::vector<input_hash> hashes_of(const language::loaded& scenario) {
  std::vector<input_hash> hashes;
  for (const language::input_file& input : scenario.inputs)
    hashes.push_back({input.path, input.xxh3.empty() ? xxh3_of(input.content) : input.xxh3});
  return hashes;
}

run_facts facts_of(const language::loaded& scenario, const run_wishes& wishes, const run_outcome& outcome) {
  run_facts facts;
  facts.program_version = program_version();
  facts.verification = word_for(wishes.options.verify);
  facts.reached = outcome.reached;
  facts.until = wishes.options.until;
  facts.interrupted = outcome.interrupted;
  facts.defect = outcome.defect;
  facts.inputs = hashes_of(scenario);
  facts.rule_book = scenario.rules.book;
  facts.keep = wishes.keep.totals() ? "totals" : "all";
  if (wishes.keep.asked) facts.keep_from = "command line";
  for (const language::setting_used& one : scenario.rules.settings)
    facts.settings.push_back({one.name, one.value, std::string(name_of(one.from))});
  for (const disagreement& found : outcome.disagreements)
    facts.differences.push_back({scenario.what->accounts[found.account].name, found.at, found.event_number,
                                 found.rule, found.message});
  return facts;
}

// What may differ from one run to the next.
run_summary summary_of(exit_code code, const run_wishes& wishes, const work_counts& work, seconds wall) {
  const unsigned threads = wishes.options.schedule      ? 1U
                           : wishes.options.threads > 0 ? wishes.options.threads
                                                        : std::max(1U, std::thread::hardware_concurrency());
  return {static_cast<int>(code),
          {{"wall_time_us", static_cast<std::uint64_t>(wall.count() * 1e6)},
           {"threads", std::uint64_t{threads}},
           {"visits", work.visits},
           {"open_done_messages", work.open_done},
           {"want_plan_messages", work.want_plan},
           {"charge_script_messages", work.charge_script},
           {"judge_verdict_messages", work.judge_verdict},
           {"usages", work.usages},
           {"restarts", work.restarts}}};
}

// Runs it, with the watcher told meanwhile.
run_outcome run_actors(const std::shared_ptr<const world>& what, run_options options, block_sink& sink,
                       run_watcher& watcher) {
  watcher.begins(*what, options.until ? std::min(*options.until, what->end) : what->end);
  options.on_progress = [&](const progress& now) { watcher.comes_to(now); };
  return drawdown::run(what, options, sink);
}

// What goes to standard output.
result<std::string> output_of(const run_store& store, const std::string& results, const run_wishes& wishes,
                              exit_code code) {
  switch (wishes.format) {
    case output_format::json:
      return results;
    case output_format::transcript:
      return transcript(store);
    case output_format::text:
      break;
  }
  statement_options look;
  look.colour = wants_color(wishes.color, channel::output);
  if (is_terminal(channel::output)) look.width = columns_of(channel::output);
  if (wishes.brief && code == exit_code::fine) return verdict_line(store, look.colour);
  return statement(store, look);
}

result<void> keep(const run_folder& folder, const std::string& results, const world& what,
                  const run_facts& facts) {
  if (auto written = write_file(folder.results(), results); !written) return written;
  if (auto written = write_file(folder.manifest(), manifest_json(what, facts)); !written) return written;
  return folder.finish();
}

// A run in its store, and what it comes to.
struct stored_results {
  run_store store;
  expectation_verdict expectations;
  std::string results;  // results.json
  exit_code code = exit_code::fine;
};

// results.json as it is in a folder, and the exit code in it.
struct kept_results {
  std::string text;
  exit_code code = exit_code::fine;
};

result<kept_results> results_of(const run_folder& folder) {
  kept_results found{content_of(folder.results())};
  const auto code = exit_code_in(found.text);
  if (!code)
    return fail(
        error_code::unreadable,
        fmt::format("`{}` {}; it was damaged, and `drawdown report RUN --format json` makes it again from "
                    "the run's store",
                    folder.results(), code.error().message));
  found.code = *code;
  return found;
}

// Puts a run into its store, which is in the folder, if there is one, with results and manifest.
result<stored_results> store_run(const language::loaded& scenario, const run_wishes& wishes,
                                 const std::optional<run_folder>& folder, block_keeper& blocks,
                                 const run_outcome& outcome, seconds wall,
                                 const std::vector<input_hash>& more = {}) {
  run_facts facts = facts_of(scenario, wishes, outcome);
  facts.inputs.insert(facts.inputs.end(), more.begin(), more.end());
  auto store = run_store::create(folder ? folder->store() : "");
  if (!store) return tl::unexpected(store.error());
  auto written = blocks.others() != nullptr ? store->write(*scenario.what, blocks.blocks(), *blocks.others())
                                            : store->write(*scenario.what, blocks.blocks());
  if (!written) return tl::unexpected(written.error());
  written = store->write_facts(facts);
  if (!written) return tl::unexpected(written.error());
  auto expectations = check_expectations(*store);
  if (!expectations) return tl::unexpected(expectations.error());
  const exit_code code = verdict_on(facts, *expectations);
  auto results = results_json(*store, summary_of(code, wishes, outcome.work, wall));
  if (!results) return tl::unexpected(results.error());
  if (folder)
    if (auto kept = keep(*folder, *results, *scenario.what, facts); !kept)
      return tl::unexpected(kept.error());
  return stored_results{std::move(*store), std::move(*expectations), std::move(*results), code};
}

// Runs the scenario and fills in the report. An error is one of writing, or of reading back what was written.
result<void> run_and_report(const language::loaded& scenario, const run_wishes& wishes,
                            const std::optional<run_folder>& folder, run_watcher& watcher,
                            scenario_report& report) {
  block_keeper blocks;
  const auto kept = accounts_to_keep(wishes.keep, *scenario.what);
  if (!kept) return tl::unexpected(kept.error());
  if (*kept) blocks.keep_only(*scenario.what, **kept);
  run_options options = wishes.options;
  result<kept_beginning> begins;
  if (folder) {
    begins = open_blocks(scenario, "run", {report.file}, wishes, *folder, blocks);
    if (!begins) return tl::unexpected(begins.error());
    report.messages += begins->said;
    if (auto begun = begin_from(*begins, blocks, blocks, options); !begun) return begun;
  }

  const auto began = std::chrono::steady_clock::now();
  const run_outcome outcome = run_actors(scenario.what, options, blocks, watcher);
  const seconds wall = std::chrono::steady_clock::now() - began;
  if (const auto stop = stopped_short(outcome, blocks)) {
    report.messages += fmt::format("drawdown: {}\n", stop->message);
    report.code = stop->code;
    return {};
  }
  if (outcome.sink_error) return tl::unexpected(*outcome.sink_error);
  if (auto closed = blocks.close(); !closed) return closed;

  watcher.writes(outcome);
  const auto stored = store_run(scenario, wishes, folder, blocks, outcome, wall);
  if (!stored) return tl::unexpected(stored.error());
  report.code = stored->code;
  auto output = output_of(stored->store, stored->results, wishes, report.code);
  if (!output) return tl::unexpected(output.error());
  report.output = std::move(*output);

  if (wishes.annotations) {
    const auto found = annotations_of(stored->store);
    if (!found) return tl::unexpected(found.error());
    report.messages += github_annotations(*found);
  }

  report.has_run = true;
  report.accounts = scenario.what->accounts.size();
  report.events = outcome.work.events;
  report.held = stored->expectations.held;
  report.failed = stored->expectations.failures.size();
  report.not_reached = stored->expectations.not_reached;
  return {};
}

// Reads the end that was asked for. `out_of_range` where the scenario begins later.
result<void> read_until(const world& what, const std::string& file, run_wishes& wishes) {
  if (wishes.until.empty()) return {};
  const auto until = language::parse_asked_instant(wishes.until, what.zones.at(what.zone));
  if (!until) return fail(error_code::malformed, fmt::format("--until: {}", until.error().message));
  if (*until < what.start)
    return fail(error_code::out_of_range, fmt::format("--until {} lies before the start of `{}`, {}",
                                                      to_string(*until), file, to_string(what.start)));
  wishes.options.until = *until;
  return {};
}

// Runs what was loaded.
void run_loaded(const language::loaded& scenario, run_wishes wishes,
                const std::optional<std::filesystem::path>& folder, run_watcher& watcher,
                scenario_report& report) {
  const auto complain = [&](const error& failure, exit_code code) {
    report.messages += fmt::format("drawdown: {}\n", failure.message);
    report.code = code;
  };
  if (const auto checked = check_assumed(scenario.rules); !checked)
    return complain(checked.error(), exit_code::usage);
  if (wishes.seed) scenario.what->seed = *wishes.seed;
  if (const auto read = read_until(*scenario.what, report.file, wishes); !read)
    return complain(read.error(), exit_code::usage);
  if (const auto known = accounts_to_keep(wishes.keep, *scenario.what); !known)
    return complain(known.error(), exit_code::usage);
  std::optional<run_folder> kept_in;
  if (folder) {
    auto made = wishes.resumed ? run_folder::find(*folder) : run_folder::make(*folder);
    if (!made) return complain(made.error(), exit_code::unusable_file);
    kept_in = std::move(*made);
  }
  const auto done = run_and_report(scenario, wishes, kept_in, watcher, report);
  if (!done) return complain(done.error(), code_of(done.error()));
  if (scenario.load && !wishes.quiet)
    report.messages +=
        fmt::format("drawdown: the load of `{0}` is left out; `drawdown load {0}` runs it\n", report.file);
  if (kept_in && !wishes.quiet)
    report.messages += fmt::format("drawdown: the run is kept in `{}`\n", folder->string());
}

}  // namespace

result<void> keep_run(const language::loaded& scenario, const run_wishes& wishes, const run_folder& folder,
                      block_keeper& blocks, const run_outcome& outcome, seconds wall,
                      const std::vector<input_hash>& more) {
  const auto stored = store_run(scenario, wishes, folder, blocks, outcome, wall, more);
  return stored ? result<void>() : tl::unexpected(stored.error());
}

scenario_report run_scenario(const std::string& file, const run_wishes& wishes,
                             const std::optional<std::filesystem::path>& folder, run_watcher& watcher,
                             const on_loaded& tell_loaded) {
  const auto began = std::chrono::steady_clock::now();
  scenario_report report;
  report.file = file;
  const language::loaded scenario =
      language::load_scenario(file, wishes.rules, language::load_alone::refused, wishes.root);
  tell_loaded(scenario);
  report.findings = scenario.findings;
  report.inputs = hashes_of(scenario);
  report.unreadable = scenario.unreadable;
  if (wishes.annotations) report.messages += annotations_of(scenario.findings);
  report.code = code_of(scenario);
  if (wishes.resumed && !report.unreadable)
    if (const auto same = check_inputs_are(*wishes.resumed, scenario.inputs); !same) {
      report.messages += fmt::format("drawdown: {}\n", same.error().message);
      report.code = exit_code::unusable_file;
    }
  if (report.code == exit_code::fine) run_loaded(scenario, wishes, folder, watcher, report);
  report.wall = std::chrono::steady_clock::now() - began;
  return report;
}

result<scenario_report> finished_report(const run_folder& folder, const run_wishes& wishes) {
  auto store = run_store::open(folder.store());
  if (!store) return tl::unexpected<error>(store.error());
  auto results = results_of(folder);
  if (!results) return tl::unexpected<error>(results.error());
  scenario_report report;
  report.code = results->code;
  auto output = output_of(*store, results->text, wishes, report.code);
  if (!output) return tl::unexpected<error>(output.error());
  report.output = std::move(*output);
  if (auto done = folder.finish(); !done) return tl::unexpected<error>(done.error());
  return report;
}

}  // namespace drawdown::cli
