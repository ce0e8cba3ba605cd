// Simulated customers: who they are, what they use, how they behave. All that is asked for, bound to a
// catalog.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/population/habits.hpp"
#include "engine/population/rhythms.hpp"
#include "engine/world/world.hpp"

namespace drawdown::population {

inline constexpr std::uint32_t most_customers = 1'000'000;  // signups included
inline constexpr std::uint32_t most_agents = 1000;          // of a customer
inline constexpr std::uint32_t most_months = 120;

// What somebody uses again and again.
struct use_habit {
  meter_index meter = 0;
  value_index value = no_value;
  std::int64_t times = 1;
  habitual_usage::arrivals by = habitual_usage::arrivals::poisson;
  std::uint64_t per_day_micro = 0;  // millionths of a usage, on a working day
  drawn_quantity quantity;
};

// How each agent of a customer behaves.
struct behaviour {
  std::string name;
  std::vector<use_habit> uses;
  usage_pattern pattern;
};

// One kind of customer.
struct mix_entry {
  parts_per_million share = 0;
  plan_index plan = no_plan;
  std::uint32_t agents_least = 1;
  std::uint32_t agents_most = 1;
  std::uint32_t behaves = 0;                            // position in population::behaviours
  std::optional<parts_per_million> growth_per_month{};  // instead of the behaviour's
  when_exhausted policy = when_exhausted::use_balance;
};

// When customers leave.
struct churn_terms {
  parts_per_million per_month = 0;  // whatever happens
  duration blocked_for;             // each time that long without credit; zero: never for that
  parts_per_million chance = 0;     // of those who could use nothing for so long
};

// What customers do when their credit is used up.
struct top_up_habit {
  parts_per_million chance = 0;
  duration after_least;
  duration after_most;
  std::vector<money> amounts;  // each as likely as the others; empty: nobody tops up by habit
  source_place place;
};

// Who lets the account recharge by itself.
struct recharge_habit {
  parts_per_million share = 0;
  recharge_terms terms;
};

struct population_terms {
  std::uint32_t accounts = 1;  // at the start
  std::uint32_t months = 1;
  std::vector<mix_entry> mix;  // shares come to a whole
  std::vector<behaviour> behaviours;
  parts_per_million signups_per_month = 0;
  churn_terms churn;
  top_up_habit habit;
  std::optional<recharge_habit> recharge;
  source_place place;
};

// How many of `whole` each share gets: what falls to it in whole ones, and of the rest one each to those of
// which the largest parts are left, the first of equal ones first. They add up to `whole`.
std::vector<std::uint32_t> apportioned(const std::vector<parts_per_million>& shares, std::uint32_t whole);

// The first instants of the months of the run, from the start on, and that at which the last is over: one
// more than there are months.
std::vector<instant> months_of(instant start, std::uint32_t months, const zone_table& zone);

// One customer: what is decided before anything happens, so the same under every catalog.
struct customer {
  std::string name;
  std::uint32_t kind = 0;  // position in population::mix
  std::uint32_t agents = 1;
  instant joins;
  instant leaves = instant::never();  // by itself, whatever happens
  bool recharges = false;
};

// All customers, those of the start first, then by the month in which they join. Each draws by its name, so a
// longer run has the same ones and more.
std::vector<customer> customers_of(const population_terms& of, const world& in);

// Puts the customers into a world that has all but accounts: with their agents, plans and payment methods.
// The world's first gateway takes their cards. Gives what each uses, which no agent of the world tells of: it
// comes as a feed (population_feed.hpp).
std::vector<customer_habits> settle(const population_terms& of, const std::vector<customer>& customers,
                                    world& in);

}  // namespace drawdown::population
