// The views of a run store that answer what is asked of every run.
#include <fmt/format.h>

#include "reports/store/schema.hpp"
#include "reports/store/view_text.hpp"

namespace drawdown::reports {

namespace {

std::string unless_null(const std::string& value, const std::string& text) {
  return fmt::format("iif({} is null, null, {})", value, text);
}

std::string sum_of(const std::string& column) {
  return credits_of(fmt::format("coalesce(c.{}_micro, 0)", column));
}

// What became of each kind of credit of each account; scheduled credit is in no balance yet (R3.5).
std::string balance_by_kind() {
  return fmt::format(
      R"(create view balance_by_kind as
  select a.name as account, k.kind, {} as granted, {} as refilled, {} as used, {} as expired, {} as revoked,
    {} as balance, {} as held, {} as available, coalesce(c.lots, 0) as lots
  from accounts a
    join (select 1 as place, 'free' as kind union all select 2, 'plan' union all select 3, 'addon'
      union all select 4, 'adjustment' union all select 5, 'paid') k
    left join account_credit c on c.account = a.account and c.kind = k.kind
  order by a.account, k.place;
)",
      sum_of("granted"), sum_of("refilled"), sum_of("used"), sum_of("expired"), sum_of("revoked"),
      sum_of("left"), sum_of("held"), credits_of("coalesce(c.left_micro - c.held_micro, 0)"));
}

// The same usage that `drawdown history --by` totals, by day of UTC.
std::string usage_by_day() {
  return fmt::format(R"(create view usage_by_day as
  select a.name as account, g.name as agent, m.name as meter, substr(e.at, 1, 10) as day,
    sum(e.kind in ('charged', 'captured')) as usages, {} as credits, {} as refunded,
    sum(e.kind in ('refused', 'hold_refused')) as refused,
    sum(iif(e.kind in ('charged', 'captured'), e.amount_micro - coalesce(e.forgiven_micro, 0), 0)) as credits_micro,
    sum(iif(e.kind = 'refunded', e.amount_micro, 0)) as refunded_micro
  from events e join accounts a on a.account = e.account
    left join agents g on g.account = e.account and g.agent = e.agent
    left join meters m on m.meter = e.meter
  where e.kind in ('charged', 'captured', 'refunded', 'hold_refused')
    or e.kind = 'refused' and (e.step = 'use' or e.step is null)
  group by e.account, e.agent, e.meter, day order by e.account, e.agent, e.meter, day;
)",
                     credits_of("sum(iif(e.kind in ('charged', 'captured'), e.amount_micro - "
                                "coalesce(e.forgiven_micro, 0), 0))"),
                     credits_of("sum(iif(e.kind = 'refunded', e.amount_micro, 0))"));
}

// What was refused, and how much credit was available when it was.
std::string refusals() {
  return fmt::format(R"(create view refusals as
  select a.name as account, e.number, e.at, coalesce(e.step, 'use') as step, e.outcome as reason, g.name as agent,
    m.name as meter, {} as cost, {} as available, {} as debt, e.key, e.description
  from events e join accounts a on a.account = e.account
    left join agents g on g.account = e.account and g.agent = e.agent
    left join meters m on m.meter = e.meter
  where e.entry = 'refused' order by e.account, e.number;
)",
                     unless_null("e.amount_micro", credits_of("e.amount_micro")),
                     credits_of("(e.balance_micro - e.held_micro)"), credits_of("e.owed_micro"));
}

// One of the two views of payments: of all, or of those by auto-recharge.
std::string payments_view(const std::string& name, const std::string& which, int currency_decimals) {
  const auto money_of = [&](const std::string& column) {
    return decimal_of("p." + column + "_minor", currency_decimals, false);
  };
  return fmt::format(R"(create view {} as
  select a.name as account, p.payment, p.key, p.purpose, p.state, {} as money, {} as credits, p.attempts,
    (select e.reason from events e where e.account = p.account and e.payment = p.payment and e.reason is not null
      order by e.number desc limit 1) as last_decline,
    strftime('%Y-%m-%dT%H:%M:%SZ', p.requested_us / 1000000, 'unixepoch') as requested,
    strftime('%Y-%m-%dT%H:%M:%SZ', p.credited_us / 1000000, 'unixepoch') as credited,
    {} as paid, {} as given_back, {} as taken_back
  from payments p join accounts a on a.account = p.account {}order by p.account, p.payment;
)",
                     name, money_of("money"), credits_of("p.credits_micro"), money_of("paid"),
                     money_of("given_back"), money_of("taken_back"), which);
}

// When auto-recharge was asked to act and did not: it waits, failed, or was switched off.
constexpr const char* recharge_notices = R"(create view recharge_notices as
  select a.name as account, e.number, e.at, e.kind, coalesce(e.wait, e.reason) as reason, e.payment, e.description
  from events e join accounts a on a.account = e.account
  where e.kind in ('recharge_waits', 'recharge_failed', 'recharge_off') order by e.account, e.number;
)";

}  // namespace

std::string create_question_views(int currency_decimals) {
  return balance_by_kind() + usage_by_day() + refusals() +
         payments_view("payment_list", "", currency_decimals) +
         payments_view("recharges", "where p.purpose = 'recharge' ", currency_decimals) + recharge_notices;
}

}  // namespace drawdown::reports
