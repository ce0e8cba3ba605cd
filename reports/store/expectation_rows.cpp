#include "reports/store/expectation_rows.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

// What a line of history is chosen by, in SQL; `?1` is the account, `?2` the number of the answer, `?3` the
// agent or NULL, `?4` the kind of event or NULL.
struct line_choice {
  std::string change = "e.credits_micro";
  std::string rows;
};

line_choice movements_on(std::string_view ledger_accounts) {
  const std::string sum = fmt::format(
      "(select sum(p.amount) from postings p where p.account = e.account and p.number = e.number and {})",
      ledger_accounts);
  return {sum, sum + " <> 0"};
}

line_choice choice_for(const expectation_row& asked) {
  if (asked.what == "count") return {"e.credits_micro", "e.kind = ?4 and (?3 is null or e.agent = ?3)"};
  if (asked.what == "last" || asked.what == "stopped")
    return {"e.credits_micro", "e.step is not null and (?3 is null or e.agent = ?3)"};
  if (asked.name == "spent") return {"e.credits_micro", "e.kind = 'charged' and e.agent = ?3"};
  if (asked.name == "held" || asked.name == "debt") return {"e.credits_micro", "0"};
  if (asked.name == "wallet")
    return movements_on("p.ledger_account in ('customer:paid', 'customer:adjustment')");
  constexpr std::array kinds = {"free", "plan", "addon", "adjustment", "paid"};
  if (std::ranges::find(kinds, asked.name) != kinds.end())
    return movements_on(fmt::format("p.ledger_account = 'customer:{}'", asked.name));
  return {"e.credits_micro", "e.credits_micro <> 0"};
}

std::uint64_t answered_by(const expectation_row& asked) {
  return asked.answer ? asked.answer->number : 0;
}

std::optional<answered_figures> answer_of(sql::fields& row) {
  const auto number = row.optional_integer();
  if (!number) return std::nullopt;
  answered_figures answer;
  answer.number = static_cast<std::uint64_t>(*number);
  for (credits& left : answer.account.left) left = row.amount();
  answer.account.held = row.amount();
  answer.account.debt = row.amount();
  answer.agent_spent = row.amount();
  answer.agent_stopped = row.flag();
  return answer;
}

}  // namespace

result<std::vector<expectation_row>> read_expectations(const run_store& from) {
  sql::session session(from.handle());
  sql::statement items(session, R"(
    select x.account, a.name, x.agent, g.name, x.at_us, x.file, x.line, x.column, x.what, x.name, x.expected,
      f.number, f.free_micro, f.plan_micro, f.addon_micro, f.adjustment_micro, f.paid_micro, f.held_micro, f.debt_micro,
      f.agent_spent_micro, f.agent_stopped
    from expectations x join accounts a on a.account = x.account
      left join agents g on g.account = x.account and g.agent = x.agent
      left join figures f on f.expectation = x.expectation and f.account = x.account
    order by x.expectation, x.item)");
  std::vector<expectation_row> rows;
  while (items.next()) {
    sql::fields row(items);
    expectation_row& next = rows.emplace_back();
    next.account = row.integer<account_index>();
    next.account_name = row.text();
    if (const auto agent = row.optional_integer()) next.agent = static_cast<agent_index>(*agent);
    next.agent_name = row.text();
    next.at = instant::from_us(row.integer());
    next.file = row.text();
    next.line = row.integer<std::uint32_t>();
    next.column = row.integer<std::uint32_t>();
    next.what = row.text();
    next.name = row.text();
    next.expected = row.text();
    next.answer = answer_of(row);
  }
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return rows;
}

result<std::optional<std::string>> last_outcome_before(const run_store& from, const expectation_row& asked) {
  sql::session session(from.handle());
  sql::statement last(session, R"(
    select outcome from events where account = ?1 and number < ?2 and step is not null and (?3 is null or agent = ?3)
    order by number desc limit 1)");
  last.start(asked.account, answered_by(asked), asked.agent);
  std::optional<std::string> outcome;
  if (last.next()) outcome = last.text(0);
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return outcome;
}

result<std::uint64_t> count_before(const run_store& from, const expectation_row& asked) {
  sql::session session(from.handle());
  sql::statement count(session, R"(
    select count(*) from events where account = ?1 and number < ?2 and (?3 is null or agent = ?3) and kind = ?4)");
  count.start(asked.account, answered_by(asked), asked.agent, asked.name);
  std::uint64_t events = 0;
  if (count.next()) events = static_cast<std::uint64_t>(count.integer(0));
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return events;
}

result<std::vector<history_line>> history_behind(const run_store& from, const expectation_row& asked,
                                                 std::uint64_t limit) {
  sql::session session(from.handle());
  const line_choice choice = choice_for(asked);
  sql::statement lines(session, fmt::format(R"(
    select e.number, e.at_us, e.description, {}, e.balance_micro
    from events e where e.account = ?1 and e.number < ?2 and {}
    order by e.number desc limit ?5)",
                                            choice.change, choice.rows));
  lines.start(asked.account, answered_by(asked), asked.agent, asked.name, limit);
  std::vector<history_line> history;
  while (lines.next()) {
    sql::fields row(lines);
    history_line& next = history.emplace_back();
    next.number = row.integer<std::uint64_t>();
    next.at = instant::from_us(row.integer());
    next.description = row.text();
    next.change = row.amount();
    next.balance = row.amount();
  }
  std::ranges::reverse(history);
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return history;
}

}  // namespace drawdown::reports
