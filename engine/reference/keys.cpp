#include "engine/reference/keys.hpp"

namespace drawdown::reference {
namespace {

// The entry of a key in one of the two memories, or null.
const remembered_command* find_command(const desk& d, const effect_key& key) {
  const auto& commands = d.books.keys.commands;
  const auto found = commands.find(key.number);
  return found == commands.end() ? nullptr : &found->second;
}
const remembered_usage* find_usage(const desk& d, const effect_key& key) {
  return d.books.keys.usage.find(key.number, d.now, d.rules().key_window);
}

}  // namespace

void forget_old_usage_keys(desk& d) {
  d.books.keys.usage.turn_page(d.now, d.rules().key_window);
}

recollection<remembered_usage> recall_usage(const desk& d, const effect_key& key,
                                            const usage_content& content) {
  using answer = recollection<remembered_usage>;
  if (!key.was_given()) return {};
  if (find_command(d, key)) return {answer::state::conflict, nullptr};
  const remembered_usage* first = find_usage(d, key);
  if (!first) return {};
  return {first->content == content ? answer::state::same : answer::state::conflict, first};
}

recollection<remembered_command> recall_command(const desk& d, const effect_key& key,
                                                const command_body& body) {
  using answer = recollection<remembered_command>;
  if (!key.was_given()) return {};
  if (find_usage(d, key)) return {answer::state::conflict, nullptr};
  const remembered_command* first = find_command(d, key);
  if (!first) return {};
  return {first->body == body ? answer::state::same : answer::state::conflict, first};
}

void remember_usage(desk& d, const effect_key& key, const remembered_usage& first) {
  if (!key.was_given()) return;
  d.books.keys.usage.add(key.number, d.now, first);
}

void remember_command(desk& d, const effect_key& key, const command_body& body, outcome result) {
  if (!key.was_given()) return;
  d.books.keys.commands.emplace(key.number, remembered_command{body, result});
}

}  // namespace drawdown::reference
