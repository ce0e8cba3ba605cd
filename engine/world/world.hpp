// A run as a value: everything that decides what will happen, and nothing else. The loader, generators and
// tests make a world; the actors run one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/catalog/catalog.hpp"
#include "engine/settings/settings.hpp"
#include "engine/time/instant.hpp"
#include "engine/time/zone.hpp"
#include "engine/world/always.hpp"
#include "engine/world/expectation.hpp"
#include "engine/world/names.hpp"
#include "engine/world/stimuli.hpp"

namespace drawdown {

// A probability in millionths: 2% is 20'000. Draws use integers only (R14.7).
using parts_per_million = std::uint32_t;

// From `from` until before `until` a gateway does not answer (R10.1).
struct outage {
  instant from;
  instant until;
};

// When a gateway pays out all that it has, at midnight in UTC (R13.4).
enum class payout_every : std::uint8_t { never, day, week, month };
std::string_view name_of(payout_every every);
std::optional<payout_every> payout_named(std::string_view word);

// A payment gateway: how it answers, how its notices travel (R10.1), and what it keeps (R13.4).
struct gateway_spec {
  std::string name;
  duration latency = duration::seconds(2);               // from a charge to its answer; 0 is 1 µs (R2.8)
  duration timeout = duration::seconds(30);              // an answer that takes longer is `timed_out`
  parts_per_million decline_rate = 0;                    // where a payment method has no script
  std::vector<std::string> reasons = {"card_declined"};  // of declines; never empty
  parts_per_million duplicate_rate = 0;                  // a notice arrives twice
  parts_per_million lost_rate = 0;                       // a notice never arrives
  duration delay_min;                                    // from the answer to the notice
  duration delay_max;
  std::vector<outage> outages;              // ascending, apart
  parts_per_million fee_rate = 0;           // that it keeps of each payment that succeeded
  money fee_fixed;                          // and so much besides
  payout_every payout = payout_every::day;  // of all that it has
};

// An agent whose usage is written in the timeline, in turn order.
struct timeline_source {
  std::vector<usage> items;
};

// How the usages of a drawn source follow each other.
enum class arrival_process : std::uint8_t {
  spread,   // so many a day, each at some instant of its part of the day
  even,     // a gap apart, always
  poisson,  // by chance alone, a gap apart in the mean
};

// A length of time in picoseconds: whoever uses a million times a second needs finer gaps than microseconds.
struct arrival_gap {
  std::uint64_t picoseconds = 0;
  friend auto operator<=>(const arrival_gap&, const arrival_gap&) = default;
};

// An agent whose usage is drawn: when, and of which quantity between two bounds. After a refusal it pauses,
// if `pause_after_refusal` is above zero.
struct drawn_source {
  meter_index meter = 0;
  std::uint32_t per_day = 1;  // of `spread`
  std::int64_t quantity_min = 0;
  std::int64_t quantity_max = 0;
  duration pause_after_refusal;

  arrival_process arrivals = arrival_process::spread;
  arrival_gap gap;                 // of `even` and `poisson`; above zero
  std::int64_t quantity_mean = 0;  // above zero: exponential with that mean, cut at the bounds; else uniform

  // Not of `spread`: so many usages are a hold and its capture, or of those a void, halfway to the next one;
  // in the place of so many others stands a top-up.
  parts_per_million holds = 0;
  parts_per_million voids = 0;  // of holds
  parts_per_million top_ups = 0;
  money top_up;
};

using usage_source = std::variant<timeline_source, drawn_source>;

// What spends the credit of an account (R5.1).
struct agent_spec {
  std::string name;
  when_exhausted policy = when_exhausted::use_balance;
  std::optional<credits> monthly_limit;
  user_index user = no_user;  // on whose behalf it acts, unless a usage says otherwise (R5.1)
  usage_source source;
};

// What is sold from an instant on (R7.3). Meters, plans and add-ons are the same as before, in the same
// order; their prices and terms may differ.
struct catalog_version {
  instant effective;
  drawdown::catalog terms;
};

// A customer: what the account has and is at the start of the run (R2.10).
struct account_spec {
  std::string name;
  std::string organization;  // that it belongs to (R11.1); empty: none
  std::uint32_t zone = 0;    // position in world::zones
  source_place place;
  std::vector<payment_method> payment_methods;  // the first is the default
  std::vector<command> grants;                  // `grant` bodies, booked at the start in this order
  std::optional<recharge_terms> auto_recharge;
  std::optional<credits> low_balance;         // R10.6
  std::optional<span_of_time> invoice_terms;  // billed by invoice, due so long after (R9.3); nothing: by card
  std::vector<catalog_version> own_prices;    // in place of the world's versions (R7.3)
  std::vector<user_index> users;              // who belong to it, in this order (R8.1)
  std::optional<command> plan;                // `subscribe`, at the start behind the grants
  std::vector<user_index> managers;  // may buy and change settings where a step says who acts (R11.2)
  std::vector<user_index> viewers;   // may look at the organization's usage (R11.1)
  std::vector<agent_spec> agents;
  std::vector<std::shared_ptr<const command>>
      commands;  // its steps, in turn order; an agent's usage is with the agent
};

struct world {
  std::string name;
  drawdown::settings settings;
  drawdown::catalog catalog;              // at the start
  std::vector<catalog_version> versions;  // that follow it, ascending (R7.3)
  std::vector<gateway_spec> gateways;
  std::vector<account_spec> accounts;
  std::uint64_t seed = 1;
  instant start;
  instant end;  // belongs to the run (R2.7)

  std::vector<zone_table> zones{zone_table{}};
  std::uint32_t zone = 0;                 // of the scenario itself, a position in `zones`
  std::string zone_database_version;      // of the system's table, for the manifest (R2.3)
  std::vector<std::string> files;         // as they were named; the scenario first
  std::vector<std::string> key_names;     // keys that were given
  std::vector<std::string> fingerprints;  // of payment methods
  std::vector<std::string> users;
  std::vector<std::string> groups;       // that usage is counted under (R5.5)
  std::vector<std::string> usage_files;  // as they were named; of keys made from rows
  std::vector<expectation> expectations;
  std::vector<always_rule> rules;      // that always hold
  std::vector<expected_total> totals;  // at the end
};

// What is sold to an account at an instant, and which version that is: 0 at the start, then counted (R7.3).
struct sold_catalog {
  const catalog* terms = nullptr;
  std::uint16_t version = 0;
  instant until = instant::never();  // when the next version begins
};
sold_catalog sold_at(const world& in, account_index account, instant at);

// What a key is called where people read it: as it was given, else `step-12`, `grant-1` of an account's
// declaration, `NAME-12` of an agent's draw, `recharge-2`; `key-1f0c…` where the text was not kept.
std::string key_text(const world& in, account_index account, const effect_key& key);

}  // namespace drawdown
