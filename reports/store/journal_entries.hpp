// The books of a run, entry by entry, in the order in which they were made: what exports of journals are made
// from. Credit that a customer has is told lot by lot, and what of it is held, hold by hold (R13.1).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/wide.hpp"
#include "engine/world/names.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// One account of the books: of a customer, by its name in docs/run-store.md; of a lot and a hold where it is
// one of credit that the customer has.
struct book_account {
  account_index account = 0;
  std::string ledger_account;  // `customer:free`, `used`, `deferred`
  std::uint64_t lot = 0;       // 0: none
  std::uint64_t hold = 0;      // 0: what is not held
  friend auto operator<=>(const book_account&, const book_account&) = default;
};

// So much into an account of the books, or out of it where it is negative: micro-credits, or minor units of
// money.
struct journal_leg {
  book_account in;
  bool is_money = false;
  std::int64_t amount = 0;
};

struct journal_entry {
  account_index account = 0;
  instant at;
  bool is_closing = false;   // no event made it; it belongs to the time before `at`
  std::uint64_t number = 0;  // of the event, or of the closing
  std::string what;          // kind of event, or what was closed
  std::string description;
  std::string key;
  std::vector<journal_leg> legs;  // never empty; of each commodity they add up to zero
};

// Shows all entries to `show` until it says false: by instant, closings before events, then by account and
// number. An entry that does not add up to zero is an error, `corrupt`.
result<void> for_each_journal_entry(const run_store& from,
                                    const std::function<bool(const journal_entry&)>& show);

// What an account of the books holds at the end, as the tables of lots, holds, debts and postings have it.
struct book_balance {
  book_account in;
  bool is_money = false;
  int128 amount = 0;
};
// All that is not zero, by account of the books.
result<std::vector<book_balance>> read_book_balances(const run_store& from);

// The names of all accounts, by number.
result<std::vector<std::string>> read_account_names(const run_store& from);

}  // namespace drawdown::reports
