// What is known of a run beside its world and its events: how it ended, and what was found wrong with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"

namespace drawdown::reports {

// A file that went into a run.
struct input_hash {
  std::string path;  // as it was named
  std::string xxh3;  // XXH3, 128 bits, of its bytes, in hexadecimal
};

// The first thing on which the two ledgers differ in an account, or an invariant that does not hold (R14).
struct difference {
  std::string account;
  instant at;
  std::uint64_t event_number = 0;  // of the first wrong event; 0: figures, at the end of an epoch
  std::string rule;                // `R14.2`, where an invariant broke; else empty
  std::string message;             // what each ledger says, over several lines
};

// A setting that a run went by, and where it comes from (R15.2).
struct setting_fact {
  std::string name;
  std::string value;  // in the words of the scenario language; `unknown` where nothing depends on it
  std::string from;   // `book`, `scenario`, `assumed`, `unknown`
};

struct run_facts {
  std::string program_version;
  std::string rule_book = "default";   // R15.1; for the manifest, as the settings are
  std::vector<setting_fact> settings;  // all that are built; empty: those of the world
  std::string verification;            // `full`, `balances`, `off`: how much the reference ledger proved
  instant reached;                     // every account got here
  std::optional<instant> until;        // where the run was to end, if that was before its end
  bool interrupted = false;
  std::optional<std::string> defect;  // of the program itself
  std::string keep = "all";           // or `totals`: whose transactions the store has
  std::string keep_from = "default";  // or `command line`
  std::vector<input_hash> inputs;
  std::vector<difference> differences;  // by instant, account
};

}  // namespace drawdown::reports
