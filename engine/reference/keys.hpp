// Idempotency keys: a second arrival changes nothing and hears of the first (R4.3).
#pragma once

#include "engine/reference/desk.hpp"

namespace drawdown::reference {

// What the memory says of a key: it is new, it came before with the same content (then `first` says what
// became of it), or it came before with other content.
template <class Remembered>
struct recollection {
  enum class state { is_new, same, conflict };
  state is = state::is_new;
  const Remembered* first = nullptr;  // until the memory changes
};

// R4.3 for usage: same content means agent, meter, quantity, times, value and `occurred_at`. A key out of
// its window is new.
recollection<remembered_usage> recall_usage(const desk& d, const effect_key& key,
                                            const usage_content& content);

// R4.3 for commands: same content means the same body.
recollection<remembered_command> recall_command(const desk& d, const effect_key& key,
                                                const command_body& body);

// Remembers a first arrival, refused or not. A derived key can't arrive twice and isn't kept.
void remember_usage(desk& d, const effect_key& key, const remembered_usage& first);
void remember_command(desk& d, const effect_key& key, const command_body& body, outcome result);

// R4.3: a usage key is remembered while now is before its first arrival + `key_window`. To be called at the
// end of an epoch.
void forget_old_usage_keys(desk& d);

}  // namespace drawdown::reference
