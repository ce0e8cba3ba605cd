#include "scenarios/language/rulebook.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/settings/table.hpp"
#include "scenarios/language/bytes.hpp"
#include "scenarios/language/findings.hpp"
#include "scenarios/language/mapping.hpp"
#include "scenarios/language/values.hpp"
#include "scenarios/language/yaml.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 4> book_keys = {"rulebook", "about", "settings", "not_expressed"};
constexpr std::array<names, 2> setting_keys = {"value", "source"};
constexpr names unknown_value = "unknown";

std::string text_or_empty(scope& in, const node* at, names what) {
  if (at == nullptr) return {};
  return std::string(read_text(in, *at, what).value_or(""));
}

// A value is held against what the setting may be, wherever it comes to be used.
void check_value(scope& in, const node& at, const rulebook_setting& setting) {
  settings scratch;
  const result<void> applied = apply_setting(scratch, setting.name, *setting.value);
  if (!applied) in.report(fault::setting_value, at.place, engine_wording(applied.error()));
}

rulebook_setting read_setting(scope& in, const entry& one) {
  rulebook_setting made;
  made.name = one.key.text;
  const mapping keys(in, one.value, {"a setting of a rule-book", setting_keys, {}});
  made.source = text_or_empty(in, keys.require("source"), "the source");
  const node* value = keys.require("value");
  if (value == nullptr) return made;
  const std::string text = text_or_empty(in, value, "the value");
  if (text == unknown_value || text.empty()) return made;
  made.value = text;
  check_value(in, *value, made);
  return made;
}

void read_settings(scope& in, const node& at, rulebook& made) {
  const auto* entries = named_entries(in, at, "`settings`");
  if (entries == nullptr) return;
  for (const entry& one : *entries) made.settings.push_back(read_setting(in, one));
  for (const setting_entry& one : setting_table()) {
    if (one.is_built() == (made.find(one.name) != nullptr)) continue;
    in.report(
        one.is_built() ? fault::missing_key : fault::not_built, at.place,
        {fmt::format("the setting `{}` is {}", one.name, one.is_built() ? "missing" : "not built"), "", ""});
  }
  for (const rulebook_setting& named : made.settings) {
    const auto all = setting_table();
    if (std::none_of(all.begin(), all.end(), [&](const setting_entry& s) { return s.name == named.name; }))
      in.report(fault::unknown_key, at.place, {fmt::format("there is no setting `{}`", named.name), "", ""});
  }
}

rulebook read_book(scope& in, const node& of) {
  rulebook made;
  const mapping keys(in, of, {"a rule-book", book_keys, {}});
  if (!keys.is_sound()) return made;
  made.name = text_or_empty(in, keys.require("rulebook"), "the name");
  made.about = text_or_empty(in, keys.require("about"), "`about`");
  if (const node* at = keys.require("settings")) read_settings(in, *at, made);
  if (const node* at = keys.find("not_expressed")) {
    if (const auto* items = list_items(in, *at, "`not_expressed`"))
      for (const node& item : *items) made.not_expressed.push_back(text_or_empty(in, &item, "an entry"));
  }
  return made;
}

// The books that can be read; that all can is held by a test.
std::vector<rulebook> all_books() {
  std::vector<rulebook> books;
  for (const rulebook_file& file : rulebook_files())
    if (auto book = read_rulebook(file)) books.push_back(std::move(*book));
  std::sort(books.begin(), books.end(), [](const rulebook& a, const rulebook& b) { return a.name < b.name; });
  return books;
}

const std::vector<rulebook>& books() {
  static const std::vector<rulebook> all = all_books();
  return all;
}

}  // namespace

const rulebook_setting* rulebook::find(std::string_view setting) const {
  const auto found = std::find_if(settings.begin(), settings.end(),
                                  [&](const rulebook_setting& one) { return one.name == setting; });
  return found == settings.end() ? nullptr : &*found;
}

result<rulebook> read_rulebook(const rulebook_file& file) {
  findings found;
  const source_text text(std::string(file.name) + ".yaml", file.text);
  scope in{found, text, 0};
  rulebook made;
  if (check_bytes(in))
    if (const auto tree = read_yaml(in)) made = read_book(in, *tree);
  if (!found.has_errors() && made.name != file.name)
    in.report(fault::bad_name, {1, 1, 1},
              {fmt::format("the rule-book calls itself `{}`", made.name), "", ""});
  if (!found.has_errors()) return made;
  std::string said;
  for (const diagnostic& one : found.sorted()) said += render(one, false);
  return fail(error_code::malformed, std::move(said));
}

std::vector<std::string_view> rulebook_names() {
  std::vector<std::string_view> all;
  for (const rulebook& one : books()) all.push_back(one.name);
  return all;
}

const rulebook* find_rulebook(std::string_view name) {
  const auto found =
      std::find_if(books().begin(), books().end(), [&](const rulebook& one) { return one.name == name; });
  return found == books().end() ? nullptr : &*found;
}

}  // namespace drawdown::language
