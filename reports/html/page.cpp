#include "reports/html/page.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/html/assets.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::reports::html {

namespace {

constexpr std::size_t longest_title = 120;

// Nothing is loaded, nothing runs but what was built in.
std::string content_policy() {
  return fmt::format(
      "default-src 'none'; style-src {}; script-src {} {} {}; base-uri 'none'; form-action 'none'",
      policy_source(page_style), policy_source(early_script), policy_source(charts_library),
      policy_source(page_script));
}

void put_head(markup& out, const page_frame& frame) {
  const auto head = out.open("head");
  out.put_empty("meta", {{"charset", "utf-8"}});
  out.put_empty("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", content_policy()}});
  out.put_empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.put_empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  out.put_empty("meta", {{"name", "generator"}, {"content", "Drawdown " + frame.program_version}});
  out.put("title", cut_to(clean(frame.title), longest_title) + " – Drawdown");
  out.style(page_style);
  out.script(early_script);
}

void put_top(markup& out, const page_frame& frame) {
  out.put("a", {{"class", "skip"}, {"href", "#content"}}, "To the content");
  const auto header = out.open("header");
  out.put("h1", frame.title);
  const auto nav = out.open("nav", {{"aria-label", "Views"}});
  for (const page_view& view : frame.views) {
    if (&view != &frame.views.front()) out.text(" ");
    out.put("a", {{"href", "#" + view.id}}, view.name);
  }
}

void put_data(markup& out, const page_data& of) {
  nlohmann::ordered_json drawn = nlohmann::ordered_json::array();
  for (const chart& each : of.charts) drawn.push_back(data_of(each));
  const nlohmann::ordered_json data = {{"charts", drawn}, {"accounts", of.accounts}};
  out.data("report-data", data.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace));
}

void put_foot(markup& out, const page_frame& frame) {
  const auto foot = out.open("footer");
  out.put("p", fmt::format("Made by Drawdown {} from {}. This file loads nothing.", frame.program_version,
                           frame.made_from));
  const auto more = out.open("details");
  out.put("summary", "Charts: uPlot, and its licence");
  const auto licence = out.open("pre");
  std::string_view rest = charts_licence;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    out.text(rest.substr(0, end));
    out.line();
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

}  // namespace

std::string page_of(const page_frame& frame, const std::function<void(markup&, page_data&)>& put_content) {
  markup out;
  page_data data;
  out.doctype();
  {
    const auto page = out.open("html", {{"lang", "en"}});
    put_head(out, frame);
    const auto body = out.open("body");
    put_top(out, frame);
    {
      const auto content = out.open("main", {{"id", "content"}});
      put_content(out, data);
    }
    put_foot(out, frame);
    put_data(out, data);
    out.script(charts_library);
    out.script(page_script);
  }
  out.line();
  return out.take();
}

}  // namespace drawdown::reports::html
