#include "engine/ledger/postings.hpp"

#include <algorithm>

namespace drawdown::ledger {

namespace {

// An entry as it is put together: one line per account, in the order in which they were first named.
class entry {
 public:
  explicit entry(const kind_of_lot& kind) : kind_(kind) {}

  void add(ledger_account account, credits amount) {
    const auto line = std::ranges::find(lines_, account, &posting::account);
    if (line == lines_.end())
      lines_.push_back({account, amount});
    else
      line->amount += amount;
  }
  // Out of the customer's lots, one after the other.
  void take(const std::vector<slice>& slices) {
    for (const slice& taken : slices) add(customer_of(kind_(taken.lot)), -taken.amount);
  }
  // Back into a lot.
  void give(lot_id lot, credits amount) { add(customer_of(kind_(lot)), amount); }
  // Out of a lot, to where its credit goes instead of being used.
  void write_off(lot_id lot, credits amount, ledger_account to) {
    if (amount.is_zero()) return;
    add(customer_of(kind_(lot)), -amount);
    add(to, amount);
  }
  // Into a lot of that kind.
  void issue(lot_kind kind, credits amount) {
    add(customer_of(kind), amount);
    add(issued_of(kind), -amount);
  }
  void refill(lot_id lot, credits amount) {
    if (!amount.is_zero()) issue(kind_(lot), amount);
  }

  // The customer's accounts first.
  few_postings finish() const {
    few_postings told;
    for (const bool of_customer : {true, false})
      for (const posting& line : lines_)
        if ((line.account <= ledger_account::customer_debt) == of_customer && !line.amount.is_zero())
          told.push_back(line);
    return told;
  }

 private:
  const kind_of_lot& kind_;
  few_postings lines_;
};

credits total(const std::vector<slice>& slices) {
  credits sum;
  for (const slice& s : slices) sum += s.amount;
  return sum;
}

// A debit: out of the customer's lots, into debt and what is paid in money, and into what was used (R3.4,
// R4.5).
void book_debit(entry& books, const std::vector<slice>& slices, credits debt, credits invoiced = {}) {
  books.take(slices);
  books.add(ledger_account::customer_debt, -debt);
  books.add(ledger_account::used, total(slices) + debt + invoiced);
  books.add(ledger_account::overage, -invoiced);
}

void book(entry& books, const usage_event& usage) {
  if (usage.result == outcome::charged && !usage.repeated)
    book_debit(books, usage.slices, usage.debt, usage.invoiced);
}
void book(entry& books, const adjust_event& adjusted) {
  book_debit(books, adjusted.slices, adjusted.debt);
}

// A lot is booked when it becomes effective, not when it is accepted (R3.5).
void book(entry& books, const lot_event& lot) {
  if (lot.result == outcome::granted) books.issue(lot.kind, lot.amount);
}

// What was left of a lot is written off (R3.6).
void book(entry& books, const lot_end_event& end) {
  books.write_off(end.lot, end.expired, ledger_account::expired);
}
void book(entry& books, const revoke_event& revoked) {
  books.write_off(revoked.lot, revoked.amount, ledger_account::revoked);
}

void book(entry& books, const refill_event& begun_anew) {
  books.write_off(begun_anew.lot, begun_anew.expired, ledger_account::expired);
  books.refill(begun_anew.lot, begun_anew.refilled);
}

// What a hold gives back to its lot never left it; the rest goes where its lot went (R3.7).
void book_released(entry& books, const std::vector<released_slice>& released) {
  for (const released_slice& s : released) {
    if (s.went == released_to::lot) continue;
    const bool expired = s.went == released_to::expired;
    books.write_off(s.lot, s.amount, expired ? ledger_account::expired : ledger_account::revoked);
  }
}

void book(entry& books, const capture_event& captured) {
  book_debit(books, captured.slices, credits{});
  book_released(books, captured.released);
}
void book(entry& books, const release_event& released) {
  book_released(books, released.released);
}

void book(entry& books, const debt_paid_event& paid) {
  books.take(paid.slices);
  books.add(ledger_account::customer_debt, total(paid.slices));
}
void book(entry& books, const debt_dropped_event& dropped) {
  books.add(ledger_account::customer_debt, dropped.amount);
  books.add(ledger_account::debt_dropped, -dropped.amount);
}

void book(entry& books, const carry_event& carried) {
  books.write_off(carried.lot, carried.expired, ledger_account::expired);
  books.refill(carried.lot, carried.refilled);
}

// Used credit comes back: to its lot, or where its lot went, or it pays what is owed (R9.7). What is granted
// anew shows as a lot of its own.
void book(entry& books, const refund_event& refund) {
  if (refund.result != outcome::refunded || refund.repeated) return;
  for (const refunded_slice& s : refund.slices) {
    switch (s.went) {
      case refunded_to::lot:
        books.give(s.lot, s.amount);
        break;
      case refunded_to::expired:
      case refunded_to::regranted:
        books.add(ledger_account::expired, s.amount);
        break;
      case refunded_to::revoked:
        books.add(ledger_account::revoked, s.amount);
        break;
      case refunded_to::debt:
        books.add(ledger_account::customer_debt, s.amount);
        break;
    }
  }
  books.add(ledger_account::customer_debt, refund.debt);
  books.add(ledger_account::overage, refund.invoiced);
  books.add(ledger_account::used, -refund.amount);
}

void book(entry& books, const payment_refund_event& refund) {
  for (const slice& s : refund.slices) books.write_off(s.lot, s.amount, ledger_account::revoked);
}

// What was left goes, what was used is owed; debt that is still open when the dispute is won goes (R9.6).
void book(entry& books, const chargeback_event& chargeback) {
  for (const slice& s : chargeback.slices) books.write_off(s.lot, s.amount, ledger_account::revoked);
  const credits owed = chargeback.is_won ? -chargeback.debt : chargeback.debt;
  books.add(ledger_account::customer_debt, -owed);
  books.add(ledger_account::charged_back, owed);
}

// Everything else moves no credit by itself.
template <class Other>
void book(entry&, const Other&) {}

}  // namespace

few_postings entry_of(const event& what, const kind_of_lot& kind) {
  entry books(kind);
  std::visit([&](const auto& body) { book(books, body); }, what.body);
  return books.finish();
}

std::vector<posting> postings_of(const event& what, const kind_of_lot& kind) {
  const few_postings told = entry_of(what, kind);
  return {told.begin(), told.end()};
}

credits moved_into(ledger_account account, const event& what) {
  credits sum;
  for (const posting& line : entry_of(what, [](lot_id) { return lot_kind::free; }))
    if (line.account == account) sum += line.amount;
  return sum;
}

}  // namespace drawdown::ledger
