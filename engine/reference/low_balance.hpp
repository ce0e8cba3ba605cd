// The notice of a low balance (R10.6).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R10.6: says that what is available fell below the level, once per downward crossing.
void look_at_low_balance(desk& d);

// R10.6: another level, or none; the next look may say it again.
void change_low_balance(books& b, const std::optional<credits>& level);

}  // namespace drawdown::reference
