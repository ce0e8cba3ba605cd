// What the judge knows of an account's money (R13): the sums of the accounts, and what is needed to go on
// from there. What is deferred for credit is not kept: it follows from what is left of each lot.
#pragma once

#include <vector>

#include "engine/reference/subscription_books.hpp"
#include "engine/units/wide.hpp"
#include "engine/world/money_account.hpp"

namespace drawdown::reference {

// Where the money of a payment went, and is given back from (R13.4).
struct whereabouts {
  money_account account = money_account::paid_elsewhere;
  gateway_index gateway = 0;  // of `gateways`: which one
};

// What a gateway has, as it last moved: all of it is paid out at the first payout after that (R13.4).
struct till {
  int128 has_minor = 0;
  instant moved{};
};

// What a payment of a subscription was for, and what became of it (R13.3).
struct fee_piece {
  payment_id payment = 0;
  period of{};           // revenue comes from its begin to its end
  money fee{};           // less the cost of the add-on lots
  money earned{};        // posted as revenue
  money given_back{};    // by a refund
  money charged_back{};  // by a chargeback that is not won

  money kept() const { return fee - given_back - charged_back; }
  money deferred() const { return kept() - earned; }
};

struct money_books {
  trial_balance sums{};         // of all entries (R13.5)
  std::vector<till> tills;      // by gateway
  std::vector<fee_piece> fees;  // that something may still happen to, as they were paid
  instant fees_closed{};        // every month end and end of a piece up to here is posted
};

}  // namespace drawdown::reference
