#include "scenarios/language/load_population.hpp"

#include <deque>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "scenarios/language/bytes.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/read_population.hpp"
#include "scenarios/language/scenario_state.hpp"
#include "scenarios/language/yaml.hpp"

namespace drawdown::language {
namespace {

// Loads one population: its file and the catalog, and what is found in them.
class loading {
 public:
  loaded_population load(const std::string& path, const population_asked& asked) {
    loaded& made = made_.scenario;
    made.what = std::make_shared<world>();
    scope* const in =
        open(path, "population", "name a population file, as it is found from the folder in which you are");
    if (in != nullptr && check_bytes(*in))
      if (const std::optional<node> tree = read_yaml(*in)) {
        scenario_state state(*in, *made.what);
        const auto open_catalog = [&](const node& named, const zone_table& zone) {
          return read_catalog_at(named.text, zone);
        };
        made.rules = read_population(state, *tree, open_catalog, asked, made_.of);
        made.sells_in = state.sold.unit.unit;
      }
    if (found_.has_errors()) made.what = nullptr;
    made.findings = found_.sorted();
    return std::move(made_);
  }

 private:
  // Null, and that is reported, where it cannot be read.
  scope* open(const std::string& path, std::string_view what, std::string hint) {
    loaded& made = made_.scenario;
    const auto number = static_cast<std::uint32_t>(made.what->files.size());
    made.what->files.push_back(path);
    result<std::string> bytes = read_bytes(path);
    if (!bytes) {
      made.unreadable = true;
      found_.add(fault::unreadable, number, path,
                 {fmt::format("the {} `{}` cannot be read: {}", what, path, bytes.error().message), "",
                  std::move(hint)});
      return nullptr;
    }
    const source_text& file = sources_.emplace_back(path, *bytes);
    made.inputs.push_back({path, std::move(*bytes)});
    return &scopes_.emplace_back(scope{found_, file, number});
  }

  std::optional<catalog_read> read_catalog_at(const std::string& path, const zone_table& zone) {
    scope* const in =
        open(path, "catalog", "`--catalog FILE` is looked for from the folder in which you are");
    if (in == nullptr || !check_bytes(*in)) return {};
    const std::optional<node> tree = read_yaml(*in);
    if (!tree) return {};
    return read_catalog(*in, *tree, zone);
  }

  std::deque<source_text> sources_;  // to the end: a finding in one may show a place of the other
  std::deque<scope> scopes_;         // of them
  findings found_;
  loaded_population made_;
};

}  // namespace

loaded_population load_population(const std::string& path, const population_asked& asked) {
  return loading().load(path, asked);
}

}  // namespace drawdown::language
