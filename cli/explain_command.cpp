#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/explain_code.hpp"
#include "cli/explain_run.hpp"

namespace drawdown::cli {

namespace {

class explain_command : public command {
 public:
  void declare(option_set& options) override {
    declare_explain_run(options, of_run_);
    options.color(color_);
    options.places(words_, 1);
  }

  exit_code run() override {
    if (words_.empty() && !of_run_.asks_for_run()) return list_codes(of_run_.format);
    if (words_.empty()) return complain("no run is named; give the folder that `run --out` left");
    const std::string& word = words_.front();
    const bool is_run = of_run_.asks_for_run() || is_place(word);
    if (is_run) return explain_run(word, of_run_, color_);
    if (looks_like_code(word)) return explain_code(word, of_run_.format, color_);
    return complain(
        fmt::format("`{}` is neither the code of a finding, such as `E030`, nor the folder of a run", word));
  }

 private:
  static bool is_place(const std::string& word) {
    std::error_code failure;
    return std::filesystem::exists(word, failure);
  }

  static exit_code complain(const std::string& message) {
    write_message(fmt::format("drawdown: {}\n`drawdown explain` alone lists all codes.\n", message));
    return exit_code::usage;
  }

  explain_wishes of_run_;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> words_;
};

}  // namespace

std::unique_ptr<command> create_explain_command() {
  return std::make_unique<explain_command>();
}

}  // namespace drawdown::cli
