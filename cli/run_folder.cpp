#include "cli/run_folder.hpp"

#include <initializer_list>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "cli/folders_below.hpp"
#include "cli/unfinished_document.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

// Whether there is nothing in the folder but what an end at the very beginning has left.
bool holds_nothing(const files::path& path, std::error_code& failure) {
  for (const auto& entry : files::directory_iterator(path, failure))
    if (entry.path().filename() != "unfinished.json.part") return false;
  return true;
}

// Those in this one that hold an unfinished run each.
std::string unfinished_below(const files::path& path) {
  const std::string found = folders_with(path, "unfinished.json");
  return found.empty() ? "" : "; there are unfinished runs in " + found;
}

result<void> remove_files(std::initializer_list<std::string> paths) {
  for (const std::string& path : paths) {
    std::error_code failure;
    files::remove(path, failure);
    if (failure)
      return fail(error_code::unreadable, fmt::format("`{}` can't be removed: {}", path, failure.message()));
  }
  return {};
}

}  // namespace

result<run_folder> run_folder::make(const files::path& path) {
  std::error_code failure;
  const auto refuse = [&](std::string_view why) {
    return fail(error_code::unreadable, fmt::format("the folder `{}` can't be used: {}", path.string(), why));
  };
  if (files::exists(path, failure) && !files::is_directory(path, failure))
    return refuse("it is a file; name a folder that is new or empty");
  files::create_directories(path, failure);
  if (failure) return refuse(failure.message());
  const bool empty = holds_nothing(path, failure);
  if (failure) return refuse(failure.message());
  const run_folder folder(path);
  if (folder.is_finished())
    return refuse(fmt::format("it holds a run already; remove that (`rm -r '{}'`), or name another folder",
                              path.string()));
  if (files::exists(folder.unfinished(), failure))
    return refuse(
        fmt::format("it holds a run that was never finished; unless that one is still going on, "
                    "`drawdown {} --resume '{}'` finishes it",
                    begun_by(path.string()), path.string()));
  // Blocks alone are left by what can't be resumed.
  if (files::exists(folder.blocks(), failure))
    return refuse(
        fmt::format("it holds a run that was never finished; unless that one is still going on, remove it "
                    "(`rm -r '{}'`), "
                    "or name another folder",
                    path.string()));
  if (!empty) return refuse("it is not empty; name one that is, or one that is not there yet");
  return folder;
}

result<run_folder> run_folder::find(const files::path& path) {
  const run_folder folder(path);
  std::error_code failure;
  if (folder.is_finished() || files::exists(folder.unfinished(), failure)) {
    if (auto checked = folder.check_files(); !checked) return tl::unexpected(checked.error());
    return folder;
  }
  if (!files::is_directory(path, failure))
    return fail(error_code::unreadable, fmt::format("there is no folder `{}`", path.string()));
  return fail(error_code::unreadable,
              fmt::format("`{0}` holds no run to go on with: there is no `unfinished.json` in it{1}; "
                          "`drawdown run FILE --out {2}` would begin one in a new folder",
                          path.string(), unfinished_below(path),
                          holds_nothing(path, failure) ? path.string() : "FOLDER"));
}

bool run_folder::is_finished() const {
  std::error_code failure;
  return files::exists(manifest(), failure) && !files::exists(unfinished(), failure);
}

// What is written when a run goes on is not written elsewhere through a link, nor into what is no file.
result<void> run_folder::check_files() const {
  for (const std::string& path :
       {unfinished(), blocks(), checkpoint(), checkpoint() + ".next", store(), results(), manifest()}) {
    std::error_code failure;
    const auto type = files::symlink_status(path, failure).type();
    if (type == files::file_type::not_found || type == files::file_type::regular) continue;
    return fail(error_code::unreadable,
                fmt::format("`{}` is {}: a run is kept in files of its own", path,
                            type == files::file_type::symlink ? "a link" : "no file"));
  }
  return {};
}

result<void> run_folder::remove_results() const {
  return remove_files({store(), store() + "-journal", results(), results() + ".part", manifest() + ".part"});
}

result<void> run_folder::finish() const {
  return remove_files({checkpoint() + ".next", checkpoint(), unfinished()});
}

}  // namespace drawdown::cli
