// What `columns` says of a table with usage: whose it is, when, of which meters.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/language/row_time.hpp"
#include "scenarios/language/scenario_state.hpp"
#include "scenarios/language/table.hpp"

namespace drawdown::language {

// What a row uses of one meter. Each makes a file of its own for the order of rows and their keys, so that no
// two debits stand at the same place.
struct metered_column {
  std::optional<column_number> meter;  // else `fixed`
  meter_index fixed = 0;
  column_number quantity = 0;
  std::uint32_t rank = 0;  // position in world::usage_files
  std::string suffix;      // of keys that are given
};

struct usage_columns {
  explicit usage_columns(scope& scenario) : table(scenario) {}

  table_columns table;
  column_number time = 0;
  std::optional<column_number> account, agent;  // one of them at least
  std::optional<column_number> key, user, group, times, value, occurred_at;
  std::vector<metered_column> meters;
  row_clock clock;
};

// Reads `columns` of the table that `file` names, and adds its files to the world; nothing where it is
// faulty. Of events `at` may be null, and what it leaves open is where CloudEvents has it: `time`, `id` as
// the key, `subject` as the account, `type` as the meter, `data.quantity`.
std::optional<usage_columns> read_usage_columns(scenario_state& state, const node& file, const node* at,
                                                bulk::table_format format);

// A usage file whose rows are read while the scenario is run.
struct usage_to_come {
  usage_columns columns;
  std::shared_ptr<table_file> table;
  bulk::table_format format = bulk::table_format::csv;
};

}  // namespace drawdown::language
