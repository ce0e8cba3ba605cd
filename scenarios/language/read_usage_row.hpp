// A row of a usage file: whose usage it is, when, of which meters, and how much (R2.9).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/language/scenario_state.hpp"
#include "scenarios/language/table.hpp"
#include "scenarios/language/usage_columns.hpp"
#include "scenarios/usage/name_table.hpp"

namespace drawdown::language {

// Names as rows look them up: what an unordered map of strings would take too long for.
struct usage_names {
  explicit usage_names(const scenario_state& state);

  bulk::name_table<account_index> accounts;
  bulk::name_table<agent_index> agents;  // owner: their account
  struct sole_agent {
    agent_place place;
    bool is_sole = true;  // no other account has one of this name
  };
  bulk::name_table<sole_agent> agents_alone;
  bulk::name_table<meter_index> meters;
  bulk::name_table<user_index> users;
};

// One debit of a row. The texts are not numbered yet: the row that they stand in is read once more first.
struct row_debit {
  account_index account = 0;
  usage made;
  std::string_view key, group;  // empty: none is given
};

// A scenario that is loaded whole has at most so many rows in its usage files.
inline constexpr std::uint64_t most_rows_loaded = 2'000'000;

// The rows of one usage file, in their order.
class usage_rows {
 public:
  // All must outlive it.
  usage_rows(scenario_state& state, const usage_names& known, usage_columns columns,
             std::shared_ptr<table_file> table);

  // Finds the columns; false where they can't be, which is then reported.
  bool begin() { return columns_.table.bind(*table_); }

  // Goes on to the next row. What is wrong with it is reported.
  table_file::step next();
  // Of a fault: whether it is one of a row that was found, and not of what was to be one.
  bool is_of_table() const { return is_of_table_; }
  // Of a fault: whether its line is longer than is read.
  bool is_too_long() const {
    return !is_of_table_ && table_->rows().fault().what == bulk::row_problem::too_long &&
           !table_->rows().fault().message.empty();
  }
  // Of the row, in the order of meters; there may be none. Valid until the next one.
  std::span<const row_debit> debits() const { return debits_; }
  // When it arrives: its time, or that of the row before it (R2.9).
  instant arrival() const { return *arrived_; }
  const bulk::row& row() const { return table_->row(); }

  table_file& table() { return *table_; }
  const usage_columns& columns() const { return columns_; }
  std::uint64_t out_of_order() const { return late_rows_; }
  // Says how many rows were out of order, if any were. At the end.
  void warn_of_order();

 private:
  struct row_owner {
    account_index account = 0;
    agent_index agent = no_agent;
  };

  bool read_row(const bulk::row& row);
  bool read_debits(const bulk::row& row, const row_debit& shared);
  std::optional<row_owner> find_owner(const bulk::row& row);
  std::optional<row_owner> owner_named(std::string_view account, std::string_view agent) const;
  std::optional<bool> report_agent(scope& in, const node& name, std::optional<account_index> account);
  std::optional<instant> read_time(const bulk::row& row);
  std::optional<bool> report_time(scope& in, const node& cell, const result<instant>& read) const;
  std::optional<instant> read_occurred(const bulk::row& row, instant arrival, instant usual);
  bool read_attribution(const bulk::row& row, row_debit& into);
  bool read_debit(const bulk::row& row, const metered_column& of, std::string& key_text, row_debit& into);
  std::optional<meter_index> find_meter(const bulk::row& row, const metered_column& of);
  std::optional<std::int64_t> quantity_of(const bulk::row& row, const metered_column& of, meter_index meter);
  bool read_factors(const bulk::row& row, const metered_column& of, meter_index meter, usage& into);
  bool read_key(const bulk::row& row, const metered_column& of, std::string& key_text, row_debit& into);
  bool is_missing(const bulk::row& row, column_number column, std::string_view what);

  // The text of a column that may not be there; empty where it is not.
  std::string_view text(const std::optional<column_number>& column, const bulk::row& row) const {
    return column ? columns_.table.text(*column, row) : std::string_view{};
  }
  template <class Read>
  auto read(column_number column, const bulk::row& row, const Read& how) {
    return columns_.table.read(column, table_->at(row), row, how);
  }

  scenario_state& state_;
  const usage_names& known_;
  usage_columns columns_;
  std::shared_ptr<table_file> table_;
  std::vector<row_debit> debits_;
  std::vector<std::string> key_texts_;  // of each meter, where keys of several are told apart
  std::optional<instant> arrived_;      // the row before
  std::uint64_t late_rows_ = 0;
  std::optional<kept_row> first_late_;
  bool is_of_table_ = true;
};

}  // namespace drawdown::language
