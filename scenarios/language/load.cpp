#include "scenarios/language/load.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "scenarios/language/bulk_files.hpp"
#include "scenarios/language/bytes.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/reach.hpp"
#include "scenarios/language/read_load.hpp"
#include "scenarios/language/read_scenario.hpp"
#include "scenarios/language/scenario_state.hpp"
#include "scenarios/language/yaml.hpp"

namespace drawdown::language {
namespace {

constexpr std::uint32_t scenario_number = 0;

// How files end that the language has and this version does not read.
constexpr std::array<std::string_view, 3> endings_later = {".json", ".tsv", ".parquet"};

// What a scenario loads of a table that is packed.
constexpr std::uint64_t most_unpacked = 4 * largest_file;
// What it loads of all tables together, as they are stored.
constexpr std::uint64_t most_of_tables = 8 * largest_file;

// The format of a table, by its name where nothing says it; what has no name of one is reported.
std::optional<bulk::table_format> format_named(scope& scenario, const node& named) {
  if (const auto known = bulk::format_of(named.text)) return known;
  std::string ending = std::filesystem::path(bulk::unpacked_name(named.text)).extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const bool is_later = std::find(endings_later.begin(), endings_later.end(), ending) != endings_later.end();
  scenario.report(is_later ? fault::not_built : fault::not_a_choice, named.place,
                  {is_later ? fmt::format("files that end in `{}` are not read in this version", ending)
                            : fmt::format("`{}` does not end like the name of a table", named.text),
                   is_later ? "not in this version" : "not the name of a table",
                   "write `NAME.csv` or `NAME.ndjson`, packed `.gz` or `.zst` behind it"});
  return {};
}

// Loads one scenario: its files, and what is found in them.
class loading {
 public:
  explicit loading(reach within) : reach_(std::move(within)) {}

  loaded load(const std::string& path, std::string text, const rules_asked& rules, load_alone alone);
  // The same, but that usage files are opened and not read; with the catalog at that path in the place of the
  // scenario's, where it is not empty.
  static loaded_for_replay load_for_replay(const std::string& path, const std::string& catalog,
                                           const rules_asked& rules, const bulk_options& options,
                                           const std::string& root);
  loaded refuse(const std::string& path, const std::string& why);

 private:
  std::optional<catalog_read> open_catalog(scope& scenario, const node& named, const zone_table& zone);
  std::optional<catalog_read> open_catalog_asked(const zone_table& zone);
  static std::optional<catalog_read> read_catalog_in(scope& in, const zone_table& zone);
  std::shared_ptr<table_file> open_table(scope& scenario, const node& named,
                                         std::optional<bulk::table_format> said);
  scope& keep(const std::string& path, std::string bytes);
  std::optional<std::string> find(scope& scenario, const node& named, std::string_view what);
  void report_unreadable(scope& scenario, const node& named, std::string_view what, const error& why);
  scope* open(scope& scenario, const node& named, const std::string& path, std::string_view what);
  scope* open_whole(scope& scenario, const node& named, const std::string& path);
  std::shared_ptr<table_file> open_stream(scope& scenario, const node& named,
                                          std::optional<bulk::table_format> said);
  loaded load_without_world(scope& in, const node& file, load_alone alone);
  loaded finish();

  reach reach_;
  std::deque<source_text> sources_;       // all, to the end: a finding in one may show a place of another
  std::deque<scope> scopes_;              // of them
  std::map<std::string, scope*> tables_;  // that were opened, by path; null: it cannot be read
  std::uint64_t bytes_of_tables_ = 0;     // as they are stored
  findings found_;
  loaded made_;

