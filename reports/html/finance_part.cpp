// The view of finance: what was earned and received in words and tiles, and what was assumed.
#include <algorithm>

#include <fmt/format.h>

#include "reports/html/data_table.hpp"
#include "reports/html/numbers.hpp"
#include "reports/html/parts.hpp"

namespace drawdown::reports::html {

namespace {

bool moved_money(const material& what) {
  const auto moved = [](const balance_line& line) { return line.commodity != "credits"; };
  return !what.payments.empty() || std::ranges::any_of(what.books.trial_balance, moved);
}

void put_tile(markup& out, std::string_view id, std::string_view name, int128 minor, currency unit,
              std::string_view hint) {
  const auto tile = out.open("div", {{"class", "tile"}, {"id", std::string(id)}});
  out.put("p", {{"class", "name"}}, name);
  {
    const auto amount = out.open("p", {{"class", "amount"}});
    out.text(money_text(minor, unit));
    out.put("small", fmt::format(" {}", unit.code()));
  }
  out.put("p", {{"class", "hint"}}, hint);
}

void put_tiles(markup& out, const material& what, const ledger::month_close& all) {
  const auto tiles = out.open("div", {{"class", "tiles"}});
  const auto tile = [&](std::string_view id, std::string_view name, int128 minor, std::string_view hint) {
    put_tile(out, id, name, minor, what.run.unit, hint);
  };
  tile("tile-revenue", "Revenue", all.revenue(), "usage, fees, overage and breakage");
  tile("tile-received", "Cash received", all.received, "from customers, before fees of gateways");
  tile("tile-deferred", "Deferred revenue", all.closing, "received and not earned yet, at the end");
  tile("tile-breakage", "Breakage", all.expired, "of the revenue: paid credit that ended unused");
  tile("tile-fees", "Gateway fees", all.gateway_fees, "kept by payment gateways");
  tile("tile-receivables", "Receivables", all.receivables, "open on invoices, at the end");
}

// What happened, as one would tell it.
std::string paragraph_of(const material& what, const std::vector<ledger::month_close>& months,
                         const ledger::month_close& all) {
  const currency unit = what.run.unit;
  const auto text = [&](int128 minor) { return money_with_unit(minor, unit); };
  std::string said = fmt::format("From {} to {} customers paid {}.", month_text(months.front().begins),
                                 month_text(months.back().begins), text(all.received));
  said += fmt::format(
      " Revenue is {}: {} by use of credit, {} by fees whose time passed, {} by usage beyond the "
      "credit, and {} of credit that ended unused.",
      text(all.revenue()), text(all.used), text(all.recognised), text(all.overage), text(all.expired));
  if (all.given_back != 0) said += fmt::format(" {} were given back.", text(all.given_back));
  if (all.chargeback_losses != 0) said += fmt::format(" Chargebacks cost {}.", text(all.chargeback_losses));
  if (all.gateway_fees != 0) said += fmt::format(" Gateways kept {}.", text(all.gateway_fees));
  said += fmt::format(" At the end {} are deferred: paid, and not used or not yet due.", text(all.closing));
  if (all.receivables != 0) said += fmt::format(" {} are open on invoices.", text(all.receivables));
  return said;
}

// `plan_change` as people write it.
std::string in_words(std::string word) {
  std::ranges::replace(word, '_', ' ');
  return word;
}

void put_payments(markup& out, const material& what) {
  out.put("h3", "Payments, recharges, declines");
  if (what.payments.empty()) {
    out.put("p", "No payment was made.");
    return;
  }
  const currency unit = what.run.unit;
  {
    data_table table(out, "Payments by what they are for",
                     {{"For"},
                      {"State"},
                      {"Payments", holds::numbers},
                      {"Attempts", holds::numbers},
                      {"Retries", holds::numbers},
                      {fmt::format("Asked ({})", unit.code()), holds::numbers},
                      {fmt::format("Paid ({})", unit.code()), holds::numbers}},
                     {.id = "payments"});
    for (const payment_total& row : what.payments) {
      const std::uint64_t retries = row.attempts > row.count ? row.attempts - row.count : 0;
      table.row({{.text = in_words(row.purpose)},
                 {.text = in_words(row.state)},
                 number(count_text(row.count), std::to_string(row.count)),
                 number(count_text(row.attempts), std::to_string(row.attempts)),
                 number(count_text(retries), std::to_string(retries)),
                 number(money_text(row.asked, unit), exact(row.asked)),
                 number(money_text(row.paid, unit), exact(row.paid))});
    }
  }
  std::uint64_t declined = 0;
  for (const gateway_total& each : what.gateways) declined += each.declined;
  out.put("p", fmt::format("{} by auto-recharge succeeded; gateways declined {}.",
                           counted(what.totals.recharges, "top-up", "top-ups"),
                           counted(declined, "attempt", "attempts")));
}

void put_assumptions(markup& out, const material& what) {
  out.put("h3", "Assumptions");
  std::vector<const setting_fact*> assumed;
  for (const setting_fact& each : what.run.facts.settings)
    if (each.from == "assumed") assumed.push_back(&each);
  out.put("p", fmt::format("The run went by the rule-book {}, at the prices of the catalog {}.",
                           what.run.facts.rule_book,
                           what.run.catalog.empty() ? "that the scenario has in place" : what.run.catalog));
  if (assumed.empty()) {
    out.put("p", "No setting was assumed: each comes from the rule-book or the scenario.");
    return;
  }
  data_table table(out, "Settings that were assumed", {{"Setting"}, {"Value"}}, {.id = "assumptions"});
  for (const setting_fact* each : assumed) table.row({{.text = each->name}, {.text = each->value}});
}

void put_earned(markup& out, const material& what, std::vector<chart>& charts) {
  const ledger::month_close all = sum_of(what.books.months);
  put_tiles(out, what, all);
  out.put("p", {{"class", "story"}}, paragraph_of(what, what.books.months, all));
  put_months(out, what, charts);
}

}  // namespace

void put_finance(markup& out, const material& what, std::vector<chart>& charts) {
  const auto view =
      out.open("section", {{"id", "finance"}, {"class", "view"}, {"aria-labelledby", "finance-title"}});
  out.put("h2", {{"id", "finance-title"}, {"tabindex", "-1"}}, "Finance");
  if (moved_money(what)) {
    put_earned(out, what, charts);
    put_payments(out, what);
  } else {
    out.put("p", {{"class", "story"}},
            "No money moved in this run: nobody paid, nothing was invoiced, and no credit that was granted "
            "had a cost. So "
            "there is neither revenue nor deferred revenue to show. The books of credit are below.");
  }
  put_books(out, what);
  put_assumptions(out, what);
}

}  // namespace drawdown::reports::html
