// Writes the books of a run as journals that others can prove: file by file, each with what there was before
// it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/units/error.hpp"
#include "reports/journal/journal_format.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

struct export_wishes {
  journal_kind to = journal_kind::hledger;
  bool credits = true;
  bool money = true;
  std::uint64_t shard = 100'000;  // entries in a file at most, what it begins with apart; 0: all in one
  bool lots = false;              // for beancount alone, in one piece: its own booking chooses lots
};

// Where the files go, one after the other.
struct export_target {
  std::function<result<void>(const std::string& name)> begin;
  // False: nothing more is wanted.
  std::function<bool(std::string_view text)> put;
  std::function<result<void>()> end;
};

struct export_counts {
  std::uint64_t entries = 0;  // events and closings
  std::uint64_t files = 0;
};

// The journal: `journal-0001.ledger` and so on, one file at least.
result<export_counts> export_journal(const run_store& of, const export_wishes& wishes,
                                     const export_target& to);

// What the tables of the run say that each account of the journal holds at the end, as CSV: `account`,
// `commodity`, `amount`; in the order of the accounts' names.
result<std::string> export_balances(const run_store& of, const export_wishes& wishes);

// What is left of every lot, as the tables of the run say, where lots are exported; as CSV: `account`, `lot`,
// `date`, `amount`, `booking`.
result<std::string> export_lots(const run_store& of, const export_wishes& wishes);

// How the names of the scenario's accounts stand in the journal, as CSV: `written`, `name`.
result<std::string> export_names(const run_store& of, journal_kind to);

}  // namespace drawdown::reports
