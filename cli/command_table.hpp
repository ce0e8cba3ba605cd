// All commands: from this table come the help pages and the suggestions for misspelt names.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "cli/command.hpp"

namespace drawdown::cli {

struct command_entry {
  std::string_view name;
  std::string_view arguments;  // beside options: "FILE…"
  std::string_view summary;    // half a sentence
  std::string_view details;    // further paragraphs for its own help page; may be empty
  std::string_view examples;   // lines, each a call that works
  std::unique_ptr<command> (*create)();
};

// Those of the product, and behind them `more_commands`.
std::span<const command_entry> command_table();

// What a program has beyond the product: nothing, unless it links a definition of its own in the place of
// this one (tests/mutants does).
std::span<const command_entry> more_commands();

// The entry of that name, or null.
const command_entry* find_command(std::string_view name);

std::unique_ptr<command> create_init_command();
std::unique_ptr<command> create_list_command();
std::unique_ptr<command> create_check_command();
std::unique_ptr<command> create_expand_command();
std::unique_ptr<command> create_run_command();
std::unique_ptr<command> create_replay_command();
std::unique_ptr<command> create_generate_command();
std::unique_ptr<command> create_sweep_command();
std::unique_ptr<command> create_estimate_command();
std::unique_ptr<command> create_compare_rules_command();
std::unique_ptr<command> create_compare_pricing_command();
std::unique_ptr<command> create_load_command();
std::unique_ptr<command> create_compare_command();
std::unique_ptr<command> create_explain_command();
std::unique_ptr<command> create_history_command();
std::unique_ptr<command> create_report_command();
std::unique_ptr<command> create_export_command();
std::unique_ptr<command> create_query_command();
std::unique_ptr<command> create_version_command();
std::unique_ptr<command> create_completions_command();
std::unique_ptr<command> create_man_command();

}  // namespace drawdown::cli
