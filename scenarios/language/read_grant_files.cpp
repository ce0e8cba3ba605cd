#include "scenarios/language/read_grant_files.hpp"

#include <array>
#include <deque>

#include <fmt/format.h>

#include "scenarios/language/mapping.hpp"
#include "scenarios/language/read_grant.hpp"
#include "scenarios/language/table.hpp"
#include "scenarios/language/time_values.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 2> file_keys = {"file", "columns"};
constexpr std::array<names, 9> column_keys = {"account", "kind",     "credits", "key", "effective",
                                              "expires", "priority", "cost",    "user"};
constexpr std::array<names, 4> column_later = {"meters", "features", "recurs", "rollover"};
constexpr std::array<names, 0> none{};

constexpr std::size_t most_files = 1'000;
constexpr std::size_t most_faulty_rows = 1'000;

struct grant_table {
  explicit grant_table(scope& scenario) : columns(scenario) {}

  std::shared_ptr<table_file> file;
  table_columns columns;
  column_number account = 0, kind = 0, amount = 0;
  std::optional<column_number> key, effective, expires, priority, cost, user;
};

struct granted_row {
  grant_table* of = nullptr;
  kept_row row;
};

}  // namespace

struct granted_rows {
  std::deque<grant_table> tables;
  std::vector<granted_row> rows;                                         // in the order of tables and lines
  std::unordered_map<std::string, std::vector<std::size_t>> by_account;  // positions in `rows`
  std::size_t faulty = 0;
};

namespace {

// What `columns` says; nothing where it is faulty.
bool describe(scenario_state& state, const node& at, grant_table& made) {
  const mapping keys(state.in, at, {"`columns`", column_keys, column_later});
  if (!keys.is_sound()) return false;
  bool is_clear = true;
  const auto required = [&](names key, names what, column_number& into) {
    const node* said = keys.require(key, fmt::format("write `{}: NAME`, the column with {}", key, what));
    const auto column = said != nullptr ? made.columns.add(*said, what) : std::nullopt;
    is_clear = is_clear && column;
    into = column.value_or(0);
  };
  const auto optional = [&](names key, names what, std::optional<column_number>& into) {
    const node* said = keys.find(key);
    if (said != nullptr) into = made.columns.add(*said, what);
    is_clear = is_clear && (said == nullptr || into);
  };
  required("account", "the account", made.account);
  required("kind", "the kind of a grant", made.kind);
  required("credits", "the amount of a grant", made.amount);
  optional("key", "the key", made.key);
  optional("effective", "the instant from which a grant counts", made.effective);
  optional("expires", "the end of a grant", made.expires);
  optional("priority", "the priority", made.priority);
  optional("cost", "the cost", made.cost);
  optional("user", "the user", made.user);
  return is_clear;
}

void keep_rows(grant_table& table, granted_rows& kept) {
  if (!table.columns.bind(*table.file)) return;
  std::size_t faulty = 0;
  each_row(*table.file, [&](const bulk::row& row) {
    if (!table.columns.fits(*table.file, row)) return ++faulty < most_faulty_rows;
    if (const names account = table.columns.text(table.account, row); !account.empty())
      kept.by_account[std::string(account)].push_back(kept.rows.size());
    kept.rows.push_back({&table, kept_row(row)});
    return true;
  });
}

void open_file(scenario_state& state, const node& at, granted_rows& kept) {
  const mapping keys(state.in, at, {"a file with grants", file_keys, none});
  if (!keys.is_sound()) return;
  const node* file = keys.require("file", "write `file: grants.csv`");
  const node* columns =
      keys.require("columns", "write `columns: {account: NAME, kind: NAME, credits: NAME}`");
  if (file == nullptr || columns == nullptr || !read_text(state.in, *file, "the name of the file")) return;
  grant_table& made = kept.tables.emplace_back(state.in);
  const bool is_clear = describe(state, *columns, made);
  made.file = state.open_table(state.in, *file, std::nullopt);
  if (is_clear && made.file != nullptr) keep_rows(made, kept);
}

// The value of a column that may be left empty; false where it is faulty.
template <class Value, class Read>
bool read_optional(const granted_row& from, scope& in, const std::optional<column_number>& column,
                   std::optional<Value>& into, const Read& read) {
  const bulk::row row = from.row.row();
  if (!column || from.of->columns.text(*column, row).empty()) return true;
  into = from.of->columns.read(*column, in, row, read);
  return into.has_value();
}

// The body of a grant, and its key; nothing where the row is faulty.
std::optional<grant_declared> read_row(scenario_state& state, const granted_row& from,
                                       account_index account) {
  grant_table& table = *from.of;
  const zone_table& zone = state.zone_of(account);
  const bulk::row row = from.row.row();
  scope& of_row = table.file->keep(row);  // what refers to the grant may show it
  const text_place place = place_of(of_row, row);
  grant_declared made{of_row, place, account, {}, {}, place};

  const auto kind = table.columns.read(table.kind, of_row, row,
                                       [](scope& in, const node& cell) { return read_kind(in, cell); });
  const auto amount = table.columns.read(table.amount, of_row, row, [](scope& in, const node& cell) {
    return read_credits(in, cell, "the amount of a grant", allowed_sign::positive);
  });
  bool is_clear = kind && amount;
  std::optional<std::int64_t> priority;
  std::optional<money> cost;
  std::optional<user_index> user;
  const auto moment_of = [&](names what) {
    return [&zone, what](scope& in, const node& cell) { return read_moment(in, cell, what, zone); };
  };
  is_clear &= read_optional(from, of_row, table.effective, made.body.effective, moment_of("`effective`"));
  is_clear &= read_optional(from, of_row, table.expires, made.body.expires, moment_of("`expires`"));
  is_clear &= read_optional(from, of_row, table.priority, priority, [](scope& in, const node& cell) {
    return read_whole(in, cell, "the priority", INT32_MIN, INT32_MAX);
  });
  is_clear &= read_optional(from, of_row, table.cost, cost, [&](scope& in, const node& cell) {
    return read_cost(in, cell, state.sold.unit);
  });
  is_clear &= read_optional(from, of_row, table.user, user, [&](scope& in, const node& cell) {
    return look_up(state, in, cell, "a user", state.users, state.users_known);
  });
  is_clear &= read_optional(from, of_row, table.key, made.key, [&](scope& in, const node& cell) {
    made.key_place = cell.place;
    return read_given_key(state, in, cell);
  });
  if (!is_clear) return {};
  made.body.kind = *kind;
  made.body.amount = *amount;
  if (priority) made.body.priority = static_cast<std::int32_t>(*priority);
  made.body.cost = cost.value_or(money{});
  made.body.only.user = user.value_or(no_user);
  return made;
}

}  // namespace

