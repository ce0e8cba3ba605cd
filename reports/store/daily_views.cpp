// The views of a run store that tell what happened day by day, over all accounts: the same in a store that
// keeps every transaction and in one that keeps totals.
#include <string>

#include <fmt/format.h>

#include "reports/store/schema.hpp"
#include "reports/store/view_text.hpp"

namespace drawdown::reports {

namespace {

// Usage that was refused, as `usage_by_day` counts it.
constexpr const char* is_refused_usage =
    "(e.kind = 'hold_refused' or e.kind = 'refused' and (e.step = 'use' or e.step is null))";
constexpr const char* gives_back = "e.kind in ('payment_refunded', 'charged_back', 'chargeback_won')";
constexpr const char* is_balance =
    "p.ledger_account like 'customer:%' and p.ledger_account <> 'customer:debt'";
constexpr const char* is_deferred = "p.ledger_account in ('deferred', 'deferred_fees')";

std::string posted(const char* sign, const std::string& which) {
  return fmt::format("{}sum(iif({}, p.amount, 0))", sign, which);
}

std::string daily(int currency_decimals) {
  const auto money_of = [&](const std::string& value) {
    return decimal_of(fmt::format("coalesce({}, 0)", value), currency_decimals, false);
  };
  const auto credit_of = [](const std::string& value) {
    return credits_of(fmt::format("coalesce({}, 0)", value));
  };
  // What stands at the end of a day is all that was posted until then.
  const auto until_then = [](const std::string& change) {
    return fmt::format("(sum(coalesce({}, 0)) over (order by d.day))", change);
  };
  return fmt::format(
      R"(create view daily as
  with happened as (
    select e.day, sum(e.count) as events, sum(iif(e.kind in ('charged', 'captured'), e.count, 0)) as usages,
      sum(iif({refused}, e.count, 0)) as refused, sum(iif({back}, 0, e.money_minor)) as received,
      -sum(iif(e.kind = 'payment_refunded', e.money_minor, 0)) as given_back,
      -sum(iif(e.kind in ('charged_back', 'chargeback_won'), e.money_minor, 0)) as taken_back,
      sum(iif(e.answer = 'declined' and e.effect = 'failed', e.count, 0)) as declines,
      sum(e.declined_minor) as declined
    from day_events e group by e.day),
  posted as (
    select p.day, {granted} as granted, {used} as used, {expired} as expired, {revoked} as revoked,
      {balance} as balance, {debt} as debt, {fees} as fees, {usage} as usage, {recognised} as recognised,
      {overage} as overage, {breakage} as breakage, {deferred} as deferred
    from day_postings p group by p.day),
  days as (select day from happened union select day from posted)
  select d.day, coalesce(e.events, 0) as events, coalesce(e.usages, 0) as usages, coalesce(e.refused, 0) as refused,
    {credits_granted} as granted, {credits_used} as used, {credits_expired} as expired, {credits_revoked} as revoked,
    {received} as received, {given_back} as given_back, {taken_back} as taken_back,
    coalesce(e.declines, 0) as declines, {declined} as declined, {gateway_fees} as gateway_fees,
    {revenue_usage} as revenue_usage, {revenue_fees} as revenue_fees, {revenue_overage} as revenue_overage,
    {money_breakage} as breakage, {balance_then} as balance, {debt_then} as debt, {deferred_then} as deferred
  from days d left join happened e on e.day = d.day left join posted p on p.day = d.day
  order by d.day;
)",
      fmt::arg("refused", is_refused_usage), fmt::arg("back", gives_back),
      fmt::arg("granted", posted("-", "p.ledger_account like 'issued:%'")),
      fmt::arg("used", posted("", "p.ledger_account = 'used'")),
      fmt::arg("expired", posted("", "p.ledger_account = 'expired'")),
      fmt::arg("revoked", posted("", "p.ledger_account = 'revoked'")),
      fmt::arg("balance", posted("", is_balance)),
      fmt::arg("debt", posted("-", "p.ledger_account = 'customer:debt'")),
      fmt::arg("fees", posted("", "p.ledger_account = 'gateway_fees'")),
      fmt::arg("usage", posted("-", "p.ledger_account = 'revenue:usage'")),
      fmt::arg("recognised", posted("-", "p.ledger_account = 'revenue:fees'")),
      fmt::arg("overage", posted("-", "p.ledger_account = 'revenue:overage'")),
      fmt::arg("breakage", posted("-", "p.ledger_account = 'breakage'")),
      fmt::arg("deferred", posted("-", is_deferred)), fmt::arg("credits_granted", credit_of("p.granted")),
      fmt::arg("credits_used", credit_of("p.used")), fmt::arg("credits_expired", credit_of("p.expired")),
      fmt::arg("credits_revoked", credit_of("p.revoked")), fmt::arg("received", money_of("e.received")),
      fmt::arg("given_back", money_of("e.given_back")), fmt::arg("taken_back", money_of("e.taken_back")),
      fmt::arg("declined", money_of("e.declined")), fmt::arg("gateway_fees", money_of("p.fees")),
      fmt::arg("revenue_usage", money_of("p.usage")), fmt::arg("revenue_fees", money_of("p.recognised")),
      fmt::arg("revenue_overage", money_of("p.overage")), fmt::arg("money_breakage", money_of("p.breakage")),
      fmt::arg("balance_then", credits_of(until_then("p.balance"))),
      fmt::arg("debt_then", credits_of(until_then("p.debt"))),
      fmt::arg("deferred_then", decimal_of(until_then("p.deferred"), currency_decimals, false)));
}

// What became of each kind of credit; `used` is what lots paid, `refunded` what was given back to them.
std::string daily_credit() {
  const auto moved = [](const char* sign, const char* movements) {
    return credits_of(fmt::format("({}sum(iif(m.movement in ({}), m.change_micro, 0)))", sign, movements));
  };
  return fmt::format(R"(create view daily_credit as
  select m.day, m.kind, {} as granted, {} as used, {} as refunded, {} as expired, {} as revoked
  from day_movements m where m.kind <> 'debt'
  group by m.day, m.kind
  having sum(m.change_micro <> 0) > 0
  order by m.day, case m.kind when 'free' then 1 when 'plan' then 2 when 'addon' then 3 when 'adjustment' then 4
    else 5 end;
)",
                     moved("", "'granted', 'refilled'"), moved("-", "'used'"), moved("", "'refunded'"),
                     moved("-", "'expired'"), moved("-", "'revoked'"));
}

// Why usage was refused, how often, and what it would have cost.
std::string daily_refusals() {
  return fmt::format(R"(create view daily_refusals as
  select e.day, e.outcome as reason, sum(e.count) as usages, {} as credits
  from day_events e where {} group by e.day, e.outcome order by e.day, e.outcome;
)",
                     credits_of("sum(e.amount_micro)"), is_refused_usage);
}

}  // namespace

std::string create_daily_views(int currency_decimals) {
  return daily(currency_decimals) + daily_credit() + daily_refusals();
}

}  // namespace drawdown::reports