  std::optional<node> tree_;
  std::optional<scenario_state> state_;
  bool is_replay_ = false;
  std::string catalog_asked_;                     // in the place of the scenario's; empty: none
  std::vector<usage_to_come> to_come_;            // of a replay
  std::map<std::string, std::uint32_t> numbers_;  // of the files that these are in, by path
};

loaded loading::finish() {
  if (found_.has_errors()) {
    made_.what = nullptr;
    made_.load.reset();
  }
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

// Where a file is that the scenario names; nothing where it may not be opened, which is reported.
std::optional<std::string> loading::find(scope& scenario, const node& named, std::string_view what) {
  std::string path = reach_.path_of(named.text);
  const result<void> checked = reach_.check(path);
  if (checked) return path;
  if (checked.error().code == error_code::out_of_range)
    scenario.report(
        fault::out_of_reach, named.place,
        {fmt::format("the {} `{}` may not be read: {}", what, named.text, checked.error().message),
         "leads out of what this scenario may read",
         "a scenario reads files below the folder above its own; `--root DIR` lets it read those "
         "below DIR"});
  else
    report_unreadable(scenario, named, what, checked.error());
  return {};
}

void loading::report_unreadable(scope& scenario, const node& named, std::string_view what, const error& why) {
  made_.unreadable = true;
  scenario.report(
      fault::unreadable, named.place,
      {fmt::format("the {} `{}` cannot be read: {}", what, reach_.path_of(named.text), why.message),
       "names the file", fmt::format("a {} is looked for from the folder of the scenario", what)});
}

// Opens a file that the scenario names; null where it cannot be read.
scope* loading::open(scope& scenario, const node& named, const std::string& path, std::string_view what) {
  result<std::string> bytes = read_bytes(path);
  if (bytes) return &keep(path, std::move(*bytes));
  report_unreadable(scenario, named, what, bytes.error());
  return nullptr;
}

// Makes a file one of those that the world is made from.
scope& loading::keep(const std::string& path, std::string bytes) {
  const source_text& file = sources_.emplace_back(path, bytes);
  made_.inputs.push_back({path, std::move(bytes)});
  const auto number = static_cast<std::uint32_t>(made_.what->files.size());
  made_.what->files.push_back(path);
  return scopes_.emplace_back(scope{found_, file, number});
}

std::optional<catalog_read> loading::open_catalog(scope& scenario, const node& named,
                                                  const zone_table& zone) {
  const auto path = find(scenario, named, "catalog");
  scope* const in = path ? open(scenario, named, *path, "catalog") : nullptr;
  if (in == nullptr) return {};
  return read_catalog_in(*in, zone);
}

std::optional<catalog_read> loading::read_catalog_in(scope& in, const zone_table& zone) {
  if (!check_bytes(in)) return {};
  const std::optional<node> tree = read_yaml(in);
  if (!tree) return {};
  return read_catalog(in, *tree, zone);
}

// The catalog that was asked for in the place of the scenario's.
std::optional<catalog_read> loading::open_catalog_asked(const zone_table& zone) {
  result<std::string> bytes = read_bytes(catalog_asked_);
  if (bytes) return read_catalog_in(keep(catalog_asked_, std::move(*bytes)), zone);
  const auto number = static_cast<std::uint32_t>(made_.what->files.size());
  made_.what->files.push_back(catalog_asked_);
  made_.unreadable = true;
  found_.add(fault::unreadable, number, catalog_asked_,
             {fmt::format("the catalog `{}` cannot be read: {}", catalog_asked_, bytes.error().message), "",
              "name a catalog, as it is found from the folder in which you are"});
  return {};
}

// Reads a table into memory; null where it cannot be read, or is too large, alone or with those before.
scope* loading::open_whole(scope& scenario, const node& named, const std::string& path) {
  if (bytes_of_tables_ > most_of_tables) return nullptr;  // that was said of the first too many
  std::error_code unreadable;
  const std::uintmax_t size = std::filesystem::file_size(path, unreadable);
  if (!unreadable && size <= largest_file) bytes_of_tables_ += size;
  if (bytes_of_tables_ > most_of_tables) {
    scenario.report(fault::too_large, named.place,
                    {fmt::format("the tables up to this one have more than {} MB together",
                                 most_of_tables / (std::uint64_t{1} << 20U)),
                     "the first too many", "usage of any size is run by `drawdown replay`"});
    return nullptr;
  }
  scope* const in = open(scenario, named, path, "table");
  if (in == nullptr || in->file.text().size() <= largest_file) return in;
  in->report(
      fault::too_large, {},
      {"the file has more than 64 MB", "", "split the table; usage of any size is run by `drawdown replay`"});
  return nullptr;
}

std::shared_ptr<table_file> loading::open_table(scope& scenario, const node& named,
                                                std::optional<bulk::table_format> said) {
  const auto format = said ? said : format_named(scenario, named);
  if (!format) return nullptr;
  const auto path = find(scenario, named, "table");
  if (!path) return nullptr;
  const auto [known, is_new] = tables_.try_emplace(*path);
  if (is_new) known->second = open_whole(scenario, named, *path);
  const scope* const in = known->second;
  if (in == nullptr) return nullptr;
  const bulk::packing how = bulk::packing_of(named.text);
  auto bytes = bulk::unpack(bulk::bytes_in_memory(in->file.text()), how);
  if (how != bulk::packing::plain) bytes = bulk::at_most(std::move(bytes), most_unpacked);
  return std::make_shared<table_file>(found_, in->file.name(), in->file_number,
                                      bulk::read_rows(std::move(bytes), *format));
}

std::shared_ptr<table_file> loading::open_stream(scope& scenario, const node& named,
                                                 std::optional<bulk::table_format> said) {
  const auto format = said ? said : format_named(scenario, named);
  if (!format) return nullptr;
  if (to_come_.size() == most_files_at_once) {
    scenario.report(fault::out_of_range, named.place,
                    {fmt::format("a replay reads at most {} usage files at once", most_files_at_once),
                     "one too many", "put files of one kind together"});
    return nullptr;
  }
  const auto path = find(scenario, named, "table");
  if (!path) return nullptr;
  auto stored = bulk::open_file(*path);
  if (!stored) {
    report_unreadable(scenario, named, "table", stored.error());
    return nullptr;
  }
  const auto [known, is_new] =
      numbers_.try_emplace(*path, static_cast<std::uint32_t>(made_.what->files.size()));
  if (is_new) made_.what->files.push_back(*path);
  return std::make_shared<table_file>(
      found_, *path, known->second,
      bulk::read_rows(bulk::unpack(std::move(*stored), bulk::packing_of(*path)), *format));
}

loaded loading::load_without_world(scope& in, const node& file, load_alone alone) {
  made_.what = nullptr;
  if (alone == load_alone::refused)
    report_load_alone(in, file);
  else
    made_.load = read_load_alone(in, file);
  return finish();
}

loaded loading::load(const std::string& path, std::string text, const rules_asked& rules, load_alone alone) {
  made_.what = std::make_shared<world>();
  made_.what->files.push_back(path);
  const source_text& file = sources_.emplace_back(path, text);
  made_.inputs.push_back({path, std::move(text)});
  scope& in = scopes_.emplace_back(scope{found_, file, scenario_number});
  if (!check_bytes(in)) return finish();
  tree_ = read_yaml(in);
  if (!tree_) return finish();
  const node& tree = *tree_;
  if (is_load_alone(tree)) return load_without_world(in, tree, alone);
  made_.load = read_load(in, tree);
  const auto open_later = [&](scope& scenario, const node& named, std::optional<bulk::table_format> said) {
    return open_stream(scenario, named, said);
  };
  const auto open_whole = [&](scope& scenario, const node& named, std::optional<bulk::table_format> said) {
    return open_table(scenario, named, said);
  };
  state_.emplace(in, *made_.what);
  if (is_replay_) state_->to_come = &to_come_;
  file_openers openers{
      [&](const node& named, const zone_table& zone) { return open_catalog(in, named, zone); }, open_whole,
      is_replay_ ? table_opener(open_later) : table_opener(open_whole)};
  if (!catalog_asked_.empty())
    openers.catalog_asked = [&](const zone_table& zone) { return open_catalog_asked(zone); };
  made_.rules = read_scenario(*state_, tree, openers, rules);
  made_.sells_in = state_->sold.unit.unit;
  return finish();
}

loaded_for_replay loading::load_for_replay(const std::string& path, const std::string& catalog,
                                           const rules_asked& rules, const bulk_options& options,
                                           const std::string& root) {
  const auto made = std::make_shared<loading>(reach(path, root));
  result<std::string> bytes = read_bytes(path);
  if (!bytes) return {made->refuse(path, bytes.error().message), nullptr};
  made->is_replay_ = true;
  made->catalog_asked_ = catalog;
  loaded_for_replay all;
  all.scenario = made->load(path, std::move(*bytes), rules, load_alone::refused);
  if (all.scenario.what == nullptr || made->to_come_.empty()) return all;

  // The world outlives the feed's words about it.
  struct kept {
    std::shared_ptr<loading> files;
    std::shared_ptr<world> what;
  };
  made->found_ = findings{};
  all.feed = feed_of({std::make_shared<kept>(kept{made, all.scenario.what}), *made->state_, made->found_,
                      std::move(made->to_come_)},
                     options);
  if (made->found_.has_errors()) {
    all.feed = nullptr;
    all.scenario.what = nullptr;
    all.scenario.findings = made->found_.sorted();
  }
  return all;
}

}  // namespace

loaded_for_replay load_for_replay(const std::string& path, const rules_asked& rules,
                                  const bulk_options& options, const std::string& root) {
  return loading::load_for_replay(path, {}, rules, options, root);
}

loaded_for_replay load_with_catalog(const std::string& path, const std::string& catalog,
                                    const rules_asked& rules, const bulk_options& options,
                                    const std::string& root) {
  return loading::load_for_replay(path, catalog, rules, options, root);
}

loaded load_scenario(const std::string& path, const rules_asked& rules, load_alone alone,
                     const std::string& root) {
  result<std::string> bytes = read_bytes(path);
  if (!bytes) return loading(reach(path, root)).refuse(path, bytes.error().message);
  return load_scenario_text(path, std::move(*bytes), rules, alone, root);
}

loaded load_scenario_text(const std::string& path, std::string text, const rules_asked& rules,
                          load_alone alone, const std::string& root) {
  return loading(reach(path, root)).load(path, std::move(text), rules, alone);
}

}  // namespace drawdown::language
