#include "reports/statement/statement.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/statement/history_table.hpp"
#include "reports/statement/item_text.hpp"
#include "reports/statement/subscription_text.hpp"
#include "reports/statement/text.hpp"
#include "reports/store/events.hpp"
#include "reports/store/kept.hpp"
#include "reports/store/purpose.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/verdict.hpp"

namespace drawdown::reports {

namespace {

constexpr std::size_t failures_shown = 20;

// Chips for people (R3.12): what was given, and what was paid for.
credits free_chip(const figures& left) {
  return left.of(lot_kind::free) + left.of(lot_kind::adjustment);
}
credits paid_chip(const figures& left) {
  return left.of(lot_kind::plan) + left.of(lot_kind::addon) + left.of(lot_kind::paid);
}

// The columns that are left for a table behind its indent; 0: no limit.
std::size_t room(const statement_options& options, std::size_t indent) {
  return options.width == 0 ? 0 : std::max(options.width, indent + 1) - indent;
}

std::string proof_of(const run_facts& facts) {
  if (!facts.differences.empty())
    return counted(facts.differences.size(), "difference between the ledgers",
                   "differences between the ledgers");
  return std::string(proof_words(facts.verification));
}

// Everything a statement is made from.
struct material {
  run_row run;
  run_totals totals;
  expectation_verdict expectations;
};

result<material> gather(const run_store& of) {
  auto run = read_run(of);
  if (!run) return tl::unexpected<error>(run.error());
  auto totals = read_totals(of);
  if (!totals) return tl::unexpected<error>(totals.error());
  auto expectations = check_expectations(of);
  if (!expectations) return tl::unexpected<error>(expectations.error());
  return material{std::move(*run), std::move(*totals), std::move(*expectations)};
}

std::string expectations_text(const expectation_verdict& verdict) {
  if (verdict.items == 0) return "no expectations";
  std::string text = verdict.failures.empty()
                         ? fmt::format("{} held", counted(verdict.held, "expectation", "expectations"))
                         : fmt::format("{} of {} failed", verdict.failures.size(),
                                       counted(verdict.items, "expectation", "expectations"));
  if (verdict.not_reached != 0) text += fmt::format(", {} not reached", verdict.not_reached);
  return text;
}

std::string verdict_of(const material& what, const palette& paint) {
  const run_facts& facts = what.run.facts;
  const bool fine = passed(facts, what.expectations);
  const bool only_stopped =
      facts.interrupted && !facts.defect && facts.differences.empty() && what.expectations.failures.empty();
  const std::string word = fine ? paint.good("PASS") : paint.bad(only_stopped ? "STOPPED" : "FAIL");
  std::string text = fmt::format("{}  {}: {}, {}, {}, {}, {}", word, clean(what.run.scenario),
                                 counted(what.totals.accounts, "account", "accounts"),
                                 counted(what.totals.events, "event", "events"),
                                 counted(what.totals.count("charged"), "debit", "debits"),
                                 expectations_text(what.expectations), proof_of(facts));
  if (facts.interrupted) text += fmt::format(", interrupted at {}", to_string(facts.reached));
  return text + "\n";
}

// Where the run has not every transaction.
std::string kept_text(const run_row& run) {
  const std::string note = kept_note(run);
  return note.empty() ? "" : fmt::format("  {}\n", note);
}

std::string indented(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += fmt::format("  {}\n", clean(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string history_text(const std::vector<history_line>& history, const zone_table& zone,
                         const statement_options& options, const palette& paint) {
  if (history.empty()) return "    nothing in the history made it\n";
  table lines({{"event", side::right},
               {"when"},
               {"what made it"},
               {"credits", side::right},
               {"balance", side::right}});
  for (const history_line& line : history)
    lines.add({std::to_string(line.number), to_local_string(line.at, zone), clean(line.description),
               change_text(line.change), to_string(line.balance)});
  lines.fit(2, room(options, 4));
  return paint.faint(lines.title(4)) + lines.rows(4);
}

std::string failure_text(const expectation_failure& failure, const palette& paint) {
  const expectation_row& asked = failure.asked;
  std::string text = fmt::format("\n{}  {}:{}:{}\n", paint.bad("expectation failed"), clean(asked.file),
                                 asked.line, asked.column);
  text += fmt::format("  {} at {}\n", item_owner(asked), to_string(asked.at));
  const std::string actual =
      failure.actual.empty() ? "nothing, it was not looked at" : item_value(asked, failure.actual);
  text += fmt::format("  {}: expected {}, actual {}", item_name(asked), item_value(asked, asked.expected),
                      actual);
  if (!failure.difference.empty()) text += fmt::format(", difference {}", failure.difference);
  if (asked.breaches > 1) text += fmt::format("; the first of {} breaches", asked.breaches);
  return text + "\n";
}

// The failures, each with the history behind it; what would only say again what stands just above is not.
std::string expectation_failures_text(const std::vector<expectation_failure>& failures,
                                      const std::vector<account_row>& accounts,
                                      const std::vector<zone_table>& zones, const statement_options& options,
                                      const palette& paint) {
  std::string text;
  for (std::size_t i = 0; i < std::min(failures_shown, failures.size()); ++i) {
    const expectation_failure& failure = failures[i];
    const bool same = i > 0 && !failure.history.empty() && failure.history == failures[i - 1].history &&
                      failure.asked.account == failures[i - 1].asked.account;
    text += failure_text(failure, paint);
    if (failure.actual.empty() || !failure.asked.account) continue;
    if (!accounts.at(*failure.asked.account).is_kept) {
      text += "    what made it is not kept\n";
      continue;
    }
    const zone_table& zone = zones.at(accounts.at(*failure.asked.account).zone);
    text +=
        same ? "    made by the same lines as above\n" : history_text(failure.history, zone, options, paint);
  }
  return text;
}

std::string difference_text(const difference& found, const palette& paint) {
  const std::string rule = found.rule.empty() ? "" : fmt::format(" ({})", found.rule);
  const std::string event = found.event_number == 0 ? "" : fmt::format(", event {}", found.event_number);
  return fmt::format("\n{}  {} at {}{}{}\n{}", paint.bad("the ledgers differ"), clean(found.account),
                     to_string(found.at), event, rule, indented(found.message));
}

std::string failures_text(const material& what, const std::vector<account_row>& accounts,
                          const std::vector<zone_table>& zones, const statement_options& options,
                          const palette& paint) {
  const run_facts& facts = what.run.facts;
  std::string text;
  if (facts.defect)
    text += fmt::format("\n{}\n{}", paint.bad("defect of the program"), indented(*facts.defect));
  const auto more = [](std::size_t all) {
    return all <= failures_shown ? std::string() : fmt::format("\n… and {} more\n", all - failures_shown);
  };
  const auto& differences = facts.differences;
  for (std::size_t i = 0; i < std::min(failures_shown, differences.size()); ++i)
    text += difference_text(differences[i], paint);
  text += more(differences.size());
  const auto& failures = what.expectations.failures;
  text += expectation_failures_text(failures, accounts, zones, options, paint);
  return text + more(failures.size());
}

// Those by invoice are told as invoices.
std::string in_flight_text(const std::vector<payment_row>& payments, currency unit, const zone_table& zone) {
  std::string text;
  for (const payment_row& payment : payments) {
    if (payment.by_invoice) continue;
    const std::string brings =
        payment.brings.is_zero() ? "" : fmt::format(" for {} credits", to_string(payment.brings));
    text += fmt::format(
        "  in flight: {}{}, asked for {}, {}\n", payment_text(payment.purpose, payment.amount, unit), brings,
        to_local_string(payment.requested, zone), counted(payment.attempts, "attempt", "attempts"));
  }
  return text;
}

std::string invoices_text(const std::vector<invoice_row>& invoices, currency unit, const zone_table& zone) {
  std::string text;
  for (const invoice_row& invoice : invoices)
    text += fmt::format("  {} invoice: {}, {} open, due {}\n", invoice.state,
                        payment_text(invoice.purpose, invoice.amount, unit), to_string(invoice.open, unit),
                        to_local_string(invoice.due, zone));
  return text;
}

// The subscription, and who belongs to the account.
std::string standing_text(const account_row& account, const zone_table& zone) {
  std::string text;
  if (account.subscription)
    text += fmt::format("  {}\n", subscription_text(*account.subscription,
                                                    [&](instant at) { return to_local_string(at, zone); }));
  std::string users;
  for (const std::string& user : account.users) users += (users.empty() ? "" : ", ") + clean(user);
  return users.empty() ? text : text + fmt::format("  users {}\n", users);
}

std::string kinds_text(const figures& left) {
  return fmt::format("free {}, plan {}, add-on {}, adjustment {}, paid {}",
                     to_string(left.of(lot_kind::free)), to_string(left.of(lot_kind::plan)),
                     to_string(left.of(lot_kind::addon)), to_string(left.of(lot_kind::adjustment)),
                     to_string(left.of(lot_kind::paid)));
}

std::string transactions_text(const std::vector<event_row>& transactions, currency unit,
                              const zone_table& zone, const statement_options& options,
                              const palette& paint) {
  if (transactions.empty()) return "  no transactions\n";
  table lines = table_of_history(transactions, unit, zone, false);
  lines.fit(1, room(options, 2));
  const std::string last_only =
      transactions.size() < options.transactions
          ? std::string()
          : fmt::format("  the last {} transactions; `--format transcript` tells every event\n",
                        transactions.size());
  return paint.faint(last_only + lines.title(2)) + lines.rows(2);
}

// What is reserved, what is owed, and what is to be billed, where anything is.
std::string held_and_owed(const figures& left) {
  std::string text;
  if (!left.held.is_zero()) text += fmt::format("   held {}", to_string(left.held));
  if (!left.debt.is_zero())
    text += fmt::format("   debt {}   net {}", to_string(left.debt), to_string(left.net()));
  if (!left.invoiced.is_zero()) text += fmt::format("   not billed yet {}", to_string(left.invoiced));
  return text;
}

// What a customer's billing page shows.
result<std::string> account_text(const run_store& of, const account_row& account, const zone_table& zone,
                                 currency unit, const statement_options& options, const palette& paint) {
  auto transactions = read_history(of, {.account = account.account}, 0, options.transactions);
  if (!transactions) return tl::unexpected<error>(transactions.error());
  std::ranges::reverse(*transactions);
  const auto payments = read_payments_in_flight(of, account.account);
  if (!payments) return tl::unexpected<error>(payments.error());
  const auto invoices = read_open_invoices(of, account.account);
  if (!invoices) return tl::unexpected<error>(invoices.error());
  const figures& left = account.left;
  std::string text =
      fmt::format("\n{}  {}\n", paint.strong(clean(account.name)), paint.faint(clean(zone.name)));
  text += fmt::format("  balance {}   [Free {}] [Paid {}]   available {}   wallet {}{}\n",
                      to_string(left.balance()), to_string(free_chip(left)), to_string(paid_chip(left)),
                      to_string(left.available()), to_string(left.wallet()), held_and_owed(left));
  text += fmt::format("  {}\n", kinds_text(left)) + standing_text(account, zone);
  if (account.suspended) text += "  " + paint.bad("suspended") + " until the debt of a chargeback is paid\n";
  text += account.is_kept ? transactions_text(*transactions, unit, zone, options, paint)
                          : std::string("  its transactions are not kept\n");
  return text + in_flight_text(*payments, unit, zone) + invoices_text(*invoices, unit, zone);
}

std::string accounts_table(const std::vector<account_row>& accounts, const statement_options& options,
                           const palette& paint) {
  table lines({{"account"},
               {"balance", side::right},
               {"Free", side::right},
               {"Paid", side::right},
               {"wallet", side::right},
               {"in flight", side::right}});
  const std::size_t shown = std::min(accounts.size(), options.accounts_in_table);
  for (std::size_t i = 0; i < shown; ++i) {
    const figures& left = accounts[i].left;
    lines.add({clean(accounts[i].name), to_string(left.balance()), to_string(free_chip(left)),
               to_string(paid_chip(left)), to_string(left.wallet()),
               std::to_string(accounts[i].payments_in_flight)});
  }
  lines.fit(0, options.width);
  std::string text = fmt::format("\n{}{}", paint.faint(lines.title(0)), lines.rows(0));
  if (shown < accounts.size())
    text += fmt::format("… and {} more; all of them are in the run store\n", accounts.size() - shown);
  return text;
}

}  // namespace

result<std::string> verdict_line(const run_store& of, bool colour) {
  return gather(of).map(
      [&](const material& what) { return verdict_of(what, palette(colour)) + kept_text(what.run); });
}

result<std::string> statement(const run_store& of, const statement_options& options) {
  const palette paint(options.colour);
  const auto what = gather(of);
  if (!what) return tl::unexpected<error>(what.error());
  const auto accounts = read_accounts(of);
  if (!accounts) return tl::unexpected<error>(accounts.error());
  const auto zones = read_zones(of);
  if (!zones) return tl::unexpected<error>(zones.error());
  std::string text = verdict_of(*what, paint) + kept_text(what->run) +
                     failures_text(*what, *accounts, *zones, options, paint);
  if (accounts->size() > options.accounts_in_full) return text + accounts_table(*accounts, options, paint);
  for (const account_row& account : *accounts) {
    const auto page = account_text(of, account, zones->at(account.zone), what->run.unit, options, paint);
    if (!page) return tl::unexpected<error>(page.error());
    text += *page;
  }
  return text;
}

}  // namespace drawdown::reports
