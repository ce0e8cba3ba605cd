#include "cli/output_target.hpp"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "reports/results/hash.hpp"
#include "scenarios/language/bytes.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

bool is_same(const files::path& a, const files::path& b) {
  std::error_code failure;
  return files::equivalent(a, b, failure) && !failure;
}

result<void> refuse(const std::string& path, std::string_view why) {
  return fail(error_code::malformed, fmt::format("`{}` is not written over: {}", path, why));
}

}  // namespace

result<void> check_not_an_input(const std::string& path, const std::vector<reports::input_hash>& inputs) {
  std::error_code failure;
  if (files::is_directory(path, failure))
    return fail(error_code::malformed, fmt::format("`{}` is a folder; name a file", path));
  if (!files::is_regular_file(path, failure)) return {};
  const auto bytes = language::read_bytes(path);
  for (const reports::input_hash& input : inputs)
    if (is_same(path, input.path) ||
        (bytes && !input.xxh3.empty() && reports::is_xxh3_of(input.xxh3, *bytes)))
      return refuse(path, input.xxh3.empty()
                              ? std::string("it belongs to what is reported")
                              : fmt::format("the report tells what was made from it, `{}`", input.path));
  return {};
}

result<void> check_output_file(const std::string& path, const std::string& run, const kept_run& kept) {
  if (is_same(path, run) && !files::is_directory(path)) return refuse(path, "it is the run itself");
  for (const char* name : {"run.sqlite", "results.json", "manifest.json", "blocks.bin"})
    if (is_same(path, files::path(run) / name)) return refuse(path, "it is a part of the run");
  return check_not_an_input(path, kept.run.facts.inputs);
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