void open_grant_files(scenario_state& state, const node& at) {
  const auto* items = list_items(state.in, at, "`grants`");
  if (items == nullptr) return;
  if (items->size() > most_files) {
    state.in.report(fault::out_of_range, at.place,
                    {fmt::format("a scenario has at most {} files with grants", most_files), "", ""});
    return;
  }
  state.rows_of_grants = std::make_shared<granted_rows>();
  for (const node& item : *items) open_file(state, item, *state.rows_of_grants);
}

void read_granted_rows(scenario_state& state, account_index account) {
  if (!state.rows_of_grants) return;
  granted_rows& kept = *state.rows_of_grants;
  const auto found = kept.by_account.find(state.what.accounts[account].name);
  if (found == kept.by_account.end()) return;
  for (const std::size_t position : found->second) {
    if (kept.faulty >= most_faulty_rows) return;
    const auto made = read_row(state, kept.rows[position], account);
    if (!made)
      ++kept.faulty;
    else if (!declare_grant(state, *made))
      return;
  }
}

void report_strange_rows(scenario_state& state) {
  if (!state.rows_of_grants) return;
  granted_rows& kept = *state.rows_of_grants;
  for (const granted_row& one : kept.rows) {
    grant_table& table = *one.of;
    const bulk::row row = one.row.row();
    const std::string name(table.columns.text(table.account, row));
    if (state.accounts.contains(name)) continue;
    if (kept.faulty++ >= most_faulty_rows) return;
    table.columns.read(table.account, table.file->at(row), row, [&](scope& in, const node& cell) {
      if (!name.empty()) return look_up(state, in, cell, "an account", state.accounts, state.accounts_known);
      in.report(fault::missing_value, cell.place,
                {"the account is empty", "nothing here", "every row needs it"});
      return std::optional<account_index>{};
    });
  }
}

}  // namespace drawdown::language
