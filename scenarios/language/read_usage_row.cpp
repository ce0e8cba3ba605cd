#include "scenarios/language/read_usage_row.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "engine/units/decimal.hpp"
#include "scenarios/language/read_grant.hpp"
#include "scenarios/language/read_quantity.hpp"
#include "scenarios/language/read_usage.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

// A quantity of what is counted, in millionths: most are a few digits, and anything else is left to who reads
// all decimals.
std::optional<std::int64_t> read_count(names text) {
  constexpr std::size_t few = 12;
  constexpr std::int64_t millionths = 1'000'000;
  if (text.size() > few || text.empty() || (text.front() == '0' && text.size() > 1)) {
    const auto read = parse_decimal(text, credits::decimals);
    return read && *read >= 0 ? std::optional(*read) : std::nullopt;
  }
  std::int64_t whole = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') {
      const auto read = parse_decimal(text, credits::decimals);
      return read && *read >= 0 ? std::optional(*read) : std::nullopt;
    }
    whole = 10 * whole + (c - '0');
  }
  return whole * millionths;
}

}  // namespace

usage_names::usage_names(const scenario_state& state) {
  const world& what = state.what;
  for (account_index account = 0; account < what.accounts.size(); ++account) {
    const account_spec& spec = what.accounts[account];
    accounts.add(spec.name, account);
    for (agent_index agent = 0; agent < spec.agents.size(); ++agent) {
      const names name = spec.agents[agent].name;
      agents.add(name, agent, account);
      if (sole_agent* other = agents_alone.find(name))
        other->is_sole = false;
      else
        agents_alone.add(name, {{account, agent}, true});
    }
  }
  for (const auto& [name, index] : state.meters) meters.add(name, index);
  for (const auto& [name, index] : state.users) users.add(name, index);
}

usage_rows::usage_rows(scenario_state& state, const usage_names& known, usage_columns columns,
                       std::shared_ptr<table_file> table)
    : state_(state),
      known_(known),
      columns_(std::move(columns)),
      table_(std::move(table)),
      key_texts_(columns_.meters.size()) {
  debits_.reserve(columns_.meters.size());
}

table_file::step usage_rows::next() {
  const table_file::step found = table_->next();
  is_of_table_ = found == table_file::step::row;
  if (!is_of_table_) return found;
  return read_row(table_->row()) ? table_file::step::row : table_file::step::fault;
}

bool usage_rows::read_row(const bulk::row& row) {
  if (!columns_.table.fits(*table_, row)) return false;
  const auto owner = find_owner(row);
  const auto time = read_time(row);
  if (!owner || !time) return false;
  const bool is_late = arrived_ && *time < *arrived_;
  const instant arrival = is_late ? *arrived_ : *time;
  row_debit shared;
  shared.account = owner->account;
  shared.made.order = {arrival, turn_order::phase::file, 0, row.line};
  shared.made.agent = owner->agent;
  const auto occurred = read_occurred(row, arrival, is_late ? *time : instant::never());
  if (!occurred || !read_attribution(row, shared)) return false;
  shared.made.occurred_at = *occurred;
  if (!read_debits(row, shared)) return false;
  // A row that is left out moves none behind it.
  arrived_ = arrival;
  if (is_late && late_rows_++ == 0) first_late_.emplace(row);
  return true;
}

bool usage_rows::read_debits(const bulk::row& row, const row_debit& shared) {
  debits_.clear();
  bool all_clear = true;
  for (std::size_t i = 0; i < columns_.meters.size(); ++i) {
    const metered_column& of = columns_.meters[i];
    // Of several meters some may have nothing to say in a row.
    if (!of.meter && columns_.table.text(of.quantity, row).empty()) continue;
    row_debit& made = debits_.emplace_back(shared);
    all_clear = read_debit(row, of, key_texts_[i], made) && all_clear;
  }
  return all_clear;
}

void usage_rows::warn_of_order() {
  if (!first_late_) return;
  scope& in = table_->at(first_late_->row());
  in.report(fault::rows_out_of_order, place_of(in, first_late_->row()),
            {late_rows_ == 1 ? "a row is out of order"
                             : fmt::format("{} rows are out of order, this one first", late_rows_),
             "earlier than the row before it",
             "it arrives when that row does; sort the file by time if that is not meant"});
}

// Whether a cell that must hold something is empty, which is then reported.
bool usage_rows::is_missing(const bulk::row& row, column_number column, names what) {
  if (!columns_.table.text(column, row).empty()) return false;
  const bool is_absent = columns_.table.is_absent(column, row);
  read(column, row, [&](scope& in, const node& cell) -> std::optional<bool> {
    in.report(fault::missing_value, cell.place,
              {is_absent ? fmt::format("{} is missing: there is no `{}`", what, columns_.table.name(column))
                         : fmt::format("{} is empty", what),
               is_absent ? "not in this row" : "nothing here", "every row needs it"});
    return {};
  });
  return true;
}

