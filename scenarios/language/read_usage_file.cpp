#include "scenarios/language/read_usage_file.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "engine/units/decimal.hpp"
#include "scenarios/language/read_grant.hpp"
#include "scenarios/language/read_quantity.hpp"
#include "scenarios/language/read_usage.hpp"
#include "scenarios/language/usage_columns.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

// So many faulty rows say what is wrong with a table.
constexpr std::size_t most_faulty_rows = 1'000;

struct row_owner {
  account_index account = 0;
  agent_index agent = no_agent;
};

// A debit of a row, before its texts are numbered: that is done file by file, as they are written row by row.
struct row_debit {
  account_index account = 0;
  usage made;
  std::uint32_t line = 0;
  std::string key, group;  // empty: none is given
};

class usage_table {
 public:
  usage_table(scenario_state& state, usage_columns columns, scope& table)
      : state_(state), columns_(std::move(columns)), table_(table), later_(columns_.meters.size()) {}

  void read();

 private:
  bool read_row(const csv_row& row);
  std::optional<row_owner> find_owner(const csv_row& row);
  std::optional<row_owner> owner_named(const std::string* account, const std::string* agent) const;
  std::optional<bool> report_agent(scope& in, const node& name, std::optional<account_index> account);
  std::optional<instant> read_time(const csv_row& row);
  std::optional<bool> report_time(scope& in, const node& cell, const result<instant>& read) const;
  std::optional<instant> read_occurred(const csv_row& row, instant usual);
  bool read_attribution(const csv_row& row, row_debit& into);
  bool read_debit(const csv_row& row, const metered_column& of, row_debit& into);
  std::optional<meter_index> find_meter(const csv_row& row, const metered_column& of);
  std::optional<std::int64_t> quantity_of(const csv_row& row, const metered_column& of, meter_index meter);
  bool read_factors(const csv_row& row, const metered_column& of, meter_index meter, usage& into);
  bool read_key(const csv_row& row, const metered_column& of, row_debit& into);
  bool is_missing(const csv_row& row, column_number column, names what);
  void add(row_debit debit);
  void warn_of_order() const;

  // The text of a column that may not be there; null where it is not, or is empty.
  const std::string* text(const std::optional<column_number>& column, const csv_row& row) const {
    return column ? columns_.table.text(*column, row) : nullptr;
  }
  template <class Read>
  auto read(column_number column, const csv_row& row, const Read& how) {
    return columns_.table.read(column, table_, row, how);
  }

  scenario_state& state_;
  usage_columns columns_;
  scope& table_;
  std::vector<std::vector<row_debit>> later_;  // of all meters of a row but the first
  std::optional<instant> arrived_;             // the row before
  std::size_t late_rows_ = 0;
  text_place first_late_;
};

void usage_table::read() {
  bool is_header = true;
  std::size_t faulty_rows = 0;
  each_csv_row(table_, [&](const csv_row& row) {
    if (is_header) {
      is_header = false;
      return columns_.table.bind(table_, row);
    }
    faulty_rows += read_row(row) ? 0U : 1U;
    return faulty_rows < most_faulty_rows;
  });
  for (std::vector<row_debit>& of_meter : later_) {
    for (row_debit& one : of_meter) add(std::move(one));
  }
  if (late_rows_ > 0) warn_of_order();
}

bool usage_table::read_row(const csv_row& row) {
  if (!columns_.table.fits(table_, row)) return false;
  const auto owner = find_owner(row);
  const auto time = read_time(row);
  if (!owner || !time) return false;
  const bool is_late = arrived_ && *time < *arrived_;
  if (arrived_ && *time < *arrived_) {
    if (late_rows_++ == 0) first_late_ = place_of(table_.file, row);
  } else {
    arrived_ = *time;
  }
  row_debit debit;
  debit.account = owner->account;
  debit.line = row.line;
  debit.made.order = {*arrived_, turn_order::phase::file, 0, row.line};
  debit.made.agent = owner->agent;
  const auto occurred = read_occurred(row, is_late ? *time : instant::never());
  if (!occurred || !read_attribution(row, debit)) return false;
  debit.made.occurred_at = *occurred;
  bool all_clear = true;
  for (std::size_t i = 0; i < columns_.meters.size(); ++i) {
    const metered_column& of = columns_.meters[i];
    // Of several meters some may have nothing to say in a row.
    if (!of.meter && columns_.table.text(of.quantity, row) == nullptr) continue;
    const bool is_clear = read_debit(row, of, debit);
    all_clear = all_clear && is_clear;
    if (!is_clear) continue;
    if (i == 0)
      add(debit);
    else
      later_[i].push_back(debit);
  }
  return all_clear;
}

