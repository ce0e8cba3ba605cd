#include "reports/store/operations.hpp"

#include <functional>
#include <map>
#include <utility>

#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

// Each row of a query as a value.
template <class Row>
result<std::vector<Row>> read_rows(const run_store& from, std::string_view query,
                                   const std::function<Row(sql::fields&)>& read) {
  sql::session session(from.handle());
  sql::statement rows(session, query);
  std::vector<Row> found;
  while (rows.next()) {
    sql::fields row(rows);
    found.push_back(read(row));
  }
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return found;
}

std::uint64_t count_in(sql::fields& row) {
  return row.integer<std::uint64_t>();
}

}  // namespace

// Row by row: what a row holds is within 64 bits, sums may not be.
result<std::vector<operation_total>> read_operations(const run_store& from) {
  sql::session session(from.handle());
  sql::statement rows(session,
                      "select kind, count, amount_micro, credits_micro, money_minor from day_events");
  std::map<std::string, operation_total> sums;
  while (rows.next()) {
    sql::fields row(rows);
    const std::string kind = row.text();
    operation_total& sum = sums[kind];
    sum.kind = kind;
    sum.count += count_in(row);
    sum.amount += row.integer();
    sum.change += row.integer();
    sum.moved += row.integer();
  }
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  std::vector<operation_total> found;
  for (auto& [kind, sum] : sums) found.push_back(std::move(sum));
  return found;
}

result<std::vector<refusal_total>> read_refusals(const run_store& from) {
  return read_rows<refusal_total>(from, R"(
    select kind, coalesce(outcome, kind), sum(count) from day_events
    where kind in ('refused', 'hold_refused', 'capture_refused', 'release_refused', 'refund_refused',
      'top_up_refused', 'subscription_refused')
    group by 1, 2 order by 3 desc, 1, 2)",
                                  [](sql::fields& row) {
                                    refusal_total found;
                                    found.kind = row.text();
                                    found.outcome = row.text();
                                    found.count = count_in(row);
                                    return found;
                                  });
}

result<std::vector<gateway_total>> read_gateways(const run_store& from) {
  return read_rows<gateway_total>(from, R"(
    select g.name, coalesce(sum(iif(e.kind = 'charge', e.count, 0)), 0), coalesce(sum(e.first_attempts), 0),
      coalesce(sum(iif(e.kind = 'credited', e.count, 0)), 0),
      coalesce(sum(iif(e.answer = 'declined' and e.effect = 'failed', e.count, 0)), 0),
      coalesce(sum(iif(e.kind = 'timed_out', e.count, 0)), 0),
      coalesce(sum(iif(e.kind = 'already_credited', e.count, 0)), 0),
      coalesce(sum(iif(e.kind = 'notice_ignored', e.count, 0)), 0)
    from gateways g left join day_events e on e.gateway = g.gateway
    group by g.gateway order by g.gateway)",
                                  [](sql::fields& row) {
                                    gateway_total found;
                                    found.name = row.text();
                                    found.attempts = count_in(row);
                                    found.first_attempts = count_in(row);
                                    found.credited = count_in(row);
                                    found.declined = count_in(row);
                                    found.timed_out = count_in(row);
                                    found.said_again = count_in(row);
                                    found.ignored = count_in(row);
                                    return found;
                                  });
}

result<std::vector<decline_total>> read_declines(const run_store& from) {
  return read_rows<decline_total>(from, R"(
    select coalesce(g.name, ''), coalesce(e.reason, ''), sum(e.count)
    from day_events e left join gateways g on g.gateway = e.gateway
    where e.answer = 'declined' and e.effect = 'failed' group by 1, 2 order by 3 desc, 1, 2)",
                                  [](sql::fields& row) {
                                    decline_total found;
                                    found.gateway = row.text();
                                    found.reason = row.text();
                                    found.count = count_in(row);
                                    return found;
                                  });
}

result<std::vector<payment_total>> read_payment_totals(const run_store& from) {
  return read_rows<payment_total>(from, R"(
    select purpose, state, sum(count), sum(attempts), sum(money_minor), sum(paid_minor)
    from end_states where what = 'payment' group by 1, 2 order by 1, 2)",
                                  [](sql::fields& row) {
                                    payment_total found;
                                    found.purpose = row.text();
                                    found.state = row.text();
                                    found.count = count_in(row);
                                    found.attempts = count_in(row);
                                    found.asked = row.integer();
                                    found.paid = row.integer();
                                    return found;
                                  });
}

}  // namespace drawdown::reports
