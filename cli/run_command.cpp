#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/interrupt.hpp"
#include "cli/scenario_run.hpp"
#include "cli/terminal.hpp"
#include "engine/time/text.hpp"

namespace drawdown::cli {

namespace {

namespace files = std::filesystem;

class run_command : public command {
 public:
  void declare(option_set& options) override {
    options.count("threads", "threads that run actors (one per core)", wishes_.options.threads, 1, 1024);
    options.count("seed", "draws with this seed instead of the scenario's", wishes_.seed);
    options.count("schedule", "runs on one thread, where this seed picks the next actor",
                  wishes_.options.schedule);
    options.value("until", "T",
                  "ends at T, which still belongs to the run (2026-03-01T12:00:00Z; a date is midnight UTC)",
                  [this](std::string_view text) { return read_until(text); });
    options.value("out", "DIR", "keeps the run in DIR: run.sqlite, results.json, manifest.json, blocks.bin",
                  [this](std::string_view text) -> result<void> {
                    out_ = text;
                    return {};
                  });
    options.choice(
        "verify", "how much the reference ledger proves (full)", wishes_.options.verify,
        {{"off", verification::off}, {"balances", verification::balances}, {"full", verification::full}});
    options.choice("format", "what is printed (text)", wishes_.format,
                   {{"text", output_format::text},
                    {"json", output_format::json},
                    {"transcript", output_format::transcript}});
    options.choice("epoch", "how far an account goes at a time (month)", wishes_.options.epoch,
                   {{"hour", epoch_length::hour},
                    {"day", epoch_length::day},
                    {"month", epoch_length::month},
                    {"whole", epoch_length::whole}});
    options.count("chunk", "usages that an agent is asked for at a time (512)", wishes_.options.chunk, 1,
                  1'000'000);
    options.count("window", "accounts that are open at a time (64)", wishes_.options.window, 1, 1'000'000);
    options.flag("quiet,q", "shows no progress and no remarks", wishes_.quiet);
    options.color(wishes_.color);
    options.files(scenarios_);
  }

  exit_code run() override {
    if (const auto named = name_folders(); !named) {
      write_message(fmt::format("drawdown: {}\n", named.error().message));
      return exit_code::usage;
    }
    const std::atomic<bool>& interrupted = watch_for_interrupt();
    wishes_.options.interrupted = &interrupted;
    exit_code gravest = exit_code::fine;
    std::string summary;
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
      if (interrupted) {
        summary += fmt::format("{:<20}{}\n", "not run", scenarios_[i]);
        continue;
      }
      const exit_code code = run_scenario(scenarios_[i], wishes_, folders_[i]);
      summary += fmt::format("{:<20}{}\n", words_for(code), scenarios_[i]);
      gravest = graver(gravest, code);
    }
    if (scenarios_.size() > 1) write_message("\n" + summary);
    return gravest;
  }

 private:
  result<void> read_until(std::string_view text) {
    const auto until = parse_instant(text, zone_table{});
    if (!until) return fail(error_code::malformed, fmt::format("--until: {}", until.error().message));
    wishes_.options.until = *until;
    return {};
  }

  // One scenario's folder is DIR itself; of several, each has one in it that is named after its file.
  result<void> name_folders() {
    folders_.assign(scenarios_.size(), std::nullopt);
    if (out_.empty()) return {};
    if (scenarios_.size() == 1) {
      folders_.front() = out_;
      return {};
    }
    std::set<std::string> taken;
    for (std::size_t i = 0; i < scenarios_.size(); ++i) {
      const std::string name = files::path(scenarios_[i]).stem().string();
      if (!taken.insert(name).second)
        return fail(error_code::conflict, fmt::format("--out: two of the files would both be kept in `{}`",
                                                      (files::path(out_) / name).string()));
      folders_[i] = files::path(out_) / name;
    }
    return {};
  }

  run_wishes wishes_;
  std::string out_;
  std::vector<std::string> scenarios_;
  std::vector<std::optional<files::path>> folders_;
};

}  // namespace

std::unique_ptr<command> create_run_command() {
  return std::make_unique<run_command>();
}

}  // namespace drawdown::cli
