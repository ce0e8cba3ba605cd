#include "reports/store/schema.hpp"

#include <array>

#include <fmt/format.h>

namespace drawdown::reports {

namespace {

constexpr std::array tables = {
    table_entry{"run", R"(
  key text primary key,
  value text not null)",
                "key"},
    table_entry{"inputs", R"(
  position integer primary key,
  path text not null,
  xxh3 text not null)",
                "position"},
    table_entry{"zones", R"(
  zone integer primary key,
  name text not null)",
                "zone"},
    table_entry{"zone_offsets", R"(
  zone integer not null,
  from_us integer not null,
  offset_s integer not null,
  primary key (zone, from_us))",
                "zone, from_us"},
    table_entry{"gateways", R"(
  gateway integer primary key,
  name text not null)",
                "gateway"},
    table_entry{"meters", R"(
  meter integer primary key,
  name text not null,
  measure text not null,
  feature text)",
                "meter"},
    table_entry{"users", R"(
  user integer primary key,
  name text not null)",
                "user"},
    table_entry{"usage_groups", R"(
  usage_group integer primary key,
  name text not null)",
                "usage_group"},
    table_entry{"accounts", R"(
  account integer primary key,
  name text not null,
  zone integer not null)",
                "account"},
    table_entry{"agents", R"(
  account integer not null,
  agent integer not null,
  name text not null,
  when_plan_exhausted text not null,
  monthly_limit_micro integer,
  primary key (account, agent))",
                "account, agent"},
    table_entry{"events", R"(
  account integer not null,
  number integer not null,
  at_us integer not null,
  at text not null,
  kind text not null,
  entry text,
  description text not null,
  credits_micro integer not null,
  debt_micro integer not null,
  balance_micro integer not null,
  held_micro integer not null,
  owed_micro integer not null,
  amount_micro integer,
  forgiven_micro integer,
  money_minor integer,
  worth_minor integer,
  step text,
  outcome text,
  repeated integer not null,
  agent integer,
  user integer,
  usage_group integer,
  meter integer,
  quantity integer,
  times integer,
  value text,
  key text,
  of_key text,
  hold integer,
  debt integer,
  lot integer,
  payment integer,
  attempt integer,
  gateway integer,
  answer text,
  reason text,
  effect text,
  heard_as text,
  level_micro integer,
  wait text,
  until_us integer,
  primary key (account, number))",
                "account, number"},
    table_entry{"movements", R"(
  account integer not null,
  number integer not null,
  position integer not null,
  lot integer not null,
  movement text not null,
  left_micro integer not null,
  held_micro integer not null,
  primary key (account, number, position))",
                "account, number, position"},
    table_entry{"postings", R"(
  account integer not null,
  number integer not null,
  position integer not null,
  ledger_account text not null,
  commodity text not null,
  amount integer not null,
  primary key (account, number, position))",
                "account, number, position"},
    table_entry{"lots", R"(
  account integer not null,
  lot integer not null,
  kind text not null,
  state text not null,
  granted_micro integer not null,
  refilled_micro integer not null,
  used_micro integer not null,
  expired_micro integer not null,
  revoked_micro integer not null,
  left_micro integer not null,
  held_micro integer not null,
  created_us integer not null,
  effective_us integer not null,
  expires_us integer,
  ended_us integer,
  priority integer not null,
  cost_minor integer not null,
  payment integer,
  key text not null,
  user integer,
  recurs text,
  recurs_from_us integer,
  rollover_min_micro integer,
  rollover_max_micro integer,
  primary key (account, lot))",
                "account, lot"},
    table_entry{"lot_meters", R"(
  account integer not null,
  lot integer not null,
  meter integer not null,
  primary key (account, lot, meter))",
                "account, lot, meter"},
    table_entry{"holds", R"(
  account integer not null,
  hold integer not null,
  number integer not null,
  key text not null,
  agent integer,
  user integer,
  usage_group integer,
  meter integer,
  quantity integer,
  state text not null,
  amount_micro integer not null,
  captured_micro integer not null,
  released_micro integer not null,
  left_micro integer not null,
  placed_us integer not null,
  runs_out_us integer not null,
  ended_us integer,
  primary key (account, hold))",
                "account, hold"},
    table_entry{"debts", R"(
  account integer not null,
  debt integer not null,
  number integer not null,
  key text not null,
  cause text not null,
  agent integer,
  user integer,
  usage_group integer,
  meter integer,
  state text not null,
  amount_micro integer not null,
  paid_micro integer not null,
  dropped_micro integer not null,
  open_micro integer not null,
  made_us integer not null,
  primary key (account, debt))",
                "account, debt"},
    table_entry{"payments", R"(
  account integer not null,
  payment integer not null,
  key text not null,
  recharge integer not null,
  state text not null,
  money_minor integer not null,
  credits_micro integer not null,
  attempts integer not null,
  requested_us integer not null,
  credited_us integer,
  primary key (account, payment))",
                "account, payment"},
    table_entry{"figures", R"(
  account integer not null,
  number integer not null,
  expectation integer not null,
  free_micro integer not null,
  plan_micro integer not null,
  addon_micro integer not null,
  adjustment_micro integer not null,
  paid_micro integer not null,
  held_micro integer not null,
  debt_micro integer not null,
  agent integer,
  agent_spent_micro integer,
  agent_held_micro integer,
  agent_stopped integer,
  primary key (account, number))",
                "account, number"},
    table_entry{"expectations", R"(
  expectation integer not null,
  item integer not null,
  account integer,
  agent integer,
  at_us integer not null,
  file text not null,
  line integer not null,
  column integer not null,
  what text not null,
  subject text not null,
  name text not null,
  expected text not null,
  number integer,
  actual text,
  primary key (expectation, item))",
                "expectation, item"},
    table_entry{"rules", R"(
  position integer primary key,
  file text not null,
  line integer not null,
  column integer not null,
  rule text not null,
  figures text not null,
  expected text not null,
  checked integer not null,
  breaches integer not null,
  account integer,
  agent integer,
  number integer,
  at_us integer,
  actual text)",
                "position"},
    table_entry{"differences", R"(
  position integer primary key,
  account text not null,
  at_us integer not null,
  number integer not null,
  rule text not null,
  message text not null)",
                "position"},
};

