// Writes the books of money of a run store: entries, what falls due between events, months (R13).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/ledger/money_books.hpp"
#include "engine/ledger/month_close.hpp"
#include "engine/world/world.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

// One account after the other.
class money_writer {
 public:
  money_writer(sql::session& session, const world& what);

  // What follows is of that account.
  void begin(account_index account);

  // The entry of an event, of which so many lines are written already.
  void write(std::uint64_t number, std::size_t position, const ledger::money_entry& entry);
  // What fell due next.
  void write(std::span<const ledger::closing_entry> closings);
  // The months of the account.
  void write(const std::vector<ledger::month_close>& months);

 private:
  const world& in_;
  account_index account_ = 0;
  std::uint64_t closings_ = 0;  // of the account
  sql::statement posting_;
  sql::statement closing_;
  sql::statement month_;
};

}  // namespace drawdown::reports
