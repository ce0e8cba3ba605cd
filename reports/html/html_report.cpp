#include "reports/html/html_report.hpp"

#include <fmt/format.h>

#include "reports/html/parts.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::reports {

namespace {

using namespace html;

// Nothing is loaded, nothing runs but what was built in.
std::string content_policy() {
  return fmt::format(
      "default-src 'none'; style-src {}; script-src {} {} {}; base-uri 'none'; form-action 'none'",
      policy_source(page_style), policy_source(early_script), policy_source(charts_library),
      policy_source(page_script));
}

void put_head(markup& out, const material& what) {
  const auto head = out.open("head");
  out.put_empty("meta", {{"charset", "utf-8"}});
  out.put_empty("meta", {{"http-equiv", "Content-Security-Policy"}, {"content", content_policy()}});
  out.put_empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.put_empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  out.put_empty("meta", {{"name", "generator"}, {"content", "Drawdown " + what.run.facts.program_version}});
  out.put("title", cut_to(clean(what.run.scenario), 120) + " – Drawdown");
  out.style(page_style);
  out.script(early_script);
}

void put_top(markup& out, const material& what) {
  out.put("a", {{"class", "skip"}, {"href", "#content"}}, "To the content");
  const auto header = out.open("header");
  out.put("h1", what.run.scenario);
  const auto nav = out.open("nav", {{"aria-label", "Views"}});
  out.put("a", {{"href", "#engineering"}}, "Engineering");
  out.text(" ");
  out.put("a", {{"href", "#finance"}}, "Finance");
  out.text(" ");
  out.put("a", {{"href", "#accounts"}}, "Accounts");
}

void put_data(markup& out, const material& what, const std::vector<chart>& charts) {
  nlohmann::ordered_json drawn = nlohmann::ordered_json::array();
  for (const chart& each : charts) drawn.push_back(data_of(each));
  const nlohmann::ordered_json data = {{"charts", drawn}, {"accounts", accounts_data(what)}};
  out.data("report-data", data.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace));
}

void put_foot(markup& out, const material& what) {
  const auto foot = out.open("footer");
  out.put("p", fmt::format("Made by Drawdown {} from the run store alone. This file loads nothing.",
                           what.run.facts.program_version));
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

result<std::string> html_report(const run_store& of, const html_options& options) {
  const auto what = gather(of, options);
  if (!what) return tl::unexpected<error>(what.error());
  markup out;
  std::vector<chart> charts;
  out.doctype();
  {
    const auto page = out.open("html", {{"lang", "en"}});
    put_head(out, *what);
    const auto body = out.open("body");
    put_top(out, *what);
    {
      const auto content = out.open("main", {{"id", "content"}});
      put_engineering(out, *what);
      put_finance(out, *what, charts);
      put_accounts(out, *what);
      for (const account_material& each : what->pages) put_account_page(out, *what, each);
    }
    put_foot(out, *what);
    put_data(out, *what, charts);
    out.script(charts_library);
    out.script(page_script);
  }
  out.line();
  return out.take();
}

}  // namespace drawdown::reports
