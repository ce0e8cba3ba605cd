// Runs that are killed in the middle of a block, whose blocks are then damaged in ways of which
// docs/resume.md says what comes of them, and that are resumed.
#include <array>
#include <cstring>
#include <fstream>
#include <functional>
#include <iterator>
#include <span>
#include <stdexcept>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/exit_code.hpp"
#include "tests/engine/record/blocks.hpp"
#include "tests/mutants/hunt.hpp"
#include "tests/mutants/mutant_child.hpp"

namespace drawdown::mutants {

namespace {

namespace fs = std::filesystem;
using cli::exit_code;

// In a block, by docs/architecture.md.
constexpr std::size_t size_offset = 4;
constexpr std::size_t epoch_offset = 12;
constexpr std::size_t digest_offset = 44;

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The blocks of a file, and where they lie. It reads the sizes alone, so that no bug of the reader is met.
class block_file {
 public:
  explicit block_file(fs::path path) : path_(std::move(path)), bytes_(bytes_of(path_)) {
    std::uint32_t size = 0;
    while (offsets_.back() + size_offset + sizeof size <= bytes_.size()) {
      std::memcpy(&size, bytes_.data() + offsets_.back() + size_offset, sizeof size);
      if (size == 0 || offsets_.back() + size > bytes_.size()) break;
      offsets_.push_back(offsets_.back() + size);
    }
  }

  std::size_t whole_blocks() const { return offsets_.size() - 1; }
  void write() const { std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes_; }

  void flip(std::size_t block) { bytes_[offsets_[block] + digest_offset] ^= 0x10; }
  void append(const std::string& more) { bytes_ += more; }
  void cut_behind_whole_blocks() { bytes_.resize(offsets_.back()); }

  // A copy of a block of which one byte is another, and its checksum fits.
  std::string sealed_otherwise(std::size_t block, std::size_t at) const {
    const auto all = std::as_bytes(std::span(bytes_));
    const auto front = all.subspan(offsets_[block], offsets_[block + 1] - offsets_[block]);
    record::bytes copy(front.begin(), front.end());
    test::flip_bit(copy, at * 8 + 6);
    test::seal(copy);
    return {reinterpret_cast<const char*>(copy.data()), copy.size()};
  }
  void replace(std::size_t block, const std::string& by) { bytes_.replace(offsets_[block], by.size(), by); }

 private:
  fs::path path_;
  std::string bytes_;
  std::vector<std::size_t> offsets_ = {0};
};

// What is done to the blocks of a run that was killed, and what the resumed run has to end with.
struct damage {
  const char* what;
  std::function<void(block_file&)> make;
  exit_code due;
};

const std::array<damage, 6>& damages() {
  static const std::array<damage, 6> all = {{
      {"as the kill left it", [](block_file&) {}, exit_code::fine},
      {"with a byte of its last block flipped",
       [](block_file& of) {
         of.cut_behind_whole_blocks();
         of.flip(of.whole_blocks() - 1);
       },
       exit_code::fine},
      {"with 300 bytes behind its last block", [](block_file& of) { of.append(std::string(300, 'x')); },
       exit_code::fine},
      {"with damage before its last block", [](block_file& of) { of.flip(1); }, exit_code::unusable_file},
      {"with a block that says something else",
       [](block_file& of) { of.replace(1, of.sealed_otherwise(1, digest_offset)); },
       exit_code::ledgers_disagree},
      {"with a block that does not come again",
       [](block_file& of) {
         of.cut_behind_whole_blocks();
         of.append(of.sealed_otherwise(1, epoch_offset + 1));
       },
       exit_code::ledgers_disagree},
  }};
  return all;
}

// One thread and one order of messages, so that blocks lie in one order, too.
const std::vector<std::string> how = {"--quiet", "--schedule", "1", "--epoch", "day"};

int begin_run(const std::string& bug, const std::string& scenario, const fs::path& folder,
              std::optional<std::uint64_t> largest_file = {}) {
  std::vector<std::string> words = {"run", scenario, "--out", folder.string()};
  words.insert(words.end(), how.begin(), how.end());
  return run_child(bug, words, largest_file).code;
}

std::string results_of(const fs::path& folder) {
  auto document = nlohmann::ordered_json::parse(bytes_of(folder / "results.json"), nullptr, false);
  if (document.is_object()) document.erase("measurement");
  return document.dump();
}

// What the folders differ in; empty: nothing.
std::string difference_between(const fs::path& whole, const fs::path& resumed) {
  for (const char* name : {"run.sqlite", "manifest.json", "blocks.bin"})
    if (bytes_of(whole / name) != bytes_of(resumed / name)) return fmt::format("{} differs", name);
  return results_of(whole) == results_of(resumed) ? "" : "results.json differs";
}

// What was wrong with it; empty: nothing.
std::string resume_after(const damage& done, const std::string& bug, const hunting_ground& ground,
                         const fs::path& whole) {
  const fs::path folder = whole.parent_path() / "killed";
  fs::remove_all(folder);
  begin_run(bug, ground.usage, folder, fs::file_size(whole / "blocks.bin") * 2 / 3 + 11);
  block_file blocks(folder / "blocks.bin");
  if (blocks.whole_blocks() < 3) return "a run that was killed has left no blocks";
  done.make(blocks);
  blocks.write();
  const int code = run_child(bug, {"run", "--quiet", "--resume", folder.string()}).code;
  if (code != static_cast<int>(done.due))
    return fmt::format("{} it ends with {} in the place of {}", done.what, code, static_cast<int>(done.due));
  const std::string differs = done.due == exit_code::fine ? difference_between(whole, folder) : std::string();
  return differs.empty() ? "" : fmt::format("{} its {}", done.what, differs);
}

}  // namespace

std::string write_usage(const fs::path& scratch) {
  const std::string scenario = (scratch / "usage.yaml").string();
  const child_end made = run_child(
      "", {"generate", "usage", "--rows", "1500", "--accounts", "12", "--from", "2026-01-01", "--to",
           "2026-02-01", "-q", "-o", (scratch / "usage.csv").string(), "--scenario", scenario});
  if (made.code != 0) throw std::runtime_error("no usage file could be written for runs that are killed");
  return scenario;
}

// A run that is wrong without being killed is nothing to resume: others notice that.
std::string hunt_by_resuming(const std::string& bug, const hunting_ground& ground) {
  const fs::path folder = ground.scratch / ("resumed-" + bug);
  fs::create_directories(folder);
  std::string found;
  if (begin_run(bug, ground.usage, folder / "whole") == static_cast<int>(exit_code::fine))
    for (const damage& one : damages())
      if (found = resume_after(one, bug, ground, folder / "whole"); !found.empty()) break;
  fs::remove_all(folder);
  return found;
}

}  // namespace drawdown::mutants
