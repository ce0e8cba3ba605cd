#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/root_option.hpp"
#include "cli/terminal.hpp"
#include "scenarios/language/write_load.hpp"
#include "scenarios/language/write_scenario.hpp"

namespace drawdown::cli {

namespace {

class expand_command : public command {
 public:
  void declare(option_set& options) override {
    declare_root(options, root_);
    options.color(color_);
    options.places(files_, 1);
  }

  exit_code run() override {
    if (files_.empty()) {
      write_message("drawdown: expand: which scenario? Name a FILE.\n");
      return exit_code::usage;
    }
    const language::loaded scenario =
        language::load_scenario(files_.front(), {}, language::load_alone::accepted, root_);
    show_findings(scenario.findings, color_);
    const exit_code code = code_of(scenario);
    if (code != exit_code::fine) return code;
    const auto text = whole(scenario);
    if (!text) return complain(text.error());
    const auto written = write_output(*text);
    return written ? code : complain(written.error());
  }

 private:
  static result<std::string> whole(const language::loaded& scenario) {
    if (scenario.what == nullptr) return language::write_load_alone(*scenario.load);
    return language::write_scenario(*scenario.what, &scenario.rules).map([&](const std::string& text) {
      return scenario.load ? text + language::write_load(*scenario.load) : text;
    });
  }

  static exit_code complain(const error& failure) {
    write_message(fmt::format("drawdown: {}\n", failure.message));
    return exit_code::unusable_file;
  }

  std::string root_;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<command> create_expand_command() {
  return std::make_unique<expand_command>();
}

}  // namespace drawdown::cli
