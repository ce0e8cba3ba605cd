// What a comparison comes to: tiles, words, all figures.
#include <array>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/pricing/amounts.hpp"
#include "reports/pricing_page/parts.hpp"

namespace drawdown::reports::pricing {

namespace {

using html::holds;

constexpr std::array tiles = {figure::revenue,      figure::received, figure::deferred, figure::breakage,
                              figure::gateway_fees, figure::blocked,  figure::recharges};

const compared_figure& figure_in(const pricing_report& of, figure which) {
  return of.compared.figures.at(static_cast<std::size_t>(which));
}

// `revenue` as a title.
std::string capital(std::string_view text) {
  std::string made(text);
  if (!made.empty() && made[0] >= 'a' && made[0] <= 'z') made[0] = static_cast<char>(made[0] - 'a' + 'A');
  return made;
}

std::string unit_text(const pricing_report& of, figure which) {
  switch (unit_of(which)) {
    case unit::money:
      return std::string(of.unit.code());
    case unit::credits:
      return "credits";
    case unit::hours:
      return "hours";
    case unit::count:
      return "";
  }
  throw defect("unit_text: a unit that is none");
}

// From where to where the true difference lies with a confidence of 95 %.
std::string interval_text(const pricing_report& of, const compared_figure& one) {
  const estimate& known = one.difference;
  if (!known.margin) return of.from == customers_from::scenario ? "none: one draw" : "none: one seed";
  const unit in = unit_of(one.of);
  return fmt::format("{} to {}", change(of, known.mean - *known.margin, in),
                     change(of, known.mean + *known.margin, in));
}

void put_tile(html::markup& out, const pricing_report& of, const compared_figure& one) {
  const unit in = unit_of(one.of);
  const auto tile = out.open("div", {{"class", "tile"}, {"id", fmt::format("tile-{}", name_of(one.of))}});
  out.put("p", {{"class", "name"}}, capital(title_of(one.of)));
  {
    const auto value = out.open("p", {{"class", "amount"}});
    out.text(amount(of, one.after.mean, in));
    if (const std::string unit = unit_text(of, one.of); in == unit::money) out.put("small", " " + unit);
  }
  const auto facts = out.open("dl");
  const auto fact = [&](std::string_view name, const std::string& value) {
    out.put("dt", name);
    out.put("dd", value);
  };
  fact("baseline", amount(of, one.before.mean, in));
  const std::string part = share(one.difference.mean, one.before.mean);
  fact("difference", change(of, one.difference.mean, in) + (part.empty() ? "" : fmt::format(" ({})", part)));
  fact("95 %", interval_text(of, one));
}

void put_figures(html::markup& out, const pricing_report& of) {
  const bool has_intervals = of.seeds.size() > 1;
  std::vector<html::column> columns = {{"Figure"},
                                       {"Unit"},
                                       {"Baseline", holds::numbers},
                                       {"Candidate", holds::numbers},
                                       {"Difference", holds::numbers},
                                       {"In percent", holds::numbers}};
  if (has_intervals) {
    columns.push_back({"95 % (±)", holds::numbers});
    columns.push_back({"Beyond chance"});
  }
  out.put("h3", "All figures");
  html::data_table table(out, has_intervals ? "All customers, the mean of the seeds" : "All customers",
                         columns, {.id = "figures"});
  for (const compared_figure& one : of.compared.figures) {
    const unit in = unit_of(one.of);
    std::vector<html::cell> cells = {
        {.text = capital(title_of(one.of))},           {.text = unit_text(of, one.of)},
        {.text = amount(of, one.before.mean, in)},     {.text = amount(of, one.after.mean, in)},
        {.text = change(of, one.difference.mean, in)}, {.text = share(one.difference.mean, one.before.mean)}};
    if (has_intervals) {
      cells.push_back({.text = amount(of, one.difference.margin.value_or(0), in)});
      cells.push_back({.text = one.difference.differs_from_zero() ? "yes" : "no"});
    }
    table.row(cells);
  }
}

std::string draws_text(const pricing_report& of) {
  if (of.from == customers_from::scenario)
    return "Both lists were run with the same steps and the same usage, as the scenario has them. That is "
           "one "
           "draw, so there is no interval. What people did by themselves, top-ups and leaving, is the same "
           "under "
           "both.";
  if (of.seeds.size() == 1)
    return "Both lists were run with the same customers and the same draws. One seed says nothing of chance.";
  return fmt::format(
      "Both lists were run with the same customers and the same draws, {} times. Figures are means, and the "
      "true "
      "difference lies in the interval in 95 of 100 cases. Where the interval holds zero, nothing is shown "
      "to have "
      "changed.",
      of.seeds.size());
}

}  // namespace

void put_result(html::markup& out, const pricing_report& of) {
  const auto view = open_view(out, "result", "Result");
  out.put("h2", {{"tabindex", "-1"}}, "Result");
  out.put("p", {{"class", "story"}, {"id", "in-words"}}, in_words(of, ','));
  {
    const auto all = out.open("div", {{"class", "tiles compared"}});
    for (const figure each : tiles) put_tile(out, of, figure_in(of, each));
  }
  out.put(
      "p", {{"class", "hint"}},
      "Large is the candidate. Hours and recharges are those of all customers together. " + draws_text(of));
  put_figures(out, of);
}

}  // namespace drawdown::reports::pricing
