// The same customers under two price lists: what each pays before and after, and what that comes to.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/customers/customer_totals.hpp"
#include "reports/pricing/interval.hpp"

namespace drawdown::reports::pricing {

// A figure of all customers together.
enum class figure : std::uint8_t {
  received,           // money: what customers paid, before fees
  revenue,            // money: earned by use, time and beyond the credit
  breakage,           // money: earned with credit that was never used
  deferred,           // money: owed in credit and time at the end
  ends_in_30_days,    // money: of that, in credit that ends so soon
  ends_in_90_days,    // money: later than that
  ends_in_a_year,     // money: later than that
  ends_later,         // money
  ends_never,         // money: in credit without an end
  time_to_come,       // money: of what is deferred, in fees
  gateway_fees,       // money
  given_back,         // money: by refunds of payments
  chargeback_losses,  // money
  used,               // credits
  expired,            // credits
  left,               // credits, at the end
  recharges,          // count
  top_ups,            // count
  declined,           // count: attempts that failed
  refused,            // count: usages that credit or a limit did not allow
  refused_otherwise,  // count: usages refused for another reason, a key that another usage has
  blocked,            // hours
  blocked_customers,  // count: who were refused for credit at least once
  subscribed,         // count: who have a subscription at the end
};
inline constexpr std::size_t figures_compared = 24;
enum class unit : std::uint8_t { money, credits, count, hours };
unit unit_of(figure f);
std::string_view name_of(figure f);   // `blocked_customers`
std::string_view title_of(figure f);  // `customers blocked`

// In the smallest unit of each: minor units, micro-credits, a count, hours (rounded down for each customer).
int128 value_of(figure f, const customer_totals& of);

// One figure under both price lists, over the seeds.
struct compared_figure {
  figure of = figure::received;
  estimate before;
  estimate after;
  estimate difference;  // seed by seed
};

// One customer, of the first seed.
struct compared_customer {
  account_index account = 0;
  int128 bill_before = 0;
  int128 bill_after = 0;
  int128 used_before = 0;  // micro-credits
  int128 used_after = 0;
  std::int64_t blocked_hours_before = 0;
  std::int64_t blocked_hours_after = 0;
  std::uint64_t recharges_before = 0;
  std::uint64_t recharges_after = 0;
  int128 left_before = 0;  // micro-credits at the end
  int128 left_after = 0;
  int128 expired_before = 0;  // micro-credits
  int128 expired_after = 0;

  int128 change() const { return bill_after - bill_before; }
  // Pays more, or is blocked longer while paying no less.
  bool is_worse_off() const {
    return change() > 0 || (change() == 0 && blocked_hours_after > blocked_hours_before);
  }
};

// How many customers' bills changed by how much of what they were: from `from` until below `until`, in
// percent; nothing where there is no bound.
struct impact_band {
  std::optional<int> from;
  std::optional<int> until;
  std::size_t customers = 0;
  int128 change = 0;  // of all of them
};

// Customers by what they use: a tenth of them each.
struct usage_band {
  std::size_t customers = 0;
  int128 used_from = 0;  // micro-credits under the first price list
  int128 used_until = 0;
  int128 bill_before = 0;  // of all of them
  int128 bill_after = 0;
};

// Customers by the month of the calendar, in UTC, in which they began.
struct cohort {
  std::optional<instant> begins;  // the month; nothing: customers to whom nothing happened
  std::size_t customers = 0;
  int128 bill_before = 0;  // of all of them
  int128 bill_after = 0;
  std::size_t subscribed_before = 0;  // who have a subscription at the end
  std::size_t subscribed_after = 0;
};

struct comparison {
  std::size_t seeds = 0;
  std::vector<compared_figure> figures;      // in their order
  std::vector<compared_customer> customers;  // by account
  std::vector<impact_band> impact;  // from the largest fall to the largest rise; then who paid nothing
  std::vector<usage_band> usage;    // ascending
  std::vector<cohort> cohorts;      // by month, as customers began under the first price list
  // Use, in micro-credits, below which one list is cheaper and above which the other: between two bands.
  std::optional<int128> break_even;
  std::size_t worse_off = 0;
  std::size_t better_off = 0;

  // So many of the customers whose bill falls, and rises, most; by account where equal.
  std::vector<compared_customer> winners(std::size_t most) const;
  std::vector<compared_customer> losers(std::size_t most) const;
};

// One run of each seed, in the order of the seeds, the same customers in all.
using runs = std::span<const std::vector<customer_totals>>;
comparison compare(runs before, runs after);

}  // namespace drawdown::reports::pricing
