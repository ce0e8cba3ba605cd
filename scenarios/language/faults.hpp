// The one table of everything that can be wrong in a file: stable codes, titles, and what `explain` says of
// them.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "scenarios/language/diagnostic.hpp"

namespace drawdown::language {

// A kind of finding. The order is that of the table; the number people see is the entry's `code`.
enum class fault : std::uint8_t {
  // the file
  unreadable,
  too_large,
  empty_file,
  not_utf8,
  forbidden_character,
  line_too_long,
  too_many_pieces,
  too_many_errors,
  out_of_reach,
  // its YAML
  malformed_yaml,
  never_closed,
  tab_indentation,
  anchor_or_alias,
  tag,
  merge_key,
  second_document,
  duplicate_key,
  too_deep,
  key_not_text,
  timeline_too_long,
  // keys and shapes
  unknown_key,
  not_built,
  missing_key,
  wrong_shape,
  missing_value,
  bad_name,
  keys_exclude,
  misplaced_key,
  verb_count,
  // values
  not_a_number,
  out_of_range,
  too_many_decimals,
  wrong_sign,
  unknown_currency,
  other_currency,
  not_money,
  not_a_percentage,
  not_a_duration,
  not_an_instant,
  not_a_choice,
  not_a_boolean,
  not_a_rate,
  setting_value,
  quantity_unit,
  malformed_rule,
  unknown_setting,
  settings_contradict,
  malformed_threshold,
  not_a_debit_rate,
  // references
  unknown_reference,
  ambiguous_agent,
  unknown_zone,
  reserved_key,
  account_missing,
  key_never_made,
  // time
  out_of_order,
  outside_run,
  empty_run,
  empty_interval,
  outages_overlap,
  versions_out_of_order,
  impossible_occurrence,
  // commerce
  recharge_out_of_bounds,
  bounds_contradict,
  void_grant,
  recharge_without_end,
  bought_credit_too_short,
  recharge_above_cap,
  never_changes,
  plan_without_users,
  cycle_too_short,
  overage_without_price,
  // tables
  malformed_table,
  malformed_json,
  not_an_event,
  damaged_file,
  too_many_rows,
  // warnings
  expect_shares_instant,
  notice_without_payment,
  target_below_threshold,
  hold_never_placed,
  grant_never_made,
  rows_out_of_order,
  debit_never_made,
};

// One row of the table.
struct fault_entry {
  std::string_view code;  // `E030`; never given to another fault
  severity level = severity::error;
  std::string_view title;  // half a line; the page of `drawdown explain CODE` says more
};

// The row of one fault.
const fault_entry& entry_of(fault what);

// All rows, by code.
std::span<const fault_entry> fault_table();

// The row with that code, in either case of its letter; null where there is none.
const fault_entry* fault_with_code(std::string_view code);

}  // namespace drawdown::language