// Whose row it is, where that is clear; what is not is left to be said.
std::optional<usage_rows::row_owner> usage_rows::owner_named(names account, names agent) const {
  if (account.empty()) {
    const usage_names::sole_agent* found = known_.agents_alone.find(agent);
    if (found == nullptr || !found->is_sole) return {};
    return row_owner{found->place.account, found->place.agent};
  }
  const account_index* among = known_.accounts.find(account);
  if (among == nullptr) return {};
  if (agent.empty()) return row_owner{*among, no_agent};
  const agent_index* found = known_.agents.find(agent, *among);
  if (found == nullptr) return {};
  return row_owner{*among, *found};
}

std::optional<usage_rows::row_owner> usage_rows::find_owner(const bulk::row& row) {
  const names account_name = text(columns_.account, row);
  const names agent_name = text(columns_.agent, row);
  if (account_name.empty() && agent_name.empty()) {
    is_missing(row, columns_.agent ? *columns_.agent : *columns_.account,
               columns_.agent ? "the agent" : "the account");
    return {};
  }
  if (const auto found = owner_named(account_name, agent_name)) return found;

  std::optional<account_index> account;
  if (!account_name.empty()) {
    account = read(*columns_.account, row, [&](scope& in, const node& cell) {
      return look_up(state_, in, cell, "an account", state_.accounts, state_.accounts_known);
    });
    if (!account) return {};
  }
  read(*columns_.agent, row, [&](scope& in, const node& cell) { return report_agent(in, cell, account); });
  return {};
}

// Says what is wrong with the name of an agent.
std::optional<bool> usage_rows::report_agent(scope& in, const node& name,
                                             std::optional<account_index> account) {
  const auto places = look_up(state_, in, name, "an agent", state_.agents, state_.accounts_known);
  if (!places) return {};
  if (!account) {
    in.report(fault::ambiguous_agent, name.place,
              {fmt::format("{} accounts have an agent `{}`", places->size(), name.text),
               "which of them?",
               "name the column with the account: `columns: {account: NAME}`",
               {{"one of them is declared here", declaration_of(state_, places->front())}}});
    return {};
  }
  in.report(
      fault::unknown_reference, name.place,
      {fmt::format("the account `{}` has no agent `{}`", state_.what.accounts[*account].name, name.text),
       "another account has",
       "declare the agent, or right the account",
       {{fmt::format("`{}` is declared here", name.text), declaration_of(state_, places->front())}}});
  return {};
}

std::optional<instant> usage_rows::read_time(const bulk::row& row) {
  if (is_missing(row, columns_.time, "the time")) return {};
  const result<instant> time = parse_row_time(columns_.table.text(columns_.time, row), columns_.clock);
  if (time && (!state_.start || *time >= *state_.start) && (!state_.end || *time <= *state_.end))
    return *time;
  read(columns_.time, row, [&](scope& in, const node& cell) { return report_time(in, cell, time); });
  return {};
}

// Says what is wrong with a time: it is none, or it is outside the run.
std::optional<bool> usage_rows::report_time(scope& in, const node& cell, const result<instant>& read) const {
  if (!read) {
    wording words = engine_wording(read.error());
    if (parse_row_time(cell.text, {columns_.clock.zone, true}))
      words = {words.message, "no offset",
               "write `time: {column: NAME, zone: UTC}` if all of them are times of one zone"};
    in.report(fault::not_an_instant, cell.place, words);
    return {};
  }
  const bool early = state_.start && *read < *state_.start;
  const std::string bound = early ? fmt::format("`start` is {}", to_string(*state_.start))
                                  : fmt::format("`end` is {}", to_string(*state_.end));
  in.report(
      fault::outside_run, cell.place,
      {fmt::format("{} is {} of the run", to_string(*read), early ? "before the start" : "after the end"),
       early ? "too early" : "too late",
       early ? "let the run start earlier, or leave the row out"
             : "let the run end later, or leave the row out",
       {{bound, state_.in.here(early ? state_.start_at : state_.end_at)}}});
  return {};
}

// When the usage of a row occurred: as its column says, else `usual`. A row that is out of order arrives with
// the one before it, and has occurred at its own time (R2.9).
std::optional<instant> usage_rows::read_occurred(const bulk::row& row, instant arrival, instant usual) {
  const names said = text(columns_.occurred_at, row);
  if (said.empty()) return usual;
  const result<instant> occurred = parse_row_time(said, columns_.clock);
  if (occurred && *occurred <= arrival && (!state_.start || *occurred >= *state_.start)) return *occurred;
  read(*columns_.occurred_at, row, [&](scope& in, const node& cell) -> std::optional<bool> {
    if (!occurred) return report_time(in, cell, occurred);
    check_occurred(state_, in, cell.place, *occurred, arrival);
    return {};
  });
  return {};
}

