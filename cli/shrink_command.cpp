#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "actors/explore/exploration.hpp"
#include "cli/command_table.hpp"
#include "cli/explore_report.hpp"
#include "cli/explored_language.hpp"
#include "cli/findings.hpp"
#include "cli/interrupt.hpp"
#include "cli/root_option.hpp"
#include "cli/shrunk_scenario.hpp"
#include "cli/terminal.hpp"
#include "reports/results/file.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::cli {

std::unique_ptr<command> create_shrink_command();

namespace {

constexpr std::uint64_t usual_seeds = 20;
constexpr std::uint64_t most_seeds = 100'000;

class shrink_command : public command {
 public:
  void declare(option_set& options) override {
    options.file("out", "where the small scenario is written (standard output)", out_);
    options.count("seeds", fmt::format("ways to run it in which a failure is looked for ({})", usual_seeds),
                  seeds_, 1, most_seeds);
    options.count("from", "the first of them (0)", wanted_.from, 0, UINT64_MAX);
    declare_root(options, root_);
    options.flag("quiet,q", "says nothing but errors beside the scenario", quiet_);
    options.color(color_);
    options.files(files_);
  }

  exit_code run() override {
    if (files_.size() > 1) {
      write_message(fmt::format("drawdown: shrink takes one scenario: leave out `{}`\n", files_[1]));
      return exit_code::usage;
    }
    const language::loaded scenario =
        language::load_scenario(files_.front(), {}, language::load_alone::refused, root_);
    show_findings(scenario.findings, color_);
    if (const exit_code code = code_of(scenario); code != exit_code::fine) return code;
    wanted_.scenario = scenario.what;
    wanted_.seeds = seeds_;
    wanted_.interrupted = &watch_for_interrupt();
    wanted_.also_check = wrong_in_language;
    const explore::exploration found = explore::explore(wanted_);
    if (found.failed) return shrink(found.failed->what);
    if (found.interrupted) return exit_code::interrupted;
    write_message(
        fmt::format("{}: in {} runs the ledgers agree, and nothing else breaks: there is nothing to shrink. "
                    "What the scenario expects is judged by `drawdown run` alone\n",
                    files_.front(), 2 * found.seeds));
    return exit_code::usage;
  }

 private:
  exit_code shrink(const explore::failure& failed) const {
    auto made = shrink_to_scenario(wanted_.scenario, failed, "drawdown shrink " + files_.front());
    if (!made) {
      write_message(fmt::format("drawdown: {}\n", made.error().message));
      return exit_code::faulty_input;
    }
    const auto written = out_.empty() ? write_output(made->text) : reports::write_file(out_, made->text);
    if (!written) {
      write_message(fmt::format("drawdown: {}\n", written.error().message));
      return exit_code::unusable_file;
    }
    if (!quiet_)
      write_message(fmt::format("{}: {}\n", files_.front(), words_for(failed.kind)) +
                    shrunk_text(out_, *made));
    return exit_code::fine;
  }

  explore::wishes wanted_;
  std::uint64_t seeds_ = usual_seeds;
  std::string out_;
  std::string root_;
  bool quiet_ = false;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<command> create_shrink_command() {
  return std::make_unique<shrink_command>();
}

}  // namespace drawdown::cli
