#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/progress.hpp"
#include "cli/root_option.hpp"
#include "cli/step_places.hpp"
#include "cli/sweep_report.hpp"
#include "cli/terminal.hpp"
#include "engine/time/text.hpp"
#include "scenarios/language/asked_time.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::cli {

namespace {

enum class sweep_format : std::uint8_t { text, json };

// Further than that a step is not near anything, and no instant is out of reach.
constexpr duration farthest = duration::days(3660);

class sweep_command : public command {
 public:
  void declare(option_set& options) override {
    options.value("near", "D", "how far from a boundary a step is moved to it: `90s`, `12h` (1h)",
                  [this](std::string_view text) { return read_near(text); });
    options.value("account", "NAME", "only this account", [this](std::string_view text) -> result<void> {
      account_ = text;
      return {};
    });
    options.count("most", "variants that are run at most (20000)", wanted_.most, 1, UINT32_MAX);
    options.flag("all", "tells also of ties that decide nothing, and of every step that differs", tells_all_);
    declare_root(options, root_);
    options.choice("format", "what is printed (text)", format_,
                   {{"text", sweep_format::text}, {"json", sweep_format::json}});
    options.flag("quiet,q", "no progress", quiet_);
    options.color(color_);
    options.places(files_, 1);
  }

  exit_code run() override {
    if (files_.empty()) {
      write_message("drawdown: sweep: which scenario? Name a FILE.\n");
      return exit_code::usage;
    }
    const language::loaded scenario =
        language::load_scenario(files_.front(), {}, language::load_alone::refused, root_);
    show_findings(scenario.findings, color_);
    const exit_code code = code_of(scenario);
    if (code != exit_code::fine) return code;
    const auto accounts = accounts_of(*scenario.what);
    if (!accounts) return complain(accounts.error(), exit_code::usage);
    return tell(sweep_all(scenario, *accounts));
  }

 private:
  static exit_code complain(const error& failure, exit_code code) {
    write_message(fmt::format("drawdown: {}\n", failure.message));
    return code;
  }

  result<void> read_near(std::string_view text) {
    const auto length = language::parse_asked_duration(text);
    const bool is_calendar_time = !length && parse_span(text);
    if (is_calendar_time)
      return fail(error_code::malformed, fmt::format("`--near`: {}", length.error().message));
    if (!length || *length < duration{} || *length > farthest)
      return fail(
          error_code::malformed,
          fmt::format("`--near` needs a length of time up to 3660d, as `90s` or `12h`, not `{}`", text));
    wanted_.near = *length;
    return {};
  }

  // Which accounts are swept.
  result<std::vector<account_index>> accounts_of(const world& in) const {
    std::vector<account_index> chosen;
    std::vector<std::string_view> names;
    for (account_index i = 0; i < in.accounts.size(); ++i) {
      names.push_back(in.accounts[i].name);
      if (!account_ || in.accounts[i].name == *account_) chosen.push_back(i);
    }
    if (chosen.empty() && account_) return tl::unexpected(unknown_word("account", *account_, names));
    return chosen;
  }

  // Sweeps them one after the other; the first disagreement is the end.
  sweep_report sweep_all(const language::loaded& scenario, const std::vector<account_index>& accounts) const {
    const language::input_file& file = scenario.inputs.front();
    sweep_report report{.what = scenario.what,
                        .file = file.path,
                        .lines = step_lines(file.path, file.content),
                        .wanted = wanted_,
                        .accounts = {},
                        .tells_all = tells_all_};
    status_line line(quiet_);
    std::uint64_t variants = 0;
    sweep::sweeper all(scenario.what, wanted_);
    all.on_variant = [&] {
      ++variants;
      line.show([&](std::size_t) {
        return fmt::format("{} variants, account {} of {}", variants, report.accounts.size() + 1,
                           accounts.size());
      });
    };
    for (const account_index account : accounts) {
      report.accounts.push_back(all.sweep(account));
      if (report.accounts.back().disagreement) break;
    }
    return report;
  }

  exit_code tell(const sweep_report& report) const {
    if (!report.accounts.empty() && report.accounts.back().disagreement) {
      write_message(fmt::format("drawdown: {}: a variant on which the ledgers disagree\n{}", report.file,
                                disagreement_text(report, report.accounts.back())));
      return exit_code::ledgers_disagree;
    }
    const auto written = write_output(format_ == sweep_format::json
                                          ? sweep_json(report)
                                          : sweep_text(report, wants_color(color_, channel::output)));
    return written ? exit_code::fine : complain(written.error(), exit_code::unusable_file);
  }

  sweep::wishes wanted_;
  std::optional<std::string> account_;
  bool tells_all_ = false;
  sweep_format format_ = sweep_format::text;
  std::string root_;
  bool quiet_ = false;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<command> create_sweep_command() {
  return std::make_unique<sweep_command>();
}

}  // namespace drawdown::cli
