// Checks that failed, each with the slice of history around it; and all that was expected.
#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/html/data_table.hpp"
#include "reports/html/numbers.hpp"
#include "reports/html/parts.hpp"
#include "reports/statement/item_text.hpp"

namespace drawdown::reports::html {

namespace {

// Of more the first are enough to begin with; the rest is in the table of expectations.
constexpr std::size_t failures_shown = 50;
constexpr std::size_t expectations_shown = 1'000;

std::string place_of(const expectation_row& asked) {
  return fmt::format("{}:{}:{}", asked.file, asked.line, asked.column);
}

std::string owner_of(const expectation_row& asked) {
  if (!asked.account) return "all accounts";
  return asked.agent_name.empty() ? asked.account_name
                                  : fmt::format("{}, {}", asked.account_name, asked.agent_name);
}

void put_account_link(markup& out, const material& what, account_index account) {
  const std::string link = link_to(what, account);
  if (link.empty()) return;
  const auto line = out.open("p");
  out.put("a", {{"href", link}}, "The billing page of the account");
}

void put_difference(markup& out, const material& what, const difference_material& each) {
  const auto box = out.open("article", {{"class", "failure"}});
  out.put("h4", fmt::format("The ledgers differ: {}", each.found.account));
  const std::string event = each.found.event_number == 0
                                ? "the figures at the end of an epoch"
                                : fmt::format("event {}", count_text(each.found.event_number));
  out.put("p", fmt::format("At {}, {}{}{}.", to_string(each.found.at), event,
                           each.found.rule.empty() ? "" : ", against ", each.found.rule));
  {
    const auto said = out.open("pre");
    std::string_view rest = each.found.message;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      out.text(rest.substr(0, end));
      out.line();
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  put_events(out, what, what.accounts[each.account], each.around,
             {.caption = "The events around it, oldest first", .marked = each.found.event_number});
  put_account_link(out, what, each.account);
}

void put_history(markup& out, const material& what, const expectation_failure& failure) {
  if (failure.history.empty()) {
    const bool is_kept = !failure.asked.account || what.accounts.at(*failure.asked.account).is_kept;
    out.put("p", {{"class", "hint"}},
            is_kept ? "Nothing in the history made this figure."
                    : "The transactions behind this figure are not kept.");
    return;
  }
  const zone_table& zone = failure.asked.account ? what.zone_of(what.accounts.at(*failure.asked.account))
                                                 : what.zones.at(what.run.zone);
  data_table lines(out, "What made it, oldest first",
                   {{"Event", holds::numbers},
                    {"When", holds::instants},
                    {"What"},
                    {"Credits", holds::numbers},
                    {"Balance", holds::numbers}});
  for (const history_line& line : failure.history)
    lines.row({number(count_text(line.number), std::to_string(line.number)),
               {.text = to_local_string(line.at, zone), .value = exact(line.at.us())},
               {.text = line.description},
               number(change_of(line.change), exact(line.change.micro())),
               number(credits_text(line.balance), exact(line.balance.micro()))});
}

void put_failure(markup& out, const material& what, const expectation_failure& failure) {
  const expectation_row& asked = failure.asked;
  const auto box = out.open("article", {{"class", "failure"}});
  out.put("h4", fmt::format("{}: {}", owner_of(asked), item_name(asked)));
  {
    const auto line = out.open("p");
    out.text("Expected ");
    out.put("b", asked.expected);
    out.text(", actual ");
    out.put("b", failure.actual.empty() ? "nothing, it was not looked at" : failure.actual);
    if (!failure.difference.empty()) out.text(fmt::format(", difference {}", failure.difference));
    out.text(fmt::format(", at {}.", to_string(asked.at)));
    if (asked.breaches > 1)
      out.text(fmt::format(" It is the first of {} breaches.", count_text(asked.breaches)));
  }
  {
    const auto line = out.open("p", {{"class", "hint"}});
    out.text("It is expected in ");
    out.put("code", place_of(asked));
  }
  put_history(out, what, failure);
  if (asked.account) put_account_link(out, what, *asked.account);
}

// By which an item is known again.
std::string item_of(const expectation_row& asked) {
  return fmt::format("{} {} {} {}", place_of(asked), asked.what, asked.of, asked.name);
}

std::set<std::string> failed_items(const material& what) {
  std::set<std::string> items;
  for (const expectation_failure& failure : what.expectations.failures) items.insert(item_of(failure.asked));
  return items;
}

void put_expected(markup& out, const material& what) {
  if (what.expected.empty()) return;
  const auto more = out.open("details");
  out.put("summary", fmt::format("All {} of the scenario",
                                 counted(what.expected.size(), "expectation", "expectations")));
  if (what.expected.size() > expectations_shown)
    out.put("p", {{"class", "hint"}},
            fmt::format("The first {} are listed; all are in the table `expectations` of the run store.",
                        count_text(expectations_shown)));
  data_table rows(out, "What the scenario expects",
                  {{"Where"}, {"Whose"}, {"What"}, {"Expected"}, {"Actual"}, {"Verdict"}},
                  {.id = "expectations", .filter = "Filter expectations", .page = 25, .choose = 5});
  const std::set<std::string> failed = failed_items(what);
  for (std::size_t i = 0; i < std::min(expectations_shown, what.expected.size()); ++i) {
    const expectation_row& asked = what.expected[i];
    const std::string_view status = failed.contains(item_of(asked)) ? "failed"
                                    : asked.actual                  ? "held"
                                                                    : "not reached";
    rows.row({{.text = place_of(asked)},
              {.text = owner_of(asked)},
              {.text = item_name(asked)},
              {.text = asked.expected},
              {.text = asked.actual.value_or("")},
              {.text = std::string(status), .bad = status == "failed"}});
  }
}

}  // namespace

void put_failures(markup& out, const material& what) {
  const run_facts& facts = what.run.facts;
  const std::uint64_t failed =
      facts.differences.size() + what.expectations.failures.size() + (facts.defect ? std::uint64_t{1} : 0);
  out.put("h3", "Failed checks");
  if (failed == 0) out.put("p", "No check failed.");
  if (facts.defect) {
    const auto box = out.open("article", {{"class", "failure"}});
    out.put("h4", "A defect of the program");
    out.put("pre", *facts.defect);
  }
  for (const difference_material& each : what.differences) put_difference(out, what, each);
  const auto& failures = what.expectations.failures;
  for (std::size_t i = 0; i < std::min(failures_shown, failures.size()); ++i)
    put_failure(out, what, failures[i]);
  const std::size_t shown =
      what.differences.size() + std::min(failures_shown, failures.size()) + (facts.defect ? 1U : 0U);
  if (shown < failed)
    out.put("p", {{"class", "hint"}},
            fmt::format("{} more failed; they are in the tables `differences`, `expectations` and `rules` of "
                        "the run store.",
                        count_text(failed - shown)));
  put_expected(out, what);
}

}  // namespace drawdown::reports::html
