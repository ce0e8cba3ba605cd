#include "engine/holds/hold_book.hpp"

#include <algorithm>

namespace drawdown {

outcome refusal_of(hold_state ended) {
  switch (ended) {
    case hold_state::captured:
      return outcome::already_captured;
    case hold_state::voided:
      return outcome::already_voided;
    case hold_state::ran_out:
      return outcome::already_ran_out;
    case hold_state::open:
      break;
  }
  throw defect("an open hold refuses nobody");
}

void hold_book::place(hold made) {
  contents& in = in_.edit();
  made.number = ++in.placed;
  in.due.insert({made.runs_out, made.number, made.key});
  const effect_key key = made.key;
  const bool is_new = in.holds.emplace(key, std::move(made)).second;
  ensure(is_new, "a hold is placed once under its key");
}

hold* hold_book::find(const effect_key& key) {
  if (in_.is_untouched()) return nullptr;
  auto& holds = in_.edit().holds;
  const auto found = holds.find(key);
  return found == holds.end() ? nullptr : &found->second;
}

hold* hold_book::running_out(instant t) {
  if (next_end() > t) return nullptr;
  return find(in_->due.begin()->key);
}

std::vector<hold*> hold_book::holding(lot_id lot) {
  std::vector<hold*> found;
  if (in_.is_untouched()) return found;
  for (auto& [key, h] : in_.edit().holds) {
    const auto is_of = [&](const held_part& part) { return part.lot == lot && !part.amount.is_zero(); };
    if (std::any_of(h.parts.begin(), h.parts.end(), is_of)) found.push_back(&h);
  }
  std::sort(found.begin(), found.end(), [](const hold* a, const hold* b) { return a->number < b->number; });
  return found;
}

std::vector<held_part> hold_book::take(hold& of, credits amount) {
  ensure(amount <= of.left, "no more is taken than is held");
  of.left -= amount;
  std::vector<held_part> taken;
  for (held_part& part : of.parts) {
    if (amount.is_zero()) break;
    held_part given = part;
    given.amount = std::min(amount, part.amount);
    part.amount -= given.amount;
    amount -= given.amount;
    taken.push_back(given);
  }
  std::erase_if(of.parts, [](const held_part& p) { return p.amount.is_zero(); });
  return taken;
}

void hold_book::end(hold& of, hold_state as) {
  in_.edit().due.erase({of.runs_out, of.number, of.key});
  of.state = as;
  of.left = {};
  of.parts = {};
}

void hold_book::forget_if_over(const effect_key& key) {
  if (key.from != effect_key::space::agent || in_.is_untouched()) return;
  auto& holds = in_.edit().holds;
  const auto found = holds.find(key);
  if (found != holds.end() && found->second.state != hold_state::open) holds.erase(found);
}

}  // namespace drawdown
