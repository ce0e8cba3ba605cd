// Worlds made in code for benchmarks: many alike accounts whose agents draw their usage.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "engine/world/world.hpp"

namespace drawdown::bench {

struct drawn_world_options {
  std::uint32_t accounts = 1;
  std::uint32_t agents = 1;          // per account
  std::uint32_t usages_per_day = 1;  // per agent
  int days = 365;
  std::uint32_t debits_per_agent = 0;  // above zero: so many in all days, a gap apart, in the place of those
  bool short_calls = false;            // of a minute at most; else of one to ten minutes
  bool recharges = true;               // auto-recharge from a small wallet; else a wallet that never ends
};

// How an agent calls.
inline drawn_source calls_of(const drawn_world_options& options) {
  drawn_source source;
  source.per_day = options.usages_per_day;
  source.quantity_min = duration::minutes(1).us();
  source.quantity_max = duration::minutes(options.short_calls ? 1 : 10).us();
  if (options.debits_per_agent > 0) {
    constexpr std::uint64_t picoseconds_per_us = 1'000'000;
    source.arrivals = arrival_process::even;
    source.gap = {static_cast<std::uint64_t>(duration::days(options.days).us()) / options.debits_per_agent *
                  picoseconds_per_us};
  }
  return source;
}

// Calls at 10 credits a minute; plan credit for the first month, a wallet, and auto-recharge of 20 EUR.
inline std::shared_ptr<const world> drawn_world(const drawn_world_options& options) {
  auto made = std::make_shared<world>();
  made->name = "drawn";
  made->files = {"drawn"};
  made->seed = 42;
  made->start = instant::from_us(1'767'225'600'000'000);  // 2026-01-01
  made->end = made->start + duration::days(options.days);
  made->fingerprints = {"A"};
  made->catalog.name = "voice-agents";
  made->catalog.unit = currency::of("EUR").value();
  made->catalog.rate = {money::from_minor(100), credits::whole(50)};
  made->catalog.meters = {
      {"call", measure::minute, unit_price{10'000'000, 1}, 0, measure_size(measure::minute), std::nullopt}};
  gateway_spec gateway;
  gateway.name = "stripe";
  gateway.duplicate_rate = 10'000;
  gateway.delay_max = duration::minutes(10);
  made->gateways = {gateway};

  const auto grant = [&](lot_kind kind, std::int32_t whole, std::optional<moment> expires,
                         std::uint32_t position) {
    command declared;
    declared.order = {made->start, turn_order::phase::timeline, 0, 0};
    declared.key = {effect_key::space::timeline, position, 0};
    declared.body = grant_command{kind, credits::whole(whole), std::nullopt, expires, std::nullopt, {}};
    return declared;
  };
  for (std::uint32_t i = 0; i < options.accounts; ++i) {
    account_spec account;
    account.name = "account-" + std::to_string(i);
    account.payment_methods = {payment_method{0, 0, {card_answer::ok}}};
    account.grants.push_back(grant(lot_kind::free, 100, moment(span_of_time(duration::days(14))), 1));
    account.grants.push_back(
        grant(lot_kind::plan, 1000, moment(span_of_time(calendar_span{1, calendar_unit::months})), 2));
    account.grants.push_back(grant(lot_kind::paid, options.recharges ? 500 : 2'000'000'000, std::nullopt, 3));
    if (options.recharges) {
      recharge_terms terms;
      terms.threshold = credits::whole(200);
      terms.amount = money::from_minor(2000);
      account.auto_recharge = terms;
    }
    for (std::uint32_t a = 0; a < options.agents; ++a)
      account.agents.push_back({"agent-" + std::to_string(a), when_exhausted::use_balance, std::nullopt,
                                no_user, calls_of(options)});
    made->accounts.push_back(std::move(account));
  }
  return made;
}

}  // namespace drawdown::bench
