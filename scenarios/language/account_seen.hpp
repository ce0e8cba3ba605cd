// What an account declares and what comes to it, gathered without running it: what settings can act on
// (scenario_needs.hpp).
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "engine/pricing/usage_price.hpp"
#include "engine/world/world.hpp"

namespace drawdown::language {

// Credit that is used, held or captured at some instant.
struct spending {
  instant at;
  std::optional<measured> used;  // of a meter; else `amount`
  meter_index meter = no_meter;
  credits amount;
};

// A lot that there may be.
struct lot_seen {
  lot_kind kind = lot_kind::paid;
  bool has_priority = false;
};

// A grant, and when it is accepted.
struct grant_seen {
  const grant_command* what = nullptr;
  instant at;
};

struct account_seen {
  std::vector<grant_seen> granted;   // all
  std::size_t granted_at_start = 0;  // so many of them, the first
  std::vector<lot_seen> lots;        // that there may be at a time; of recharges and cycles two
  std::vector<spending> spent;
  std::vector<spending> planned;  // activities that are estimated
  std::vector<asked_amount> bought;
  std::vector<recharge_terms> recharges;
  std::vector<const hold_command*> holds;
  std::map<effect_key, int> given_keys;
  std::vector<effect_key> usage_keys;
  std::vector<plan_index> plans;      // that are subscribed to, or changed to
  std::vector<add_on_index> add_ons;  // whose units are asked for
  std::vector<credits> refunded;      // amounts that are asked for
  credits taken;                      // by corrections
  bool captures_an_amount = false;
  bool adjusts_into_debt = false;
  bool revokes = false;
  bool tops_up = false;
  bool has_stop = false;
  bool occurs_late = false;  // usage arrives after it occurred
  bool refunds_usage = false;
  bool changes_plan = false;    // or asks what that would cost
  bool divides_cycles = false;  // pays or grants for a part of a cycle
  bool cancels_at_once = false;
  bool voids_invoices = false;
  bool is_unsure = false;  // it draws usage, limits its agents, or credit is taken back
};

account_seen look_at_account(const world& what, const account_spec& account);

// What is sold to an account, now and later: the catalog, its versions, its own prices.
std::vector<const catalog*> catalogs_of(const world& what, const account_spec& account);

}  // namespace drawdown::language
