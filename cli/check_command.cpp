#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/annotating.hpp"
#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/findings_json.hpp"
#include "cli/progress.hpp"
#include "cli/root_option.hpp"
#include "cli/rules_options.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"
#include "cli/version.hpp"

namespace drawdown::cli {

namespace {

enum class check_format : std::uint8_t { text, json };

using json = nlohmann::ordered_json;

constexpr int check_schema_version = 1;

class check_command : public command {
 public:
  void declare(option_set& options) override {
    declare_rules(options, rules_);
    declare_root(options, root_);
    declare_annotations(options, annotations_);
    options.choice("format", "what is printed (text); of json, findings are part", format_,
                   {{"text", check_format::text}, {"json", check_format::json}});
    options.flag("quiet,q", "shows no progress", quiet_);
    options.color(color_);
    options.files(words_);
  }

  exit_code run() override {
    const auto scenarios = scenarios_named(words_, loads::as_well);
    if (!scenarios) return complain(scenarios.error());
    exit_code code = exit_code::fine;
    std::size_t done = 0;
    status_line line(quiet_);
    for (const std::string& file : *scenarios) {
      line.show([&](std::size_t columns) {
        return progress_text(done, scenarios->size(), "files", file, columns);
      });
      code = graver(code, check(file));
      ++done;
    }
    line.erase();
    return format_ == check_format::json ? graver(code, tell_document(code)) : code;
  }

 private:
  static exit_code complain(const error& failure, exit_code code = exit_code::unusable_file) {
    write_message(fmt::format("drawdown: {}\n", failure.message));
    return code;
  }

  exit_code check(const std::string& file) {
    const language::loaded scenario =
        language::load_scenario(file, rules_, language::load_alone::accepted, root_);
    exit_code code = code_of(scenario);
    const auto assumed = code == exit_code::fine ? check_assumed(scenario.rules) : result<void>();
    if (!assumed) code = exit_code::usage;
    if (format_ == check_format::json)
      note(file, scenario, code);
    else
      show_findings(scenario.findings, color_);
    if (wants_annotations(annotations_)) write_message(annotations_of(scenario.findings));
    if (!assumed) return complain(assumed.error(), code);
    if (code != exit_code::fine || format_ == check_format::json) return code;
    const auto written = write_output(fmt::format("{}: ok\n", file));
    return written ? code : complain(written.error());
  }

  void note(const std::string& file, const language::loaded& scenario, exit_code code) {
    files_.push_back({{"file", file},
                      {"exit_code", static_cast<int>(code)},
                      {"findings", findings_json(scenario.findings)}});
  }

  exit_code tell_document(exit_code code) {
    const json document = {{"schema_version", check_schema_version},
                           {"program_version", program_version()},
                           {"exit_code", static_cast<int>(code)},
                           {"files", std::move(files_)}};
    const auto written = write_output(document.dump(2, ' ', false, json::error_handler_t::replace) + "\n");
    return written ? exit_code::fine : complain(written.error());
  }

  language::rules_asked rules_;
  std::string root_;
  annotation_choice annotations_ = annotation_choice::automatic;
  check_format format_ = check_format::text;
  bool quiet_ = false;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> words_;
  json files_ = json::array();
};

}  // namespace

std::unique_ptr<command> create_check_command() {
  return std::make_unique<check_command>();
}

}  // namespace drawdown::cli
