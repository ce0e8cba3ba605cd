#include "reports/formats/junit.hpp"

#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/formats/run_report.hpp"
#include "reports/statement/item_text.hpp"
#include "reports/statement/text.hpp"
#include "reports/store/kept.hpp"

namespace drawdown::reports {

namespace {

// What a test case holds but for its name: one `failure`, `error` or `skipped`, or nothing.
struct outcome_of_case {
  std::string tag;  // empty: it passed
  std::string type;
  std::string message;  // one line
  std::string text;     // several
};

struct test_case {
  std::string name;
  std::string file;
  std::uint32_t line = 0;  // 0: none
  outcome_of_case outcome;
};

struct tally {
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};

tally tally_of(const std::vector<test_case>& cases) {
  tally sums;
  for (const test_case& each : cases) {
    if (each.outcome.tag == "failure") ++sums.failures;
    if (each.outcome.tag == "error") ++sums.errors;
    if (each.outcome.tag == "skipped") ++sums.skipped;
  }
  return sums;
}

std::string counts_of(const std::vector<test_case>& cases) {
  const tally sums = tally_of(cases);
  return fmt::format(R"(tests="{}" failures="{}" errors="{}" skipped="{}")", cases.size(), sums.failures,
                     sums.errors, sums.skipped);
}

// Text of several lines: each of them clean.
std::string xml_lines(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines += xml_text(text.substr(0, end)) + '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

std::string xml_of(const test_case& each) {
  const std::string line = each.line == 0 ? "" : fmt::format(" line=\"{}\"", each.line);
  const std::string head = fmt::format(R"(    <testcase classname="{0}" name="{1}" file="{0}"{2})",
                                       xml_text(each.file), xml_text(each.name), line);
  const outcome_of_case& outcome = each.outcome;
  if (outcome.tag.empty()) return head + "/>\n";
  std::string inner = fmt::format("      <{} message=\"{}\"", outcome.tag, xml_text(outcome.message));
  if (outcome.tag != "skipped") inner += fmt::format(" type=\"{}\"", xml_text(outcome.type));
  inner +=
      outcome.text.empty() ? "/>\n" : fmt::format(">\n{}      </{}>\n", xml_lines(outcome.text), outcome.tag);
  return head + ">\n" + inner + "    </testcase>\n";
}

test_case end_of_run(const run_report& report) {
  const run_facts& facts = report.run.facts;
  test_case end{"the run comes to its end", report.file(), 0, {}};
  if (facts.defect)
    end.outcome = {"error", "defect", "a defect of Drawdown itself", *facts.defect};
  else if (facts.interrupted)
    end.outcome = {"error", "interrupted", fmt::format("interrupted at {}", to_string(facts.reached)), ""};
  return end;
}

void add_ledgers(const run_report& report, std::vector<test_case>& cases) {
  const run_facts& facts = report.run.facts;
  if (facts.differences.empty()) {
    test_case agree{"both ledgers agree", report.file(), 0, {}};
    if (facts.verification == "off") agree.outcome = {"skipped", "", "not verified", ""};
    cases.push_back(std::move(agree));
  }
  for (const difference& found : facts.differences) {
    const std::string event = found.event_number == 0 ? "" : fmt::format(", event {}", found.event_number);
    const std::string rule = found.rule.empty() ? "" : fmt::format(" ({})", found.rule);
    cases.push_back(
        {fmt::format("both ledgers agree on {}", found.account),
         report.file(),
         0,
         {"failure", found.rule.empty() ? "difference" : found.rule,
          fmt::format("the ledgers differ at {}{}{}", to_string(found.at), event, rule), found.message}});
  }
}

std::string history_of(const expectation_failure& failure) {
  std::string text;
  for (const history_line& line : failure.history)
    text += fmt::format("  event {}, {}: {}, credits {}, balance {}\n", line.number, to_string(line.at),
                        clean(line.description), to_string(line.change), to_string(line.balance));
  return text.empty() ? text : "what made it:\n" + text;
}

outcome_of_case outcome_of(const expectation_failure& failure) {
  const expectation_row& asked = failure.asked;
  const std::string actual =
      failure.actual.empty() ? "nothing, it was not looked at" : item_value(asked, failure.actual);
  std::string message = fmt::format("expected {}, actual {}", item_value(asked, asked.expected), actual);
  if (!failure.difference.empty()) message += fmt::format(", difference {}", failure.difference);
  std::string text = fmt::format("{}:{}:{}\n{} at {}\n{}: {}\n", clean(asked.file), asked.line, asked.column,
                                 item_owner(asked), to_string(asked.at), item_name(asked), message);
  if (asked.breaches > 1) text += fmt::format("the first of {} breaches\n", asked.breaches);
  return {"failure", "expectation", std::move(message), text + history_of(failure)};
}

// One item: its line makes the name unlike that of another item of the same figure.
test_case case_of(const expectation_row& asked) {
  // A rule has what it expects in its name, and no instant.
  const std::string rest = asked.what == "always" ? std::string()
                                                  : fmt::format(" at {}: {}", to_string(asked.at),
                                                                item_value(asked, asked.expected));
  return {fmt::format("line {}: {}, {}{}", asked.line, item_owner(asked), item_name(asked), rest),
          asked.file,
          asked.line,
          {}};
}

result<void> add_items(const run_store& of, const run_report& report, std::vector<test_case>& cases) {
  const auto items = read_expectations(of);
  if (!items) return tl::unexpected<error>(items.error());
  auto failure = report.expectations.failures.begin();  // in the order of the items
  for (const expectation_row& asked : *items) {
    test_case next = case_of(asked);
    switch (state_of(asked, report.run.facts.reached)) {
      case item_state::failed:
        next.outcome = outcome_of(*failure++);
        break;
      case item_state::not_reached:
        next.outcome = {"skipped", "", "the run did not come there", ""};
        break;
      case item_state::held:
        break;
    }
    cases.push_back(std::move(next));
  }
  return {};
}

std::string properties_of(const run_report& report) {
  const run_facts& facts = report.run.facts;
  std::string text;
  const auto add = [&](std::string_view name, const std::string& value) {
    text += fmt::format("      <property name=\"{}\" value=\"{}\"/>\n", name, xml_text(value));
  };
  add("program_version", facts.program_version);
  add("seed", std::to_string(report.run.seed));
  add("start", to_string(report.run.start));
  add("end", to_string(report.run.end));
  add("reached", to_string(facts.reached));
  add("verification", facts.verification);
  if (const std::string note = kept_note(report.run); !note.empty()) add("kept", note);
  for (const input_hash& input : facts.inputs) add("input", fmt::format("{} {}", input.xxh3, input.path));
  return fmt::format("    <properties>\n{}    </properties>\n", text);
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string escaped;
  const std::string harmless = clean(text);
  for (std::size_t i = 0; i < harmless.size(); ++i) {
    const std::string_view rest = std::string_view(harmless).substr(i);
    // U+FFFE and U+FFFF are characters, but none of XML.
    if (rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF")) {
      escaped += rest[2] == '\xBE' ? "\\ufffe" : "\\uffff";
      i += 2;
      continue;
    }
    switch (harmless[i]) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += harmless[i];
    }
  }
  return escaped;
}

result<std::string> junit_xml(const run_store& of) {
  const auto report = read_report(of);
  if (!report) return tl::unexpected<error>(report.error());
  std::vector<test_case> cases = {end_of_run(*report)};
  add_ledgers(*report, cases);
  if (auto added = add_items(of, *report, cases); !added) return tl::unexpected<error>(added.error());
  const std::string counts = counts_of(cases);
  std::string xml = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"drawdown\" {0}>\n"
      "  <testsuite name=\"{1}\" file=\"{2}\" {0}>\n{3}",
      counts, xml_text(report->run.scenario), xml_text(report->file()), properties_of(*report));
  for (const test_case& each : cases) xml += xml_of(each);
  return xml + "  </testsuite>\n</testsuites>\n";
}

}  // namespace drawdown::reports
