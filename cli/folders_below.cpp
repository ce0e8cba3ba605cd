#include "cli/folders_below.hpp"

#include <algorithm>
#include <system_error>
#include <vector>

#include <fmt/format.h>

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

constexpr std::size_t folders_named = 3;

}  // namespace

std::string folders_with(const files::path& folder, std::string_view file) {
  std::vector<std::string> found;
  std::error_code failure;
  for (const auto& entry : files::directory_iterator(folder, failure))
    if (files::exists(entry.path() / file, failure)) found.push_back(entry.path().string());
  if (found.empty()) return "";
  std::ranges::sort(found);
  const std::string_view more = found.size() > folders_named ? ", …" : "";
  found.resize(std::min(found.size(), folders_named));
  return fmt::format("`{}`{}", fmt::join(found, "`, `"), more);
}

}  // namespace drawdown::cli
