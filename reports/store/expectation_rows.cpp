#include "reports/store/expectation_rows.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

// What a line of history is chosen by, in SQL; `?1` is the account, `?2` the number before which it stands,
// `?3` the agent or NULL, `?4` the kind of event or the key that is asked about.
struct line_choice {
  std::string change = "e.credits_micro";
  std::string rows;
};

// Lines on which something changes.
line_choice where_it_changes(std::string change) {
  std::string rows = fmt::format("({}) <> 0", change);
  return {std::move(change), std::move(rows)};
}

line_choice movements_on(std::string_view ledger_accounts) {
  return where_it_changes(fmt::format(
      "(select sum(p.amount) from postings p where p.account = e.account and p.number = e.number and {})",
      ledger_accounts));
}

constexpr const char* held_change =
    "coalesce((select sum(v.held_micro) from movements v where v.account = e.account and v.number = "
    "e.number), 0)";
constexpr const char* spent_change =
    "case when e.kind in ('charged', 'captured') then coalesce(e.forgiven_micro, 0) - e.amount_micro "
    "when e.kind = 'refunded' then e.amount_micro else 0 end";

line_choice choice_for_figure(std::string_view name) {
  if (name == "spent")
    return {spent_change, "e.kind in ('charged', 'captured', 'refunded') and e.agent = ?3"};
  if (name == "counted") {
    line_choice chosen = where_it_changes(fmt::format("{} - {}", spent_change, held_change));
    chosen.rows = fmt::format(
        "{} and coalesce(e.agent, (select h.agent from holds h where h.account = e.account "
        "and h.hold = e.hold)) = ?3",
        chosen.rows);
    return chosen;
  }
  if (name == "debt") return where_it_changes("e.debt_micro");
  if (name == "invoiced") return where_it_changes("coalesce(e.invoiced_micro, 0)");
  if (name == "net") return where_it_changes("e.credits_micro - e.debt_micro");
  if (name == "held") return where_it_changes(held_change);
  if (name == "available") return where_it_changes(fmt::format("e.credits_micro - {}", held_change));
  if (name == "wallet") return movements_on("p.ledger_account in ('customer:paid', 'customer:adjustment')");
  constexpr std::array kinds = {"free", "plan", "addon", "adjustment", "paid"};
  if (std::ranges::find(kinds, name) != kinds.end())
    return movements_on(fmt::format("p.ledger_account = 'customer:{}'", name));
  return where_it_changes("e.credits_micro");
}

// A rule's lines are those of all its figures.
line_choice choice_for_rule(const std::vector<std::string>& figures) {
  if (figures.size() == 1) return choice_for_figure(figures.front());
  line_choice chosen{"e.credits_micro", ""};
  for (const std::string& name : figures)
    chosen.rows += fmt::format("{}({})", chosen.rows.empty() ? "" : " or ", choice_for_figure(name).rows);
  return chosen;
}

line_choice choice_for_lot(std::string_view part) {
  const std::string moved = fmt::format(
      "(select sum(v.{}) from movements v join lots l on l.account = v.account and l.lot = v.lot "
      "where v.account = e.account and v.number = e.number and l.key = ?4)",
      part == "held" ? "held_micro" : "left_micro");
  return {fmt::format("coalesce({}, 0)", moved), fmt::format("{} is not null", moved)};
}

line_choice choice_for(const expectation_row& asked) {
  if (asked.what == "count") return {"e.credits_micro", "e.kind = ?4 and (?3 is null or e.agent = ?3)"};
  if (asked.what == "last" || asked.what == "stopped")
    return {"e.credits_micro", "e.step is not null and (?3 is null or e.agent = ?3)"};
  if (asked.what == "outcome") return {"e.credits_micro", "e.step is not null and e.key = ?4"};
  if (asked.what == "history")
    return {"e.credits_micro", "e.entry is not null and (?3 is null or e.agent = ?3)"};
  if (asked.what == "lot") return choice_for_lot(asked.name);
  if (asked.what == "hold")
    return {held_change, "e.hold = (select h.hold from holds h where h.account = ?1 and h.key = ?4)"};
  if (asked.what == "subscription")
    return {
        "e.credits_micro",
        "e.subscription is not null or e.step in ('subscribe', 'change_plan', 'cancel', 'resume', 'add_on', "
        "'add_user', 'remove_user')"};
  if (asked.what == "suspended")
    return {
        "e.debt_micro",
        "exists (select 1 from debt_movements v join debts d on d.account = v.account and d.debt = v.debt "
        "where v.account = e.account and v.number = e.number and d.cause = 'chargeback')"};
  if (asked.what == "payment" || asked.what == "invoice")
    return {"e.credits_micro",
            "e.payment = (select p.payment from payments p where p.account = ?1 and p.key = ?4)"};
  if (asked.what == "estimate" || asked.what == "quote")
    return {"e.credits_micro", "e.key = ?4 and e.step in ('estimate', 'quote')"};
  if (asked.what == "always") return choice_for_rule(asked.figures);
  return choice_for_figure(asked.name);
}

