#include "bench/peers/debits.hpp"

#include <algorithm>
#include <utility>

#include "engine/agents/agent_core.hpp"
#include "engine/population/load_world.hpp"

namespace drawdown::peers {
namespace {

constexpr std::uint64_t tenth_of_a_second_ps = 100'000'000'000;
constexpr std::int64_t mean_amount = 500'000'000;
constexpr std::int64_t least_credit = 2 * mean_amount;
constexpr std::uint32_t kinds_of_accounts = 10;
// Redis counts in binary floating point where its scripts do, and writes 14 digits.
constexpr std::int64_t most_credit = 99'999'999'999'999;

std::int64_t credit_at_start(const debits_shape& of, std::uint32_t account) {
  const std::int64_t asked = static_cast<std::int64_t>(of.debits / of.accounts + 1) * mean_amount;
  switch (account % kinds_of_accounts) {
    case 0:
      return least_credit;
    case 1:
      return std::max(least_credit, asked / 2);
    default:
      return 2 * asked;
  }
}

// A token costs a credit here, so that a millionth of one costs a millionth: amounts are quantities, and no
// system has to price anything.
std::shared_ptr<const world> world_of(const debits_shape& of, std::span<const std::int64_t> at_start) {
  population::load_shape shape;
  shape.accounts = of.accounts;
  shape.gap = {tenth_of_a_second_ps};
  shape.seed = of.seed;
  shape.debits = of.debits;
  auto made = std::make_shared<world>(*population::load_world(shape));
  made->catalog.meters.front().price = unit_price{measure_size(measure::token), 1};
  for (std::uint32_t i = 0; i < of.accounts; ++i)
    std::get<grant_command>(made->accounts[i].grants.front().body).amount = credits::from_micro(at_start[i]);
  return made;
}

struct timed_debit {
  instant at;
  debit made;
};

// What the agents of the world ask for, account by account.
std::vector<timed_debit> drawn_debits(const std::shared_ptr<const world>& in) {
  std::vector<timed_debit> drawn;
  for (account_index account = 0; account < in->accounts.size(); ++account) {
    want asked;
    asked.epoch = 1;
    asked.from = in->start;
    asked.until = in->end.next();
    asked.at_most = UINT32_MAX;
    std::uint32_t sequence = 0;
    for (const usage& used : agent_core(in, account, 0).answer(asked).items)
      drawn.push_back({used.order.at, {account, ++sequence, used.quantity}});
  }
  return drawn;
}

std::vector<debit> without_time(const std::vector<timed_debit>& drawn) {
  std::vector<debit> debits;
  debits.reserve(drawn.size());
  for (const timed_debit& each : drawn) debits.push_back(each.made);
  return debits;
}

}  // namespace

workload make_workload(const debits_shape& of) {
  workload made;
  made.shape = of;
  for (std::uint32_t account = 0; account < of.accounts; ++account)
    made.at_start.push_back(credit_at_start(of, account));
  if (std::ranges::max(made.at_start) > most_credit)
    throw comparison_failed("so many debits of so few accounts take balances of more than 14 digits");
  made.in = world_of(of, made.at_start);

  std::vector<timed_debit> drawn = drawn_debits(made.in);
  std::ranges::stable_sort(drawn, {}, [&](const timed_debit& each) {
    return std::pair((each.made.sequence - 1) / of.window, each.made.account);
  });
  made.in_windows = without_time(drawn);
  std::ranges::stable_sort(drawn, {},
                           [](const timed_debit& each) { return std::pair(each.at, each.made.account); });
  made.in_time = without_time(drawn);
  return made;
}

std::uint64_t digest_of(std::span<const std::int64_t> balances) {
  std::uint64_t digest = 14'695'981'039'346'656'037U;
  for (const std::int64_t balance : balances)
    for (unsigned byte = 0; byte < 8; ++byte)
      digest = (digest ^ (static_cast<std::uint64_t>(balance) >> (8 * byte) & 0xFFU)) * 1'099'511'628'211U;
  return digest;
}

}  // namespace drawdown::peers
