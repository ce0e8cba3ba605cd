#include "reports/pricing_page/pricing_page.hpp"

#include <fmt/format.h>

#include "reports/html/page.hpp"
#include "reports/pricing/amounts.hpp"
#include "reports/pricing_page/parts.hpp"

namespace drawdown::reports::pricing {

namespace {

constexpr char mark = ',';

}  // namespace

html::markup::element open_view(html::markup& out, const std::string& id, std::string_view title) {
  return out.open("section", {{"id", id}, {"class", "view"}, {"aria-label", std::string(title)}});
}

std::string amount(const pricing_report& in, int128 value, unit of) {
  return value_text(value, of, in.unit, mark);
}

std::string change(const pricing_report& in, int128 value, unit of) {
  return change_text(value, of, in.unit, mark);
}

std::string share(int128 part, int128 whole) {
  return percent_text(part, whole, mark);
}

std::string count(std::size_t number) {
  return amount_text(static_cast<int128>(number), 0, mark);
}

html::cell money_cell(const pricing_report& in, int128 minor) {
  return {.text = amount(in, minor, unit::money)};
}

html::cell money_change(const pricing_report& in, int128 minor) {
  return {.text = change(in, minor, unit::money)};
}

html::cell count_cell(std::size_t number) {
  return {.text = count(number)};
}

std::string in_currency(const pricing_report& in, std::string_view title) {
  return fmt::format("{} ({})", title, in.unit.code());
}

std::string pricing_page(const pricing_report& of, const page_options& options) {
  const html::page_frame frame{.title = "Pricing of " + of.name,
                               .program_version = options.program_version,
                               .made_from = "the runs of this comparison",
                               .views = {{"result", "Result"},
                                         {"customers", "Customers"},
                                         {"months", "Months"},
                                         {"assumptions", "Assumptions"}}};
  return html::page_of(frame, [&](html::markup& out, html::page_data& data) {
    put_result(out, of);
    put_customers(out, of, options, data.charts);
    put_months(out, of, data.charts);
    put_assumptions(out, of);
  });
}

}  // namespace drawdown::reports::pricing
