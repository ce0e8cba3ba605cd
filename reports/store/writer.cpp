// Fills a run store from the world's names and the commit blocks, account by account.

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/ledger/chart.hpp"
#include "engine/ledger/postings.hpp"
#include "engine/record/block.hpp"
#include "engine/record/event_reader.hpp"
#include "engine/time/text.hpp"
#include "engine/world/event_kind.hpp"
#include "reports/store/account_fold.hpp"
#include "reports/store/account_history.hpp"
#include "reports/store/answers.hpp"
#include "reports/store/day_sums.hpp"
#include "reports/store/describe.hpp"
#include "reports/store/event_columns.hpp"
#include "reports/store/expectation_writer.hpp"
#include "reports/store/money_writer.hpp"
#include "reports/store/optional_values.hpp"
#include "reports/store/recharges.hpp"
#include "reports/store/rule_watch.hpp"
#include "reports/store/run_fold.hpp"
#include "reports/store/schema.hpp"
#include "reports/store/sql.hpp"
#include "reports/store/standing_writer.hpp"
#include "reports/store/store.hpp"
#include "reports/store/totals_writer.hpp"

namespace drawdown::reports {

namespace {

void write_run(sql::session& session, const world& what, const run_fold* others) {
  sql::statement fact(session, sql::insert_into("run", 2));
  fact.run("scenario", what.name);
  fact.run("catalog", what.catalog.name);
  fact.run("seed", std::to_string(what.seed));
  fact.run("start", to_string(what.start));
  fact.run("start_us", std::to_string(what.start.us()));
  fact.run("end", to_string(what.end));
  fact.run("end_us", std::to_string(what.end.us()));
  fact.run("reached", to_string(what.end));
  fact.run("reached_us", std::to_string(what.end.us()));
  fact.run("currency", what.catalog.unit.code());
  fact.run("currency_decimals", std::to_string(what.catalog.unit.decimals()));
  fact.run("rate_money_minor", std::to_string(what.catalog.rate.price.minor()));
  fact.run("rate_credits_micro", std::to_string(what.catalog.rate.brings.micro()));
  fact.run("zone", std::to_string(what.zone));
  fact.run("zone_database", what.zone_database_version);
  fact.run("keep", others == nullptr ? "all" : "totals");
}

void write_zones(sql::session& session, const world& what) {
  sql::statement zone(session, sql::insert_into("zones", 2));
  sql::statement offset(session, sql::insert_into("zone_offsets", 3));
  for (std::size_t i = 0; i < what.zones.size(); ++i) {
    zone.run(i, what.zones[i].name);
    for (const zone_transition& change : what.zones[i].transitions)
      offset.run(i, change.from.us(), change.offset_s);
  }
}

std::string_view name_of(credit_pool pool) {
  return pool == credit_pool::shared ? "shared" : "per_user";
}

// As they are at the start; versions change their prices and terms (R7.3).
void write_plans(sql::session& session, const drawdown::catalog& sold) {
  sql::statement plan(session, sql::insert_into("plans", 5));
  for (std::size_t i = 0; i < sold.plans.size(); ++i) {
    const plan_terms& each = sold.plans[i];
    plan.run(i, each.name, name_of(each.pool), each.price, each.allocation);
  }
  sql::statement add_on(session, sql::insert_into("add_ons", 5));
  for (std::size_t i = 0; i < sold.add_ons.size(); ++i) {
    const add_on_terms& each = sold.add_ons[i];
    add_on.run(i, each.name, name_of(each.pool), each.price, each.unit);
  }
}

std::optional<std::string> unless_empty(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

void write_names(sql::session& session, const world& what, const run_fold* others) {
  sql::statement gateway(session, sql::insert_into("gateways", 2));
  for (std::size_t i = 0; i < what.gateways.size(); ++i) gateway.run(i, what.gateways[i].name);
  sql::statement meter(session, sql::insert_into("meters", 4));
  for (std::size_t i = 0; i < what.catalog.meters.size(); ++i) {
    const drawdown::meter& each = what.catalog.meters[i];
    meter.run(i, each.name, drawdown::name_of(each.per), unless_empty(each.feature));
  }
  write_plans(session, what.catalog);
  sql::statement user(session, sql::insert_into("users", 2));
  for (std::size_t i = 0; i < what.users.size(); ++i) user.run(i, what.users[i]);
  sql::statement group(session, sql::insert_into("usage_groups", 2));
  for (std::size_t i = 0; i < what.groups.size(); ++i) group.run(i, what.groups[i]);
  sql::statement account(session, sql::insert_into("accounts", 6));
  sql::statement agent(session, sql::insert_into("agents", 5));
  for (std::size_t i = 0; i < what.accounts.size(); ++i) {
    account.run(i, what.accounts[i].name, what.accounts[i].zone,
                what.accounts[i].invoice_terms ? "invoice" : "card",
                unless_empty(what.accounts[i].organization),
                others == nullptr || others->keeps(static_cast<account_index>(i)));
    const auto& agents = what.accounts[i].agents;
    for (std::size_t j = 0; j < agents.size(); ++j)
      agent.run(i, j, agents[j].name, agents[j].policy == when_exhausted::stop ? "stop" : "use_balance",
                agents[j].monthly_limit);
  }
}

// Writes one account after the other: its events where they are kept, and what it comes to.
class account_writer {
 public:
  account_writer(sql::session& session, const world& what)
      : in_(what),
        asked_(by_account(what.expectations)),
        watch_(what),
        event_(session, sql::insert_into("events", 50)),
        movement_(session, sql::insert_into("movements", 7)),
        debt_movement_(session, sql::insert_into("debt_movements", 6)),
        posting_(session, sql::insert_into("postings", 6)),
        figures_(session, sql::insert_into("figures", 21)),
        estimate_(session, sql::insert_into("estimates", 8)),
        quote_(session, sql::insert_into("quotes", 6)),
        money_(session, what),
        standing_(session, what),
        totals_(session, what) {}

  // Writes all events of an account, given its blocks in order of epochs; they go into the sums of days.
  result<void> write(account_index account, std::span<const record::block_view> blocks, day_sums& days) {
    account_fold fold(in_, account, asked_);
    money_.begin(account);
    for (const record::block_view& block : blocks) {
      if (auto begun = fold.begin(block.header()); !begun) return begun;
      record::event_reader events(block);
      while (events.next(next_)) {
        if (auto taken = fold.apply(next_, days); !taken) return taken;
        write_event(fold, next_);
      }
      if (auto whole = events.at_end(); !whole) return whole;
    }
    finish(fold, days, true);
    return {};
  }

  // Writes what an account comes to whose events are not kept.
  void write(account_fold& fold, day_sums& days) {
    money_.begin(fold.account());
    finish(fold, days, false);
  }

  // After the last account.
  void finish() { totals_.finish(); }

  // What the accounts written so far answer to what was expected.
  const expectation_answers& answers() const { return answers_; }
  const rule_watch& watch() const { return watch_; }

 private:
  void finish(account_fold& fold, day_sums& days, bool is_kept) {
    const std::vector<ledger::month_close> months = fold.finish(days);
    if (is_kept) money_.write(fold.closings());
    money_.write(months);
    totals_.write(fold);
    standing_.write(fold.account(), fold.history(), is_kept);
    if (fold.watch()) watch_.add(*fold.watch());
    if (fold.answers()) answers_.add(*fold.answers());
  }

  void write_event(const account_fold& fold, const event& next) {
    const account_history& history = fold.history();
    const account_index account = fold.account();
    const std::uint64_t number = history.number();
    const event_columns& row = fold.columns();
    const auto key = text_of(account, row.key);
    event_.run(account, number, next.at.us(), to_string(next.at), kind_of(next), row.entry,
               describe(in_, account, history, next), row.change, history.debt_change(), history.balance(),
               history.now().held, history.now().debt, row.amount, row.forgiven, row.invoiced, row.moved,
               worth_of(row.change, sold_at(in_, account, next.at).terms->rate), row.step, row.result,
               row.repeated, row.agent, row.user, row.group, row.meter, row.quantity, row.times,
               value_text(row), us_of(row.occurred), row.version, row.uncharged, key,
               text_of(account, row.of_key), row.hold, row.debt, row.lot, row.payment, row.purpose,
               row.attempt, row.gateway, row.answer, row.reason, row.effect, row.heard_as, row.level,
               row.wait, us_of(row.until), row.subscription, row.plan, row.price, row.open);
    write_movements(account, number, history);
    write_postings(fold);
    if (const auto* seen = std::get_if<figures_event>(&next.body)) write_figures(account, number, *seen);
    if (const auto* said = std::get_if<estimate_event>(&next.body))
      estimate_.run(account, number, said->total, said->available, said->after, said->missing, said->offer,
                    said->brings);
    if (const auto* said = std::get_if<quote_event>(&next.body))
      quote_.run(account, number, said->now, said->grants, said->per_cycle, said->acts.us());
  }

  static std::optional<std::int64_t> us_of(const std::optional<instant>& t) {
    if (!t) return std::nullopt;
    return t->us();
  }

  void write_movements(account_index account, std::uint64_t number, const account_history& history) {
    std::size_t position = 0;
    for (const lot_movement& moved : history.movements())
      movement_.run(account, number, ++position, moved.lot, reports::name_of(moved.what), moved.left,
                    moved.held);
    position = 0;
    for (const debt_movement& moved : history.debt_movements())
      debt_movement_.run(account, number, ++position, moved.debt, reports::name_of(moved.what), moved.change);
  }

  void write_postings(const account_fold& fold) {
    const std::uint64_t number = fold.history().number();
    std::size_t position = 0;
    money_.write(fold.closings());
    for (const ledger::posting& line : fold.credit())
      posting_.run(fold.account(), number, ++position, ledger::name_of(line.account), "credits", line.amount);
    money_.write(number, position, fold.money());
  }

  void write_figures(account_index account, std::uint64_t number, const figures_event& seen) {
    const figures& f = seen.account;
    const bool of_agent = seen.agent != no_agent;
    const subscription_figures& subscription = seen.subscription;
    figures_.run(account, number, seen.expectation, f.of(lot_kind::free), f.of(lot_kind::plan),
                 f.of(lot_kind::addon), f.of(lot_kind::adjustment), f.of(lot_kind::paid), f.held, f.debt,
                 f.invoiced, of_agent ? std::optional(seen.agent) : std::nullopt,
                 of_agent ? std::optional(seen.agent_spent) : std::nullopt,
                 of_agent ? std::optional(seen.agent_held) : std::nullopt,
                 of_agent ? std::optional(seen.agent_stopped) : std::nullopt, seen.suspended,
                 drawdown::name_of(subscription.state), unless(no_plan, subscription.plan),
                 unless_never(subscription.renews), subscription.cancels,
                 unless(no_plan, subscription.next_plan));
  }

  // The name of the value that a price went by (R7.2).
  std::optional<std::string> value_text(const event_columns& row) const {
    if (!row.value) return std::nullopt;
    return std::get<price_by_value>(in_.catalog.meters[*row.meter].price).values[*row.value].value;
  }

  std::optional<std::string> text_of(account_index account, const std::optional<effect_key>& key) const {
    if (!key) return std::nullopt;
    return key_text(in_, account, *key);
  }

  const world& in_;
  expectations_by_account asked_;
  expectation_answers answers_;
  rule_watch watch_;
  sql::statement event_;
  sql::statement movement_;
  sql::statement debt_movement_;
  sql::statement posting_;
  sql::statement figures_;
  sql::statement estimate_;
  sql::statement quote_;
  money_writer money_;
  standing_writer standing_;
  totals_writer totals_;
  event next_;  // read over and over, for its memory
};

// All blocks, checked, by account and epoch.
result<std::vector<record::block_view>> sorted(const world& what,
                                               std::span<const std::vector<std::byte>> blocks) {
  std::vector<record::block_view> views;
  views.reserve(blocks.size());
  for (const auto& block : blocks) {
    auto view = record::block_view::open(block);
    if (!view) return tl::unexpected<error>(view.error());
    if (view->header().account >= what.accounts.size())
      return fail(error_code::corrupt, fmt::format("a block is of account {}, of {}", view->header().account,
                                                   what.accounts.size()));
    views.push_back(*view);
  }
  std::ranges::sort(views, {}, [](const record::block_view& view) {
    return std::pair(view.header().account, view.header().epoch);
  });
  return views;
}

result<void> write_kept(account_writer& writer, const world& what, std::span<const record::block_view> views,
                        day_sums& days) {
  for (auto first = views.begin(); first != views.end();) {
    const account_index account = first->header().account;
    const auto last =
        std::find_if(first, views.end(), [&](const auto& view) { return view.header().account != account; });
    if (auto written = writer.write(account, {first, last}, days); !written)
      return fail(written.error().code,
                  fmt::format("account {}: {}", what.accounts[account].name, written.error().message));
    first = last;
  }
  return {};
}

result<void> write_accounts(sql::session& session, const world& what, const run_store& store,
                            std::span<const record::block_view> views, run_fold* others) {
  account_writer writer(session, what);
  day_sums own;
  day_sums& days = others != nullptr ? others->days() : own;
  if (auto written = write_kept(writer, what, views, days); !written) return written;
  if (others != nullptr)
    for (std::size_t i = 0; i < what.accounts.size(); ++i)
      if (account_fold* fold = others->of(static_cast<account_index>(i))) writer.write(*fold, days);
  writer.finish();
  days.write(session, what.catalog.unit);
  return write_expected(session, store, what, writer.answers(), writer.watch());
}

// A block of an account that was folded would be counted twice.
result<void> check_apart(std::span<const record::block_view> views, const run_fold* others) {
  for (const record::block_view& view : views)
    if (others != nullptr && !others->keeps(view.header().account))
      return fail(error_code::corrupt,
                  fmt::format("a block of account {} was to be folded", view.header().account));
  return {};
}

result<void> write_all(sqlite3* database, const run_store& store, const world& what,
                       std::span<const std::vector<std::byte>> blocks, run_fold* others) {
  const auto views = sorted(what, blocks);
  if (!views) return tl::unexpected<error>(views.error());
  if (auto apart = check_apart(*views, others); !apart) return apart;
  sql::session session(database);
  session.run("begin");
  write_run(session, what, others);
  write_zones(session, what);
  write_names(session, what, others);
  write_recharge_terms(session, what);
  const auto written = write_accounts(session, what, store, *views, others);
  const int decimals = what.catalog.unit.decimals();
  session.run(create_views(decimals));
  session.run(create_daily_views(decimals));
  session.run(create_question_views(decimals));
  session.finish(written.has_value());
  if (!written) return written;
  return session.status();
}

}  // namespace

result<void> run_store::write(const world& what, std::span<const std::vector<std::byte>> blocks) {
  return write_all(database_, *this, what, blocks, nullptr);
}

result<void> run_store::write(const world& what, std::span<const std::vector<std::byte>> blocks,
                              run_fold& others) {
  return write_all(database_, *this, what, blocks, &others);
}

}  // namespace drawdown::reports
