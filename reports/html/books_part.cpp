// The trial balance, and what is deferred by when its credit ends.
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "reports/html/data_table.hpp"
#include "reports/html/numbers.hpp"
#include "reports/html/parts.hpp"

namespace drawdown::reports::html {

namespace {

// What the accounts of the books are; of credit by what stands before the colon.
constexpr std::array<std::pair<std::string_view, std::string_view>, 27> meanings = {{
    {"customer", "what customers have"},
    {"customer:debt", "what customers owe, below zero"},
    {"issued", "what was granted, below zero"},
    {"used", "charged, and not refunded"},
    {"expired", "ended unused"},
    {"revoked", "taken back"},
    {"debt_dropped", "debt that resets ended, below zero"},
    {"charged_back", "debt that chargebacks made"},
    {"overage", "usage that was invoiced, below zero"},
    {"gateways", "taken by gateways, not paid out yet"},
    {"cash", "on our accounts"},
    {"paid_elsewhere", "the cost of granted credit"},
    {"receivables", "open on invoices"},
    {"unsettled", "received, and not told yet what for"},
    {"billed", "the other side of receivables"},
    {"deferred", "received for credit that is not used yet"},
    {"deferred_fees", "received for plans and seats, for time to come"},
    {"revenue:usage", "earned by use of credit"},
    {"revenue:fees", "earned by fees whose time passed"},
    {"revenue:overage", "earned by usage beyond the credit"},
    {"breakage", "earned by credit that ended unused"},
    {"refunds", "given back"},
    {"gateway_fees", "kept by gateways"},
    {"chargeback_losses", "lost by chargebacks"},
    {"transfers", "paid on invoices"},
    {"chargebacks", "taken back by banks"},
    {"fees", "received for plans and seats"},
}};

std::string_view meaning_of(std::string_view ledger_account) {
  for (const std::string_view name : {ledger_account, ledger_account.substr(0, ledger_account.find(':'))}) {
    const auto* found =
        std::ranges::find(meanings, name, &std::pair<std::string_view, std::string_view>::first);
    if (found != meanings.end()) return found->second;
  }
  return "";
}

void put_commodity(markup& out, const material& what, const std::string& commodity) {
  const bool credit = commodity == "credits";
  const auto text = [&](int128 amount) {
    return credit ? credits_text(amount) : money_text(amount, what.run.unit);
  };
  data_table table(out, fmt::format("Trial balance ({})", commodity),
                   {{"Account of the books"}, {"What it is"}, {"Balance", holds::numbers}},
                   {.id = credit ? "trial-credits" : "trial-money"});
  int128 sum = 0;
  for (const balance_line& line : what.books.trial_balance) {
    if (line.commodity != commodity) continue;
    sum += line.amount;
    table.row({{.text = line.ledger_account},
               {.text = std::string(meaning_of(line.ledger_account))},
               number(text(line.amount), exact(line.amount))});
  }
  table.total(
      {{.text = "Sum, which must be zero"}, {}, {.text = text(sum), .value = exact(sum), .bad = sum != 0}});
}

void put_ageing(markup& out, const material& what) {
  constexpr std::array<std::string_view, ageing::ages> names = {
      "ends in under 30 days", "ends in 30 to under 90 days", "ends in 90 to under 365 days", "ends later",
      "never ends"};
  const currency unit = what.run.unit;
  out.put("h3", "Deferred revenue by when it ends");
  data_table table(out, fmt::format("Deferred at the end of the run ({})", unit.code()),
                   {{"Credit that"}, {"Lots", holds::numbers}, {"Deferred", holds::numbers}},
                   {.id = "ageing"});
  const ageing& age = what.books.age;
  for (std::size_t i = 0; i < names.size(); ++i)
    table.row({{.text = std::string(names[i])},
               number(count_text(age.lots[i]), std::to_string(age.lots[i])),
               number(money_text(age.minor[i], unit), exact(age.minor[i]))});
  const int128 fees = what.books.owed_on("deferred_fees");
  table.row({{.text = "Fees for time to come"}, {}, number(money_text(fees, unit), exact(fees))});
  const int128 all = age.sum() + fees;
  table.total({{.text = "All that is deferred"}, {}, number(money_text(all, unit), exact(all))});
}

}  // namespace

void put_books(markup& out, const material& what) {
  const auto& lines = what.books.trial_balance;
  const bool has_months = !what.books.months.empty();
  const auto money =
      std::ranges::find_if(lines, [](const balance_line& line) { return line.commodity != "credits"; });
  if (has_months && money != lines.end()) put_ageing(out, what);
  out.put("h3", "Trial balance");
  if (lines.empty()) {
    out.put("p", "Nothing was booked.");
    return;
  }
  out.put("p",
          "All entries until the end of the run. What there is stands above zero, what it was received for "
          "below; the "
          "sum is zero.");
  if (std::ranges::any_of(lines, [](const balance_line& line) { return line.commodity == "credits"; }))
    put_commodity(out, what, "credits");
  if (money != lines.end()) put_commodity(out, what, money->commodity);
}

}  // namespace drawdown::reports::html
