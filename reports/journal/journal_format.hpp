// One way to write a journal down. Whoever exports knows the balances; a format knows how its tool reads
// them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/units/money.hpp"
#include "engine/units/wide.hpp"
#include "reports/journal/lot_booking.hpp"
#include "reports/store/journal_entries.hpp"

namespace drawdown::reports {

enum class journal_kind : std::uint8_t { hledger, ledger, beancount, csv, json };

// A line of an entry, with what its account holds after it.
struct booked_leg {
  const book_account& in;
  bool is_money = false;
  int128 amount = 0;
  int128 after = 0;
  const std::string& account;  // its name in the format
  bool is_new = false;         // no line of this file named it before
};

// An entry in its place in a file.
struct booked_entry {
  enum class part : std::uint8_t {
    opening,  // what an account of the scenario had when the file begins
    booked,   // an event or a closing
    check,    // moves nothing: what the tables of the store say at the end
  };
  part is = part::booked;
  const journal_entry& what;
  std::string customer;  // name of the account of the scenario
  std::string date;      // of UTC, `2026-01-31`; that of a closing is the last one before it
  std::vector<booked_leg> legs;
};

// What a journal calls the entry: `opening`, `check`, or the kind of the event.
std::string title_of(const booked_entry& what);

class journal_format {
 public:
  journal_format() = default;
  journal_format(const journal_format&) = delete;
  journal_format& operator=(const journal_format&) = delete;
  virtual ~journal_format() = default;

  // What an account is called.
  virtual std::string account(const book_account& in, bool is_money, std::string_view customer) const = 0;
  // What its amounts are counted in: `MICROCREDIT`, `EURMINOR`.
  virtual std::string commodity(const book_account& in, bool is_money) const = 0;
  // Whether each file begins with what there was, and the last ends with a check.
  virtual bool stands_alone() const = 0;
  // The name of a file ends so: `journal`.
  virtual std::string extension() const = 0;

  virtual std::string begin(const std::string& title) = 0;
  virtual std::string entry(const booked_entry& what) = 0;
  virtual std::string end() = 0;
};

std::unique_ptr<journal_format> make_journal_format(journal_kind kind, currency unit);
// For beancount with credit as lots, which its own booking chooses among.
std::unique_ptr<journal_format> make_lots_format(currency unit, lot_bookings lots);
std::unique_ptr<journal_format> make_plain_format(journal_kind kind, currency unit);
std::unique_ptr<journal_format> make_beancount_format(currency unit);
std::unique_ptr<journal_format> make_csv_format(currency unit);
std::unique_ptr<journal_format> make_json_format(currency unit);

}  // namespace drawdown::reports
