#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/manual.hpp"
#include "cli/terminal.hpp"

namespace drawdown::cli {

namespace {

class man_command : public command {
 public:
  void declare(option_set& /*options*/) override {}

  bool is_brief() const override { return true; }

  exit_code run() override {
    const auto written = write_output(manual(command_pages()));
    if (written) return exit_code::fine;
    write_message(fmt::format("drawdown: {}\n", written.error().message));
    return exit_code::unusable_file;
  }
};

}  // namespace

std::unique_ptr<command> create_man_command() {
  return std::make_unique<man_command>();
}

}  // namespace drawdown::cli
