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
#include "reports/store/describe.hpp"
#include "reports/store/event_columns.hpp"
#include "reports/store/schema.hpp"
#include "reports/store/sql.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

namespace {

std::optional<std::int64_t> unless_never(instant t) {
  if (t.is_never()) return std::nullopt;
  return t.us();
}

std::string_view name_of(measure per) {
  switch (per) {
    case measure::unit:
      return "unit";
    case measure::second:
      return "second";
    case measure::minute:
      return "minute";
  }
  return "";
}

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

void write_names(sql::session& session, const world& what) {
  sql::statement gateway(session, sql::insert_into("gateways", 2));
  for (std::size_t i = 0; i < what.gateways.size(); ++i) gateway.run(i, what.gateways[i].name);
  sql::statement meter(session, sql::insert_into("meters", 3));
  for (std::size_t i = 0; i < what.catalog.meters.size(); ++i)
    meter.run(i, what.catalog.meters[i].name, name_of(what.catalog.meters[i].per));
  sql::statement account(session, sql::insert_into("accounts", 3));
  sql::statement agent(session, sql::insert_into("agents", 5));
  for (std::size_t i = 0; i < what.accounts.size(); ++i) {
    account.run(i, what.accounts[i].name, what.accounts[i].zone);
    const auto& agents = what.accounts[i].agents;
    for (std::size_t j = 0; j < agents.size(); ++j)
      agent.run(i, j, agents[j].name, agents[j].policy == when_exhausted::stop ? "stop" : "use_balance",
                agents[j].monthly_limit);
  }
}

// What an item of an expectation asks for: what sort of thing, its name, the expected value as text.
struct item_text {
  std::string_view what;
  std::string name;
  std::string expected;
};

item_text text_of(const expected_item& item) {
  if (const auto* f = std::get_if<expected_figure>(&item.what))
    return {"figure", std::string(drawdown::name_of(f->which)), to_string(f->value)};
  if (const auto* s = std::get_if<expected_stopped>(&item.what))
    return {"stopped", "stopped", s->stopped ? "true" : "false"};
  if (const auto* l = std::get_if<expected_last>(&item.what))
    return {"last", "last", std::string(drawdown::name_of(l->result))};
  const auto& count = std::get<expected_count>(item.what);
  return {"count", count.kind, std::to_string(count.count)};
}

void write_expectations(sql::session& session, const world& what) {
  sql::statement insert(session, sql::insert_into("expectations", 11));
  for (std::size_t i = 0; i < what.expectations.size(); ++i) {
    const expectation& asked = what.expectations[i];
    const auto agent = asked.agent == no_agent ? std::nullopt : std::optional(asked.agent);
    for (std::size_t j = 0; j < asked.items.size(); ++j) {
      const source_place& place = asked.items[j].place;
      const item_text item = text_of(asked.items[j]);
      insert.run(i, j, asked.account, agent, asked.at.us(), what.files.at(place.file), place.line,
                 place.column, item.what, item.name, item.expected);
    }
  }
}

// Writes the events of one account after the other.
class account_writer {
 public:
  account_writer(sql::session& session, const world& what)
      : in_(what),
        event_(session, sql::insert_into("events", 26)),
        slice_(session, sql::insert_into("slices", 5)),
        posting_(session, sql::insert_into("postings", 6)),
        lot_(session, sql::insert_into("lots", 16)),
        payment_(session, sql::insert_into("payments", 10)),
        figures_(session, sql::insert_into("figures", 13)) {}

  // Writes all events of an account, given its blocks in order of epochs.
  result<void> write(account_index account, std::span<const record::block_view> blocks) {
    account_history history(in_, account);
    std::uint64_t number = 1;
    for (const record::block_view& block : blocks) {
      if (block.header().first_number != number)
        return fail(error_code::corrupt,
                    fmt::format("the block of epoch {} begins with event {}, expected was {}",
                                block.header().epoch, block.header().first_number, number));
      const auto events = block.events();
      if (!events) return tl::unexpected<error>(events.error());
      for (const event& next : *events) {
        if (auto taken = history.apply(next); !taken)
          return fail(taken.error().code, fmt::format("event {}: {}", number, taken.error().message));
        write_event(account, number++, history, next);
      }
    }
    write_lots(account, history);
    write_payments(account, history);
    return {};
  }

