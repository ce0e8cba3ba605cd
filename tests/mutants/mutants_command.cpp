// `drawdown mutants`: a command of the program with planted bugs alone.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <memory>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/interrupt.hpp"
#include "cli/load_words.hpp"
#include "cli/progress.hpp"
#include "cli/scenario_files.hpp"
#include "cli/side_by_side.hpp"
#include "cli/terminal.hpp"
#include "tests/mutants/mutants_report.hpp"

namespace drawdown::mutants {

namespace {

using cli::exit_code;
namespace fs = std::filesystem;

constexpr std::uint64_t usual_seeds = 2000;
constexpr std::uint64_t most_seeds = 1'000'000;

// A folder that goes with it.
class scratch_folder {
 public:
  scratch_folder() {
    std::string pattern = (fs::temp_directory_path() / "drawdown-mutants-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
      throw std::system_error(errno, std::generic_category(), "make a folder for what is tried");
    path_ = pattern;
  }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

enum class mutants_format : std::uint8_t { text, markdown, json };

exit_code complain(const std::string& message, exit_code code) {
  cli::write_message(fmt::format("drawdown: mutants: {}\n", message));
  return code;
}

class mutants_command : public cli::command {
 public:
  void declare(cli::option_set& options) override {
    options.count("seeds", fmt::format("how many seeds are explored for each at most ({})", usual_seeds),
                  ground_.seeds, 1, most_seeds);
    options.count("jobs", "bugs that are hunted at a time (one per core)", jobs_, 1, 1024);
    options.choice("format", "what is printed (text)", format_,
                   {{"text", mutants_format::text},
                    {"markdown", mutants_format::markdown},
                    {"json", mutants_format::json}});
    options.flag("quiet,q", "shows no progress and no times", quiet_);
    options.places(names_, planted::bugs().size());
  }

  exit_code run() override {
    if (jobs_ == 0) jobs_ = std::max(1U, std::thread::hardware_concurrency());
    for (const std::string& folder : ground_.scenarios)
      if (!fs::is_directory(folder))
        return complain(fmt::format("there is no folder `{}`; call it in the folder of the sources", folder),
                        exit_code::unusable_file);
    if (const exit_code code = choose_bugs(); code != exit_code::fine) return code;
    interrupted_ = &cli::watch_for_interrupt();
    const auto began = std::chrono::steady_clock::now();
    const scratch_folder scratch;
    ground_.scratch = scratch.path();
    ground_.usage = write_usage(scratch.path());
    if (const std::string wrong = wrong_without_a_bug(); !wrong.empty())
      return complain("without a planted bug " + wrong, exit_code::ledgers_disagree);
    hunt();
    if (*interrupted_) return exit_code::interrupted;
    if (!quiet_)
      cli::write_message(fmt::format(
          "{:.1f} s with {} at a time\n",
          std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(), jobs_));
    return tell();
  }

 private:
  // Those that were named, else all.
  exit_code choose_bugs() {
    for (const std::string& name : names_) {
      const planted::bug* const found = planted::find_bug(name);
      if (found == nullptr) {
        std::vector<std::string_view> known;
        for (const planted::bug& bug : planted::bugs()) known.emplace_back(bug.name);
        return complain(cli::unknown_word("planted bug", name, known).message, exit_code::usage);
      }
      report_.bugs.push_back({.bug = found});
    }
    if (names_.empty())
      for (const planted::bug& bug : planted::bugs()) report_.bugs.push_back({.bug = &bug});
    return exit_code::fine;
  }

  // What fails with no bug says nothing of one.
  std::string wrong_without_a_bug() {
    const seen_by_scenarios scenarios = hunt_by_scenarios("", ground_);
    report_.scenarios = scenarios.run;
    report_.seeds = ground_.seeds;
    if (scenarios.failed() > 0) return fmt::format("`{}` fails", scenarios.first);
    if (const std::string resumed = hunt_by_resuming("", ground_); !resumed.empty())
      return fmt::format("a run that is killed and resumed is wrong: {}", resumed);
    const seen_by_exploring explored = hunt_by_exploring("", ground_, jobs_);
    return explored.seed ? fmt::format("seed {} fails", *explored.seed) : "";
  }

  void hunt() {
    cli::status_line line(quiet_);
    std::size_t done = 0;
    const auto work = [&](std::size_t i) {
      hunted_bug one = report_.bugs[i];
      if (*interrupted_) return one;
      one.scenarios = hunt_by_scenarios(one.bug->name, ground_);
      one.exploring = hunt_by_exploring(one.bug->name, ground_);
      one.resuming = hunt_by_resuming(one.bug->name, ground_);
      return one;
    };
    const auto take = [&](std::size_t i, hunted_bug one) {
      report_.bugs[i] = std::move(one);
      ++done;
    };
    const auto tick = [&] {
      line.show([&](std::size_t columns) {
        return cli::progress_text(done, report_.bugs.size(), "planted bugs",
                                  done < report_.bugs.size() ? report_.bugs[done].bug->name : "", columns);
      });
    };
    cli::side_by_side<hunted_bug>(report_.bugs.size(), jobs_, work, take, tick);
  }

  exit_code tell() const {
    const std::string text = format_ == mutants_format::json       ? mutants_json(report_)
                             : format_ == mutants_format::markdown ? mutants_markdown(report_)
                                                                   : mutants_text(report_);
    if (const auto written = cli::write_output(text); !written)
      return complain(written.error().message, exit_code::unusable_file);
    return report_.is_enough() ? exit_code::fine : exit_code::defect;
  }

  hunting_ground ground_{.scenarios = {"scenarios/library", "scenarios/seeds", "scenarios/field-bugs"},
                         .seeds = usual_seeds};
  unsigned jobs_ = 0;
  mutants_format format_ = mutants_format::text;
  bool quiet_ = false;
  std::vector<std::string> names_;
  mutants_report report_;
  const std::atomic<bool>* interrupted_ = nullptr;
};

constexpr std::array more = {cli::command_entry{
    "mutants", "[BUG...]", "hunts planted bugs: says what caught each, and after how many seeds",
    "Each bug is switched on in a program of its own, which runs the scenarios of `scenarios/library`, "
    "`scenarios/seeds` and `scenarios/field-bugs`, explores, and resumes runs that were killed and damaged. "
    "Of each it is told after how many seeds exploring found it, to how many steps the failure was shrunk "
    "and "
    "which event of those is wrong; how many scenarios failed because the ledgers disagree, because an "
    "expectation failed, and for a defect of the program, and how many expectations alone would have told "
    "it; "
    "and what was noticed first. The program ends with 1 where less than 95 % are caught, less than 90 % of "
    "what exploring catches shrinks to 10 steps, or exploring misses one of which nothing says why.",
    "drawdown mutants\n"
    "drawdown mutants --seeds 500 tie_break expiry_inclusive\n"
    "drawdown mutants --format markdown\n",
    [] { return std::unique_ptr<cli::command>(std::make_unique<mutants_command>()); }}};

}  // namespace

}  // namespace drawdown::mutants

namespace drawdown::cli {

std::span<const command_entry> more_commands() {
  return mutants::more;
}

}  // namespace drawdown::cli
