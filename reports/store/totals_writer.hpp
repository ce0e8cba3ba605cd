// Writes what a run store says of every account, whether its transactions are kept or not: what it comes to
// in the books and by kind of credit, and how many of its holds, payments and invoices came to what.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <tuple>

#include "engine/world/world.hpp"
#include "reports/store/account_fold.hpp"
#include "reports/store/sql.hpp"
#include "reports/store/wide_sums.hpp"

namespace drawdown::reports {

class totals_writer {
 public:
  totals_writer(sql::session& session, const world& what);

  // An account that was followed to its end.
  void write(const account_fold& of);
  // After the last of them: the table `end_states`.
  void finish();

 private:
  // What thing, what for, and what became of it.
  using state_key = std::tuple<std::string_view, std::string_view, std::string_view>;
  struct state_sums {
    std::uint64_t count = 0;
    std::uint64_t attempts = 0;
    wide_sums<4> money{};  // asked, paid, given back, taken back
  };

  void write_books(const account_fold& of);
  void write_credit(const account_fold& of);
  void count_states(const account_history& history);

  const world& in_;
  std::map<state_key, state_sums> states_;
  sql::statement account_;
  sql::statement balance_;
  sql::statement credit_;
  sql::statement state_;
};

}  // namespace drawdown::reports
