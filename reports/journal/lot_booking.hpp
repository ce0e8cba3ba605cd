// How lots stand in a book of beancount so that its own booking chooses which of them are used (R3.3): of
// each lot a pool, and the date that FIFO or LIFO go by. That is the day of what the order compares, an
// expiry or the instant at which the lot was created. Where days are too coarse, or the order is by something
// else than time, it is a day for each place in the order, from 1970 on. Where the order is not known the
// lots are named.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/settings/settings.hpp"
#include "reports/store/lot_terms.hpp"

namespace drawdown::reports {

enum class booking_method : std::uint8_t {
  fifo,    // the lot with the earliest date first, of one date the one that was there first
  lifo,    // the latest first, of one date the one that was there first
  strict,  // every line names its lot
};
// "FIFO"
std::string_view name_of(booking_method method);

struct booked_lot {
  std::string pool;  // parts of an account of beancount, `Lots:Priority-10:User:N-bob`
  std::string date;  // `2026-01-31`
  booking_method method = booking_method::strict;
  std::string_view date_of = "created";  // `expires`, `effective`, `created`, `place`
};

// By account and number of the lot.
using lot_bookings = std::map<std::pair<account_index, std::uint64_t>, booked_lot>;

// Lots are in one pool if whatever may be paid by one of them may be paid by the others, and if they have in
// common what the order begins with, priority or kind: how much a debit takes from which pool is told by its
// record, from which lots of a pool is beancount's to say. `policies` has the accounts of which an agent may
// not touch bought credit, or nothing else.
lot_bookings book_lots(const std::vector<lot_terms>& lots, const std::vector<bool>& policies,
                       const std::vector<burn_key>& order);

}  // namespace drawdown::reports
