// Reads a run store: what reports ask of it, as plain values.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/time/zone.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/units/wide.hpp"
#include "engine/world/event.hpp"
#include "engine/world/figures.hpp"
#include "engine/world/names.hpp"
#include "reports/store/facts.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// The run as a whole.
struct run_row {
  std::string scenario;
  std::string catalog;
  std::uint64_t seed = 0;
  instant start;
  instant end;
  std::uint32_t zone = 0;  // of the scenario itself: position in what read_zones gives
  currency unit;
  std::string zone_database;
  // Whose transactions the store has: of all accounts, or of some, with totals of all.
  std::uint64_t accounts = 0;
  std::uint64_t kept_accounts = 0;
  run_facts facts;  // as far as they were written

  bool keeps_totals() const { return facts.keep == "totals"; }
};
result<run_row> read_run(const run_store& from);

// A subscription as it stands at the end (R8), its names resolved.
struct subscription_row {
  std::string state;  // `pending`, `active`, `past_due`, `ended`
  std::optional<std::string> plan;
  std::optional<instant> renews;
  bool cancels = false;  // at that boundary
  std::optional<std::string> next_plan;
  std::vector<std::pair<std::string, std::uint32_t>> units;  // of add-ons, those of zero left out
};

// An account as it stands at the end.
struct account_row {
  account_index account = 0;
  std::string name;
  std::uint32_t zone = 0;                   // position in what read_zones gives
  bool is_kept = true;                      // the store has its transactions
  std::optional<std::string> organization;  // R11.1
  figures left;                             // R3.12
  std::uint64_t payments_in_flight = 0;
  bool suspended = false;  // debt of a chargeback is not paid (R9.6)
  std::optional<subscription_row> subscription;
  std::vector<std::string> users;  // in the order in which they came
};
result<std::vector<account_row>> read_accounts(const run_store& from);
result<std::vector<zone_table>> read_zones(const run_store& from);

// A payment as it stands at the end.
struct payment_row {
  account_index account = 0;
  std::string account_name;
  payment_id payment = 0;
  std::string key;
  payment_for purpose = payment_for::top_up;
  std::string state;  // `credited`, `failed`, `in_flight`
  money amount;
  credits brings;
  std::uint32_t attempts = 0;
  instant requested;
  std::optional<instant> credited;
  bool by_invoice = false;
};
// All payments in flight (R14.4), of one account if it is named, by account and number. One by invoice is in
// flight until that is paid or void (R9.3).
result<std::vector<payment_row>> read_payments_in_flight(const run_store& from,
                                                         std::optional<account_index> of = {});

// An invoice that is not paid and not void (R9.3).
struct invoice_row {
  account_index account = 0;
  std::string account_name;
  payment_id payment = 0;
  std::string key;
  payment_for purpose = payment_for::top_up;
  std::string state;  // `open`, `overdue`
  money amount;
  money open;
  instant due;
};
// All of them, of one account if it is named, by account and number.
result<std::vector<invoice_row>> read_open_invoices(const run_store& from,
                                                    std::optional<account_index> of = {});

// What became of credit of one kind, over all accounts; wider than one account's amounts can be.
struct credit_totals {
  int128 granted = 0;  // micro-credits, like all of these; scheduled lots apart
  int128 refilled = 0;
  int128 used = 0;
  int128 expired = 0;
  int128 revoked = 0;
  int128 left = 0;
  int128 held = 0;  // part of what is left
  int128 scheduled = 0;
};

// What became of debt (R4.5), over all accounts, in micro-credits.
struct debt_totals {
  int128 made = 0;
  int128 paid = 0;
  int128 dropped = 0;
  int128 withdrawn = 0;
  int128 open = 0;
};

struct run_totals {
  std::uint64_t accounts = 0;
  std::uint64_t agents = 0;
  std::uint64_t events = 0;
  std::map<std::string, std::uint64_t> events_by_kind;
  std::array<credit_totals, lot_kinds> credit;  // by kind
  debt_totals debt;
  int128 forgiven = 0;  // of debits beyond the credit (R4.5)
  int128 invoiced = 0;  // of such debits, less refunds
  int128 unbilled = 0;  // of that, what is not billed yet
  std::map<std::string, std::uint64_t> holds_by_state;
  std::map<std::string, std::uint64_t> payments_by_state;
  std::map<std::string, std::uint64_t> invoices_by_state;
  std::map<std::string, std::uint64_t> subscriptions_by_state;
  std::uint64_t recharges = 0;  // payments by auto-recharge that were credited
  std::uint64_t top_ups = 0;    // payments that somebody asked for and that were credited
  int128 received = 0;          // minor units that came in
  int128 given_back = 0;        // of those (R9.5, R8.6)
  int128 taken_back = 0;        // by chargebacks that were not won (R9.6)

  // How many events of a kind there were.
  std::uint64_t count(const std::string& kind) const;
};
result<run_totals> read_totals(const run_store& from);

// "-12.5": an exact decimal of a sum over accounts; trailing zeros dropped where `trim`.
std::string wide_decimal(int128 count, int places, bool trim);

}  // namespace drawdown::reports
