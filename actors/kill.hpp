// Actors that die on purpose while a world is run, to show that nothing comes of it. No CAF in it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/time/instant.hpp"
#include "engine/world/names.hpp"

namespace drawdown {

// Who dies, and at which point of an account's epoch.
enum class kill_point : std::uint8_t {
  account_before_charge,  // the account, when a charge is due that it has not sent
  account_during_charge,  // the account, with a charge sent that was not answered
  account_after_charge,   // the account, when it has the answer and did nothing with it
  agent_when_asked,       // an agent, with a question of its account on its way to it
  gateway_when_asked,     // a gateway, with a charge on its way to it
  auditor_when_asked,     // an auditor, with an epoch on its way to it
  recorder_when_asked,    // the recorder, with the account's block before it
};
inline constexpr std::size_t kill_points = 7;
static_assert(static_cast<std::size_t>(kill_point::recorder_when_asked) + 1 == kill_points);

constexpr std::string_view name_of(kill_point p) {
  constexpr std::array<std::string_view, kill_points> names = {
      "killed before a charge", "killed during a charge", "killed after a charge", "agent killed",
      "gateway killed",         "auditor killed",         "recorder killed"};
  return names[static_cast<std::size_t>(p)];
}

// The point of that name, if there is one.
constexpr std::optional<kill_point> kill_point_named(std::string_view name) {
  for (std::size_t i = 0; i < kill_points; ++i)
    if (name_of(static_cast<kill_point>(i)) == name) return static_cast<kill_point>(i);
  return std::nullopt;
}

// The first time that an account comes to this point at or after `from` (of an epoch that is judged or
// recorded: where its end is), somebody dies. It happens once; where the account never comes there, not at
// all.
struct planned_kill {
  account_index account = 0;
  instant from;
  kill_point at = kill_point::account_before_charge;
};

// Of the kills that are planned in an account at that point the earliest; the end where there is none.
inline std::vector<planned_kill>::iterator first_kill(std::vector<planned_kill>& planned,
                                                      account_index account, kill_point at) {
  auto first = planned.end();
  for (auto one = planned.begin(); one != planned.end(); ++one)
    if (one->account == account && one->at == at && (first == planned.end() || one->from < first->from))
      first = one;
  return first;
}

}  // namespace drawdown
