#include "reports/formats/annotations.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/formats/run_report.hpp"
#include "reports/statement/item_text.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::reports {

namespace {

// A message: line ends and the sign that escapes, escaped; what else could steer a terminal is written out.
std::string escaped_message(std::string_view text) {
  std::string escaped;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    for (const char letter : clean(text.substr(0, end)))
      escaped += letter == '%' ? std::string("%25") : std::string(1, letter);
    if (end < text.size()) escaped += "%0A";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return escaped;
}

// A property ends at a comma or a colon.
std::string property(std::string_view text) {
  std::string escaped;
  for (const char letter : escaped_message(text)) {
    if (letter == ':')
      escaped += "%3A";
    else if (letter == ',')
      escaped += "%2C";
    else
      escaped += letter;
  }
  return escaped;
}

std::string line_of(const annotation& what) {
  std::string properties = "file=" + property(what.file);
  if (what.line != 0) properties += fmt::format(",line={}", what.line);
  if (what.line != 0 && what.column != 0) properties += fmt::format(",col={}", what.column);
  if (!what.title.empty()) properties += ",title=" + property(what.title);
  return fmt::format("::{} {}::{}\n", what.is == annotation::level::error ? "error" : "warning", properties,
                     escaped_message(what.message));
}

annotation failed(const expectation_failure& failure) {
  const expectation_row& asked = failure.asked;
  const std::string actual =
      failure.actual.empty() ? "nothing, it was not looked at" : item_value(asked, failure.actual);
  std::string message =
      fmt::format("{} at {}: {}: expected {}, actual {}", item_owner(asked), to_string(asked.at),
                  item_name(asked), item_value(asked, asked.expected), actual);
  if (!failure.difference.empty()) message += fmt::format(", difference {}", failure.difference);
  return {annotation::level::error, asked.file,        asked.line, asked.column,
          "expectation failed",     std::move(message)};
}

}  // namespace

std::string github_annotations(const std::vector<annotation>& all) {
  std::string text;
  for (std::size_t i = 0; i < std::min(all.size(), most_annotations); ++i) text += line_of(all[i]);
  if (all.size() > most_annotations)
    text += fmt::format("::error title=more::{} more are left out here\n", all.size() - most_annotations);
  return text;
}

result<std::vector<annotation>> annotations_of(const run_store& of) {
  const auto report = read_report(of);
  if (!report) return tl::unexpected<error>(report.error());
  const run_facts& facts = report->run.facts;
  std::vector<annotation> found;
  if (facts.defect)
    found.push_back({annotation::level::error, report->file(), 0, 0, "defect of Drawdown", *facts.defect});
  for (const difference& next : facts.differences)
    found.push_back({annotation::level::error, report->file(), 0, 0, "the ledgers differ",
                     fmt::format("{} at {}\n{}", next.account, to_string(next.at), next.message)});
  for (const expectation_failure& failure : report->expectations.failures) found.push_back(failed(failure));
  return found;
}

}  // namespace drawdown::reports
