#include "scenarios/language/table.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "scenarios/language/mapping.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

// The last only of a time.
constexpr std::array<names, 3> column_keys = {"column", "value", "zone"};
constexpr std::array<names, 0> none{};

}  // namespace

std::optional<column_number> table_columns::add(const node& said, std::string_view what) {
  return add(said, what, std::span(column_keys).first<2>());
}

std::optional<column_number> table_columns::add_time(const node& said) {
  return add(said, "the time", column_keys);
}

std::optional<column_number> table_columns::add(const node& said, std::string_view what,
                                                std::span<const std::string_view> allowed) {
  described made;
  made.what = what;
  const node* named = &said;
  if (said.kind == node_kind::mapping) {
    const mapping keys(scenario_, said, {"a column", allowed, none});
    if (keys.has("column") && keys.has("value")) {
      scenario_.report(fault::keys_exclude, keys.place_of("value"),
                       {fmt::format("{} comes from a column or is the same in every row", what),
                        "the same in every row",
                        "keep one of the two",
                        {{"the column is named here", scenario_.here(keys.place_of("column"))}}});
      return {};
    }
    named = keys.has("value") ? keys.find("value") : keys.require("column", "write `{column: NAME}`");
    if (named == nullptr) return {};
    if (keys.has("value")) made.value.emplace();
  }
  const auto text = read_text(scenario_, *named, fmt::format("the column of {}", what));
  if (!text) return {};
  (made.value ? *made.value : made.name) = *text;
  made.place = named->place;
  columns_.push_back(std::move(made));
  return columns_.size() - 1;
}

bool table_columns::bind(scope& table, const csv_row& header) {
  fields_ = header.fields.size();
  bool all_found = true;
  std::vector<names> known;
  for (const csv_field& field : header.fields) known.push_back(field.text);
  for (described& one : columns_) {
    if (one.value) continue;
    const auto found = std::find(known.begin(), known.end(), one.name);
    one.position = static_cast<std::size_t>(found - known.begin());
    if (found == known.end()) {
      report_missing(one, table, header, known);
      all_found = false;
      continue;
    }
    const auto again = std::find(found + 1, known.end(), one.name);
    if (again == known.end()) continue;
    const csv_field& second = header.fields[static_cast<std::size_t>(again - known.begin())];
    table.report(fault::malformed_table, place_of(table.file, second),
                 {fmt::format("two columns are named `{}`", one.name),
                  "the second",
                  "give each column that is read a name of its own",
                  {{"the first is here", table.here(place_of(table.file, header.fields[one.position]))},
                   {"it is read for this", scenario_.here(one.place)}}});
    all_found = false;
  }
  return all_found;
}

void table_columns::report_missing(const described& one, const scope& table, const csv_row& header,
                                   const std::vector<std::string_view>& known) const {
  std::string hint = did_you_mean(one.name, known);
  if (hint.empty()) hint = fmt::format("write {}", one_of(known));
  scenario_.report(fault::unknown_reference, one.place,
                   {fmt::format("`{}` has no column `{}`", table.file.name(), one.name),
                    "no column has this name",
                    std::move(hint),
                    {{"the columns are named here", table.here(place_of(table.file, header))}}});
}

bool table_columns::fits(scope& table, const csv_row& row) const {
  if (row.fields.size() == fields_) return true;
  table.report(fault::malformed_table, place_of(table.file, row),
               {fmt::format("the row has {} fields, and the table {} columns", row.fields.size(), fields_),
                row.fields.size() < fields_ ? "too few" : "too many",
                "a field with a comma in it stands between double quotes"});
  return false;
}

const std::string* table_columns::text(column_number column, const csv_row& row) const {
  const described& said = columns_[column];
  const std::string& found = said.value ? *said.value : row.fields[said.position].text;
  return found.empty() ? nullptr : &found;
}

node table_columns::as_node(const described& said, const scope& table, const csv_row& row) const {
  node made;
  made.kind = node_kind::text;
  made.plain = false;
  if (said.value) {
    made.text = *said.value;
    made.place = said.place;
  } else {
    const csv_field& field = row.fields[said.position];
    made.text = field.text;
    made.place = place_of(table.file, field);
  }
  return made;
}

}  // namespace drawdown::language
