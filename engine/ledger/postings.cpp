#include "engine/ledger/postings.hpp"

#include <algorithm>

namespace drawdown::ledger {

namespace {

void add(std::vector<posting>& entry, ledger_account account, credits amount) {
  if (amount.is_zero()) return;
  const auto line = std::ranges::find(entry, account, &posting::account);
  if (line == entry.end())
    entry.push_back({account, amount});
  else
    line->amount += amount;
}

// A debit: out of the customer's lots, into what was used (R3.4).
std::vector<posting> entry_of(const usage_event& usage, const kind_of_lot& kind) {
  std::vector<posting> entry;
  credits used;
  for (const slice& taken : usage.slices) {
    add(entry, customer_of(kind(taken.lot)), -taken.amount);
    used += taken.amount;
  }
  add(entry, ledger_account::used, used);
  return entry;
}

// A lot is booked when it becomes effective, not when it is accepted (R3.5).
std::vector<posting> entry_of(const lot_event& lot, const kind_of_lot&) {
  std::vector<posting> entry;
  if (lot.result != outcome::granted) return entry;
  add(entry, customer_of(lot.kind), lot.amount);
  add(entry, issued_of(lot.kind), -lot.amount);
  return entry;
}

// What was left of a lot is written off (R3.6).
std::vector<posting> entry_of(const lot_end_event& end, const kind_of_lot& kind) {
  std::vector<posting> entry;
  add(entry, customer_of(kind(end.lot)), -end.expired);
  add(entry, ledger_account::expired, end.expired);
  return entry;
}

// Everything else moves no credit by itself.
template <class Other>
std::vector<posting> entry_of(const Other&, const kind_of_lot&) {
  return {};
}

}  // namespace

std::vector<posting> postings_of(const event& what, const kind_of_lot& kind) {
  return std::visit([&](const auto& body) { return entry_of(body, kind); }, what.body);
}

}  // namespace drawdown::ledger
