// Every rule of docs/billing-rules.md is shown by a test that has its number among its tags.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>

namespace {

namespace files = std::filesystem;

const files::path root = DRAWDOWN_SOURCE_DIR;

std::string content_of(const files::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// All that the expression's first group finds in a text.
std::set<std::string> found_in(const std::string& text, const std::regex& what) {
  std::set<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), what), end; at != end; ++at)
    found.insert(at->str(1));
  return found;
}

// A rule begins a paragraph, in bold: `**R9.12 Details of refunds.**`
std::set<std::string> rules() {
  return found_in(content_of(root / "docs" / "billing-rules.md"),
                  std::regex("(?:^|\n)\\*\\*(R[0-9]+\\.[0-9]+)"));
}

// The numbers in the tags of the tests of a folder: `"[R9.12][R4.3]"`.
std::set<std::string> tagged_in(const files::path& folder) {
  const std::regex tag("\\[(R[0-9]+\\.[0-9]+)\\]");
  std::set<std::string> tagged;
  for (const files::directory_entry& one : files::recursive_directory_iterator(folder))
    if (one.path().filename().string().ends_with("_test.cpp"))
      tagged.merge(found_in(content_of(one.path()), tag));
  return tagged;
}

}  // namespace

TEST_CASE("every billing rule is a tag of at least one test") {
  const std::set<std::string> told = rules();
  REQUIRE(told.size() > 120);
  const std::set<std::string> tagged = tagged_in(root / "tests");
  std::vector<std::string> missing;
  for (const std::string& rule : told)
    if (!tagged.contains(rule)) missing.push_back(rule);
  INFO(fmt::format("rules without a test: {}", fmt::join(missing, ", ")));
  CHECK(missing.empty());
}

TEST_CASE("no test is tagged with a rule that there is not") {
  const std::set<std::string> told =
      found_in(content_of(root / "docs" / "billing-rules.md"), std::regex("(R[0-9]+\\.[0-9]+)"));
  std::vector<std::string> strange;
  for (const std::string& rule : tagged_in(root / "tests"))
    if (!told.contains(rule)) strange.push_back(rule);
  INFO(fmt::format("tags that are no rules: {}", fmt::join(strange, ", ")));
  CHECK(strange.empty());
}
