// What payments are for, in words.
#pragma once

#include <string>
#include <string_view>

#include "engine/units/money.hpp"
#include "engine/world/event.hpp"

namespace drawdown::reports {

// By the word that the run store has for it; a top-up where that is none.
payment_for purpose_named(std::string_view word);

// `top-up of 50.00 USD`, `renewal of 29.00 EUR`; no payment is made over nothing, so zero is a price that was
// not told.
std::string payment_text(payment_for what, money amount, currency unit);

}  // namespace drawdown::reports
