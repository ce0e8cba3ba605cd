#include "reports/store/expectation_writer.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "reports/store/expected_text.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

constexpr int expectation_columns = 14;
constexpr int rule_columns = 14;
constexpr std::optional<std::int64_t> nothing;

std::string amount_text(int128 micro) {
  return wide_decimal(micro, credits::decimals, true);
}

void write_expectations(sql::session& session, const world& what, const expectation_answers& answers) {
  sql::statement insert(session, sql::insert_into("expectations", expectation_columns));
  for (std::size_t i = 0; i < what.expectations.size(); ++i) {
    const expectation& asked = what.expectations[i];
    const auto agent = asked.agent == no_agent ? std::nullopt : std::optional(asked.agent);
    const expectation_answer* answer = answers.to(i);
    const auto number = answer != nullptr ? std::optional(answer->number) : std::nullopt;
    for (std::size_t j = 0; j < asked.items.size(); ++j) {
      const source_place& place = asked.items[j].place;
      const item_text item = text_of(what, asked.account, asked.items[j].what);
      const auto actual = answer != nullptr ? std::optional(answer->actual[j]) : std::nullopt;
      insert.run(i, j, asked.account, agent, asked.at.us(), what.files.at(place.file), place.line,
                 place.column, item.what, item.of, item.name, item.expected, number, actual);
    }
  }
}

int128 figure_of(figure which, const run_totals& totals) {
  int128 balance = 0;
  int128 held = 0;
  for (const credit_totals& each : totals.credit) {
    balance += each.left;
    held += each.held;
  }
  const auto left = [&](lot_kind kind) { return totals.credit[static_cast<std::size_t>(kind)].left; };
  switch (which) {
    case figure::balance:
      return balance;
    case figure::held:
      return held;
    case figure::available:
      return balance - held;
    case figure::debt:
      return totals.debt.open;
    case figure::net:
      return balance - totals.debt.open;
    case figure::free:
      return left(lot_kind::free);
    case figure::plan:
      return left(lot_kind::plan);
    case figure::addon:
      return left(lot_kind::addon);
    case figure::adjustment:
      return left(lot_kind::adjustment);
    case figure::paid:
      return left(lot_kind::paid);
    case figure::wallet:
      return left(lot_kind::paid) + left(lot_kind::adjustment);
    case figure::invoiced:
      return totals.unbilled;
    case figure::agent_spent:
    case figure::agent_counted:
      break;
  }
  throw defect("figure_of: no figure of accounts");
}

int128 flow_of(credit_flow which, const run_totals& totals) {
  int128 sum = which == credit_flow::forgiven   ? totals.forgiven
               : which == credit_flow::invoiced ? totals.invoiced
                                                : 0;
  for (const credit_totals& each : totals.credit) {
    if (which == credit_flow::granted) sum += each.granted;
    if (which == credit_flow::refilled) sum += each.refilled;
    if (which == credit_flow::used) sum += each.used;
    if (which == credit_flow::expired) sum += each.expired;
    if (which == credit_flow::revoked) sum += each.revoked;
  }
  return sum;
}

std::string actual_of(const expected_total& total, const run_totals& totals) {
  if (const auto* f = std::get_if<expected_figure>(&total.what))
    return amount_text(figure_of(f->which, totals));
  if (const auto* f = std::get_if<expected_flow>(&total.what)) return amount_text(flow_of(f->which, totals));
  if (const auto* count = std::get_if<expected_count>(&total.what))
    return std::to_string(totals.count(count->kind));
  const bool only_recharges = std::get<expected_payments>(total.what).only_recharges;
  return std::to_string(totals.recharges + (only_recharges ? 0 : totals.top_ups));
}

// Sums over all accounts come behind the expectations of single ones.
result<void> write_totals(sql::session& session, const run_store& store, const world& what) {
  if (what.totals.empty()) return {};
  const auto totals = read_totals(store);
  if (!totals) return tl::unexpected<error>(totals.error());
  sql::statement insert(session, sql::insert_into("expectations", expectation_columns));
  for (std::size_t i = 0; i < what.totals.size(); ++i) {
    const source_place& place = what.totals[i].place;
    const item_text item = text_of(what.totals[i]);
    insert.run(what.expectations.size(), i, nothing, nothing, what.end.us(), what.files.at(place.file),
               place.line, place.column, item.what, item.of, item.name, item.expected, nothing,
               actual_of(what.totals[i], *totals));
  }
  return {};
}

// The figures that a rule names, each once, in its order.
std::string figures_of(const always_rule& rule) {
  std::vector<std::string_view> words;
  for (const auto* side : {&rule.left, &rule.right}) {
    for (const rule_term& term : *side) {
      const std::string_view word = drawdown::name_of(term.which);
      if (term.of != rule_term::whose::nobody && std::find(words.begin(), words.end(), word) == words.end())
        words.push_back(word);
    }
  }
  return fmt::format("{}", fmt::join(words, " "));
}

// The side that a rule compares with, where it is the same at all times.
std::optional<int128> constant_of(const std::vector<rule_term>& side) {
  int128 sum = 0;
  for (const rule_term& term : side) {
    if (term.of != rule_term::whose::nobody) return std::nullopt;
    sum += term.minus ? -int128{term.amount.micro()} : int128{term.amount.micro()};
  }
  return sum;
}

void write_rules(sql::session& session, const world& what, const rule_watch& watch) {
  sql::statement insert(session, sql::insert_into("rules", rule_columns));
  for (std::size_t i = 0; i < what.rules.size(); ++i) {
    const always_rule& rule = what.rules[i];
    const rule_record& found = watch.found()[i];
    const auto& first = found.first;
    const auto right = first ? std::optional(first->right) : constant_of(rule.right);
    const std::string expected =
        right ? fmt::format("{} {}", drawdown::name_of(rule.compares), amount_text(*right)) : std::string();
    insert.run(i, what.files.at(rule.place.file), rule.place.line, rule.place.column, text_of(what, rule),
               figures_of(rule), expected, found.checked, found.breached,
               first ? std::optional(first->account) : rule.account, first ? first->agent : std::nullopt,
               first ? std::optional(first->number) : std::nullopt,
               first ? std::optional(first->at.us()) : std::nullopt,
               first ? std::optional(amount_text(first->left)) : std::nullopt);
  }
}

}  // namespace

result<void> write_expected(sql::session& session, const run_store& store, const world& what,
                            const expectation_answers& answers, const rule_watch& watch) {
  write_expectations(session, what, answers);
  write_rules(session, what, watch);
  return write_totals(session, store, what);
}

}  // namespace drawdown::reports
