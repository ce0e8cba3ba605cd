#include "scenarios/language/load.hpp"

#include <filesystem>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "scenarios/language/bytes.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/read_scenario.hpp"
#include "scenarios/language/yaml.hpp"

namespace drawdown::language {
namespace {

constexpr std::uint32_t scenario_number = 0;
constexpr std::uint32_t catalog_number = 1;

// A catalog is looked for from where the scenario stands.
std::string beside(const std::string& scenario, const std::string& named) {
  const std::filesystem::path folder = std::filesystem::path(scenario).parent_path();
  return (folder / named).lexically_normal().string();
}

// Loads one scenario: its files, and what is found in them.
class loading {
 public:
  loaded load(const std::string& path, std::string text);
  loaded refuse(const std::string& path, const std::string& why);

 private:
  std::optional<catalog_read> open_catalog(scope& scenario, const node& named);
  loaded finish();

  findings found_;
  loaded made_;
};

loaded loading::finish() {
  if (found_.has_errors()) made_.what = nullptr;
  made_.findings = found_.sorted();
  return std::move(made_);
}

loaded loading::refuse(const std::string& path, const std::string& why) {
  made_.unreadable = true;
  found_.add(fault::unreadable, scenario_number, path,
             {fmt::format("`{}` cannot be read: {}", path, why), "", ""});
  return finish();
}

std::optional<catalog_read> loading::open_catalog(scope& scenario, const node& named) {
  const std::string path = beside(scenario.file.name(), named.text);
  result<std::string> bytes = read_bytes(path);
  if (!bytes) {
    made_.unreadable = true;
    scenario.report(fault::unreadable, named.place,
                    {fmt::format("the catalog `{}` cannot be read: {}", path, bytes.error().message), "",
                     "a catalog is looked for from the folder of the scenario"});
    return {};
  }
  const source_text file(path, *bytes);
  made_.inputs.push_back({path, std::move(*bytes)});
  made_.what->files.push_back(path);
  scope in{found_, file, catalog_number};
  if (!check_bytes(in)) return {};
  const std::optional<node> tree = read_yaml(in);
  if (!tree) return {};
  return read_catalog(in, *tree);
}

loaded loading::load(const std::string& path, std::string text) {
  made_.what = std::make_shared<world>();
  made_.what->files.push_back(path);
  const source_text file(path, text);
  made_.inputs.push_back({path, std::move(text)});
  scope in{found_, file, scenario_number};
  if (!check_bytes(in)) return finish();
  const std::optional<node> tree = read_yaml(in);
  if (!tree) return finish();
  read_scenario(
      in, *tree, [&](const node& named) { return open_catalog(in, named); }, *made_.what);
  return finish();
}

}  // namespace

loaded load_scenario(const std::string& path) {
  result<std::string> bytes = read_bytes(path);
  if (!bytes) return loading().refuse(path, bytes.error().message);
  return load_scenario_text(path, std::move(*bytes));
}

loaded load_scenario_text(const std::string& path, std::string text) {
  return loading().load(path, std::move(text));
}

}  // namespace drawdown::language
