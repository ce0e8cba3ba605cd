// Fills a run store from the world's names and the commit blocks, account by account.

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "engine/ledger/postings.hpp"
#include "engine/record/block.hpp"
#include "engine/time/text.hpp"
#include "engine/world/event_kind.hpp"
#include "reports/store/account_history.hpp"
#include "reports/store/answers.hpp"
#include "reports/store/describe.hpp"
#include "reports/store/event_columns.hpp"
#include "reports/store/expectation_writer.hpp"
#include "reports/store/money_writer.hpp"
#include "reports/store/optional_values.hpp"
#include "reports/store/recharges.hpp"
#include "reports/store/rule_watch.hpp"
#include "reports/store/schema.hpp"
#include "reports/store/sql.hpp"
#include "reports/store/standing_writer.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

namespace {

void write_run(sql::session& session, const world& what) {
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

void write_names(sql::session& session, const world& what) {
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
  sql::statement account(session, sql::insert_into("accounts", 5));
  sql::statement agent(session, sql::insert_into("agents", 5));
  for (std::size_t i = 0; i < what.accounts.size(); ++i) {
    account.run(i, what.accounts[i].name, what.accounts[i].zone,
                what.accounts[i].invoice_terms ? "invoice" : "card",
                unless_empty(what.accounts[i].organization));
    const auto& agents = what.accounts[i].agents;
    for (std::size_t j = 0; j < agents.size(); ++j)
      agent.run(i, j, agents[j].name, agents[j].policy == when_exhausted::stop ? "stop" : "use_balance",
                agents[j].monthly_limit);
  }
}

// The last instant that an epoch worked.
instant last_instant_of(const record::block_view& block) {
  return instant::from_us(block.header().until.us() - 1);
}

// Writes the events of one account after the other.
class account_writer {
 public:
  account_writer(sql::session& session, const world& what)
      : in_(what),
        answers_(what),
        watch_(what),
        event_(session, sql::insert_into("events", 50)),
        movement_(session, sql::insert_into("movements", 7)),
        debt_movement_(session, sql::insert_into("debt_movements", 6)),
        posting_(session, sql::insert_into("postings", 6)),
        figures_(session, sql::insert_into("figures", 21)),
        estimate_(session, sql::insert_into("estimates", 8)),
        quote_(session, sql::insert_into("quotes", 6)),
        money_(session, what),
        standing_(session, what) {}

  // Writes all events of an account, given its blocks in order of epochs.
  result<void> write(account_index account, std::span<const record::block_view> blocks) {
    account_history history(in_, account);
    money_.begin(account);
    answers_.begin(account);
    watch_.begin(account);
    std::uint64_t number = 1;
    for (const record::block_view& block : blocks) {
      if (block.header().first_number != number)
        return fail(error_code::corrupt,
                    fmt::format("the block of epoch {} begins with event {}, expected was {}",
                                block.header().epoch, block.header().first_number, number));
      const auto events = block.events();
      if (!events) return tl::unexpected<error>(events.error());
      for (const event& next : *events) {
        watch_.before(history, next);
        if (auto taken = history.apply(next); !taken)
          return fail(taken.error().code, fmt::format("event {}: {}", number, taken.error().message));
        write_event(account, number++, history, next);
      }
    }
    watch_.finish(history);
    money_.finish(blocks.empty() ? in_.start : last_instant_of(blocks.back()));
    standing_.write(account, history);
    return {};
  }

  // What the accounts written so far answer to what was expected.
  const expectation_answers& answers() const { return answers_; }
  const rule_watch& watch() const { return watch_; }

 private:
  void write_event(account_index account, std::uint64_t number, const account_history& history,
                   const event& next) {
    const event_columns row = columns_of(history, next);
    answers_.take(history, next, row);
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
    write_postings(account, number, history, next);
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

  void write_postings(account_index account, std::uint64_t number, const account_history& history,
                      const event& next) {
    std::size_t position = 0;
    for (const auto& line : ledger::postings_of(next, [&](lot_id lot) { return history.kind_of(lot); }))
      posting_.run(account, number, ++position, ledger::name_of(line.account), "credits", line.amount);
    money_.write(number, position, next);
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

result<void> write_accounts(sql::session& session, const world& what, const run_store& store,
                            std::span<const record::block_view> views) {
  account_writer writer(session, what);
  for (auto first = views.begin(); first != views.end();) {
    const account_index account = first->header().account;
    const auto last =
        std::find_if(first, views.end(), [&](const auto& view) { return view.header().account != account; });
    if (auto written = writer.write(account, {first, last}); !written)
      return fail(written.error().code,
                  fmt::format("account {}: {}", what.accounts[account].name, written.error().message));
    first = last;
  }
  return write_expected(session, store, what, writer.answers(), writer.watch());
}

}  // namespace

result<void> run_store::write(const world& what, std::span<const std::vector<std::byte>> blocks) {
  const auto views = sorted(what, blocks);
  if (!views) return tl::unexpected<error>(views.error());
  sql::session session(database_);
  session.run("begin");
  write_run(session, what);
  write_zones(session, what);
  write_names(session, what);
  write_recharge_terms(session, what);
  const auto written = write_accounts(session, what, *this, *views);
  session.run(create_views(what.catalog.unit.decimals()));
  session.run(create_question_views(what.catalog.unit.decimals()));
  session.finish(written.has_value());
  if (!written) return written;
  return session.status();
}

}  // namespace drawdown::reports
