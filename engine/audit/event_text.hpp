// An event in plain words, for the message of a disagreement.
#pragma once

#include <string>

#include "engine/world/event.hpp"
#include "engine/world/world.hpp"

namespace drawdown {

// Every field that two ledgers may differ in, on one line.
std::string event_text(const world& in, account_index account, const event& e);

}  // namespace drawdown
