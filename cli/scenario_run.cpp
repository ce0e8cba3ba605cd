#include "cli/scenario_run.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "cli/block_keeper.hpp"
#include "cli/findings.hpp"
#include "cli/progress.hpp"
#include "cli/run_folder.hpp"
#include "cli/version.hpp"
#include "engine/time/text.hpp"
#include "reports/results/file.hpp"
#include "reports/results/hash.hpp"
#include "reports/results/results.hpp"
#include "reports/statement/statement.hpp"
#include "reports/statement/transcript.hpp"
#include "reports/store/verdict.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;
using seconds = std::chrono::duration<double>;

std::string_view name_of(verification how) {
  switch (how) {
    case verification::off:
      return "off";
    case verification::balances:
      return "balances";
    case verification::full:
      break;
  }
  return "full";
}

// What the program ends with for an error on the way to the results: our own bytes that do not decode are a
// defect.
exit_code code_of(const error& failure) {
  return failure.code == error_code::unreadable ? exit_code::unusable_file : exit_code::defect;
}

run_facts facts_of(const language::loaded& scenario, const run_wishes& wishes, const run_outcome& outcome) {
  run_facts facts;
  facts.program_version = program_version();
  facts.verification = name_of(wishes.options.verify);
  facts.reached = outcome.reached;
  facts.until = wishes.options.until;
  facts.interrupted = outcome.interrupted;
  facts.defect = outcome.defect;
  for (const language::input_file& input : scenario.inputs)
    facts.inputs.push_back({input.path, xxh3_of(input.content)});
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

exit_code verdict_on(const run_facts& facts, const expectation_verdict& expectations) {
  exit_code code = exit_code::fine;
  if (facts.defect) code = graver(code, exit_code::defect);
  if (!facts.differences.empty()) code = graver(code, exit_code::ledgers_disagree);
  if (!expectations.failures.empty()) code = graver(code, exit_code::expectation_failed);
  if (facts.interrupted) code = graver(code, exit_code::interrupted);
  return code;
}

// Runs it, with progress shown meanwhile.
run_outcome run_actors(const std::shared_ptr<const world>& what, const run_wishes& wishes, block_sink& sink) {
  run_options options = wishes.options;
  const instant end = options.until ? std::min(*options.until, what->end) : what->end;
  progress_line line(what->start, end, what->accounts.size(), wishes.quiet);
  options.on_progress = [&](const progress& now) { line.show(now); };
  return drawdown::run(what, options, sink);
}

// What goes to standard output.
result<std::string> output_of(const run_store& store, const std::string& results, const run_wishes& wishes) {
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
  return statement(store, look);
}

// Runs the scenario and reports it. An error is one of writing, or of reading back what was written.
result<exit_code> run_and_report(const language::loaded& scenario, const run_wishes& wishes,
                                 const std::optional<run_folder>& folder) {
  block_keeper blocks;
  if (folder)
    if (auto opened = blocks.also_append_to(folder->blocks()); !opened) return tl::unexpected(opened.error());

  const auto began = std::chrono::steady_clock::now();
  const run_outcome outcome = run_actors(scenario.what, wishes, blocks);
  const seconds wall = std::chrono::steady_clock::now() - began;
  if (outcome.sink_error) return tl::unexpected(*outcome.sink_error);
  if (auto closed = blocks.close(); !closed) return tl::unexpected(closed.error());

  const run_facts facts = facts_of(scenario, wishes, outcome);
  auto store = run_store::create(folder ? folder->store() : "");
  if (!store) return tl::unexpected(store.error());
  if (auto written = store->write(*scenario.what, blocks.blocks()); !written)
    return tl::unexpected(written.error());
  if (auto written = store->write_facts(facts); !written) return tl::unexpected(written.error());

  const auto expectations = check_expectations(*store);
  if (!expectations) return tl::unexpected(expectations.error());
  const exit_code code = verdict_on(facts, *expectations);
  const auto results = results_json(*store, summary_of(code, wishes, outcome.work, wall));
  if (!results) return tl::unexpected(results.error());
  if (folder) {
    if (auto written = write_file(folder->results(), *results); !written)
      return tl::unexpected(written.error());
    const std::string manifest = manifest_json(*scenario.what, facts);
    if (auto written = write_file(folder->manifest(), manifest); !written)
      return tl::unexpected(written.error());
  }
  const auto output = output_of(*store, *results, wishes);
  if (!output) return tl::unexpected(output.error());
  if (auto written = write_output(*output); !written) return tl::unexpected(written.error());
  return code;
}

}  // namespace

exit_code run_scenario(const std::string& file, const run_wishes& wishes,
                       const std::optional<std::filesystem::path>& folder) {
  const language::loaded scenario = language::load_scenario(file);
  show_findings(scenario.findings, wishes.color);
  if (const exit_code code = code_of(scenario); code != exit_code::fine) return code;
  if (wishes.seed) scenario.what->seed = *wishes.seed;
  const auto complain = [&](const error& failure, exit_code code) {
    write_message(fmt::format("drawdown: {}\n", failure.message));
    return code;
  };
  if (wishes.options.until && *wishes.options.until < scenario.what->start)
    return complain({error_code::out_of_range,
                     fmt::format("--until {} lies before the start of `{}`, {}",
                                 to_string(*wishes.options.until), file, to_string(scenario.what->start))},
                    exit_code::usage);
  std::optional<run_folder> kept_in;
  if (folder) {
    auto made = run_folder::make(*folder);
    if (!made) return complain(made.error(), exit_code::unusable_file);
    kept_in = std::move(*made);
  }
  const auto code = run_and_report(scenario, wishes, kept_in);
  if (code && kept_in && !wishes.quiet)
    write_message(fmt::format("drawdown: the run is kept in `{}`\n", folder->string()));
  return code ? *code : complain(code.error(), code_of(code.error()));
}

}  // namespace drawdown::cli
