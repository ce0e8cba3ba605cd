#include "reports/store/usage_by.hpp"

#include <fmt/format.h>

#include "engine/units/words.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

// The column that names a member, of an event `e` and what is joined to it.
std::string_view column_of(usage_by what) {
  constexpr word_table<usage_by, usage_bys> columns{
      {"a.name", "g.name", "m.feature", "q.name", "m.name", "a.organization", "u.name"}};
  return columns.of(what);
}

}  // namespace

std::string_view name_of(usage_by what) {
  constexpr word_table<usage_by, usage_bys> words{
      {"account", "agent", "feature", "group", "meter", "organization", "user"}};
  return words.of(what);
}

result<std::vector<usage_total>> read_usage_by(const run_store& from, usage_by what, const usage_choice& of) {
  // Said so, that those of one account are found without looking at all.
  const std::string_view account = of.account ? "e.account = ?1" : "?1 is null";
  sql::session session(from.handle());
  sql::statement totals(session, fmt::format(R"(
    select {} as member, sum(e.kind in ('charged', 'captured')),
      sum(iif(e.kind in ('charged', 'captured'), e.amount_micro - coalesce(e.forgiven_micro, 0), 0)) as spent,
      sum(iif(e.kind = 'refunded', e.amount_micro, 0)) as refunded,
      sum(e.kind in ('refused', 'hold_refused'))
    from events e
      join accounts a on a.account = e.account
      left join agents g on g.account = e.account and g.agent = e.agent
      left join meters m on m.meter = e.meter
      left join usage_groups q on q.usage_group = e.usage_group
      left join users u on u.user = e.user
    where {} and (?2 is null or g.name = ?2)
      and (e.kind in ('charged', 'captured', 'refunded', 'hold_refused')
        or e.kind = 'refused' and (e.step = 'use' or e.step is null))
    group by member order by member is null, spent - refunded desc, member)",
                                             column_of(what), account));
  totals.start(of.account, of.agent);
  std::vector<usage_total> members;
  while (totals.next()) {
    sql::fields row(totals);
    usage_total& next = members.emplace_back();
    next.name = row.optional_text();
    next.usages = row.integer<std::uint64_t>();
    next.spent = row.amount();
    next.refunded = row.amount();
    next.refused = row.integer<std::uint64_t>();
  }
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return members;
}

usage_total sum_of(const std::vector<usage_total>& members) {
  usage_total all;
  for (const usage_total& member : members) {
    all.usages += member.usages;
    all.spent += member.spent;
    all.refunded += member.refunded;
    all.refused += member.refused;
  }
  return all;
}

std::string share_of(credits part, credits all) {
  if (all.is_zero()) return "0.0%";
  const int128 tenths = (int128{part.micro()} * 2000 + all.micro()) / (int128{all.micro()} * 2);
  return wide_decimal(tenths, 1, false) + "%";
}

std::string_view name_of(named_thing what) {
  constexpr word_table<named_thing, 4> words{{"user", "group", "feature", "meter"}};
  return words.of(what);
}

result<std::vector<std::string>> read_names(const run_store& from, named_thing what) {
  constexpr word_table<named_thing, 4> choices{
      {"name from users order by user", "name from usage_groups order by usage_group",
       "feature from meters where feature is not null group by feature order by min(meter)",
       "name from meters order by meter"}};
  sql::session session(from.handle());
  sql::statement rows(session, fmt::format("select {}", choices.of(what)));
  std::vector<std::string> names;
  while (rows.next()) names.push_back(rows.text(0));
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return names;
}

result<std::vector<std::string>> read_agent_names(const run_store& from, account_index account) {
  sql::session session(from.handle());
  sql::statement agents(session, "select name from agents where account = ? order by agent");
  agents.start(account);
  std::vector<std::string> names;
  while (agents.next()) names.push_back(agents.text(0));
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return names;
}

}  // namespace drawdown::reports