bool usage_rows::read_attribution(const bulk::row& row, row_debit& into) {
  const agent_index agent = into.made.agent;
  if (agent != no_agent) into.made.user = state_.what.accounts[into.account].agents[agent].user;
  if (const names name = text(columns_.user, row); !name.empty()) {
    const user_index* known = known_.users.find(name);
    if (known == nullptr) {
      read(*columns_.user, row, [&](scope& in, const node& cell) {
        return look_up(state_, in, cell, "a user", state_.users, state_.users_known);
      });
      return false;
    }
    into.made.user = *known;
  }
  into.group = text(columns_.group, row);
  if (into.group.empty() || is_label(into.group)) return true;
  read(*columns_.group, row, [&](scope& in, const node& cell) { return read_label(in, cell, "the group"); });
  return false;
}

bool usage_rows::read_debit(const bulk::row& row, const metered_column& of, std::string& key_text,
                            row_debit& into) {
  const auto meter = find_meter(row, of);
  if (!meter) return false;
  const auto quantity = quantity_of(row, of, *meter);
  if (!quantity || !read_factors(row, of, *meter, into.made) || !read_key(row, of, key_text, into))
    return false;
  into.made.order.rank = of.rank;
  into.made.key = {effect_key::space::file, of.rank, row.line};
  into.made.meter = *meter;
  into.made.quantity = *quantity;
  return true;
}

std::optional<meter_index> usage_rows::find_meter(const bulk::row& row, const metered_column& of) {
  if (!of.meter) return of.fixed;
  if (is_missing(row, *of.meter, "the meter")) return {};
  if (const meter_index* known = known_.meters.find(columns_.table.text(*of.meter, row))) return *known;
  return read(*of.meter, row, [&](scope& in, const node& cell) {
    return look_up(state_, in, cell, "a meter", state_.meters, state_.sold.meters_known);
  });
}

std::optional<std::int64_t> usage_rows::quantity_of(const bulk::row& row, const metered_column& of,
                                                    meter_index meter) {
  if (is_missing(row, of.quantity, "the quantity")) return {};
  const drawdown::meter& used = state_.what.catalog.meters[meter];
  const names text = columns_.table.text(of.quantity, row);
  if (is_time(used.per)) {
    if (const auto length = parse_duration(text)) return length->us();
  } else if (const auto count = read_count(text)) {
    return *count;
  }
  return read(of.quantity, row, [&](scope& in, const node& cell) {
    return read_quantity(in, cell, used, state_.sold.meters_declared[meter]);
  });
}

// What the quantity is multiplied by, and the value that its price goes by: each where the meter asks for it,
// and only there (R7.1, R7.2).
bool usage_rows::read_factors(const bulk::row& row, const metered_column& of, meter_index meter,
                              usage& into) {
  const drawdown::meter& used = state_.what.catalog.meters[meter];
  const bool by_value = std::holds_alternative<price_by_value>(used.price);
  const auto check = [&](const std::optional<column_number>& column, bool is_asked, names key, names what) {
    const bool is_said = !text(column, row).empty();
    if (is_said == is_asked) return true;
    read(is_said ? *column : of.quantity, row, [&](scope& in, const node& cell) -> std::optional<bool> {
      in.report(fault::quantity_unit, cell.place,
                {is_said ? fmt::format("`{}` has no {}", used.name, what)
                         : fmt::format("a usage of `{}` needs {}", used.name, what),
                 is_said ? "belongs to another meter" : "not said in this row",
                 is_said ? "leave the field empty" : fmt::format("name a column: `{}: NAME`", key),
                 {{"the meter is declared here", state_.sold.meters_declared[meter].at}}});
      return {};
    });
    return false;
  };
  if (!check(columns_.times, !used.times.empty(), "times", "what it is multiplied by") ||
      !check(columns_.value, by_value, "value", "the value that its price goes by"))
    return false;
  const auto times = used.times.empty() ? std::optional<std::int64_t>(1)
                                        : read(*columns_.times, row, [](scope& in, const node& cell) {
                                            return read_whole(in, cell, "`times`", 1, INT64_MAX);
                                          });
  const auto value =
      !by_value ? std::optional(no_value) : read(*columns_.value, row, [&](scope& in, const node& cell) {
        return read_value(in, cell, used, state_.sold.meters_declared[meter]);
      });
  if (!times || !value) return false;
  into.times = *times;
  into.value = *value;
  return true;
}

bool usage_rows::read_key(const bulk::row& row, const metered_column& of, std::string& key_text,
                          row_debit& into) {
  into.key = text(columns_.key, row);
  if (into.key.empty()) return true;
  if (!of.suffix.empty()) {
    key_text = into.key;
    key_text += of.suffix;
    into.key = key_text;
  }
  if (is_label(into.key) && !reserved_prefix(into.key)) return true;
  read(*columns_.key, row, [&](scope& in, const node& cell) {
    node whole = cell;
    whole.text = into.key;
    return read_given_key(state_, in, whole);
  });
  return false;
}

}  // namespace drawdown::language
