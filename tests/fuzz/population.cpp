// Population files, together with a catalog that is in order.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "scenarios/language/load_population.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

constexpr const char* catalog = DRAWDOWN_SOURCE_DIR "/scenarios/corpus/populations/catalogs/shop.yaml";

// A folder for the file, which goes with the program.
class scratch {
 public:
  scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "drawdown-fuzz-XXXXXX").string();
    promise(::mkdtemp(pattern.data()) != nullptr, "a folder for the file can be made");
    root_ = pattern;
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  std::string path(const char* name) const { return (root_ / name).string(); }

 private:
  std::filesystem::path root_;
};

}  // namespace

void population(std::string_view bytes) {
  static const scratch files;
  const std::string file = files.path("population.yaml");
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
  language::population_asked asked;
  asked.catalog = catalog;
  asked.rules.assumes_default = true;
  const language::loaded_population read = language::load_population(file, asked);
  promise(read.scenario.what != nullptr || !read.scenario.findings.empty(), "what does not load says why");
}

}  // namespace drawdown::fuzz
