// Charts of the page: drawn here as plain SVG, with integers alone, beside a table that says the same. Where
// scripts run, the charts library draws them anew, in the width of the window.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/units/money.hpp"
#include "engine/units/wide.hpp"
#include "reports/html/markup.hpp"

namespace drawdown::reports::html {

struct chart_series {
  std::string name;
  std::vector<int128> values;  // one for each label
};

enum class chart_kind { stacked_bars, line };

struct chart {
  std::string id;
  std::string title;
  chart_kind kind = chart_kind::stacked_bars;
  std::string unit;              // `EUR`, `credits`
  int decimals = 0;              // of the values
  std::string across = "Month";  // what the labels are
  std::vector<std::string> labels;
  std::vector<chart_series> series;  // at most as many as there are colours
};

// There are so many colours that can be told apart.
inline constexpr std::size_t chart_colours = 6;

void put_chart(markup& out, const chart& what);

// The chart for the script: values as text, since they may be wider than its numbers.
nlohmann::ordered_json data_of(const chart& what);

}  // namespace drawdown::reports::html
