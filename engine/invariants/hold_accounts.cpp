#include "engine/invariants/hold_accounts.hpp"

#include <algorithm>

#include "engine/time/text.hpp"

namespace drawdown::invariants {

const hold_account* hold_accounts::find(const effect_key& key) const {
  const auto found = open_.find(key);
  return found == open_.end() ? nullptr : &found->second;
}

finding hold_accounts::place(instant at, const hold_event& e, lot_accounts& lots) {
  hold_account placed{.placed = e, .number = ++placed_, .parts = {}, .remaining = {}};
  for (const slice& s : e.slices) {
    if (auto found = lots.reserve(s)) return found;
    placed.parts.push_back({s.lot, s.amount, lots.find(s.lot)->generation});
    placed.remaining += s.amount;
  }
  if (placed.remaining != e.amount)
    return broken("R6.1", "a hold of {} reserved {}", text_of(e.amount), text_of(placed.remaining));
  if (e.runs_out <= at)
    return broken("R6.3", "a hold that was placed at {} runs out at {}", to_string(at),
                  to_string(e.runs_out));
  const std::uint64_t number = placed.number;
  if (!open_.emplace(e.key, std::move(placed)).second)
    return broken("R4.3", "a second hold was placed under the key of an open one");
  ends_.emplace(e.runs_out, number, e.key);
  return std::nullopt;
}

finding hold_accounts::capture(const capture_event& e, lot_accounts& lots) {
  const auto found = open_.find(e.hold);
  if (found == open_.end()) return broken("R6.5", "a hold was captured that is not open");
  hold_account& hold = found->second;
  if (e.agent != hold.placed.agent || e.user != hold.placed.user || e.group != hold.placed.group)
    return broken("R6.2", "a capture is attributed otherwise than its hold");
  if (e.amount > hold.remaining)
    return broken("R6.2", "{} were captured of a hold with {} left", text_of(e.amount),
                  text_of(hold.remaining));
  std::vector<slice> due;
  for (credits missing = e.amount; const hold_account::part& part : hold.parts) {
    const credits taken = std::min(missing, part.amount);
    if (!taken.is_zero()) due.push_back({part.lot, taken});
    missing -= taken;
  }
  if (due != e.slices)
    return broken("R6.2",
                  "a capture of {} did not take from the lots in the order in which they were reserved",
                  text_of(e.amount));
  for (const slice& s : e.slices) {
    if (auto wrong = lots.use_held(s)) return wrong;
    auto part = std::ranges::find_if(hold.parts, [](const auto& p) { return !p.amount.is_zero(); });
    part->amount -= s.amount;
    hold.remaining -= s.amount;
  }
  std::erase_if(hold.parts, [](const auto& part) { return part.amount.is_zero(); });
  if (e.open) {
    if (hold.remaining.is_zero()) return broken("R6.2", "a hold goes on that was captured whole");
    if (!e.released.empty()) return broken("R6.2", "a hold goes on and gave something back");
    return std::nullopt;
  }
  if (auto wrong = give_back(hold, e.released, lots)) return wrong;
  close(found);
  return std::nullopt;
}

finding hold_accounts::release(instant at, const release_event& e, lot_accounts& lots) {
  const auto found = open_.find(e.hold);
  if (found == open_.end()) return broken("R6.5", "a hold was released that is not open");
  hold_account& hold = found->second;
  if (e.agent != hold.placed.agent)
    return broken("R6.3", "the release of a hold is attributed otherwise than the hold");
  if (e.ran_out && at != hold.placed.runs_out)
    return broken("R6.3", "a hold ran out at {}, it was to at {}", to_string(at),
                  to_string(hold.placed.runs_out));
  if (e.amount != hold.remaining)
    return broken("R6.3", "{} of a hold were released, {} were left of it", text_of(e.amount),
                  text_of(hold.remaining));
  if (auto wrong = give_back(hold, e.released, lots)) return wrong;
  close(found);
  return std::nullopt;
}

// R3.7: to the lot, as long as it is the same; otherwise the way that the rest of the lot went.
released_to hold_accounts::way_of(const hold_account::part& part, const lot_accounts& lots) const {
  const lot_account* lot = lots.find(part.lot);
  if (lot == nullptr || lot->now == lot_account::state::ended) return released_to::expired;
  if (!lot->is_alive()) return released_to::revoked;
  const bool is_same = lot->generation == part.generation;
  return is_same || rules_->released_from_ended == released_credit::successor ? released_to::lot
                                                                              : released_to::expired;
}

finding hold_accounts::give_back(hold_account& hold, const std::vector<released_slice>& released,
                                 lot_accounts& lots) {
  std::vector<released_slice> due;
  for (const hold_account::part& part : hold.parts)
    due.push_back({part.lot, part.amount, way_of(part, lots)});
  if (due != released)
    return broken("R3.7", "a hold with {} left did not give it back to where it belongs",
                  text_of(hold.remaining));
  for (const released_slice& s : released)
    if (auto wrong = lots.give_back(s)) return wrong;
  return std::nullopt;
}

void hold_accounts::close(open_holds::iterator hold) {
  ends_.erase({hold->second.placed.runs_out, hold->second.number, hold->first});
  open_.erase(hold);
}

finding hold_accounts::check_refused(const capture_event& e) const {
  if (e.result != outcome::exceeds_hold) return check_repeated_end(e.hold, e.result);
  const hold_account* hold = find(e.hold);
  if (hold == nullptr) return broken("R6.5", "a capture is said to exceed a hold that is not open");
  if (rules_->capture_overrun == overrun::debit)
    return broken("R6.2", "a capture beyond its hold was refused, it is to be a debit");
  if (e.amount <= hold->remaining)
    return broken("R6.2", "a capture of {} was refused as beyond a hold with {} left", text_of(e.amount),
                  text_of(hold->remaining));
  return std::nullopt;
}

finding hold_accounts::check_refused(const release_event& e) const {
  return check_repeated_end(e.hold, e.result);
}

finding hold_accounts::check_repeated_end(const effect_key& key, outcome result) const {
  const bool says_ended = result == outcome::unknown_hold || result == outcome::already_captured ||
                          result == outcome::already_voided || result == outcome::already_ran_out;
  if (says_ended && find(key) != nullptr)
    return broken("R6.5", "an open hold is said to be none, as {}", name_of(result));
  return std::nullopt;
}

std::optional<std::pair<instant, effect_key>> hold_accounts::first_end() const {
  if (ends_.empty()) return std::nullopt;
  const auto& [at, number, key] = *ends_.begin();
  return std::pair(at, key);
}

}  // namespace drawdown::invariants
