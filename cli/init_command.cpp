#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "cli/command_table.hpp"
#include "cli/example.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

constexpr std::string_view catalog_name = "catalog.yaml";

error unusable(std::string message) {
  return {error_code::unreadable, std::move(message)};
}

// Writes a file that was not there before; whoever makes it at the same time is not overwritten either.
result<void> write_new(const files::path& path, std::string_view text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0 && errno == EEXIST)
    return tl::unexpected(
        unusable(fmt::format("`{}` is there already and is not overwritten", path.string())));
  int failure = file < 0 ? errno : 0;
  while (failure == 0 && !text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno != EINTR) failure = errno;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file >= 0 && ::close(file) != 0 && failure == 0) failure = errno;
  if (failure == 0) return {};
  if (file >= 0) ::unlink(path.c_str());
  return tl::unexpected(
      unusable(fmt::format("`{}` can't be written: {}", path.string(), std::strerror(failure))));
}

// Where the two files go.
struct places {
  files::path scenario;
  files::path catalog;
};

result<places> places_for(const files::path& word) {
  std::error_code failure;
  const bool is_file = word.extension() == ".yaml" || word.extension() == ".yml";
  if (!is_file && files::exists(word, failure) && !files::is_directory(word, failure))
    return tl::unexpected(unusable(fmt::format(
        "`{}` is there already and is not overwritten; name a folder, or a new file that ends with `.yaml`",
        word.string())));
  if (is_file && word.filename() == catalog_name)
    return tl::unexpected(unusable(fmt::format(
        "`{}` is what the catalog beside a scenario is called; name the scenario otherwise", word.string())));
  const files::path folder = is_file ? word.parent_path() : word;
  if (!folder.empty()) files::create_directories(folder, failure);
  if (failure)
    return tl::unexpected(
        unusable(fmt::format("the folder `{}` can't be made: {}", folder.string(), failure.message())));
  return places{is_file ? word : (folder / "scenario.yaml").lexically_normal(),
                (folder / catalog_name).lexically_normal()};
}

class init_command : public command {
 public:
  void declare(option_set& options) override { options.places(words_, 1); }

  bool is_brief() const override { return true; }

  exit_code run() override {
    const auto where = places_for(words_.empty() ? "." : words_.front());
    const auto told = where.and_then(write_example);
    if (told && write_output(*told)) return exit_code::fine;
    if (!told) write_message(fmt::format("drawdown: {}\n", told.error().message));
    return exit_code::unusable_file;
  }

 private:
  // Writes both or none, and tells what to do with them.
  static result<std::string> write_example(const places& where) {
    // The catalog of an earlier call does as well.
    const bool has_catalog = content_of(where.catalog) == example_catalog;
    if (!has_catalog)
      if (auto written = write_new(where.catalog, example_catalog); !written)
        return tl::unexpected(written.error());
    if (auto written = write_new(where.scenario, example_scenario); !written) {
      if (!has_catalog) ::unlink(where.catalog.c_str());
      return tl::unexpected(written.error());
    }
    const std::string scenario = where.scenario.string();
    return fmt::format(
        "wrote {}, which explains itself{}\n"
        "\n"
        "  drawdown run {}            runs it\n"
        "  drawdown run {} --watch    runs it again whenever you change it\n",
        scenario, has_catalog ? "" : fmt::format(", and its catalog {}", where.catalog.string()), scenario,
        scenario);
  }

  std::vector<std::string> words_;
};

}  // namespace

std::unique_ptr<command> create_init_command() {
  return std::make_unique<init_command>();
}

}  // namespace drawdown::cli
