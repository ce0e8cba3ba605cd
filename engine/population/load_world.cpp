#include "engine/population/load_world.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace drawdown::population {
namespace {

__extension__ using uint128 = unsigned __int128;

constexpr std::uint64_t second_ps = 1'000'000'000'000;
constexpr std::uint64_t minute_ps = 60 * second_ps;
constexpr instant load_start = instant::from_us(1'767'225'600'000'000);  // 2026-01-01
constexpr duration a_century = duration::days(36'500);

// A token costs a thousandth of a credit, and a usage is of 500 tokens in the mean.
constexpr std::int64_t token = measure_size(measure::token);
constexpr std::int64_t mean_cost_micro = 500'000;
constexpr std::int64_t micro_per_cent = 500'000;  // 1 EUR = 50 credits
constexpr std::uint64_t fewest_debits_bought = 1000;
constexpr std::uint64_t most_debits_bought = 100'000'000;  // far from what can be counted
constexpr std::int64_t endless_micro = 4'000'000'000'000'000'000;
constexpr parts_per_million voided_holds = 100'000;

// Amounts of one account, which follow from how often it is debited.
struct wallet {
  credits at_start;
  money recharge;
  credits threshold;  // of recharges
};

credits cost_of(std::uint64_t debits) {
  return credits::from_micro(static_cast<std::int64_t>(debits) * mean_cost_micro);
}

money price_of_debits(std::uint64_t debits) {
  return money::from_minor(cost_of(debits).micro() / micro_per_cent);
}

wallet wallet_of(const load_shape& of, arrival_gap gap, bool recharges) {
  const std::uint64_t a_minute = of.agents * (minute_ps / gap.picoseconds);
  const std::uint64_t bought = std::clamp(a_minute, fewest_debits_bought, most_debits_bought);
  const bool buys = recharges || of.top_ups > 0;
  return {.at_start = buys ? cost_of(2 * bought) : credits::from_micro(endless_micro),
          .recharge = price_of_debits(bought),
          .threshold = cost_of(bought / 4)};
}

// What an agent buys in the place of a debit: as much as the others take until it does so again.
money top_up_of(const load_shape& of) {
  return of.top_ups == 0 ? money{} : price_of_debits(std::max(1'000'000 / of.top_ups, 1U));
}

// Lots that end one after the other, long after any run, so that each is a lot of its own in burn-down order.
std::vector<command> lots_of(credits whole, std::uint32_t count) {
  std::vector<command> grants;
  for (std::uint32_t i = 0; i < count; ++i) {
    command granted;
    granted.order = {load_start, turn_order::phase::timeline, 0, 0};
    granted.key = {effect_key::space::timeline, i + 1, 0};
    const instant expires = load_start + a_century + duration::days(365) + duration::minutes(i);
    granted.body = grant_command{lot_kind::plan, credits::from_micro(whole.micro() / count),
                                 std::nullopt,   moment(expires),
                                 std::nullopt,   {}};
    grants.push_back(std::move(granted));
  }
  return grants;
}

agent_spec agent_of(const load_shape& of, std::uint32_t number, arrival_gap gap) {
  drawn_source source;
  source.quantity_min = token;
  source.quantity_mean = 500 * token;
  source.quantity_max = 4000 * token;
  source.arrivals = of.arrivals;
  source.gap = gap;
  source.holds = of.holds;
  source.voids = voided_holds;
  source.top_ups = of.top_ups;
  source.top_up = top_up_of(of);
  return {"agent-" + std::to_string(number + 1), when_exhausted::use_balance, std::nullopt, no_user, source};
}

account_spec account_of(const load_shape& of, std::uint32_t number, arrival_gap gap) {
  // Evenly over all accounts, so that heavy and light ones are among them.
  const auto recharging_before = [&](std::uint64_t n) { return n * of.recharges / 1'000'000; };
  const bool recharges = recharging_before(number + 1) > recharging_before(number);
  const wallet amounts = wallet_of(of, gap, recharges);
  account_spec account;
  account.name = "account-" + std::to_string(number + 1);
  account.payment_methods = {payment_method{0, 0, {card_answer::ok}}};
  account.grants = lots_of(amounts.at_start, of.lots);
  if (recharges) {
    recharge_terms terms;
    terms.threshold = amounts.threshold;
    terms.amount = amounts.recharge;
    account.auto_recharge = terms;
  }
  for (std::uint32_t i = 0; i < of.agents; ++i) account.agents.push_back(agent_of(of, i, gap));
  return account;
}

// The gap of an agent whose account has that weight among the sum of all. The product stays below 2^128,
// since the sum is below 2^64.
arrival_gap gap_of_weight(arrival_gap mean, std::uint64_t weight, uint128 weights, std::uint32_t accounts) {
  const uint128 gap = uint128{mean.picoseconds} * weights / weight / accounts;
  return {static_cast<std::uint64_t>(std::clamp<uint128>(gap, 1, UINT64_MAX))};
}

catalog load_catalog() {
  catalog sold;
  sold.name = "load";
  sold.unit = currency::of("EUR").value();
  sold.rate = {money::from_minor(100), credits::whole(50)};
  sold.meters = {{"tokens", measure::token, unit_price{1000, 1}, 0, 0, std::nullopt}};
  return sold;
}

}  // namespace

std::shared_ptr<const world> load_world(const load_shape& of) {
  ensure(of.accounts > 0 && of.agents > 0 && of.lots > 0, "a load has accounts with agents and lots");
  auto made = std::make_shared<world>();
  made->name = "load";
  made->files = {"load"};
  made->seed = of.seed;
  made->start = load_start;
  made->fingerprints = {"card"};
  made->catalog = load_catalog();
  gateway_spec gateway;
  gateway.name = "gateway";
  made->gateways = {gateway};

  const std::vector<std::uint64_t> of_rank = weights(of.skew, of.accounts);
  uint128 sum = 0;
  for (const std::uint64_t weight : of_rank) sum += weight;
  made->accounts.reserve(of.accounts);
  for (std::uint32_t i = 0; i < of.accounts; ++i)
    made->accounts.push_back(account_of(of, i, gap_of_weight(of.gap, of_rank[i], sum, of.accounts)));

  made->end = made->start + a_century;
  if (of.debits) {
    const uint128 picoseconds = uint128{*of.debits} * of.gap.picoseconds / of.agents / of.accounts;
    const auto length = duration::from_us(static_cast<std::int64_t>(
        std::min<uint128>(picoseconds / 1'000'000, static_cast<uint128>(a_century.us()))));
    // The last instant belongs to the run.
    made->end = made->start + duration::from_us(std::max<std::int64_t>(length.us() - 1, 0));
  }
  return made;
}

arrival_gap gap_of_all(const load_shape& of) {
  return {std::max<std::uint64_t>(1, of.gap.picoseconds / of.agents / of.accounts)};
}

}  // namespace drawdown::population
