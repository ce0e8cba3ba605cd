#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/completions.hpp"
#include "cli/terminal.hpp"

namespace drawdown::cli {

namespace {

class completions_command : public command {
 public:
  void declare(option_set& options) override { options.places(words_, 1); }

  bool is_brief() const override { return true; }

  exit_code run() override {
    const std::vector<std::string_view> shells = {"bash", "zsh", "fish"};
    if (words_.empty())
      return complain("completions: for which shell? Name `bash`, `zsh` or `fish`", exit_code::usage);
    const std::vector<command_page> pages = command_pages();
    std::string text;
    if (words_.front() == "bash")
      text = bash_completions(pages);
    else if (words_.front() == "zsh")
      text = zsh_completions(pages);
    else if (words_.front() == "fish")
      text = fish_completions(pages);
    else
      return complain(unknown_word("shell", words_.front(), shells).message, exit_code::usage);
    const auto written = write_output(text);
    return written ? exit_code::fine : complain(written.error().message, exit_code::unusable_file);
  }

 private:
  static exit_code complain(const std::string& message, exit_code code) {
    write_message(fmt::format("drawdown: {}\n", message));
    return code;
  }

  std::vector<std::string> words_;
};

}  // namespace

std::unique_ptr<command> create_completions_command() {
  return std::make_unique<completions_command>();
}

}  // namespace drawdown::cli
