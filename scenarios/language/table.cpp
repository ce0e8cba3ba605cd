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

column_number table_columns::add_usual(std::string name, std::string_view what, text_place place) {
  described made;
  made.what = what;
  made.name = std::move(name);
  made.place = place;
  columns_.push_back(std::move(made));
  return columns_.size() - 1;
}

bool table_columns::bind(table_file& table) {
  if (!table.rows().has_header()) return bind_names(table);
  const table_file::step first = table.next();
  if (first == table_file::step::row) return bind_header(table, table.row());
  if (first == table_file::step::end)
    table.found().add(fault::empty_file, table.number(), table.name(),
                      {"the file is empty", "", "the first row of a table has the names of its columns"});
  return false;
}

bool table_columns::bind_quietly(table_file& table) {
  if (!table.rows().has_header()) return bind_names(table);
  if (table.next() != table_file::step::row) return false;
  const bulk::row& header = table.row();
  fields_ = header.cells.size();
  return std::all_of(columns_.begin(), columns_.end(), [&](described& one) {
    const auto found = std::find_if(header.cells.begin(), header.cells.end(),
                                    [&](const bulk::row_cell& cell) { return cell.text == one.name; });
    one.position = static_cast<std::size_t>(found - header.cells.begin());
    return one.value || found != header.cells.end();
  });
}

bool table_columns::has_faulty_value() const {
  return std::any_of(columns_.begin(), columns_.end(), [](const described& one) { return one.has_failed; });
}

bool table_columns::bind_names(table_file& table) {
  std::vector<std::string> wanted;
  for (described& one : columns_) {
    if (one.value) continue;
    one.position = wanted.size();
    wanted.push_back(one.name);
  }
  fields_ = wanted.size();
  table.rows().name_cells(wanted);
  return true;
}

bool table_columns::bind_header(table_file& table, const bulk::row& header) {
  fields_ = header.cells.size();
  bool all_found = true;
  std::vector<names> known;
  for (const bulk::row_cell& cell : header.cells) known.push_back(cell.text);
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
    scope& in = table.at(header);
    const bulk::row_cell& second = header.cells[static_cast<std::size_t>(again - known.begin())];
    in.report(fault::malformed_table, place_of(in, second),
              {fmt::format("two columns are named `{}`", one.name),
               "the second",
               "give each column that is read a name of its own",
               {{"the first is here", in.here(place_of(in, header.cells[one.position]))},
                {"it is read for this", scenario_.here(one.place)}}});
    all_found = false;
  }
  return all_found;
}

void table_columns::report_missing(const described& one, table_file& table, const bulk::row& header,
                                   const std::vector<std::string_view>& known) const {
  std::string hint = did_you_mean(one.name, known);
  const std::size_t mark = known.size() == 1 ? known.front().find_first_of(";\t|") : std::string_view::npos;
  if (mark != std::string_view::npos)
    hint = fmt::format(
        "columns are separated by commas{}",
        known.front()[mark] == '\t' ? ", not by tabs" : fmt::format(", not by `{}`", known.front()[mark]));
  if (hint.empty()) hint = fmt::format("write {}", one_of(known));
  const scope& in = table.at(header);
  scenario_.report(fault::unknown_reference, one.place,
                   {fmt::format("`{}` has no column `{}`", table.name(), one.name),
                    "no column has this name",
                    std::move(hint),
                    {{"the columns are named here", in.here(place_of(in, header))}}});
}

bool table_columns::fits(table_file& table, const bulk::row& row) const {
  if (has_all(row)) return true;
  scope& in = table.at(row);
  in.report(
      fault::malformed_table, place_of(in, row),
      {fmt::format("the row has {} {}, and the table {} {}", row.cells.size(),
                   row.cells.size() == 1 ? "field" : "fields", fields_, fields_ == 1 ? "column" : "columns"),
       row.cells.size() < fields_ ? "too few" : "too many",
       "a field with a comma in it stands between double quotes"});
  return false;
}

node table_columns::as_node(const described& said, const scope& row_scope, const bulk::row& row) {
  node made;
  made.kind = node_kind::text;
  made.plain = false;
  if (said.value) {
    made.text = *said.value;
    made.place = said.place;
  } else {
    const bulk::row_cell& cell = row.cells[said.position];
    made.text = cell.text;
    made.place = place_of(row_scope, cell);
  }
  return made;
}

}  // namespace drawdown::language