// Whether a cell that must hold something is empty, which is then reported.
bool usage_table::is_missing(const csv_row& row, column_number column, names what) {
  if (columns_.table.text(column, row) != nullptr) return false;
  read(column, row, [&](scope& in, const node& cell) -> std::optional<bool> {
    in.report(fault::missing_value, cell.place,
              {fmt::format("{} is empty", what), "nothing here", "every row needs it"});
    return {};
  });
  return true;
}

// Whose row it is, where that is clear; what is not is left to be said.
std::optional<row_owner> usage_table::owner_named(const std::string* account,
                                                  const std::string* agent) const {
  std::optional<account_index> among;
  if (account != nullptr) {
    const auto known = state_.accounts.find(*account);
    if (known == state_.accounts.end()) return {};
    among = known->second;
  }
  if (agent == nullptr) return row_owner{among.value(), no_agent};
  const auto places = state_.agents.find(*agent);
  if (places == state_.agents.end() || (!among && places->second.size() > 1)) return {};
  for (const agent_place& one : places->second) {
    if (!among || one.account == *among) return row_owner{one.account, one.agent};
  }
  return {};
}

std::optional<row_owner> usage_table::find_owner(const csv_row& row) {
  const std::string* account_name = text(columns_.account, row);
  const std::string* agent_name = text(columns_.agent, row);
  if (account_name == nullptr && agent_name == nullptr) {
    is_missing(row, columns_.agent ? *columns_.agent : *columns_.account,
               columns_.agent ? "the agent" : "the account");
    return {};
  }
  if (const auto found = owner_named(account_name, agent_name)) return found;

  std::optional<account_index> account;
  if (account_name != nullptr) {
    account = read(*columns_.account, row, [&](scope& in, const node& cell) {
      return look_up(state_, in, cell, "an account", state_.accounts, state_.accounts_known);
    });
    if (!account) return {};
  }
  read(*columns_.agent, row, [&](scope& in, const node& cell) { return report_agent(in, cell, account); });
  return {};
}

