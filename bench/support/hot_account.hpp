// One account that is debited again and again: limit, key, commit entry, and the look at auto-recharge.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "bench/support/drawn_world.hpp"
#include "engine/account/account_core.hpp"

namespace drawdown::bench {

// Accounts with so many live lots each, that last, and an agent with a limit.
inline std::shared_ptr<const world> hot_accounts(std::uint32_t lots, std::uint32_t accounts = 1) {
  constexpr std::array kinds = {lot_kind::free, lot_kind::plan, lot_kind::paid};
  auto in = std::make_shared<world>(*drawn_world({.accounts = accounts, .recharges = false}));
  for (account_spec& account : in->accounts) {
    const command first = account.grants.front();
    account.grants.clear();
    for (std::uint32_t i = 0; i < lots; ++i) {
      command granted = first;
      granted.key.owner = i + 1;
      // One ends behind the other, long after any run, so that each is a lot of its own in burn-down order.
      const instant expires = in->start + duration::days(36'500) + duration::minutes(i);
      granted.body = grant_command{kinds[i % kinds.size()],
                                   credits::from_micro(4'000'000'000'000'000'000 / lots),
                                   std::nullopt,
                                   moment(expires),
                                   std::nullopt,
                                   {}};
      account.grants.push_back(std::move(granted));
    }
    account.agents.front().monthly_limit = credits::whole(2'000'000'000);
  }
  return in;
}

// A debit every 20 s, of one increment: a microsecond.
inline usage next_usage(const world& in, std::uint64_t number, effect_key::space from) {
  usage used;
  used.order = {in.start + duration::seconds(20 * static_cast<std::int64_t>(number)),
                turn_order::phase::population, 0, number};
  used.key = {from, 0, number};
  used.quantity = 1;
  used.agent = 0;
  return used;
}

// Usage of one account. Every 4096 debits the block is handed on, and every month of virtual time the period
// turns.
class hot_core {
 public:
  static constexpr std::uint64_t debits_per_block = 4096;

  explicit hot_core(effect_key::space keys, std::uint32_t lots = 3) : in_(hot_accounts(lots)), keys_(keys) {
    begin_block();
    core_.begin(out_);
  }

  outcome debit() { return use(next_usage(*in_, number_++, keys_)); }

  // The debit before, once more: with a given key it is the same one again.
  outcome debit_again() { return use(next_usage(*in_, number_ - 1, keys_)); }

  void begin_block() { out_.events.begin(0, 1, in_->start, in_->end, 1); }

  // How large the block is that was begun last.
  std::size_t block_bytes() const {
    record::block_writer block = out_.events;
    return block.finish(0, core_.now()).size();
  }

 private:
  outcome use(const usage& used) {
    if (core_.next_due() <= used.order.at) core_.turn(core_.next_due(), out_);
    return core_.use(used, out_);
  }

  std::shared_ptr<const world> in_;
  effect_key::space keys_;
  account_core core_{in_, 0};
  effects out_;
  std::uint64_t number_ = 0;
};

}  // namespace drawdown::bench
