// The views of a run store for people: amounts as decimal text.
#include <array>
#include <string>

#include <fmt/format.h>

#include "reports/store/schema.hpp"
#include "reports/store/view_text.hpp"

namespace drawdown::reports {

namespace {

// What an account's wall clock shows at an event.
constexpr const char* local_time = R"(datetime(e.at_us / 1000000 + (
      select o.offset_s from zone_offsets o where o.zone = a.zone and o.from_us <= e.at_us
      order by o.from_us desc limit 1), 'unixepoch'))";

std::string left_of(const std::string& kinds) {
  return credits_of("coalesce(sum(iif(l.kind in (" + kinds + "), l.left_micro, 0)), 0)");
}

// All accounts together, in minor units.
std::string sums_of_months() {
  constexpr std::array columns = {
      "opening",           "added",      "used",     "recognised", "expired",    "refunded",   "charged_back",
      "closing",           "received",   "paid_out", "overage",    "given_back", "taken_back", "gateway_fees",
      "chargeback_losses", "receivables"};
  std::string text;
  for (const char* column : columns)
    text += fmt::format("{}sum({}_minor) as {}_minor", text.empty() ? "" : ", ", column, column);
  return text;
}

// All open debt of the account of a row.
constexpr const char* debt_of_account =
    "coalesce((select sum(d.open_micro) from debts d where d.account = a.account), 0)";

}  // namespace

std::string create_views(int currency_decimals) {
  const auto money_of = [&](const std::string& value) {
    return fmt::format("iif({} is null, null, {})", value, decimal_of(value, currency_decimals, false));
  };
  return fmt::format(
      R"(create view history as
  select a.name as account, a.organization, e.number, e.at, {local} as local, e.kind, e.entry, e.description, {change} as credits,
    {debt_change} as debt, {worth} as worth, {money} as money, {balance} as balance, {held} as held, {owed} as owed,
    g.name as agent, u.name as user, q.name as usage_group, m.name as meter, m.feature, e.key, e.outcome,
    e.payment, e.purpose
  from events e join accounts a on a.account = e.account
    left join agents g on g.account = e.account and g.agent = e.agent
    left join users u on u.user = e.user
    left join usage_groups q on q.usage_group = e.usage_group
    left join meters m on m.meter = e.meter
  order by e.account, e.number;
create view balances as
  select a.name as account, {all} as balance, {all_held} as held, {available} as available, {debt} as debt, {net} as net,
    {free_chip} as free_chip, {paid_chip} as paid_chip, {wallet} as wallet,
    {free} as free, {plan} as plan, {addon} as addon, {adjustment} as adjustment, {paid} as paid
  from accounts a left join lots l on l.account = a.account and l.state <> 'scheduled'
  group by a.account order by a.account;
create view journal as
  select * from (
    select p.account, e.at_us, p.number, null as closing, p.position, e.kind as what, p.ledger_account, p.commodity, p.amount
    from postings p join events e on e.account = p.account and e.number = p.number
    union all
    select c.account, c.at_us, null, c.closing, c.position, c.what, c.ledger_account, r.value, c.amount
    from closings c, run r where r.key = 'currency')
  order by account, at_us, closing is null, closing, number, position;
create view trial_balance as
  select account, ledger_account, commodity, amount from account_balances
  order by account, ledger_account, commodity;
create view monthly_close as
  select month, {months}
  from months group by month order by month;
)",
      fmt::arg("months", sums_of_months()), fmt::arg("local", local_time),
      fmt::arg("change", credits_of("e.credits_micro")), fmt::arg("debt_change", credits_of("e.debt_micro")),
      fmt::arg("worth", money_of("e.worth_minor")), fmt::arg("money", money_of("e.money_minor")),
      fmt::arg("balance", credits_of("e.balance_micro")), fmt::arg("held", credits_of("e.held_micro")),
      fmt::arg("owed", credits_of("e.owed_micro")),
      fmt::arg("all", credits_of("coalesce(sum(l.left_micro), 0)")),
      fmt::arg("all_held", credits_of("coalesce(sum(l.held_micro), 0)")),
      fmt::arg("available", credits_of("coalesce(sum(l.left_micro - l.held_micro), 0)")),
      fmt::arg("debt", credits_of(debt_of_account)),
      fmt::arg("net", credits_of(fmt::format("(coalesce(sum(l.left_micro), 0) - {})", debt_of_account))),
      fmt::arg("free_chip", left_of("'free', 'adjustment'")),
      fmt::arg("paid_chip", left_of("'plan', 'addon', 'paid'")),
      fmt::arg("wallet", left_of("'paid', 'adjustment'")), fmt::arg("free", left_of("'free'")),
      fmt::arg("plan", left_of("'plan'")), fmt::arg("addon", left_of("'addon'")),
      fmt::arg("adjustment", left_of("'adjustment'")), fmt::arg("paid", left_of("'paid'")));
}

}  // namespace drawdown::reports
