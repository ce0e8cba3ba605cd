// Every file of scenarios/corpus/bad says exactly what stands in the file NAME.expected beside it; every file
// of scenarios/corpus/good says nothing. DRAWDOWN_BLESS=1 writes the expectations anew.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "scenarios/language/faults.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::language {
namespace {

namespace fs = std::filesystem;

const fs::path corpus = fs::path(DRAWDOWN_SOURCE_DIR) / "scenarios" / "corpus";

std::vector<fs::path> files_in(const std::string& folder) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& one : fs::directory_iterator(corpus / folder)) {
    if (one.path().extension() == ".yaml") found.push_back(one.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A file of either kind: scenarios, and loads that stand alone.
loaded read(const fs::path& path) {
  return load_scenario(path.string(), {}, load_alone::accepted);
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

// All findings, with files named from the corpus's folder, and what lies beside that by its place.
std::string findings_in(const fs::path& path) {
  std::string text;
  for (const diagnostic& one : read(path).findings) text += render(one, false) + "\n";
  text = replaced(std::move(text), corpus.string() + "/", "");
  return replaced(std::move(text), corpus.parent_path().string(), "SCENARIOS");
}

}  // namespace

TEST_CASE("each bad file is told exactly what is wrong with it, where, and what to do") {
  const bool bless = std::getenv("DRAWDOWN_BLESS") != nullptr;
  const std::vector<fs::path> files = files_in("bad");
  REQUIRE(files.size() >= 60);
  for (const fs::path& path : files) {
    INFO(path.string());
    const std::string said = findings_in(path);
    CHECK_FALSE(said.empty());
    fs::path expected = path;
    expected.replace_extension(".expected");
    if (bless) std::ofstream(expected, std::ios::binary) << said;
    CHECK(said == content_of(expected));
  }
}

TEST_CASE("a world comes back exactly where no finding is an error") {
  for (const fs::path& path : files_in("bad")) {
    INFO(path.string());
    const loaded made = read(path);
    const bool only_warnings =
        std::all_of(made.findings.begin(), made.findings.end(),
                    [](const diagnostic& one) { return one.level == severity::warning; });
    CHECK((made.what != nullptr) == only_warnings);
    if (!only_warnings) CHECK_FALSE(made.load);
    CHECK(only_warnings == path.filename().string().starts_with("warning-"));
  }
}

TEST_CASE("findings come by file, line and column, and each has a code of the table") {
  for (const fs::path& path : files_in("bad")) {
    INFO(path.string());
    const loaded made = read(path);
    for (const diagnostic& one : made.findings) CHECK(fault_with_code(one.code) != nullptr);
    CHECK(std::is_sorted(
        made.findings.begin(), made.findings.end(), [](const diagnostic& a, const diagnostic& b) {
          if (a.code == "E008" || b.code == "E008") return false;  // says how many more there are, at the end
          return a.file == b.file && std::pair(a.line, a.column) < std::pair(b.line, b.column);
        }));
  }
}

TEST_CASE("the corpus has an example of every fault that a small file can have") {
  std::set<std::string> seen;
  for (const fs::path& path : files_in("bad")) {
    for (const diagnostic& one : read(path).findings) seen.insert(one.code);
  }
  const std::set<std::string_view> need_large_files = {"E002", "E006", "E007", "E008", "E020", "E094"};
  for (const fault_entry& entry : fault_table()) {
    INFO(entry.code << " " << entry.title);
    CHECK((seen.contains(std::string(entry.code)) || need_large_files.contains(entry.code)));
  }
}

TEST_CASE("the scenarios of the library load without an error") {
  const std::vector<fs::path> files = files_in("../library");
  REQUIRE_FALSE(files.empty());
  for (const fs::path& path : files) {
    INFO(path.string());
    INFO(findings_in(path));
    CHECK(read(path).what != nullptr);
  }
}

TEST_CASE("a good file brings a world and not one finding") {
  const std::vector<fs::path> files = files_in("good");
  REQUIRE(files.size() >= 8);
  for (const fs::path& path : files) {
    INFO(path.string());
    const loaded made = read(path);
    CHECK(findings_in(path) == "");
    CHECK((made.what != nullptr || made.load));
    CHECK_FALSE(made.unreadable);
  }
}

}  // namespace drawdown::language
