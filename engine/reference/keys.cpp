#include "engine/reference/keys.hpp"

namespace drawdown::reference {
namespace {

// The entry of a key in one of the two memories, or null.
template <class Memory>
auto find_in(const Memory& memory, const effect_key& key) {
  const auto found = memory.find(key.number);
  return found == memory.end() ? nullptr : &found->second;
}

}  // namespace

void forget_old_usage_keys(desk& d) {
  key_memory& keys = d.books.keys;
  while (!keys.fading.empty() && keys.fading.front().first + d.rules().key_window <= d.now) {
    keys.usage.erase(keys.fading.front().second);
    keys.fading.pop_front();
  }
}

recollection<remembered_usage> recall_usage(desk& d, const effect_key& key, const usage_content& content) {
  using answer = recollection<remembered_usage>;
  if (!key.was_given()) return {};
  forget_old_usage_keys(d);
  if (find_in(d.books.keys.commands, key)) return {answer::state::conflict, nullptr};
  const remembered_usage* first = find_in(d.books.keys.usage, key);
  if (!first) return {};
  return {first->content == content ? answer::state::same : answer::state::conflict, first};
}

recollection<remembered_command> recall_command(desk& d, const effect_key& key, const command_body& body) {
  using answer = recollection<remembered_command>;
  if (!key.was_given()) return {};
  forget_old_usage_keys(d);
  if (find_in(d.books.keys.usage, key)) return {answer::state::conflict, nullptr};
  const remembered_command* first = find_in(d.books.keys.commands, key);
  if (!first) return {};
  return {first->body == body ? answer::state::same : answer::state::conflict, first};
}

void remember_usage(desk& d, const effect_key& key, const remembered_usage& first) {
  if (!key.was_given()) return;
  d.books.keys.usage.emplace(key.number, first);
  d.books.keys.fading.emplace_back(d.now, key.number);
}

void remember_command(desk& d, const effect_key& key, const command_body& body, outcome result) {
  if (!key.was_given()) return;
  d.books.keys.commands.emplace(key.number, remembered_command{body, result});
}

}  // namespace drawdown::reference
