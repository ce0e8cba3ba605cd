#include "reports/html/data_table.hpp"

#include <array>
#include <utility>

#include "engine/units/error.hpp"

namespace drawdown::reports::html {

namespace {

attributes attributes_of(const table_options& options) {
  attributes all{{"class", options.style.empty() ? "data" : "data " + options.style}};
  if (!options.id.empty()) all.push_back({"id", options.id});
  if (!options.filter.empty()) all.push_back({"data-filter", options.filter});
  if (options.page != 0) all.push_back({"data-page", std::to_string(options.page)});
  if (options.older) all.push_back({"data-older", "yes"});
  if (options.choose) all.push_back({"data-choose", std::to_string(*options.choose)});
  return all;
}

std::string_view class_of(holds what) {
  constexpr std::array<std::string_view, 3> classes = {"", "num", "when"};
  return classes.at(static_cast<std::size_t>(what));
}

// The caption and the row of titles.
markup::element begin_body(markup& out, const std::string& caption, const std::vector<column>& columns) {
  out.put("caption", caption);
  {
    const auto head = out.open("thead");
    const auto row = out.open("tr");
    for (const column& each : columns)
      out.put("th", {{"scope", "col"}, {"class", std::string(class_of(each.what))}}, each.title);
  }
  return out.open("tbody");
}

}  // namespace

cell number(std::string text, std::string value) {
  return {.text = std::move(text), .value = std::move(value)};
}

// A frame that scrolls sideways is reached with the keyboard, and has a name.
data_table::data_table(markup& out, const std::string& caption, const std::vector<column>& columns,
                       const table_options& options)
    : out_(out),
      columns_(columns),
      frame_(out.open("div",
                      {{"class", "scroll"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", caption}})),
      table_(out.open("table", attributes_of(options))),
      body_(begin_body(out, caption, columns)) {}

void data_table::cells_of(const std::vector<cell>& cells) {
  ensure(cells.size() == columns_.size(), "a row has a cell for each column");
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const cell& each = cells[i];
    attributes with;
    if (i == 0) with.push_back({"scope", "row"});
    std::string style(class_of(columns_[i].what));
    if (each.bad) style += style.empty() ? "bad" : " bad";
    if (!style.empty()) with.push_back({"class", style});
    if (!each.value.empty()) with.push_back({"data-v", each.value});
    const auto whole = i == 0 ? out_.open("th", with) : out_.open("td", with);
    if (each.link.empty())
      out_.text(each.text);
    else
      out_.put("a", {{"href", each.link}}, each.text);
  }
}

void data_table::row(const std::vector<cell>& cells) {
  out_.line();
  const auto whole = out_.open("tr");
  cells_of(cells);
}

void data_table::total(const std::vector<cell>& cells) {
  const auto whole = out_.open("tr", {{"class", "total"}});
  cells_of(cells);
}

}  // namespace drawdown::reports::html
