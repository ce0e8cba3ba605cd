// The run store: one SQLite database that anyone can query, written after the run from its commit blocks in
// account order. Every report is made from it alone. Its schema is docs/run-store.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/units/error.hpp"
#include "engine/world/world.hpp"
#include "reports/store/facts.hpp"

struct sqlite3;

namespace drawdown::reports {

class run_fold;

// An open run store; for one thread at a time.
class run_store {
 public:
  // Makes a new store in a file (which must not exist), or in memory where `path` is empty.
  static result<run_store> create(const std::string& path);
  // Opens the store of an earlier run, to read. `unreadable` where the file is none, or of another version.
  static result<run_store> open(const std::string& path);

  run_store(const run_store&) = delete;
  run_store& operator=(const run_store&) = delete;
  run_store(run_store&& other) noexcept;
  run_store& operator=(run_store&& other) noexcept;
  ~run_store();

  // Writes the world's names and all events of `blocks` (in any order; every block whole) in one transaction.
  // `corrupt` where a block does not decode, an account's numbers do not go on from block to block, or an
  // event names a lot or payment that never was; nothing is written then.
  result<void> write(const world& what, std::span<const std::vector<std::byte>> blocks);
  // The same where `blocks` are those of the accounts that `others` keeps, and the others were folded by it:
  // of those the store has what they come to, and no transaction. Ends `others`.
  result<void> write(const world& what, std::span<const std::vector<std::byte>> blocks, run_fold& others);

  // Adds how the run ended, once, after `write`.
  result<void> write_facts(const run_facts& facts);

  // Everything in the store as text, by table, account and number: the same bytes for the same run.
  result<std::string> dump() const;

  sqlite3* handle() const { return database_; }

 private:
  explicit run_store(sqlite3* database) : database_(database) {}
  sqlite3* database_ = nullptr;
};

}  // namespace drawdown::reports
