// One HTML file that shows a comparison of price lists, for a browser without a network: what it comes to in
// figures and words, whose bill changes, what each month closes with, and what was assumed.
#pragma once

#include <functional>
#include <string>

#include "reports/pricing/pricing_report.hpp"

namespace drawdown::reports::pricing {

struct page_options {
  std::string program_version;
  std::string folder = "DIR";  // of the comparison, as a shell takes it for one word
  // Another word as a shell takes it for one.
  std::function<std::string(const std::string&)> as_word = [](const std::string& word) { return word; };
};

// The same bytes for the same report and options.
std::string pricing_page(const pricing_report& of, const page_options& options);

}  // namespace drawdown::reports::pricing
