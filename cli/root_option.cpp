#include "cli/root_option.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace drawdown::cli {

namespace files = std::filesystem;

void declare_root(option_set& options, std::string& into) {
  options.value("root", "DIR",
                "lets a scenario read files below DIR, instead of those below the folder above its own",
                [&into](std::string_view text) -> result<void> {
                  std::error_code failure;
                  const files::path folder = files::canonical(text, failure);
                  if (failure || !files::is_directory(folder, failure))
                    return fail(error_code::malformed, fmt::format("--root: there is no folder `{}`", text));
                  into = folder.string();
                  return {};
                });
}

}  // namespace drawdown::cli
