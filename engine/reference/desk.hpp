// The judge's desk: what a rule needs within reach while one instant is worked.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/reference/scripts.hpp"
#include "engine/reference/state.hpp"
#include "engine/world/event.hpp"

namespace drawdown::reference {

struct desk {
  const world& in;
  account_index number = 0;  // of the account
  const account_spec& account;
  drawdown::reference::books& books;
  script_box& scripts;
  std::vector<event>& events;
  std::vector<charge>& charges;
  std::optional<std::string>& difference;
  instant now;

  const settings& rules() const { return in.settings; }
  const zone_table& zone() const { return in.zones[account.zone]; }

  // R7.3: what is sold to the account now: prices, rates, plans.
  const catalog& sold() const { return *sold_at(in, number, now).terms; }

  // Writes down what happened now.
  void tell(event_body what) { events.push_back({now, std::move(what)}); }

  // Notes a difference between what the judge needs and what it was given; the first one is kept.
  void differs(std::string what) {
    if (!difference) difference = std::move(what);
  }
};

}  // namespace drawdown::reference
