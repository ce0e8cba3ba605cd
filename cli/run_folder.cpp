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
  files::create_directories(path, failure);
  if (failure) return refuse(failure.message());
  // create_directories is content with a file of that name.
  if (!files::is_directory(path, failure)) return refuse("it is a file");
  const bool empty = files::is_empty(path, failure);
  if (failure) return refuse(failure.message());
  if (!empty) return refuse("it is not empty");
  return run_folder(path);
}

}  // namespace drawdown::cli
