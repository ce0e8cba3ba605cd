// Population files, together with a catalog that is in order.
#include <string>

#include "scenarios/language/load_population.hpp"
#include "tests/fuzz/loaded.hpp"
#include "tests/fuzz/scratch.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

constexpr const char* catalog = DRAWDOWN_SOURCE_DIR "/scenarios/corpus/populations/catalogs/shop.yaml";

}  // namespace

void population(std::string_view bytes) {
  static const scratch files;
  const std::string file = files.write("population.yaml", bytes);
  language::population_asked asked;
  asked.catalog = catalog;
  asked.rules.assumes_default = true;
  const language::loaded_population read = language::load_population(file, asked);
  check_findings(read.scenario);
}

}  // namespace drawdown::fuzz
