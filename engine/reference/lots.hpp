// Lots: how they are accepted, booked, burned and ended (R3).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R3.12: the figures of the account, summed over its lots.
figures figures_of(const books& b);

// R3.3: whether `a` is burned before `b`. A total order: what the keys leave open, the lower id decides.
bool burns_before(const lot& a, const lot& b, const std::vector<burn_key>& order);

// A part of a debit, and the kinds of lots that it may be taken from.
struct part {
  credits amount;
  bool (*from)(lot_kind) = nullptr;
};
bool any_kind(lot_kind kind);
bool all_but_paid(lot_kind kind);   // R5.2: what an agent with `stop` may spend
bool of_the_wallet(lot_kind kind);  // R3.12: paid and adjustment

// R3.4, R4.1: what each lot gives so that every part is covered, in burn-down order, or nothing where one
// can't be. A lot that serves two parts has one slice, where it first appears.
std::optional<std::vector<slice>> slices_for(const desk& d, std::span<const part> parts);

// R4.1: takes the slices from their lots, for that agent.
void take_slices(desk& d, const std::vector<slice>& slices, agent_index agent);

// R1.5: whether so much more credit may be accepted without all of it together passing what can be counted.
bool may_commit(const books& b, credits amount);

// Accepts a lot: it gets its id, and is booked now or when it becomes effective (R3.5).
// Answers `granted` or `scheduled`.
outcome accept_lot(desk& d, lot accepted);

// R3.6: the lots whose end instant is now, by id. R3.5: those that become effective now, by id.
void end_lots(desk& d);
void book_scheduled_lots(desk& d);

}  // namespace drawdown::reference
