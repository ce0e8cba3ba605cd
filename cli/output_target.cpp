#include "cli/output_target.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

bool is_same(const files::path& a, const files::path& b) {
  std::error_code failure;
  return files::equivalent(a, b, failure) && !failure;
}

}  // namespace

result<void> check_output_file(const std::string& path, const std::string& run, const kept_run& kept) {
  const auto refuse = [&](const std::string& why) {
    return fail(error_code::malformed, fmt::format("`{}` is not written over: {}", path, why));
  };
  std::error_code failure;
  if (files::is_directory(path, failure))
    return fail(error_code::malformed, fmt::format("`{}` is a folder; name a file", path));
  if (!files::exists(path, failure)) return {};
  if (is_same(path, run)) return refuse("it is the run itself");
  for (const char* name : {"run.sqlite", "results.json", "manifest.json", "blocks.bin"})
    if (is_same(path, files::path(run) / name)) return refuse("it is a part of the run");
  for (const auto& input : kept.run.facts.inputs)
    if (is_same(path, input.path)) return refuse("the run was made from it");
  return {};
}

std::string beside_store(const std::string& run, std::string_view name) {
  std::error_code failure;
  const files::path named(run);
  return ((files::is_directory(named, failure) ? named : named.parent_path()) / name).string();
}

result<void> make_output_folder(const std::string& path) {
  std::error_code failure;
  const auto refuse = [&](const std::string& why) {
    return fail(error_code::unreadable, fmt::format("the folder `{}` can't be used: {}", path, why));
  };
  if (files::exists(path, failure) && !files::is_directory(path, failure))
    return refuse("it is a file; name a folder that is new or empty");
  files::create_directories(path, failure);
  if (failure) return refuse(failure.message());
  const bool is_empty = files::is_empty(path, failure);
  if (failure) return refuse(failure.message());
  if (!is_empty) return refuse("it is not empty; name one that is, or one that is not there yet");
  return {};
}

}  // namespace drawdown::cli
