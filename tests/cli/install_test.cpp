// What `cmake --install` leaves in a folder.
#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
namespace files = std::filesystem;

namespace {

std::set<std::string> files_below(const files::path& folder) {
  std::set<std::string> found;
  for (const auto& entry : files::recursive_directory_iterator(folder))
    if (!entry.is_directory()) found.insert(entry.path().lexically_relative(folder).string());
  return found;
}

// The places in files that the documents link to.
std::vector<std::string> links_of(const files::path& document) {
  static const std::regex link(R"(\]\(([^)#]+)(#[^)]*)?\))");
  const std::string text = content_of(document.string());
  std::vector<std::string> links;
  for (std::sregex_iterator at(text.begin(), text.end(), link), end; at != end; ++at)
    if ((*at)[1].str().find("://") == std::string::npos) links.push_back((*at)[1]);
  return links;
}

}  // namespace

TEST_CASE("An installation has the program, man page, completions, documents and scenarios, and no tests") {
  const scratch_folder scratch;
  const std::string built = files::path(DRAWDOWN_BINARY).parent_path().string();
  const ended installed = shell(fmt::format("cmake --install {} --prefix {}", built, scratch.path("")));
  INFO(installed.messages);
  REQUIRE(installed.code == 0);
  const std::set<std::string> found = files_below(scratch.path(""));
  for (const char* one :
       {"bin/drawdown", "share/man/man1/drawdown.1.gz", "share/bash-completion/completions/drawdown",
        "share/zsh/site-functions/_drawdown", "share/fish/vendor_completions.d/drawdown.fish",
        "share/doc/drawdown/README.md", "share/doc/drawdown/changelog.gz",
        "share/doc/drawdown/docs/scenario-language.md", "share/drawdown/scenarios/library/friday-night.yaml",
        "share/drawdown/scenarios/catalogs/voice-agents.yaml"}) {
    INFO(one);
    CHECK(found.contains(one));
  }
  const std::regex ours(
      R"((bin/drawdown|share/(man|bash-completion|zsh|fish|doc/drawdown)/.*|share/drawdown/scenarios/.*\.(yaml|json|txt|csv|md)))");
  for (const std::string& one : found) {
    INFO(one);
    CHECK(std::regex_match(one, ours));
    CHECK(one.find("corpus") == std::string::npos);
  }

  SECTION("what it is made of is what the program says") {
    CHECK(content_of(scratch.path("share/bash-completion/completions/drawdown")) ==
          program({"completions", "bash"}).output);
    CHECK(content_of(scratch.path("share/zsh/site-functions/_drawdown")) ==
          program({"completions", "zsh"}).output);
    CHECK(content_of(scratch.path("share/fish/vendor_completions.d/drawdown.fish")) ==
          program({"completions", "fish"}).output);
    CHECK(shell("gzip -dc " + scratch.path("share/man/man1/drawdown.1.gz")).output ==
          program({"man"}).output);
  }

  SECTION("the program runs there, and its scenarios load") {
    const ended seen =
        shell(fmt::format("cd {0}share/drawdown; {0}bin/drawdown list; {0}bin/drawdown check -q "
                          "scenarios/library scenarios/loads scenarios/field-bugs",
                          scratch.path("")));
    CHECK(seen.code == 0);
    CHECK_THAT(seen.messages, !Contains("error"));
    CHECK_THAT(seen.output, Contains("friday-night.yaml"));
  }

  SECTION("links in the documents hold") {
    std::vector<std::string> documents = {"README.md"};
    for (const auto& entry : files::directory_iterator(scratch.path("share/doc/drawdown/docs")))
      documents.push_back("docs/" + entry.path().filename().string());
    for (const std::string& document : documents) {
      const files::path path = scratch.path("share/doc/drawdown/" + document);
      for (const std::string& link : links_of(path)) {
        INFO(document << ": " << link);
        CHECK(files::exists(path.parent_path() / link));
      }
    }
  }
}
