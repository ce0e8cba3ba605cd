// Agents: when they are stopped, and what ends a stop (R5.2, R5.4).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R5.2: where nothing but paid credit is left, every agent with `stop` counts as stopped, from that very
// event on. Looked at after each thing that happens.
void stop_where_only_paid_is_left(books& b);

// R5.2: plan or add-on credit ends every stop.
void plan_credit_was_added(books& b, lot_kind kind);

// R5.2: a top-up that a person asked for ends the stop of those who are stopped now, until the next period.
void persons_top_up_succeeded(desk& d);

// R2.6, R2.12: the usage period turns, and with it all counts, those of meters too (R7.2).
void turn_usage_period(desk& d);

// R2.6: a usage period begins now: all counts begin anew.
void begin_period(desk& d);

// R5.3: usage of this period was refunded; a count never falls below zero.
void uncount(books& b, agent_index of, credits refunded);

// R5.3, R2.12: what agents spent counts from zero again, stops and lifts end.
void restart_counts(books& b);

// R5.4: a change of an agent's limit or policy acts at once.
void change_agent(books& b, const set_agent_command& change);

}  // namespace drawdown::reference
