#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/annotating.hpp"
#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/rules_options.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"

namespace drawdown::cli {

namespace {

class check_command : public command {
 public:
  void declare(option_set& options) override {
    declare_rules(options, rules_);
    declare_annotations(options, annotations_);
    options.color(color_);
    options.files(words_);
  }

  exit_code run() override {
    const auto scenarios = scenarios_named(words_, loads::as_well);
    if (!scenarios) return complain(scenarios.error());
    exit_code code = exit_code::fine;
    for (const std::string& file : *scenarios) code = graver(code, check(file));
    return code;
  }

 private:
  static exit_code complain(const error& failure, exit_code code = exit_code::unusable_file) {
    write_message(fmt::format("drawdown: {}\n", failure.message));
    return code;
  }

  exit_code check(const std::string& file) const {
    const language::loaded scenario = language::load_scenario(file, rules_, language::load_alone::accepted);
    show_findings(scenario.findings, color_);
    if (wants_annotations(annotations_)) write_message(annotations_of(scenario.findings));
    const exit_code code = code_of(scenario);
    if (code != exit_code::fine) return code;
    if (const auto checked = check_assumed(scenario.rules); !checked)
      return complain(checked.error(), exit_code::usage);
    const auto written = write_output(fmt::format("{}: ok\n", file));
    return written ? code : complain(written.error());
  }

  language::rules_asked rules_;
  annotation_choice annotations_ = annotation_choice::automatic;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> words_;
};

}  // namespace

std::unique_ptr<command> create_check_command() {
  return std::make_unique<check_command>();
}

}  // namespace drawdown::cli
