// The cycles of a subscription, the periods in which it grants, and the usage period (R2.2, R2.6, R8.8).
#pragma once

#include "engine/reference/desk.hpp"
#include "engine/units/wide.hpp"

namespace drawdown::reference {

// R2.2: the first boundary after `t`, and the last one that is not after it, of all that are counted from the
// anchor, forwards and backwards.
instant next_boundary(const desk& d, instant anchor, const span_of_time& every, instant t);
instant last_boundary(const desk& d, instant anchor, const span_of_time& every, instant t);

// The cycle that holds `t`.
period cycle_at(const desk& d, instant anchor, const span_of_time& every, instant t);

// R8.8: the grant period of a cycle that holds `t`: the cycle, or a month of it, counted from the anchor.
period grant_period_at(const desk& d, const plan_terms& terms, instant anchor, const period& cycle,
                       instant t);

// R2.6: when the usage period that holds now ends.
instant usage_period_ends(const desk& d);

// R2.6: a usage period begins because the subscription does, ends, or its anchor moves.
void begin_usage_period_of_cycle(desk& d);

// How much of a period is left, as an exact fraction (R8.7).
struct part_left {
  int128 left = 1;
  int128 whole = 1;
};
part_left part_left_at(const desk& d, const period& of, instant t);

// R1.4: so much money, or credit to be granted, times a fraction, rounded once. Nothing of credit where it
// passes what can be counted (R1.5): a lot of it is never made.
money times(const desk& d, money whole, const part_left& part);
credits times(const desk& d, credits whole, std::int64_t count, const part_left& part);

}  // namespace drawdown::reference
