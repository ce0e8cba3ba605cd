#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/terminal.hpp"
#include "cli/version.hpp"
#include "scenarios/language/system_zones.hpp"

namespace drawdown::cli {

namespace {

// The versions of libraries are those that this program was built with.
class version_command : public command {
 public:
  void declare(option_set& /*options*/) override {}

  exit_code run() override {
    const auto written = write_output(
        fmt::format("drawdown {} ({})\n"
                    "CAF {}\nSQLite {}\nyaml-cpp {}\ntime zone database {}\n",
                    program_version(), DRAWDOWN_BUILD_TYPE, DRAWDOWN_CAF_VERSION, DRAWDOWN_SQLITE_VERSION,
                    DRAWDOWN_YAML_VERSION, language::system_zone_version()));
    if (written) return exit_code::fine;
    write_message(fmt::format("drawdown: {}\n", written.error().message));
    return exit_code::unusable_file;
  }
};

}  // namespace

std::string_view program_version() {
  return DRAWDOWN_VERSION;
}

std::string_view build_type() {
  return DRAWDOWN_BUILD_TYPE;
}

std::unique_ptr<command> create_version_command() {
  return std::make_unique<version_command>();
}

}  // namespace drawdown::cli