 private:
  void write_event(account_index account, std::uint64_t number, const account_history& history,
                   const event& next) {
    const event_columns row = columns_of(history, next);
    const auto key = row.key ? std::optional(text_of(account, *row.key)) : std::nullopt;
    event_.run(account, number, next.at.us(), to_string(next.at), kind_of(next),
               describe(in_, account, history, next), row.change, history.balance(), row.amount, row.moved,
               worth_of(row.change, in_.catalog.rate), row.step, row.result, row.repeated, row.agent,
               row.meter, row.quantity, key, row.lot, row.payment, row.attempt, row.gateway, row.answer,
               row.reason, row.effect, row.heard_as);
    write_postings(account, number, history, next);
    if (const auto* usage = std::get_if<usage_event>(&next.body)) write_slices(account, number, *usage);
    if (const auto* seen = std::get_if<figures_event>(&next.body)) write_figures(account, number, *seen);
  }

  void write_slices(account_index account, std::uint64_t number, const usage_event& usage) {
    for (std::size_t i = 0; i < usage.slices.size(); ++i)
      slice_.run(account, number, i + 1, usage.slices[i].lot, usage.slices[i].amount);
  }

  void write_postings(account_index account, std::uint64_t number, const account_history& history,
                      const event& next) {
    const auto entry = ledger::postings_of(next, [&](lot_id lot) { return history.kind_of(lot); });
    for (std::size_t i = 0; i < entry.size(); ++i)
      posting_.run(account, number, i + 1, ledger::name_of(entry[i].account), "credits", entry[i].amount);
  }

  void write_figures(account_index account, std::uint64_t number, const figures_event& seen) {
    const figures& f = seen.account;
    const bool of_agent = seen.agent != no_agent;
    figures_.run(account, number, seen.expectation, f.of(lot_kind::free), f.of(lot_kind::plan),
                 f.of(lot_kind::addon), f.of(lot_kind::adjustment), f.of(lot_kind::paid), f.held, f.debt,
                 of_agent ? std::optional(seen.agent) : std::nullopt,
                 of_agent ? std::optional(seen.agent_spent) : std::nullopt,
                 of_agent ? std::optional(seen.agent_stopped) : std::nullopt);
  }

  void write_lots(account_index account, const account_history& history) {
    for (const auto& [id, lot] : history.lots()) {
      const lot_event& made = lot.made;
      const auto ended = lot.ended ? std::optional(lot.ended->us()) : std::nullopt;
      const auto payment = made.payment == 0 ? std::nullopt : std::optional(made.payment);
      lot_.run(account, id, drawdown::name_of(made.kind), lot.state(), made.amount, lot.used, lot.expired,
               lot.left(), made.created.us(), made.effective.us(), unless_never(made.expires), ended,
               made.priority, made.cost, payment, text_of(account, made.key));
    }
  }

  void write_payments(account_index account, const account_history& history) {
    for (const auto& [id, payment] : history.payments()) {
      const auto credited = payment.credited ? std::optional(payment.credited->us()) : std::nullopt;
      payment_.run(account, id, text_of(account, payment.first.key), payment.first.recharge, payment.state(),
                   payment.first.amount, payment.first.brings, payment.attempts, payment.requested.us(),
                   credited);
    }
  }

  std::string text_of(account_index account, const effect_key& key) const {
    return key_text(in_, account, key);
  }

  const world& in_;
  sql::statement event_;
  sql::statement slice_;
  sql::statement posting_;
  sql::statement lot_;
  sql::statement payment_;
  sql::statement figures_;
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

result<void> write_accounts(sql::session& session, const world& what,
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
  return {};
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
  write_expectations(session, what);
  const auto written = write_accounts(session, what, *views);
  session.run(create_views(what.catalog.unit.decimals()));
  session.finish(written.has_value());
  if (!written) return written;
  return session.status();
}

}  // namespace drawdown::reports
