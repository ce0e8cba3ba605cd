#include "scenarios/language/load.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "scenarios/language/bytes.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/read_scenario.hpp"
#include "scenarios/language/yaml.hpp"

namespace drawdown::language {
namespace {

constexpr std::uint32_t scenario_number = 0;

// How files end that the language has and this version does not read.
constexpr std::array<std::string_view, 7> endings_later = {".ndjson", ".jsonl", ".json",   ".gz",
                                                           ".zst",    ".tsv",   ".parquet"};

// Catalogs and tables are looked for from where the scenario stands.
std::string beside(const std::string& scenario, const std::string& named) {
  const std::filesystem::path folder = std::filesystem::path(scenario).parent_path();
  return (folder / named).lexically_normal().string();
}

// Tables are comma-separated; what is something else is better told so than by everything that is odd in it.
bool is_table(scope& scenario, const node& named) {
  std::string ending = std::filesystem::path(named.text).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (ending == ".csv") return true;
  const bool is_later = std::find(endings_later.begin(), endings_later.end(), ending) != endings_later.end();
  scenario.report(is_later ? fault::not_built : fault::not_a_choice, named.place,
                  {is_later ? fmt::format("files that end in `{}` are not read in this version", ending)
                            : fmt::format("`{}` does not end in `.csv`", named.text),
                   is_later ? "not in this version" : "not the name of a table",
                   "write a table of comma-separated values: `NAME.csv`"});
  return false;
}

// Loads one scenario: its files, and what is found in them.
class loading {
 public:
  loaded load(const std::string& path, std::string text, const rules_asked& rules);
  loaded refuse(const std::string& path, const std::string& why);

 private:
  std::optional<catalog_read> open_catalog(scope& scenario, const node& named, const zone_table& zone);
  scope* open_table(scope& scenario, const node& named);
  scope* open(scope& scenario, const node& named, std::string_view what);
  loaded finish();

  std::deque<source_text> sources_;       // all, to the end: a finding in one may show a place of another
  std::deque<scope> scopes_;              // of files beside the scenario
  std::map<std::string, scope*> tables_;  // that were opened, by path; null: it cannot be read
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
             {fmt::format("`{}` cannot be read: {}", path, why), "",
              "name a scenario file, as it is found from the folder in which you are"});
  return finish();
}

// Opens a file that the scenario names; null where it cannot be read.
scope* loading::open(scope& scenario, const node& named, std::string_view what) {
  const std::string path = beside(scenario.file.name(), named.text);
  result<std::string> bytes = read_bytes(path);
  if (!bytes) {
    made_.unreadable = true;
    scenario.report(
        fault::unreadable, named.place,
        {fmt::format("the {} `{}` cannot be read: {}", what, path, bytes.error().message), "names the file",
         fmt::format("a {} is looked for from the folder of the scenario", what)});
    return nullptr;
  }
  const source_text& file = sources_.emplace_back(path, *bytes);
  made_.inputs.push_back({path, std::move(*bytes)});
  const auto number = static_cast<std::uint32_t>(made_.what->files.size());
  made_.what->files.push_back(path);
  return &scopes_.emplace_back(scope{found_, file, number});
}

std::optional<catalog_read> loading::open_catalog(scope& scenario, const node& named,
                                                  const zone_table& zone) {
  scope* const in = open(scenario, named, "catalog");
  if (in == nullptr || !check_bytes(*in)) return {};
  const std::optional<node> tree = read_yaml(*in);
  if (!tree) return {};
  return read_catalog(*in, *tree, zone);
}

scope* loading::open_table(scope& scenario, const node& named) {
  const auto known = tables_.find(named.text);
  if (known != tables_.end()) return known->second;
  scope* in = is_table(scenario, named) ? open(scenario, named, "table") : nullptr;
  if (in != nullptr && !check_table_bytes(*in)) in = nullptr;
  tables_.emplace(named.text, in);
  return in;
}

loaded loading::load(const std::string& path, std::string text, const rules_asked& rules) {
  made_.what = std::make_shared<world>();
  made_.what->files.push_back(path);
  const source_text& file = sources_.emplace_back(path, text);
  made_.inputs.push_back({path, std::move(text)});
  scope in{found_, file, scenario_number};
  if (!check_bytes(in)) return finish();
  const std::optional<node> tree = read_yaml(in);
  if (!tree) return finish();
  made_.rules =
      read_scenario(in, *tree,
                    {[&](const node& named, const zone_table& zone) { return open_catalog(in, named, zone); },
                     [&](scope& scenario, const node& named) { return open_table(scenario, named); }},
                    rules, *made_.what);
  return finish();
}

}  // namespace

loaded load_scenario(const std::string& path, const rules_asked& rules) {
  result<std::string> bytes = read_bytes(path);
  if (!bytes) return loading().refuse(path, bytes.error().message);
  return load_scenario_text(path, std::move(*bytes), rules);
}

loaded load_scenario_text(const std::string& path, std::string text, const rules_asked& rules) {
  return loading().load(path, std::move(text), rules);
}

}  // namespace drawdown::language
