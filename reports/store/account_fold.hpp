// One account followed from its first event to its last: its history, its books, its months, what it answers
// to the scenario's expectations, and whether what the scenario says is always so was so. A store that keeps
// every transaction and one that keeps totals are made from it alike.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/ledger/chart.hpp"
#include "engine/ledger/money_books.hpp"
#include "engine/ledger/month_close.hpp"
#include "engine/ledger/postings.hpp"
#include "engine/record/block.hpp"
#include "engine/units/error.hpp"
#include "engine/world/money_account.hpp"
#include "engine/world/world.hpp"
#include "reports/store/account_history.hpp"
#include "reports/store/answers.hpp"
#include "reports/store/day_sums.hpp"
#include "reports/store/event_columns.hpp"
#include "reports/store/rule_watch.hpp"

namespace drawdown::reports {

class account_fold {
 public:
  // `asked`: all expectations of the world. Keeps a reference to the world.
  account_fold(const world& in, account_index account, const expectations_by_account& asked);

  // The account's next block begins. `corrupt` where its events do not go on from those before.
  result<void> begin(const record::block_header& block);
  // Takes the next event in, and into the sums of its day. `corrupt` as account_history has it; the message
  // names the event.
  result<void> apply(const event& next, day_sums& days);
  // After the last event: what falls due until the end of the last block, that instant included; the months.
  std::vector<ledger::month_close> finish(day_sums& days);

  account_index account() const { return account_; }
  const account_history& history() const { return history_; }
  // What the account comes to in both books (R13.5).
  const std::array<int128, ledger::ledger_accounts>& credit_balance() const { return credit_balance_; }
  const trial_balance& money_balance() const { return money_balance_; }
  // Usage that was invoiced and is not billed yet (R4.13).
  credits unbilled() const { return unbilled_; }
  // What was found of the rules that are always so; nothing where the scenario has none.
  const std::optional<rule_watch>& watch() const { return watch_; }
  // What was answered; nothing where nothing is expected of the account.
  const std::optional<account_answers>& answers() const { return answers_; }

  // -- Of the last event.
  const event_columns& columns() const { return columns_; }
  const ledger::few_postings& credit() const { return credit_; }
  const ledger::money_entry& money() const { return money_; }
  // What fell due since the event before it; after `finish`, since the last event.
  std::span<const ledger::closing_entry> closings() const { return closings_; }

 private:
  void close_until(instant t, day_sums& days);

  account_index account_;
  account_history history_;
  ledger::money_books books_;
  ledger::month_closer months_;
  std::optional<rule_watch> watch_;
  std::optional<account_answers> answers_;
  std::array<int128, ledger::ledger_accounts> credit_balance_{};
  trial_balance money_balance_{};
  credits unbilled_;
  instant end_;  // the last instant that was worked

  event_columns columns_;
  ledger::few_postings credit_;
  ledger::money_entry money_;
  std::vector<ledger::closing_entry> closings_;
};

}  // namespace drawdown::reports
