#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command_table.hpp"
#include "cli/terminal.hpp"
#include "cli/version.hpp"
#include "scenarios/language/system_zones.hpp"

namespace drawdown::cli {

namespace {

enum class version_format : std::uint8_t { text, json };

// The versions of libraries are those that this program was built with.
class version_command : public command {
 public:
  void declare(option_set& options) override {
    options.choice("format", "what is printed (text)", format_,
                   {{"text", version_format::text}, {"json", version_format::json}});
  }

  bool is_brief() const override { return true; }

  exit_code run() override {
    const auto written = write_output(format_ == version_format::json ? as_json() : as_text());
    if (written) return exit_code::fine;
    write_message(fmt::format("drawdown: {}\n", written.error().message));
    return exit_code::unusable_file;
  }

 private:
  static std::string as_text() {
    return fmt::format(
        "drawdown {} ({})\n"
        "CAF {}\nSQLite {}\nyaml-cpp {}\ntime zone database {}\n",
        program_version(), DRAWDOWN_BUILD_TYPE, DRAWDOWN_CAF_VERSION, DRAWDOWN_SQLITE_VERSION,
        DRAWDOWN_YAML_VERSION, language::system_zone_version());
  }

  static std::string as_json() {
    const nlohmann::ordered_json document = {
        {"program_version", program_version()}, {"build_type", DRAWDOWN_BUILD_TYPE},
        {"caf", DRAWDOWN_CAF_VERSION},          {"sqlite", DRAWDOWN_SQLITE_VERSION},
        {"yaml_cpp", DRAWDOWN_YAML_VERSION},    {"time_zone_database", language::system_zone_version()}};
    return document.dump(2) + "\n";
  }

  version_format format_ = version_format::text;
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
