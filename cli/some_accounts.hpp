// A world of which only some accounts are run: accounts are apart (R2.8), so to each of them happens what
// happens to it among all.
#pragma once

#include <memory>
#include <vector>

#include "engine/world/usage_feed.hpp"
#include "engine/world/world.hpp"

namespace drawdown::cli {

// The world with these accounts alone, in that order. What it expects must not name accounts: it is kept.
std::shared_ptr<world> only_accounts(const world& of, const std::vector<account_index>& some);

// The rows of these accounts, as they are numbered in that world, out of all that another feed tells.
class feed_of_some : public usage_feed {
 public:
  // `from` must outlive it; `accounts` is how many the other feed knows.
  feed_of_some(usage_feed& from, std::size_t accounts, const std::vector<account_index>& some);

  result<fed_chunk> next() override;

 private:
  usage_feed& from_;
  std::vector<account_index> numbers_;  // by account of the other feed
};

}  // namespace drawdown::cli
