#include "tests/cli/killed_runs.hpp"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <span>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/record/unfinished_segment.hpp"

namespace drawdown::cli_test {

namespace files = std::filesystem;

namespace {

constexpr ::rlim_t no_limit = RLIM_INFINITY;

std::uint64_t size_of(const std::string& path) {
  std::error_code ignored;
  const auto size = files::file_size(path, ignored);
  return ignored ? 0 : size;
}

// Starts the program with nothing on its input, silent.
::pid_t start(const std::vector<std::string>& words, ::rlim_t bytes_of_a_file) {
  std::vector<std::string> all = {DRAWDOWN_BINARY};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& word : all) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const ::pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child > 0) return child;
  const int nothing = ::open("/dev/null", O_RDWR);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing, stream);
  const ::rlimit no_core{0, 0};
  const ::rlimit file_size{bytes_of_a_file, no_limit};
  ::setrlimit(RLIMIT_CORE, &no_core);
  if (bytes_of_a_file != no_limit) ::setrlimit(RLIMIT_FSIZE, &file_size);
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

std::span<const std::byte> bytes_of(const std::string& text) {
  return std::as_bytes(std::span(text));
}

std::string without_measurement(const std::string& results) {
  auto document = nlohmann::ordered_json::parse(results);
  REQUIRE(document.contains("measurement"));
  document.erase("measurement");
  return document.dump(1);
}

}  // namespace

bool kill_at(const std::vector<std::string>& words, const std::string& folder, std::uint64_t bytes) {
  const ::pid_t child = start(words, no_limit);
  int status = 0;
  while (size_of(folder + "/blocks.bin") + size_of(folder + "/run.sqlite") < bytes) {
    if (::waitpid(child, &status, WNOHANG) == child) return false;
    ::usleep(50);
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status);
}

bool killed_by_limit(const std::vector<std::string>& words, std::uint64_t bytes_of_a_file) {
  const ::pid_t child = start(words, bytes_of_a_file);
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGXFSZ;
}

kept_bytes read_kept(const std::string& folder) {
  kept_bytes kept;
  for (const auto& entry : files::directory_iterator(folder))
    kept.files.push_back(entry.path().filename().string());
  std::ranges::sort(kept.files);
  kept.store = content_of(folder + "/run.sqlite");
  kept.manifest = content_of(folder + "/manifest.json");
  kept.results = without_measurement(content_of(folder + "/results.json"));
  const std::string blocks = content_of(folder + "/blocks.bin");
  const auto found = record::read_unfinished_segment(bytes_of(blocks));
  REQUIRE(found);
  REQUIRE(found->torn.empty());
  for (const auto& block : found->blocks)
    kept.blocks.emplace_back(reinterpret_cast<const char*>(block.data()), block.size());
  std::ranges::sort(kept.blocks);
  return kept;
}

std::string first_difference(const kept_bytes& expected, const kept_bytes& found) {
  if (found.files != expected.files) return fmt::format("the folder holds {}", fmt::join(found.files, ", "));
  if (found.store != expected.store) return "run.sqlite differs";
  if (found.manifest != expected.manifest) return "manifest.json differs";
  if (found.results != expected.results) return "results.json differs";
  if (found.blocks != expected.blocks) return "blocks.bin differs";
  return "";
}

std::vector<std::size_t> block_offsets(const std::string& folder) {
  const std::string blocks = content_of(folder + "/blocks.bin");
  const auto found = record::read_unfinished_segment(bytes_of(blocks));
  REQUIRE(found);
  std::vector<std::size_t> offsets = {0};
  for (const auto& block : found->blocks) offsets.push_back(offsets.back() + block.size());
  return offsets;
}

std::string torn_tail(std::size_t bytes, std::size_t from) {
  if (bytes == 1) return fmt::format("the last byte, byte {}, was no whole block", from);
  return fmt::format("the last {} bytes, from byte {} on, were no whole block", bytes, from);
}

void put_content(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

bool can_be_resumed(const std::string& folder) {
  return files::exists(folder + "/unfinished.json") || files::exists(folder + "/manifest.json");
}

}  // namespace drawdown::cli_test
