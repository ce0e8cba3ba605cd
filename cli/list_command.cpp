#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/progress.hpp"
#include "cli/root_option.hpp"
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
    declare_root(options, root_);
    options.flag("quiet,q", "shows no progress", quiet_);
    options.color(color_);
    options.places(folders_, SIZE_MAX);
  }

  exit_code run() override {
    std::error_code failure;
    constexpr const char* library = "scenarios/library";
    if (folders_.empty()) folders_.emplace_back(files::is_directory(library, failure) ? library : ".");
    std::vector<std::vector<found_file>> found;
    for (const std::string& folder : folders_) {
      auto files = find_files(folder);
      if (!files) return complain(files.error());
      found.push_back(std::move(*files));
    }
    const std::vector<listed_folder> listed = look_into_all(found);
    const std::size_t columns = is_terminal(channel::output) ? columns_of(channel::output) : 0;
    const bool colored = wants_color(color_, channel::output);
    const auto written =
        write_output(format_ == list_format::json ? list_json(listed) : list_text(listed, columns, colored));
    return written ? exit_code::fine : complain(written.error());
  }

 private:
  std::vector<listed_folder> look_into_all(const std::vector<std::vector<found_file>>& found) const {
    std::size_t all = 0;
    for (const auto& files : found) all += files.size();
    std::size_t done = 0;
    status_line line(quiet_);
    std::vector<listed_folder> listed;
    for (std::size_t i = 0; i < found.size(); ++i)
      listed.push_back(look_into(folders_[i], found[i], root_, [&](const std::string& path) {
        line.show([&](std::size_t columns) { return progress_text(done, all, "files", path, columns); });
        ++done;
      }));
    return listed;
  }

  static exit_code complain(const error& failure) {
    write_message(fmt::format("drawdown: {}\n", failure.message));
    return exit_code::unusable_file;
  }

  list_format format_ = list_format::text;
  std::string root_;
  bool quiet_ = false;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> folders_;
};

}  // namespace

std::unique_ptr<command> create_list_command() {
  return std::make_unique<list_command>();
}

}  // namespace drawdown::cli
