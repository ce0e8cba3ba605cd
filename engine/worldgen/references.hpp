// What the things of a world name of each other, so that what nothing names can be taken away.
#pragma once

#include <cstddef>

#include "engine/world/world.hpp"

namespace drawdown::worldgen {

// How many things of each sort must stay for every name to mean something: the position of the last that is
// named, plus one.
struct things_named {
  std::size_t meters = 0;
  std::size_t plans = 0;
  std::size_t add_ons = 0;
  std::size_t gateways = 0;
  std::size_t users = 0;
  std::size_t usage_files = 0;
};
things_named named_in(const world& in);

// How many agents of an account must stay so.
std::size_t agents_named(const account_spec& account);

// Whether a plan or an add-on is for each user, so that accounts need users.
bool sells_to_users(const catalog& sold);

// Calls `change` with the catalog of the start, all versions, and the prices of accounts' own.
template <class Change>
void each_catalog(world& in, const Change& change) {
  change(in.catalog);
  for (catalog_version& version : in.versions) change(version.terms);
  for (account_spec& account : in.accounts)
    for (catalog_version& version : account.own_prices) change(version.terms);
}

// Takes the last plan away, also from what add-ons are for.
void drop_last_plan(world& in);

// Takes an account away, with what is asked of it, and the rules of `always`.
void drop_account(world& in, account_index gone);

// When the last step or row is.
instant last_instant(const world& in);

}  // namespace drawdown::worldgen
