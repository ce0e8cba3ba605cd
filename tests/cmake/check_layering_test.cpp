// Whether cmake/check_layering.sh sees an arrow that points up: each test plants one in a small tree of its
// own.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>
#include <sys/wait.h>
#include <unistd.h>

namespace {

namespace files = std::filesystem;

struct verdict {
  int code = -1;
  std::string said;
};

verdict check(const files::path& tree) {
  const std::string line = "'" DRAWDOWN_SOURCE_DIR "/cmake/check_layering.sh' '" + tree.string() + "' 2>&1";
  FILE* pipe = ::popen(line.c_str(), "r");
  REQUIRE(pipe != nullptr);
  verdict seen;
  for (int c = std::fgetc(pipe); c != EOF; c = std::fgetc(pipe)) seen.said += static_cast<char>(c);
  const int status = ::pclose(pipe);
  if (WIFEXITED(status)) seen.code = WEXITSTATUS(status);
  return seen;
}

// A tree of sources that goes when the test is over. It begins with one file that breaks nothing.
class planted_tree {
 public:
  planted_tree() {
    std::string pattern = (files::temp_directory_path() / "layering-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    root_ = pattern;
    plant("engine/lots/lot.hpp", "#include <vector>\n\n#include \"engine/world/event.hpp\"\n");
  }
  planted_tree(const planted_tree&) = delete;
  planted_tree& operator=(const planted_tree&) = delete;
  ~planted_tree() { files::remove_all(root_); }

  void plant(const files::path& path, const std::string& text) const {
    files::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }

  const files::path& root() const { return root_; }

 private:
  files::path root_;
};

// Plants one line behind an innocent one, and requires that the check names the file, the line and the
// offence.
void requires_offence(const std::string& path, const std::string& line, const std::string& offence) {
  const planted_tree tree;
  REQUIRE(check(tree.root()).code == 0);
  tree.plant(path, "#pragma once\n" + line + "\n");
  const verdict seen = check(tree.root());
  INFO(seen.said);
  CHECK(seen.code == 1);
  CHECK(seen.said.find(path + ":2: " + offence) != std::string::npos);
}

}  // namespace

TEST_CASE("The arrows of this tree all point down") {
  const verdict seen = check(DRAWDOWN_SOURCE_DIR);
  INFO(seen.said);
  CHECK(seen.code == 0);
}

TEST_CASE("A folder of the engine may not include one that knows more") {
  requires_offence("engine/units/bad.hpp", R"(#include "engine/world/world.hpp")",
                   "engine/units may not include");
  requires_offence("engine/settings/bad.cpp", R"(#include "engine/catalog/catalog.hpp")",
                   "engine/settings may not");
}

TEST_CASE("The engine includes nothing outside the engine") {
  requires_offence("engine/account/bad.cpp", R"(#include "actors/run.hpp")",
                   "engine/account may not include");
  requires_offence("engine/record/bad.cpp", R"(#include "reports/store/store.hpp")",
                   "engine/record may not include");
  requires_offence("engine/world/bad.cpp", R"(#include "scenarios/language/load.hpp")",
                   "engine/world may not include");
}

TEST_CASE("The fast path and the reference ledger stay apart") {
  requires_offence("engine/reference/bad.cpp", R"(#include "engine/lots/lot_book.hpp")",
                   "engine/reference and engine/lots stay apart");
  requires_offence("engine/account/bad.cpp", R"(#include "engine/reference/state.hpp")",
                   "engine/account and engine/reference stay apart");
  requires_offence("engine/reference/bad.hpp", R"(#include "engine/record/block.hpp")",
                   "engine/reference may not include engine/record");
}

TEST_CASE("Reports, scenarios and actors do not include each other") {
  requires_offence("reports/results/bad.cpp", R"(#include "actors/run.hpp")",
                   "reports/results may not include");
  requires_offence("actors/bad.cpp", R"(#include "scenarios/language/load.hpp")", "actors may not include");
  requires_offence("scenarios/language/bad.cpp", R"(#include "reports/store/store.hpp")",
                   "scenarios/language may not include");
}

TEST_CASE(
    "Only the command line, benchmarks and tests include everything, and nobody includes the command line") {
  const planted_tree tree;
  tree.plant("cli/good.cpp", "#include \"actors/run.hpp\"\n#include \"reports/store/store.hpp\"\n");
  tree.plant("tests/actors/good.cpp", "#include <caf/all.hpp>\n#include \"actors/protocol.hpp\"\n");
  CHECK(check(tree.root()).code == 0);
  requires_offence("reports/store/bad.cpp", R"(#include "cli/options.hpp")",
                   "reports/store may not include cli");
}

TEST_CASE("A library's headers stay in the folders that wrap it") {
  requires_offence("cli/bad.cpp", "#include <caf/all.hpp>", "<caf/all.hpp> belongs to");
  requires_offence("actors/run.hpp", "#include <caf/actor.hpp>", "<caf/actor.hpp> belongs to");
  requires_offence("reports/results/bad.cpp", "#include <sqlite3.h>", "<sqlite3.h> belongs to");
  requires_offence("engine/world/bad.cpp", "#include <yaml-cpp/yaml.h>", "<yaml-cpp/yaml.h> belongs to");
  requires_offence("reports/store/bad.cpp", "  #  include <boost/program_options.hpp>",
                   "<boost/program_options.hpp> belongs to cli");
}

TEST_CASE("The engine has no files, threads, clocks or binary floating point", "[R1.1]") {
  requires_offence("engine/lots/bad.cpp", "#include <fstream>", "engine/lots may not include <fstream>");
  requires_offence("engine/draws/bad.cpp", "#include <random>", "engine/draws may not include <random>");
  requires_offence("engine/time/bad.cpp", "auto t = std::chrono::system_clock::now();",
                   "`system_clock` has no place");
  requires_offence("engine/pricing/bad.cpp", "  double price = 0.1;",
                   "`double` has no place in engine/pricing");
}

TEST_CASE("Words in comments, in texts and inside other words are no offence", "[R1.1]") {
  const planted_tree tree;
  tree.plant("engine/pricing/good.cpp",
             "// never a double\nconst char* text = \"float \\\" double\";  // float\nint doubled = 0;\n");
  tree.plant("engine/measure/good.cpp", "double mean = 0;\n");
  tree.plant("reports/results/good.cpp", "double share = 0;\n");
  const verdict seen = check(tree.root());
  INFO(seen.said);
  // What speaks of engine/measure is that no arrow is known for it, not that it counts in doubles.
  CHECK(seen.said.find("double") == std::string::npos);
  CHECK(seen.said.find("float") == std::string::npos);
}

TEST_CASE("Headers are named from the root of the tree, so that the check sees whose they are") {
  requires_offence("engine/lots/bad.cpp", R"(#include "lot.hpp")", "`lot.hpp` is not named from the root");
  requires_offence("tests/engine/bad.cpp", R"(#include "../lots/lot.hpp")",
                   "`../lots/lot.hpp` is not named from");
}

TEST_CASE("A folder that the table does not know is an offence") {
  const planted_tree tree;
  tree.plant("engine/gadgets/new.hpp", "#pragma once\n");
  const verdict seen = check(tree.root());
  CHECK(seen.code == 1);
  CHECK(seen.said.find("no line for engine/gadgets") != std::string::npos);
}
