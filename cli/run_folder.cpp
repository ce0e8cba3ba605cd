#include "cli/run_folder.hpp"

#include <string_view>
#include <system_error>

#include <fmt/format.h>

namespace drawdown::cli {

namespace files = std::filesystem;

result<run_folder> run_folder::make(const files::path& path) {
  std::error_code failure;
  const auto refuse = [&](std::string_view why) {
    return fail(error_code::unreadable, fmt::format("the folder `{}` can't be used: {}", path.string(), why));
  };
  if (files::exists(path, failure) && !files::is_directory(path, failure))
    return refuse("it is a file; name a folder that is new or empty");
  files::create_directories(path, failure);
  if (failure) return refuse(failure.message());
  const bool empty = files::is_empty(path, failure);
  if (failure) return refuse(failure.message());
  const run_folder folder(path);
  // The manifest is written last, so a run whose blocks are there without it was ended while it ran, or runs.
  if (files::exists(folder.blocks(), failure) && !files::exists(folder.manifest(), failure))
    return refuse(
        fmt::format("it holds a run that was never finished; unless that one is still going on, remove it "
                    "(`rm -r '{}'`), "
                    "or name another folder",
                    path.string()));
  if (files::exists(folder.manifest(), failure))
    return refuse(fmt::format("it holds a run already; remove that (`rm -r '{}'`), or name another folder",
                              path.string()));
  if (!empty) return refuse("it is not empty; name one that is, or one that is not there yet");
  return folder;
}

}  // namespace drawdown::cli
