// The views of the page, each written from the report. Charts are kept for the script.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/html/chart.hpp"
#include "reports/html/data_table.hpp"
#include "reports/html/markup.hpp"
#include "reports/pricing_page/pricing_page.hpp"

namespace drawdown::reports::pricing {

using charts_kept = std::vector<html::chart>;

// What it comes to: tiles, words, all figures.
void put_result(html::markup& out, const pricing_report& of);
// Whose bill changes: by how much, by use, by the month in which they began, by name.
void put_customers(html::markup& out, const pricing_report& of, const page_options& options,
                   charts_kept& charts);
// What each month comes to and closes with, under both lists.
void put_months(html::markup& out, const pricing_report& of, charts_kept& charts);
// What it was made from, and what was assumed.
void put_assumptions(html::markup& out, const pricing_report& of);

// A section of the page, with its heading; it is open until this ends.
html::markup::element open_view(html::markup& out, const std::string& id, std::string_view title);

// Amounts as the page has them: commas between thousands, credits rounded to whole ones.
std::string amount(const pricing_report& in, int128 value, unit of);
std::string change(const pricing_report& in, int128 value, unit of);
std::string share(int128 part, int128 whole);
std::string count(std::size_t number);

// The same as cells; money in its currency, which the title of the column names.
html::cell money_cell(const pricing_report& in, int128 minor);
html::cell money_change(const pricing_report& in, int128 minor);
html::cell count_cell(std::size_t number);
std::string in_currency(const pricing_report& in, std::string_view title);

}  // namespace drawdown::reports::pricing
