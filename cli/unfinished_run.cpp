#include "cli/unfinished_run.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "cli/version.hpp"
#include "reports/results/file.hpp"
#include "reports/results/hash.hpp"
#include "scenarios/language/system_zones.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

// Those that change no row of what is kept (R14.7), and may be given anew.
constexpr std::array<std::string_view, 11> may_change = {
    "resume", "quiet", "color",    "format",      "brief",           "threads",
    "window", "chunk", "schedule", "annotations", "checkpoint-every"};

bool may_be_given_anew(std::string_view word) {
  return std::ranges::find(may_change, name_of_option(word)) != may_change.end();
}

// Has a file, or what a folder knows of its files, kept by the disk. What has no disk is as it is.
result<void> to_disk(const files::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool is_kept = file >= 0 && (::fsync(file) == 0 || errno == EINVAL || errno == EROFS);
  const int reason = errno;
  if (file >= 0) ::close(file);
  if (is_kept) return {};
  return fail(
      error_code::unreadable,
      fmt::format("`{}` can't be written: {}", path.string(),
                  std::strerror(reason)));  // NOLINT(concurrency-mt-unsafe): the text of a known number
}

std::vector<reports::input_hash> hashes_of(const std::vector<language::input_file>& inputs) {
  std::vector<reports::input_hash> hashes;
  for (const language::input_file& input : inputs)
    hashes.push_back({input.path, reports::xxh3_of(input.content)});
  return hashes;
}

// Relative names are found from where the run was begun.
result<void> go_to(const std::string& folder) {
  std::error_code failure;
  if (files::equivalent(folder, ".", failure)) return {};
  files::current_path(folder, failure);
  if (!failure) return {};
  return fail(error_code::unreadable,
              fmt::format("the run was begun in the folder `{}`, from which its files are found: {}", folder,
                          failure.message()));
}

}  // namespace

unfinished_run unfinished_run_of(const language::loaded& scenario, std::string command,
                                 std::vector<std::string> named, const std::vector<std::string>& options) {
  unfinished_run run;
  run.program_version = program_version();
  run.zone_database = scenario.what->zone_database_version;
  run.command = std::move(command);
  run.files = std::move(named);
  for (const std::string& option : options)
    if (is_taken_down(option)) run.options.push_back(option);
  std::error_code ignored;
  run.working_folder = files::current_path(ignored).string();
  run.seed = std::to_string(scenario.what->seed);
  run.rule_book = scenario.rules.book;
  run.inputs = hashes_of(scenario.inputs);
  return run;
}

// What was begun is known before anything of it is kept, whatever becomes of the machine.
result<void> write_unfinished_run(const run_folder& folder, const unfinished_run& run) {
  if (auto written = reports::write_file(folder.unfinished(), unfinished_run_text(run)); !written)
    return written;
  if (auto synced = to_disk(folder.unfinished()); !synced) return synced;
  return to_disk(files::path(folder.unfinished()).parent_path());
}

result<unfinished_run> read_unfinished_run(const run_folder& folder, std::string_view command) {
  auto run = read_unfinished_document(folder.unfinished());
  if (!run) return run;
  const auto refuse = [&](const std::string& why) { return fail(error_code::unreadable, why); };
  if (run->command != command)
    return refuse(fmt::format(
        "the run was begun by `drawdown {0}`; `drawdown {0} --resume DIR` goes on with it", run->command));
  if (run->program_version != program_version())
    return refuse(
        fmt::format("the run was begun by version {} of Drawdown, and this is {}: go on with that one",
                    run->program_version, program_version()));
  if (const std::string zones = language::system_zone_version(); run->zone_database != zones)
    return refuse(
        fmt::format("the run was begun with version {} of the time zone tables, and the system now has {}",
                    run->zone_database, zones));
  if (auto gone = go_to(run->working_folder); !gone) return tl::unexpected(gone.error());
  return run;
}

result<void> check_beside_resume(const std::vector<std::string>& files_now,
                                 const std::vector<std::string>& given_now) {
  if (!files_now.empty())
    return fail(error_code::conflict,
                fmt::format("`--resume` knows what it runs: leave out `{}`", files_now.front()));
  for (const std::string& word : given_now)
    if (!may_be_given_anew(word))
      return fail(
          error_code::conflict,
          fmt::format("`--{}` can't be given with `--resume`: the run goes on with what it was begun with",
                      name_of_option(word)));
  return {};
}

result<void> read_options_again(command& target, const unfinished_run& run,
                                const std::vector<std::string>& given_now) {
  std::vector<std::string> words;
  for (const std::string& word : run.options)
    if (std::ranges::find(given_now, name_of_option(word), name_of_option) == given_now.end())
      words.push_back(word);
  words.emplace_back("--");
  words.insert(words.end(), run.files.begin(), run.files.end());
  option_set options;
  declare_all(target, options);
  return options.read(words);
}

result<void> check_inputs_are(const unfinished_run& run, const std::vector<language::input_file>& read) {
  const std::vector<reports::input_hash> inputs = hashes_of(read);
  const auto changed = [](const std::string& path, const std::string& how) {
    return fail(error_code::unreadable,
                fmt::format("`{}` {}: the run can't go on with it; put back what it was, or begin a new run",
                            path, how));
  };
  for (const reports::input_hash& before : run.inputs) {
    const auto now = std::ranges::find(inputs, before.path, &reports::input_hash::path);
    if (now == inputs.end()) return changed(before.path, "went into the run, and is not read any more");
    if (now->xxh3 != before.xxh3)
      return changed(before.path, fmt::format("has changed since the run began (XXH3 {}, then {})", now->xxh3,
                                              before.xxh3));
  }
  for (const reports::input_hash& now : inputs)
    if (std::ranges::find(run.inputs, now.path, &reports::input_hash::path) == run.inputs.end())
      return changed(now.path, "is read, and did not go into the run before");
  return {};
}

}  // namespace drawdown::cli
