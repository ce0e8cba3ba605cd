// Money that is given back for credit that is left (R9.5).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// R9.5: works a refund of a payment that is no repetition, tells of it and answers its outcome.
outcome work_refund_payment(desk& d, const effect_key& key, const refund_payment_command& asked);

}  // namespace drawdown::reference
