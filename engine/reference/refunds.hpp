// Usage that is given back (R9.7).
#pragma once

#include <vector>

#include "engine/reference/debits.hpp"

namespace drawdown::reference {

// R9.7: whether some step will ask back what is charged under that key.
bool is_asked_back(const desk& d, const effect_key& key);

// R9.7: a usage or a capture was charged under that key. It is kept where a step will ask it back; where the
// key served an earlier one, that is forgotten.
void note_debit(desk& d, const effect_key& key, const debited& made);

// R6.2: what was captured beyond the hold is one debit with the capture.
void add_to_debit(desk& d, const effect_key& key, const slices_of_lots& slices, const left_open& open);

// R9.7: works a refund that is no repetition, tells of it and answers its outcome.
outcome work_refund(desk& d, const effect_key& key, const refund_command& asked);

// R4.3: the refund came before under its key: with its first outcome, or else with other content.
void tell_again(desk& d, const effect_key& key, const refund_command& asked, outcome result, bool repeated);

}  // namespace drawdown::reference
