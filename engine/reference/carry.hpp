// How the lots of a subscription end, and what of them is carried on (R3.2, R8.2).
#pragma once

#include <functional>

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// What the turn of a grant period carries, and to when.
struct carrying {
  carry_terms terms;
  instant expires;                    // the end of the grant period that follows
  std::vector<user_index> leaving{};  // of what they have nothing is carried
};

// The lots of the subscription that have not ended, and are of that sort, by id.
std::vector<lot_id> cycle_lots(const desk& d, const std::function<bool(const lot&)>& sort);

// R8.2: these lots end, except what of them is carried, and refilled to the least that goes on, in the order
// of their ids.
void end_or_carry(desk& d, const std::vector<lot_id>& due, const std::optional<carrying>& carried);

// R8.7: what was carried before is trimmed to the most that the plan in force carries.
void trim_carried(desk& d);

}  // namespace drawdown::reference