// The instant at which a rule was broken belongs to what broke it; an expectation's own event does not.
std::uint64_t bound_of(const expectation_row& asked) {
  return asked.number.value_or(0) + (asked.what == "always" ? 1 : 0);
}

void read_asked(sql::fields& row, expectation_row& into) {
  if (const auto account = row.optional_integer()) into.account = static_cast<account_index>(*account);
  into.account_name = row.text();
  if (const auto agent = row.optional_integer()) into.agent = static_cast<agent_index>(*agent);
  into.agent_name = row.text();
  into.file = row.text();
  into.line = row.integer<std::uint32_t>();
  into.column = row.integer<std::uint32_t>();
  into.name = row.text();
  into.expected = row.text();
  if (const auto number = row.optional_integer()) into.number = static_cast<std::uint64_t>(*number);
  into.actual = row.optional_text();
}

void read_items(sql::session& session, std::vector<expectation_row>& into) {
  sql::statement items(session, R"(
    select x.account, a.name, x.agent, g.name, x.file, x.line, x.column, x.name, x.expected, x.number, x.actual,
      x.at_us, x.what, x.subject
    from expectations x left join accounts a on a.account = x.account
      left join agents g on g.account = x.account and g.agent = x.agent
    order by x.expectation, x.item)");
  while (items.next()) {
    sql::fields row(items);
    expectation_row& next = into.emplace_back();
    read_asked(row, next);
    next.at = instant::from_us(row.integer());
    next.what = row.text();
    next.of = row.text();
  }
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// A rule that held everywhere has no breach to be read; one that was never looked at has no answer.
void read_rules(sql::session& session, std::vector<expectation_row>& into) {
  sql::statement rules(session, R"(
    select r.account, a.name, r.agent, g.name, r.file, r.line, r.column, r.rule, r.expected, r.number, r.actual,
      coalesce(r.at_us, (select value from run where key = 'end_us')), r.figures, r.checked, r.breaches
    from rules r left join accounts a on a.account = r.account
      left join agents g on g.account = r.account and g.agent = r.agent
    order by r.position)");
  while (rules.next()) {
    sql::fields row(rules);
    expectation_row& next = into.emplace_back();
    read_asked(row, next);
    next.what = "always";
    next.at = instant::from_us(row.integer());
    next.figures = words_of(row.text());
    const auto checked = row.integer<std::uint64_t>();
    next.breaches = row.integer<std::uint64_t>();
    if (checked > 0 && next.breaches == 0) next.actual = next.expected;
  }
}

}  // namespace

result<std::vector<expectation_row>> read_expectations(const run_store& from) {
  sql::session session(from.handle());
  std::vector<expectation_row> rows;
  read_items(session, rows);
  read_rules(session, rows);
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return rows;
}

result<std::vector<history_line>> history_behind(const run_store& from, const expectation_row& asked,
                                                 std::uint64_t limit) {
  std::vector<history_line> history;
  if (!asked.account) return history;
  sql::session session(from.handle());
  const line_choice choice = choice_for(asked);
  sql::statement lines(session, fmt::format(R"(
    select e.number, e.at_us, e.description, {}, e.balance_micro
    from events e where e.account = ?1 and e.number < ?2 and ({})
    order by e.number desc limit ?5)",
                                            choice.change, choice.rows));
  lines.start(*asked.account, bound_of(asked), asked.agent, asked.of.empty() ? asked.name : asked.of, limit);
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
