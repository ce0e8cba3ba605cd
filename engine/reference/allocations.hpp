// What a plan and its add-ons cost and bring, and how their lots are granted (R8.1, R8.2, R8.4).
#pragma once

#include "engine/reference/cycles.hpp"
#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// The terms of a plan, as it is sold now (R7.3).
const plan_terms& terms_of(const desk& d, plan_index plan);

// Whether an add-on is sold with a plan (R8.4).
bool is_sold_with(const add_on_terms& add_on, plan_index plan);

// How many pay, and have a lot each: all users, or one for all (R8.1).
std::int64_t owners_of(credit_pool pool, std::size_t users);

// R8.1: what a plan costs for a whole cycle, for so many users.
money price_of_plan(const desk& d, plan_index plan, std::size_t users);

// R8.2: what the whole of a cycle costs: the plan, and units of add-ons as far as they are sold with it.
money price_of_cycle(const desk& d, plan_index plan, std::size_t users,
                     const std::vector<std::uint32_t>& units);

// The allocation of a plan, or a part of it.
portion allocation_of(const desk& d, plan_index plan, const part_left& part = {});

// So many units of an add-on, or a part of them, for which that was paid.
portion units_of(const desk& d, add_on_index add_on, std::uint32_t units, money paid,
                 const part_left& part = {});

// The allocation and all units of a cycle that is paid for whole (R8.2).
std::vector<portion> portions_of_cycle(const desk& d, const std::vector<std::uint32_t>& units);

// What lots are granted for: a payment, or without one (0), under this key.
struct grant_source {
  payment_id payment = 0;
  effect_key key{};
};

// Grants what was paid for: lots of the plan end with the running grant period, lots of add-ons with the
// running cycle. A lot of nothing, or one for which there is no room, is not made (R1.6).
void grant_portions(desk& d, const std::vector<portion>& brings, const grant_source& from,
                    const std::vector<user_index>& users);

}  // namespace drawdown::reference
