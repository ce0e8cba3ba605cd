#include "reports/store/events.hpp"

#include <fmt/format.h>

#include "reports/store/purpose.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

constexpr std::string_view select_events = R"(
  select e.account, a.name, e.number, e.at_us, e.kind, e.entry, e.description, e.credits_micro, e.debt_micro,
    e.balance_micro, e.held_micro, e.owed_micro, e.amount_micro, e.forgiven_micro, e.invoiced_micro, e.money_minor, e.worth_minor,
    e.outcome, g.name, u.name, q.name, m.name, m.feature, e.key, e.debt, e.level_micro, e.until_us, e.attempt, e.answer,
    e.heard_as, e.subscription, n.name, e.price_minor, l.lot, l.kind, l.priority, l.effective_us, l.expires_us, l.cost_minor, p.payment, p.purpose,
    p.money_minor, p.credits_micro
  from events e join accounts a on a.account = e.account
    left join agents g on g.account = e.account and g.agent = e.agent
    left join users u on u.user = e.user
    left join usage_groups q on q.usage_group = e.usage_group
    left join meters m on m.meter = e.meter
    left join lots l on l.account = e.account and l.lot = e.lot
    left join plans n on n.plan = e.plan
    left join payments p on p.account = e.account and p.payment = e.payment)";

std::optional<event_lot> lot_of(sql::fields& row) {
  const auto lot = row.optional_integer();
  event_lot found;
  found.kind = row.text();
  found.priority = row.integer<std::int32_t>();
  found.effective = instant::from_us(row.integer());
  const auto expires = row.optional_integer();
  found.expires = expires ? instant::from_us(*expires) : instant::never();
  found.cost = row.price();
  if (!lot) return std::nullopt;
  found.lot = static_cast<lot_id>(*lot);
  return found;
}

std::optional<event_payment> payment_of(sql::fields& row) {
  const auto payment = row.optional_integer();
  event_payment found;
  found.purpose = purpose_named(row.text());
  found.amount = row.price();
  found.brings = row.amount();
  if (!payment) return std::nullopt;
  found.payment = static_cast<payment_id>(*payment);
  return found;
}

event_row event_of(const sql::statement& current) {
  sql::fields row(current);
  event_row event;
  event.account = row.integer<account_index>();
  event.account_name = row.text();
  event.number = row.integer<std::uint64_t>();
  event.at = instant::from_us(row.integer());
  event.kind = row.text();
  event.entry = row.optional_text();
  event.description = row.text();
  event.change = row.amount();
  event.debt_change = row.amount();
  event.balance = row.amount();
  event.held = row.amount();
  event.owed = row.amount();
  event.amount = row.optional_amount();
  event.forgiven = row.optional_amount();
  event.invoiced = row.optional_amount();
  event.moved = row.optional_price();
  event.worth = row.optional_price();
  event.outcome = row.optional_text();
  event.agent = row.optional_text();
  event.user = row.optional_text();
  event.group = row.optional_text();
  event.meter = row.optional_text();
  event.feature = row.optional_text();
  event.key = row.optional_text();
  if (const auto debt = row.optional_integer()) event.debt = static_cast<debt_id>(*debt);
  event.level = row.optional_amount();
  if (const auto until = row.optional_integer()) event.until = instant::from_us(*until);
  if (const auto attempt = row.optional_integer()) event.attempt = static_cast<std::uint32_t>(*attempt);
  event.answer = row.optional_text();
  event.heard_as = row.optional_text();
  event.subscription = row.optional_text();
  event.plan = row.optional_text();
  event.price = row.optional_price();
  event.lot = lot_of(row);
  event.payment = payment_of(row);
  return event;
}

// Adds what stands in tables of its own.
class details {
 public:
  explicit details(sql::session& session)
      : movements_(
            session,
            "select lot, movement, left_micro, held_micro from movements where account = ? and number = ? "
            "order by position"),
        figures_(session, R"(
          select expectation, free_micro, plan_micro, addon_micro, adjustment_micro, paid_micro, held_micro, debt_micro,
            invoiced_micro, agent_spent_micro, agent_held_micro, agent_stopped, suspended, subscription, renews_us, cancels
          from figures where account = ? and number = ?)"),
        debts_(session,
               "select debt, movement, change_micro from debt_movements where account = ? and number = ? "
               "order by position"),
        estimates_(session, R"(
          select total_micro, available_micro, after_micro, missing_micro, offer_minor, brings_micro
          from estimates where account = ? and number = ?)") {}

  void add_to(event_row& event) {
    if (event.kind == "looked_at")
      add_figures(event);
    else if (event.kind == "estimated")
      add_estimate(event);
    else
      add_movements(event);
  }

