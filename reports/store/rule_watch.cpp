#include "reports/store/rule_watch.hpp"

#include <algorithm>
#include <tuple>

namespace drawdown::reports {

namespace {

credits value_of_agent(figure which, const account_history& history, agent_index agent) {
  const credits spent = history.agent_spent(agent);
  return which == figure::agent_spent ? spent : spent + history.agent_held(agent);
}

// One side of a rule; nothing where it names an agent that is not among the account's.
std::optional<int128> sum_of(const std::vector<rule_term>& side,
                             const std::map<std::string_view, agent_index>& agents,
                             const account_history& history, std::optional<agent_index> each) {
  int128 sum = 0;
  for (const rule_term& term : side) {
    credits value = term.amount;
    if (term.of == rule_term::whose::account) {
      value = value_of(term.which, history.now());
    } else if (term.of != rule_term::whose::nobody) {
      const auto named = agents.find(term.agent);
      const bool is_named = term.of == rule_term::whose::agent;
      if (is_named && named == agents.end()) return std::nullopt;
      value = value_of_agent(term.which, history, is_named ? named->second : each.value());
    }
    sum += term.minus ? -int128{value.micro()} : int128{value.micro()};
  }
  return sum;
}

bool comes_before(const rule_breach& a, const rule_breach& b) {
  return std::tie(a.at, a.account) < std::tie(b.at, b.account);
}

}  // namespace

void rule_watch::begin(account_index account) {
  account_ = account;
  at_.reset();
  something_happened_ = false;
  agents_.clear();
  if (rules_.empty()) return;
  const auto& agents = in_.accounts[account].agents;
  for (std::size_t i = 0; i < agents.size(); ++i)
    agents_.emplace(agents[i].name, static_cast<agent_index>(i));
}

void rule_watch::before(const account_history& history, const event& next) {
  if (rules_.empty()) return;
  if (at_ != next.at) {
    look(history);
    at_ = next.at;
  }
  something_happened_ = something_happened_ || !std::holds_alternative<figures_event>(next.body);
}

void rule_watch::finish(const account_history& history) {
  look(history);
}

void rule_watch::add(const rule_watch& other) {
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const rule_record& more = other.rules_[i];
    rule_record& record = rules_[i];
    record.checked += more.checked;
    record.breached += more.breached;
    if (more.first && (!record.first || comes_before(*more.first, *record.first))) record.first = more.first;
  }
}

void rule_watch::look(const account_history& history) {
  if (!something_happened_) return;
  something_happened_ = false;
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    const always_rule& rule = in_.rules[i];
    if (rule.account && *rule.account != account_) continue;
    if (!rule.is_of_each_agent()) {
      check(history, i, std::nullopt);
      continue;
    }
    const auto agents = static_cast<agent_index>(in_.accounts[account_].agents.size());
    for (agent_index agent = 0; agent < agents; ++agent) check(history, i, agent);
  }
}

void rule_watch::check(const account_history& history, std::size_t rule, std::optional<agent_index> agent) {
  const auto left = sum_of(in_.rules[rule].left, agents_, history, agent);
  const auto right = sum_of(in_.rules[rule].right, agents_, history, agent);
  if (!left || !right) return;
  rule_record& record = rules_[rule];
  ++record.checked;
  if (holds(*left, in_.rules[rule].compares, *right)) return;
  ++record.breached;
  const rule_breach breach{*at_, account_, agent, history.number(), *left, *right};
  if (!record.first || comes_before(breach, *record.first)) record.first = breach;
}

}  // namespace drawdown::reports
