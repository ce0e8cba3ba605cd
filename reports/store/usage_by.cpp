#include "reports/store/usage_by.hpp"

#include <fmt/format.h>

#include "engine/units/words.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

// The column that names a member, of an event `e` and what is joined to it.
std::string_view column_of(usage_by what) {
  constexpr word_table<usage_by, 4> columns{{"g.name", "m.feature", "q.name", "u.name"}};
  return columns.of(what);
}

}  // namespace

std::string_view name_of(usage_by what) {
  constexpr word_table<usage_by, 4> words{{"agent", "feature", "group", "user"}};
  return words.of(what);
}

result<std::vector<usage_total>> read_usage_by(const run_store& from, account_index account, usage_by what,
                                               const std::optional<std::string>& agent) {
  sql::session session(from.handle());
  sql::statement totals(session, fmt::format(R"(
    select {} as member, sum(e.kind in ('charged', 'captured')),
      sum(iif(e.kind in ('charged', 'captured'), e.amount_micro - coalesce(e.forgiven_micro, 0), 0)) as spent,
      sum(e.kind not in ('charged', 'captured'))
    from events e
      left join agents g on g.account = e.account and g.agent = e.agent
      left join meters m on m.meter = e.meter
      left join usage_groups q on q.usage_group = e.usage_group
      left join users u on u.user = e.user
    where e.account = ?1 and (?2 is null or g.name = ?2) and (e.kind in ('charged', 'captured', 'hold_refused')
      or e.kind = 'refused' and (e.step = 'use' or e.step is null))
    group by member order by member is null, spent desc, member)",
                                             column_of(what)));
  totals.start(account, agent);
  std::vector<usage_total> members;
  while (totals.next()) {
    sql::fields row(totals);
    usage_total& next = members.emplace_back();
    next.name = row.optional_text();
    next.usages = row.integer<std::uint64_t>();
    next.spent = row.amount();
    next.refused = row.integer<std::uint64_t>();
  }
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return members;
}

std::string share_of(credits part, credits all) {
  if (all.is_zero()) return "0.0%";
  const int128 tenths = (int128{part.micro()} * 2000 + all.micro()) / (int128{all.micro()} * 2);
  return wide_decimal(tenths, 1, false) + "%";
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
