// Writes what an account comes to at the end of a run: its lots, holds, debts, payments and subscription.
#pragma once

#include <optional>
#include <string>

#include "engine/world/world.hpp"
#include "reports/store/account_history.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

class standing_writer {
 public:
  standing_writer(sql::session& session, const world& what);

  // `history` has taken in all events of the account. Of one that is not kept, what is open alone is written:
  // lots of which something is left, held or scheduled, holds and debts that are open, payments in flight,
  // invoices that are not paid and not void.
  void write(account_index account, const account_history& history, bool is_kept);

 private:
  void write_lots(account_index account, const account_history& history, bool is_kept);
  void write_holds(account_index account, const account_history& history, bool is_kept);
  void write_debts(account_index account, const account_history& history, bool is_kept);
  void write_payments(account_index account, const account_history& history, bool is_kept);
  void write_subscription(account_index account, const subscription_figures& now);
  std::string text_of(account_index account, const effect_key& key) const {
    return key_text(in_, account, key);
  }

  const world& in_;
  sql::statement lot_;
  sql::statement lot_meter_;
  sql::statement hold_;
  sql::statement debt_;
  sql::statement payment_;
  sql::statement invoice_;
  sql::statement subscription_;
  sql::statement units_;
  sql::statement user_;
};

}  // namespace drawdown::reports
