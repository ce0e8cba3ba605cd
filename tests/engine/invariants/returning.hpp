// Histories of an account that asks for everything back, made by hand.
#pragma once

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "history.hpp"

namespace drawdown::test {

// Of an account that asks for everything back: of debit 7, of the payments 8 and of recharges.
inline std::shared_ptr<const world> returning(const std::function<void(settings&)>& change = [](settings&) {
}) {
  world_builder w;
  w.settings().when_short = short_of_credit::carry;
  change(w.settings());
  auto acme = w.account("acme");
  acme.agent("limited", when_exhausted::stop, 100_cr);
  acme.at(later).does(refund_command{key_of_step(7)});
  acme.at(later).does(chargeback_command{key_of_step(8)});
  return w.build();
}

inline usage_event debit_7(std::vector<slice> slices, credits balance, credits debt = {}) {
  usage_event used = debit_of(std::move(slices), balance, debt);
  used.key = key_of_step(7);
  return used;
}

inline refund_event refund_of_7(std::vector<refunded_slice> slices, credits balance, credits debt = {}) {
  refund_event e;
  e.key = key_of_step(9);
  e.debit = key_of_step(7);
  e.meter = 0;
  e.amount = debt;
  for (const refunded_slice& s : slices) e.amount += s.amount;
  e.debt = debt;
  e.slices = std::move(slices);
  e.balance = balance;
  return e;
}

}  // namespace drawdown::test