// Says what is wrong with the name of an agent.
std::optional<bool> usage_table::report_agent(scope& in, const node& name,
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

std::optional<instant> usage_table::read_time(const csv_row& row) {
  if (is_missing(row, columns_.time, "the time")) return {};
  const result<instant> time = parse_row_time(*columns_.table.text(columns_.time, row), columns_.clock);
  if (time && (!state_.start || *time >= *state_.start) && (!state_.end || *time <= *state_.end))
    return *time;
  read(columns_.time, row, [&](scope& in, const node& cell) { return report_time(in, cell, time); });
  return {};
}

// Says what is wrong with a time: it is none, or it is outside the run.
std::optional<bool> usage_table::report_time(scope& in, const node& cell, const result<instant>& read) const {
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
std::optional<instant> usage_table::read_occurred(const csv_row& row, instant usual) {
  const std::string* said = text(columns_.occurred_at, row);
  if (said == nullptr) return usual;
  const result<instant> occurred = parse_row_time(*said, columns_.clock);
  if (occurred && *occurred <= *arrived_ && (!state_.start || *occurred >= *state_.start)) return *occurred;
  read(*columns_.occurred_at, row, [&](scope& in, const node& cell) -> std::optional<bool> {
    if (!occurred) return report_time(in, cell, occurred);
    check_occurred(state_, in, cell.place, *occurred, arrived_);
    return {};
  });
  return {};
}

bool usage_table::read_attribution(const csv_row& row, row_debit& into) {
  const agent_index agent = into.made.agent;
  if (agent != no_agent) into.made.user = state_.what.accounts[into.account].agents[agent].user;
  if (const std::string* name = text(columns_.user, row)) {
    const auto known = state_.users.find(*name);
    if (known == state_.users.end()) {
      read(*columns_.user, row, [&](scope& in, const node& cell) {
        return look_up(state_, in, cell, "a user", state_.users, state_.users_known);
      });
      return false;
    }
    into.made.user = known->second;
  }
  if (const std::string* group = text(columns_.group, row)) {
    if (!is_label(*group)) {
      read(*columns_.group, row,
           [&](scope& in, const node& cell) { return read_label(in, cell, "the group"); });
      return false;
    }
    into.group = *group;
  }
  return true;
}

bool usage_table::read_debit(const csv_row& row, const metered_column& of, row_debit& into) {
  const auto meter = find_meter(row, of);
  if (!meter) return false;
  const auto quantity = quantity_of(row, of, *meter);
  if (!quantity || !read_factors(row, of, *meter, into.made) || !read_key(row, of, into)) return false;
  into.made.order.rank = of.rank;
  into.made.meter = *meter;
  into.made.quantity = *quantity;
  return true;
}

std::optional<meter_index> usage_table::find_meter(const csv_row& row, const metered_column& of) {
  if (!of.meter) return of.fixed;
  if (is_missing(row, *of.meter, "the meter")) return {};
  if (const auto known = state_.meters.find(*columns_.table.text(*of.meter, row));
      known != state_.meters.end())
    return known->second;
  return read(*of.meter, row, [&](scope& in, const node& cell) {
    return look_up(state_, in, cell, "a meter", state_.meters, state_.sold.meters_known);
  });
}

std::optional<std::int64_t> usage_table::quantity_of(const csv_row& row, const metered_column& of,
                                                     meter_index meter) {
  if (is_missing(row, of.quantity, "the quantity")) return {};
  const drawdown::meter& used = state_.what.catalog.meters[meter];
  if (!is_time(used.per)) {
    const auto count = parse_decimal(*columns_.table.text(of.quantity, row), credits::decimals);
    if (count && *count >= 0) return *count;
  }
  return read(of.quantity, row, [&](scope& in, const node& cell) {
    return read_quantity(in, cell, used, state_.sold.meters_declared[meter]);
  });
}

// What the quantity is multiplied by, and the value that its price goes by: each where the meter asks for it,
// and only there (R7.1, R7.2).
bool usage_table::read_factors(const csv_row& row, const metered_column& of, meter_index meter, usage& into) {
  const drawdown::meter& used = state_.what.catalog.meters[meter];
  const bool by_value = std::holds_alternative<price_by_value>(used.price);
  const auto check = [&](const std::optional<column_number>& column, bool is_asked, names key, names what) {
    const bool is_said = text(column, row) != nullptr;
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

bool usage_table::read_key(const csv_row& row, const metered_column& of, row_debit& into) {
  const std::string* given = text(columns_.key, row);
  into.key = given != nullptr ? *given + of.suffix : std::string{};
  if (given == nullptr || (is_label(into.key) && !reserved_prefix(into.key))) return true;
  read(*columns_.key, row, [&](scope& in, const node& cell) {
    node whole = cell;
    whole.text = into.key;
    return read_given_key(state_, in, whole);
  });
  return false;
}

void usage_table::add(row_debit debit) {
  usage& made = debit.made;
  made.key = {effect_key::space::file, made.order.rank, debit.line};
  if (!debit.key.empty()) made.key = {effect_key::space::given, 0, state_.keys.number_of(debit.key)};
  if (!debit.group.empty()) made.group = state_.groups.number_of(debit.group);
  add_row(state_, debit.account, made, {table_.file_number, debit.line, 1});
}

void usage_table::warn_of_order() const {
  table_.report(fault::rows_out_of_order, first_late_,
                {late_rows_ == 1 ? "a row is out of order"
                                 : fmt::format("{} rows are out of order, this one first", late_rows_),
                 "earlier than the row before it",
                 "it arrives when that row does; sort the file by time if that is not meant"});
}

}  // namespace

void read_usage_file(scenario_state& state, const node& file, const node& columns) {
  auto described = read_usage_columns(state, file, columns);
  scope* const opened = state.open_table(state.in, file);
  if (described && opened != nullptr) usage_table(state, std::move(*described), *opened).read();
}

}  // namespace drawdown::language
