// Holds the rules that a scenario says are always so against what happened: each account at the end of every
// instant at which something happened to it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/units/wide.hpp"
#include "engine/world/event.hpp"
#include "engine/world/world.hpp"
#include "reports/store/account_history.hpp"

namespace drawdown::reports {

// Where a rule did not hold.
struct rule_breach {
  instant at;
  account_index account = 0;
  std::optional<agent_index> agent;  // where the rule is about each
  std::uint64_t number = 0;          // of the last event of the instant
  int128 left = 0;                   // what stands on both sides, in micro-credits
  int128 right = 0;
};

struct rule_record {
  std::uint64_t checked = 0;   // how often it was looked at
  std::uint64_t breached = 0;  // how often it did not hold
  std::optional<rule_breach> first;
};

class rule_watch {
 public:
  explicit rule_watch(const world& in) : in_(in), rules_(in.rules.size()) {}

  // The events that follow are those of another account.
  void begin(account_index account);
  // Looks at the rules where the instant of the last event is over. `history` has not taken `next` in yet.
  void before(const account_history& history, const event& next);
  // Looks at them after the last event of the account.
  void finish(const account_history& history);

  // Adds what was found of another account.
  void add(const rule_watch& other);

  // What was found, in the order of world::rules.
  const std::vector<rule_record>& found() const { return rules_; }

 private:
  void look(const account_history& history);
  void check(const account_history& history, std::size_t rule, std::optional<agent_index> agent);

  const world& in_;
  std::vector<rule_record> rules_;
  account_index account_ = 0;
  std::map<std::string_view, agent_index> agents_;  // of the account, by name
  std::optional<instant> at_;                       // of the last event
  bool something_happened_ = false;                 // at that instant; a look is nothing that happens
};

}  // namespace drawdown::reports