// An integer count of 10^-places as SQL text: `-12.5`, without trailing zeros where `trim`.
std::string decimal_of(const std::string& value, int places, bool trim) {
  if (places == 0) return fmt::format("cast({} as text)", value);
  const std::string power = fmt::format("1{}", std::string(static_cast<std::size_t>(places), '0'));
  const std::string text = fmt::format(
      "printf('%s%d.%0{0}d', iif({1} < 0, '-', ''), abs({1}) / {2}, abs({1}) % {2})", places, value, power);
  return trim ? fmt::format("rtrim(rtrim({}, '0'), '.')", text) : text;
}

std::string credits_of(const std::string& value) {
  return decimal_of(value, 6, true);
}

// What an account's wall clock shows at an event.
constexpr const char* local_time = R"(datetime(e.at_us / 1000000 + (
      select o.offset_s from zone_offsets o where o.zone = a.zone and o.from_us <= e.at_us
      order by o.from_us desc limit 1), 'unixepoch'))";

std::string left_of(const std::string& kinds) {
  return credits_of("coalesce(sum(iif(l.kind in (" + kinds + "), l.left_micro, 0)), 0)");
}

// All open debt of the account of a row.
constexpr const char* debt_of_account =
    "coalesce((select sum(d.open_micro) from debts d where d.account = a.account), 0)";

}  // namespace

std::span<const table_entry> run_store_tables() {
  return tables;
}

std::string create_tables() {
  std::string script;
  for (const table_entry& table : tables)
    script += fmt::format("create table {} ({}) without rowid;\n", table.name, table.columns);
  return script;
}

std::string create_views(int currency_decimals) {
  const auto money_of = [&](const std::string& value) {
    return fmt::format("iif({} is null, null, {})", value, decimal_of(value, currency_decimals, false));
  };
  return fmt::format(
      R"(create view history as
  select a.name as account, e.number, e.at, {local} as local, e.kind, e.entry, e.description, {change} as credits,
    {debt_change} as debt, {worth} as worth, {money} as money, {balance} as balance, {held} as held, {owed} as owed,
    g.name as agent, u.name as user, q.name as usage_group, m.name as meter, m.feature, e.key, e.outcome
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
)",
      fmt::arg("local", local_time), fmt::arg("change", credits_of("e.credits_micro")),
      fmt::arg("debt_change", credits_of("e.debt_micro")), fmt::arg("worth", money_of("e.worth_minor")),
      fmt::arg("money", money_of("e.money_minor")), fmt::arg("balance", credits_of("e.balance_micro")),
      fmt::arg("held", credits_of("e.held_micro")), fmt::arg("owed", credits_of("e.owed_micro")),
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
