// The judge's desk: what a rule needs within reach while one instant is worked.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/reference/scripts.hpp"
#include "engine/reference/state.hpp"
#include "engine/world/event.hpp"

namespace drawdown::reference {

// Whoever hears what the judge says happened, event by event.
using event_listener = std::function<void(const event&)>;

struct desk {
  const world& in;
  account_index number = 0;  // of the account
  const account_spec& account;
  drawdown::reference::books& books;
  script_box& scripts;
  const event_listener& hear;
  std::vector<charge>& charges;
  std::optional<std::string>& difference;
  instant now;
  event usage_told{{}, usage_event{}};  // the latest: most events are usages, and have their memory in turn

  const settings& rules() const { return in.settings; }
  const zone_table& zone() const { return in.zones[account.zone]; }

  // R7.3: what is sold to the account now: prices, rates, plans.
  const catalog& sold() const { return *sold_at(in, number, now).terms; }

  // Tells what happened now.
  void tell(event_body what) const { hear({now, std::move(what)}); }

  // A usage with nothing in it, of which `tell_usage` tells once it is filled in.
  usage_event& begin_usage() {
    auto& used = std::get<usage_event>(usage_told.body);
    std::vector<slice> kept = std::move(used.slices);
    kept.clear();
    used = usage_event{};
    used.slices = std::move(kept);
    return used;
  }
  void tell_usage() {
    usage_told.at = now;
    hear(usage_told);
  }

  // Notes a difference between what the judge needs and what it was given; the first one is kept.
  void differs(std::string what) {
    if (!difference) difference = std::move(what);
  }
};

}  // namespace drawdown::reference
