#include "reports/store/lot_terms.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "engine/settings/values.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

constexpr const char* lots_in_order = R"(
  with came as (
    select account, lot, min(number) as number, count(*) as times from movements
    where left_micro - held_micro > 0 group by account, lot),
  told as (
    select account, lot, max(until_us is not null) as ends, min(until_us) as first, max(until_us) as last
    from events where kind in ('granted', 'scheduled') and lot is not null group by account, lot)
  select l.account, l.lot, l.kind, l.priority, u.name, l.cost_minor, l.granted_micro, l.created_us, l.effective_us, l.expires_us,
    coalesce(t.ends <> (l.expires_us is not null) or t.first <> l.expires_us or t.last <> l.expires_us, 0),
    coalesce(c.number, 0), coalesce(c.times, 0) > 1,
    coalesce((select min(m.position) from movements m
      where m.account = l.account and m.number = c.number and m.lot = l.lot), 0)
  from lots l left join users u on u.user = l.user
    left join came c on c.account = l.account and c.lot = l.lot
    left join told t on t.account = l.account and t.lot = l.lot
  where l.account in (select account from accounts where kept)
  order by l.account, l.lot)";

constexpr const char* meters_of = R"(
  select m.name from lot_meters l join meters m on m.meter = l.meter
  where l.account = ? and l.lot = ? order by l.meter)";

constexpr const char* accounts_with_policies = R"(
  select a.account, exists (select 1 from agents g where g.account = a.account and (g.when_plan_exhausted = 'stop' or g.monthly_limit_micro is not null))
    or exists (select 1 from events e where e.account = a.account and e.step = 'set' and e.agent is not null)
  from accounts a order by a.account)";

constexpr std::array<std::string_view, lot_kinds> kinds = {"free", "plan", "addon", "adjustment", "paid"};

lot_kind kind_named(std::string_view name) {
  return static_cast<lot_kind>(std::ranges::find(kinds, name) - kinds.begin());
}

instant instant_or_never(std::optional<std::int64_t> us) {
  return us ? instant::from_us(*us) : instant::never();
}

lot_terms terms_in(const sql::statement& row) {
  sql::fields field(row);
  lot_terms of;
  of.account = field.integer<account_index>();
  of.lot = field.integer<std::uint64_t>();
  of.kind = kind_named(field.text());
  of.priority = field.integer();
  of.user = field.optional_text();
  of.cost_minor = field.integer();
  of.granted_micro = field.integer();
  of.created = instant::from_us(field.integer());
  of.effective = instant::from_us(field.integer());
  of.expires = instant_or_never(field.optional_integer());
  of.expiry_moved = field.flag();
  of.booked = field.integer<std::uint64_t>();
  of.got_back = field.flag();
  of.position = field.integer<std::uint64_t>();
  return of;
}

}  // namespace

result<std::vector<lot_terms>> read_lot_terms(const run_store& from) {
  sql::session session(from.handle());
  sql::statement rows(session, lots_in_order);
  sql::statement meters(session, meters_of);
  std::vector<lot_terms> found;
  while (rows.next()) {
    found.push_back(terms_in(rows));
    meters.start(found.back().account, found.back().lot);
    while (meters.next()) found.back().meters.push_back(meters.text(0));
  }
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return found;
}

result<std::vector<bool>> read_accounts_with_policies(const run_store& from) {
  sql::session session(from.handle());
  sql::statement rows(session, accounts_with_policies);
  std::vector<bool> found;
  while (rows.next()) found.push_back(rows.integer(1) != 0);
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return found;
}

result<std::vector<burn_key>> read_burn_down(const run_store& from) {
  sql::session session(from.handle());
  sql::statement row(session, "select value from settings where name = 'burn_down'");
  const bool is_there = row.next();
  const std::string text = is_there ? row.text(0) : "";
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  if (text == "unknown") return std::vector<burn_key>{};  // nothing depended on it
  auto keys = setting_values::parse_burn_down(text);
  if (keys) return keys;
  return fail(error_code::corrupt, fmt::format("run store: the setting `burn_down` is `{}`", text));
}

}  // namespace drawdown::reports
