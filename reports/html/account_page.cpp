// The billing page of one account: what its customer would see.
#include <algorithm>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/html/data_table.hpp"
#include "reports/html/numbers.hpp"
#include "reports/html/parts.hpp"
#include "reports/statement/subscription_text.hpp"
#include "reports/store/purpose.hpp"

namespace drawdown::reports::html {

namespace {

// A fact of a list; its place is known by a name of its own.
void put_fact(markup& out, std::string_view name, const std::string& value, const std::string& id = {}) {
  const auto pair = out.open("div");
  out.put("dt", name);
  if (id.empty())
    out.put("dd", value);
  else
    out.put("dd", {{"id", id}}, value);
}

void put_balance(markup& out, const account_row& account) {
  const figures& left = account.left;
  const std::string at = fmt::format("-{}", account.account);
  const credits free = left.of(lot_kind::free) + left.of(lot_kind::adjustment);
  const credits paid = left.of(lot_kind::plan) + left.of(lot_kind::addon) + left.of(lot_kind::paid);
  {
    const auto line = out.open("p", {{"class", "balance"}});
    out.put("b", {{"id", "balance" + at}}, credits_text(left.balance()));
    out.text(" credits ");
    out.put("span", {{"class", "chip free"}, {"id", "free" + at}}, "Free " + credits_text(free));
    out.text(" ");
    out.put("span", {{"class", "chip paid"}, {"id", "paid" + at}}, "Paid " + credits_text(paid));
  }
  if (account.suspended)
    out.put("p", {{"class", "bad"}}, "Suspended until the debt of a chargeback is paid.");
  const auto facts = out.open("dl", {{"class", "facts"}});
  put_fact(out, "Available", credits_text(left.available()), "available" + at);
  put_fact(out, "Held", credits_text(left.held));
  put_fact(out, "Wallet", credits_text(left.wallet()), "wallet" + at);
  if (!left.debt.is_zero()) {
    put_fact(out, "Debt", credits_text(left.debt));
    put_fact(out, "Net", credits_text(left.net()));
  }
  if (!left.invoiced.is_zero()) put_fact(out, "Not billed yet", credits_text(left.invoiced));
  put_fact(out, "Free credit", credits_text(left.of(lot_kind::free)));
  put_fact(out, "Plan credit", credits_text(left.of(lot_kind::plan)));
  put_fact(out, "Add-on credit", credits_text(left.of(lot_kind::addon)));
  put_fact(out, "Adjustment credit", credits_text(left.of(lot_kind::adjustment)));
  put_fact(out, "Paid credit", credits_text(left.of(lot_kind::paid)));
}

std::string asked_text(const std::optional<money>& of_money, const std::optional<credits>& of_credit,
                       currency unit) {
  if (of_money) return money_with_unit(of_money->minor(), unit);
  return of_credit ? counted_credits(*of_credit) : "";
}

// `below 100 credits available, 20.00 EUR are bought`.
std::string terms_text(const recharge_row& terms, currency unit) {
  std::string text =
      fmt::format("When {} credit is {} {}, ", terms.watch == "wallet" ? "the wallet's" : "available",
                  terms.trigger == "below" ? "below" : "at or below", credits_text(terms.threshold));
  const std::string amount = asked_text(terms.amount_money, terms.amount, unit);
  const std::string pack = asked_text(terms.pack_money, terms.pack, unit);
  if (terms.target)
    text += fmt::format("what is missing to {} is bought", counted_credits(*terms.target));
  else if (!amount.empty())
    text += fmt::format("{} is bought{}", amount, pack.empty() ? "" : ", in whole packs of " + pack);
  else
    text += fmt::format("packs of {} are bought", pack);
  if (terms.max_per_period)
    text += fmt::format(", at most {} times in a usage period", *terms.max_per_period);
  if (terms.max_spend_per_period)
    text +=
        fmt::format(", for at most {} in one", money_with_unit(terms.max_spend_per_period->minor(), unit));
  if (terms.cooldown > duration{}) text += fmt::format(", {} apart at least", to_string(terms.cooldown));
  return text + ".";
}

void put_recharge(markup& out, const material& what, const account_row& account,
                  const recharge_state& state) {
  out.put("h4", "Auto-recharge");
  if (!state.terms && !state.last_at) {
    out.put("p", "The account began without auto-recharge, and none happened.");
    return;
  }
  out.put("p", state.terms ? "As the run began: " + terms_text(*state.terms, what.run.unit)
                           : "The account began without it; a step switched it on.");
  std::string text =
      fmt::format("{} succeeded, for {}; {} failed.", counted(state.paid, "recharge", "recharges"),
                  money_with_unit(state.spent.minor(), what.run.unit), count_text(state.failed));
  if (state.last_at)
    text += fmt::format(" The last that was said of it, at {}: {}.",
                        to_local_string(*state.last_at, what.zone_of(account)), state.last);
  out.put("p", text);
}

void put_subscription(markup& out, const material& what, const account_row& account) {
  out.put("h4", "Plan");
  if (!account.subscription) {
    out.put("p", "No subscription.");
  } else {
    const zone_table& zone = what.zone_of(account);
    out.put("p",
            subscription_text(*account.subscription, [&](instant at) { return to_local_string(at, zone); }));
  }
  if (!account.users.empty()) out.put("p", fmt::format("Users: {}", fmt::join(account.users, ", ")));
}

void put_open_payments(markup& out, const material& what, const account_row& account,
                       const account_material& page) {
  const zone_table& zone = what.zone_of(account);
  const currency unit = what.run.unit;
  for (const payment_row& payment : page.in_flight)
    if (!payment.by_invoice)
      out.put("p", fmt::format("In flight: {}, asked for at {}, {}.",
                               payment_text(payment.purpose, payment.amount, unit),
                               to_local_string(payment.requested, zone),
                               counted(payment.attempts, "attempt", "attempts")));
  for (const invoice_row& invoice : page.invoices)
    out.put("p",
            fmt::format("Invoice, {}: {}, {} open, due at {}.", invoice.state,
                        payment_text(invoice.purpose, invoice.amount, unit),
                        money_with_unit(invoice.open.minor(), unit), to_local_string(invoice.due, zone)));
}

void put_usage(markup& out, const account_material& page) {
  out.put("h4", "Grouped usage");
  if (page.usage.empty()) {
    out.put("p", "No usage is attributed to anything.");
    return;
  }
  for (const usage_group& group : page.usage) {
    const credits all = sum_of(group.members).net();
    data_table table(out, fmt::format("Usage by {}", reports::name_of(group.by)),
                     {{std::string(reports::name_of(group.by))},
                      {"Usages", holds::numbers},
                      {"Credits", holds::numbers},
                      {"Refunded", holds::numbers},
                      {"Share", holds::numbers},
                      {"Refused", holds::numbers}});
    for (const usage_total& member : group.members)
      table.row({{.text = member.name.value_or("(none)")},
                 number(count_text(member.usages), std::to_string(member.usages)),
                 number(credits_text(member.spent), exact(member.spent.micro())),
                 number(credits_text(member.refunded), exact(member.refunded.micro())),
                 {.text = share_of(member.net(), all), .value = exact(member.net().micro())},
                 number(count_text(member.refused), std::to_string(member.refused))});
  }
}

// A word that a shell takes as it is, whatever is in it.
std::string shell_quoted(std::string_view word) {
  std::string quoted = "'";
  for (const char letter : word) quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return quoted + "'";
}

// How to see what is not in the page.
void put_rest(markup& out, const material& what, const account_row& account, std::uint64_t shown,
              std::uint64_t all, std::string_view things) {
  if (shown >= all) return;
  const auto line = out.open("p", {{"class", "hint"}});
  out.text(fmt::format("The newest {} of {} {} are in this file. All: ", count_text(shown), count_text(all),
                       things));
  out.put("code",
          fmt::format("drawdown history {} --account {}", what.options.run, shell_quoted(account.name)));
}

}  // namespace

void put_account_page(markup& out, const material& what, const account_material& page) {
  const account_row& account = what.accounts[page.account];
  const std::string id = fmt::format("account-{}", page.account);
  const auto view =
      out.open("section", {{"id", id}, {"class", "view account"}, {"aria-labelledby", id + "-title"}});
  out.put("h3", {{"id", id + "-title"}, {"tabindex", "-1"}}, account.name);
  out.put("p", {{"class", "hint"}},
          fmt::format("Times are those of {}.{}", what.zone_of(account).name,
                      account.organization ? fmt::format(" It belongs to {}.", *account.organization) : ""));
  put_balance(out, account);
  put_subscription(out, what, account);
  put_recharge(out, what, account, page.recharge);
  put_open_payments(out, what, account, page);
  out.put("h4", "Transactions");
  if (page.transactions.empty())
    out.put("p", "No transactions.");
  else
    put_transactions(out, what, account, page);
  put_rest(out, what, account, page.transactions.size(), page.entries, "transactions");
  put_usage(out, page);
  out.put("h4", "Event history");
  put_events(out, what, account, page.history, {.caption = "All events, newest first", .page = 10});
  put_rest(out, what, account, page.history.size(), page.events, "events");
  const auto back = out.open("p", {{"class", "back"}});
  out.put("a", {{"href", "#accounts"}}, "All accounts");
}

}  // namespace drawdown::reports::html
