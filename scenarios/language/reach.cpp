#include "scenarios/language/reach.hpp"

#include <algorithm>
#include <system_error>

#include <fmt/format.h>

namespace drawdown::language {

namespace fs = std::filesystem;

namespace {

// With links resolved as far as the path is there. Where it can't be looked at, `failure` says why, and the
// path is as it is written.
fs::path resolved(const fs::path& path, std::error_code& failure) {
  const fs::path whole = fs::absolute(path, failure);
  if (failure) return path;
  fs::path made = fs::weakly_canonical(whole, failure);
  if (failure) made = whole.lexically_normal();
  return made.has_filename() ? made : made.parent_path();
}

fs::path resolved(const fs::path& path) {
  std::error_code ignored;
  return resolved(path, ignored);
}

bool is_below(const fs::path& path, const fs::path& folder) {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

// Whether a file in that folder is an open pipe, and not one that lies there: `/dev/stdin`, `/dev/fd/63`.
bool holds_pipes(const fs::path& folder) {
  return folder == "/dev" || is_below(folder, "/proc");
}

// What a path is that is no regular file.
std::string words_for(fs::file_type type) {
  switch (type) {
    case fs::file_type::directory:
      return "it is a folder";
    case fs::file_type::fifo:
      return "it is a pipe, not a file";
    case fs::file_type::character:
    case fs::file_type::block:
      return "it is a device, not a file";
    case fs::file_type::socket:
      return "it is a socket, not a file";
    default:
      return "it is not a file";
  }
}

}  // namespace

reach::reach(const std::string& scenario, const std::string& root)
    : folder_(fs::path(scenario).parent_path()) {
  const auto its_own = [this] { return resolved(folder_.empty() ? "." : folder_); };
  if (holds_pipes(its_own())) folder_.clear();
  root_ = root.empty() ? its_own().parent_path() : resolved(root);
}

std::string reach::path_of(const std::string& named) const {
  return (folder_ / named).lexically_normal().string();
}

result<void> reach::check(const std::string& path) const {
  std::error_code failure;
  const fs::path found = resolved(path, failure);
  if (!is_below(found, root_))
    return fail(error_code::out_of_range,
                fmt::format("`{}` lies outside of `{}`", found.string(), root_.string()));
  if (failure) return fail(error_code::unreadable, failure.message());
  const fs::file_type type = fs::status(found, failure).type();
  const bool opening_tells = type == fs::file_type::not_found || type == fs::file_type::none;
  if (type == fs::file_type::regular || opening_tells) return {};
  return fail(error_code::unreadable, words_for(type));
}

}  // namespace drawdown::language
