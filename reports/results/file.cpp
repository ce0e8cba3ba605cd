#include "reports/results/file.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

namespace drawdown::reports {

result<void> write_file(const std::string& path, std::string_view text) {
  const std::string part = path + ".part";
  std::error_code failure;
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  out.close();
  if (out) std::filesystem::rename(part, path, failure);
  if (out && !failure) return {};
  std::error_code ignored;
  std::filesystem::remove(part, ignored);
  return fail(error_code::unreadable, fmt::format("`{}` can't be written{}{}", path, failure ? ": " : "",
                                                  failure ? failure.message() : ""));
}

}  // namespace drawdown::reports
