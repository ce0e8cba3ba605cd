// Which lots pay for something, and in which order (R3.3, R3.4, R3.8).
#pragma once

#include <functional>
#include <span>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R3.3: whether `a` is burned before `b`. A total order: what the keys leave open, the lower id decides.
bool burns_before(const lot& a, const lot& b, const std::vector<burn_key>& order);

// R3.8: whether a lot may pay for usage of that meter on behalf of that user. What names no meter is paid by
// lots that ask for none, what names no user by lots that belong to nobody.
bool may_pay_for(const lot& l, meter_index meter, user_index user);

// A part of what is to be paid, and the lots that it may be taken from.
struct part {
  credits amount;
  std::function<bool(const lot&)> from;
};

// What each lot gives (R3.4): mostly there is one, or two.
using slices_of_lots = boost::container::small_vector<slice, 4>;

// That, and what is missing then.
struct cover {
  slices_of_lots slices;
  credits missing;
};

// R3.3: the parts are covered one after the other, as far as credit is available, in burn-down order. A lot
// that serves two parts has one slice, where it first appears (R5.9).
cover cover_of(const desk& d, std::span<const part> parts);

// R4.1: takes the slices from what is available of their lots. `kind` says what for: the agent used it, or
// debt was paid.
void take_slices(desk& d, const slices_of_lots& slices, movement::what kind, agent_index agent);

}  // namespace drawdown::reference