 private:
  void add_movements(event_row& event) {
    movements_.start(event.account, event.number);
    while (movements_.next()) {
      sql::fields row(movements_);
      movement_row& moved = event.movements.emplace_back();
      moved.lot = row.integer<lot_id>();
      moved.what = row.text();
      moved.left = row.amount();
      moved.held = row.amount();
    }
    if (event.debt_change.is_zero()) return;
    debts_.start(event.account, event.number);
    while (debts_.next()) {
      sql::fields row(debts_);
      debt_row& moved = event.debts.emplace_back();
      moved.debt = row.integer<debt_id>();
      moved.what = row.text();
      moved.change = row.amount();
    }
  }

  void add_estimate(event_row& event) {
    estimates_.start(event.account, event.number);
    while (estimates_.next()) {
      sql::fields row(estimates_);
      estimate_event& said = event.estimate.emplace();
      said.total = row.amount();
      said.available = row.amount();
      said.after = row.amount();
      said.missing = row.amount();
      said.offer = row.price();
      said.brings = row.amount();
    }
  }

  void add_figures(event_row& event) {
    figures_.start(event.account, event.number);
    while (figures_.next()) {
      sql::fields row(figures_);
      figures_event& seen = event.figures.emplace();
      seen.expectation = row.integer<std::uint32_t>();
      for (credits& left : seen.account.left) left = row.amount();
      seen.account.held = row.amount();
      seen.account.debt = row.amount();
      seen.account.invoiced = row.amount();
      seen.agent_spent = row.amount();
      seen.agent_held = row.amount();
      seen.agent_stopped = row.flag();
      seen.suspended = row.flag();
      seen.subscription.state = subscription_state_named(row.text()).value_or(subscription_state::none);
      if (const auto renews = row.optional_integer()) seen.subscription.renews = instant::from_us(*renews);
      seen.subscription.cancels = row.flag();
    }
  }

  sql::statement movements_;
  sql::statement figures_;
  sql::statement debts_;
  sql::statement estimates_;
};

// The condition of a choice, in SQL; `?1` is the account, `?2` the kind, `?3` to `?7` the names of agent,
// user, group, feature and meter, NULL where any will do.
constexpr std::string_view chosen =
    R"(e.account = ?1 and (?2 is null and e.entry is not null or e.entry = ?2 or e.kind = ?2)
    and (?3 is null or e.agent = (select agent from agents where account = ?1 and name = ?3))
    and (?4 is null or e.user = (select user from users where name = ?4))
    and (?5 is null or e.usage_group = (select usage_group from usage_groups where name = ?5))
    and (?6 is null or e.meter in (select meter from meters where feature = ?6))
    and (?7 is null or e.meter = (select meter from meters where name = ?7)))";

}  // namespace

result<void> for_each_event(const run_store& from, const std::function<void(const event_row&)>& show) {
  sql::session session(from.handle());
  sql::statement events(session, fmt::format("{} order by e.at_us, e.account, e.number", select_events));
  details more(session);
  while (events.next()) {
    event_row event = event_of(events);
    more.add_to(event);
    show(event);
  }
  return session.status();
}

result<std::uint64_t> count_history(const run_store& from, const history_choice& what) {
  sql::session session(from.handle());
  sql::statement events(session, fmt::format("select count(*) from events e where {}", chosen));
  events.start(what.account, what.kind, what.agent, what.user, what.group, what.feature, what.meter);
  std::uint64_t count = 0;
  if (events.next()) count = static_cast<std::uint64_t>(events.integer(0));
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return count;
}

result<std::vector<event_row>> read_history(const run_store& from, const history_choice& what,
                                            std::uint64_t skipped, std::uint64_t count) {
  sql::session session(from.handle());
  sql::statement events(
      session, fmt::format("{} where {} order by e.number desc limit ?8 offset ?9", select_events, chosen));
  events.start(what.account, what.kind, what.agent, what.user, what.group, what.feature, what.meter, count,
               skipped);
  details more(session);
  std::vector<event_row> rows;
  while (events.next()) {
    rows.push_back(event_of(events));
    more.add_to(rows.back());
  }
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return rows;
}

result<std::uint64_t> last_event(const run_store& from, account_index of) {
  sql::session session(from.handle());
  sql::statement events(session, "select coalesce(max(number), 0) from events where account = ?");
  std::uint64_t number = 0;
  if (events.start(of).next()) number = static_cast<std::uint64_t>(events.integer(0));
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return number;
}

result<std::vector<event_row>> read_events(const run_store& from, account_index of, std::uint64_t first,
                                           std::uint64_t last) {
  sql::session session(from.handle());
  sql::statement events(session, fmt::format("{} where e.account = ? and e.number between ? and ? "
                                             "order by e.number",
                                             select_events));
  events.start(of, first, last);
  std::vector<event_row> rows;
  while (events.next()) rows.push_back(event_of(events));
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return rows;
}

}  // namespace drawdown::reports
