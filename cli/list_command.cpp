#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/scenario_files.hpp"
#include "cli/scenario_list.hpp"
#include "cli/terminal.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

enum class list_format : std::uint8_t { text, json };

class list_command : public command {
 public:
  void declare(option_set& options) override {
    options.choice("format", "what is printed (text)", format_,
                   {{"text", list_format::text}, {"json", list_format::json}});
    options.color(color_);
    options.places(folders_, SIZE_MAX);
  }

  exit_code run() override {
    std::error_code failure;
    constexpr const char* library = "scenarios/library";
    if (folders_.empty()) folders_.emplace_back(files::is_directory(library, failure) ? library : ".");
    std::vector<listed_folder> listed;
    for (const std::string& folder : folders_) {
      auto found = find_files(folder);
      if (!found) return complain(found.error());
      listed.push_back(look_into(folder, *found));
    }
    const std::size_t columns = is_terminal(channel::output) ? columns_of(channel::output) : 0;
    const bool colored = wants_color(color_, channel::output);
    const auto written =
        write_output(format_ == list_format::json ? list_json(listed) : list_text(listed, columns, colored));
    return written ? exit_code::fine : complain(written.error());
  }

 private:
  static exit_code complain(const error& failure) {
    write_message(fmt::format("drawdown: {}\n", failure.message));
    return exit_code::unusable_file;
  }

  list_format format_ = list_format::text;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> folders_;
};

}  // namespace

std::unique_ptr<command> create_list_command() {
  return std::make_unique<list_command>();
}

}  // namespace drawdown::cli
