#include "reports/html/chart.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/units/error.hpp"
#include "reports/html/numbers.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports::html {

namespace {

// The picture, in units of its own.
constexpr int width = 760;
constexpr int height = 260;
constexpr int left = 90;
constexpr int right = 750;
constexpr int top = 12;
constexpr int bottom = 222;
constexpr std::size_t most_labels = 12;

// What the values reach from and to; zero is always between, and there is always some way.
struct bounds {
  int128 low = 0;
  int128 high = 0;
};

bounds bounds_of(const chart& what) {
  bounds found;
  for (std::size_t i = 0; i < what.labels.size(); ++i) {
    bounds at;
    for (const chart_series& series : what.series) {
      const int128 value = series.values[i];
      if (what.kind == chart_kind::line) {
        at = {std::min(at.low, value), std::max(at.high, value)};
      } else {
        (value < 0 ? at.low : at.high) += value;
      }
    }
    found = {std::min(found.low, at.low), std::max(found.high, at.high)};
  }
  if (found.low == found.high) ++found.high;
  return found;
}

int y_of(int128 value, const bounds& reach) {
  return bottom - static_cast<int>((value - reach.low) * (bottom - top) / (reach.high - reach.low));
}

// The left end of the place of a label, of so many.
int x_of(std::size_t i, std::size_t count) {
  return left +
         static_cast<int>(i * static_cast<std::size_t>(right - left) / std::max<std::size_t>(count, 1));
}

std::string text_of(int128 value, const chart& what) {
  return grouped(wide_decimal(value, what.decimals, false));
}

void put_axes(markup& out, const chart& what, const bounds& reach) {
  for (int step = 0; step <= 4; ++step) {
    const int128 value = reach.low + (reach.high - reach.low) * step / 4;
    const auto y = std::to_string(y_of(value, reach));
    out.put_empty("line", {{"class", "grid"},
                           {"x1", std::to_string(left)},
                           {"x2", std::to_string(right)},
                           {"y1", y},
                           {"y2", y}});
    out.put("text", {{"class", "tick"}, {"x", std::to_string(left - 8)}, {"y", y}, {"text-anchor", "end"}},
            text_of(value, what));
  }
  const std::size_t every = (what.labels.size() + most_labels - 1) / most_labels;
  for (std::size_t i = 0; i < what.labels.size(); i += every) {
    const int middle = (x_of(i, what.labels.size()) + x_of(i + 1, what.labels.size())) / 2;
    out.put("text",
            {{"class", "tick"},
             {"x", std::to_string(middle)},
             {"y", std::to_string(bottom + 18)},
             {"text-anchor", "middle"}},
            what.labels[i]);
  }
}

void put_bars(markup& out, const chart& what, const bounds& reach) {
  for (std::size_t i = 0; i < what.labels.size(); ++i) {
    const int from = x_of(i, what.labels.size());
    const int wide = std::max(1, (x_of(i + 1, what.labels.size()) - from) * 7 / 10);
    bounds stack;
    for (std::size_t s = 0; s < what.series.size(); ++s) {
      const int128 value = what.series[s].values[i];
      if (value == 0) continue;
      int128& edge = value < 0 ? stack.low : stack.high;
      const int begin = y_of(edge, reach);
      edge += value;
      const int end = y_of(edge, reach);
      const auto bar = out.open("rect", {{"class", fmt::format("fill-{}", s)},
                                         {"x", std::to_string(from + wide / 5)},
                                         {"y", std::to_string(std::min(begin, end))},
                                         {"width", std::to_string(wide)},
                                         {"height", std::to_string(std::max(1, std::abs(begin - end)))}});
      out.put("title", fmt::format("{}, {}: {} {}", what.labels[i], what.series[s].name, text_of(value, what),
                                   what.unit));
    }
  }
}

void put_lines(markup& out, const chart& what, const bounds& reach) {
  for (std::size_t s = 0; s < what.series.size(); ++s) {
    std::string points;
    for (std::size_t i = 0; i < what.labels.size(); ++i) {
      const int middle = (x_of(i, what.labels.size()) + x_of(i + 1, what.labels.size())) / 2;
      points += fmt::format("{}{},{}", i == 0 ? "" : " ", middle, y_of(what.series[s].values[i], reach));
    }
    const auto line = out.open("polyline", {{"class", fmt::format("line-{}", s)}, {"points", points}});
  }
}

void put_legend(markup& out, const chart& what) {
  const auto list = out.open("ul", {{"class", "legend"}});
  for (std::size_t s = 0; s < what.series.size(); ++s) {
    const auto item = out.open("li");
    out.put("span", {{"class", fmt::format("swatch back-{}", s)}, {"aria-hidden", "true"}}, "");
    out.text(what.series[s].name);
  }
}

}  // namespace

void put_chart(markup& out, const chart& what) {
  ensure(what.series.size() <= chart_colours, "a chart has a colour for each series");
  for (const chart_series& series : what.series)
    ensure(series.values.size() == what.labels.size(), "a series has a value for each label");
  const auto figure = out.open("figure", {{"class", "chart"}, {"id", what.id}});
  out.put("figcaption", fmt::format("{} ({})", what.title, what.unit));
  put_legend(out, what);
  const bounds reach = bounds_of(what);
  const auto frame = out.open("div", {{"class", "picture"}});
  const auto svg = out.open("svg", {{"viewBox", fmt::format("0 0 {} {}", width, height)},
                                    {"role", "img"},
                                    {"aria-label", fmt::format("{}; the table says the same", what.title)}});
  put_axes(out, what, reach);
  if (what.kind == chart_kind::stacked_bars)
    put_bars(out, what, reach);
  else
    put_lines(out, what, reach);
}

nlohmann::ordered_json data_of(const chart& what) {
  nlohmann::ordered_json series = nlohmann::ordered_json::array();
  for (const chart_series& each : what.series) {
    nlohmann::ordered_json values = nlohmann::ordered_json::array();
    for (const int128 value : each.values) values.push_back(exact(value));
    series.push_back({{"name", each.name}, {"values", values}});
  }
  return {{"id", what.id},         {"kind", what.kind == chart_kind::line ? "line" : "bars"},
          {"unit", what.unit},     {"decimals", what.decimals},
          {"across", what.across}, {"labels", what.labels},
          {"series", series}};
}

}  // namespace drawdown::reports::html
