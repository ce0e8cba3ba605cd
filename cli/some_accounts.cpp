#include "cli/some_accounts.hpp"

#include <limits>
#include <utility>

namespace drawdown::cli {
namespace {

constexpr account_index left_out = std::numeric_limits<account_index>::max();

}  // namespace

std::shared_ptr<world> only_accounts(const world& of, const std::vector<account_index>& some) {
  auto made = std::make_shared<world>(of);
  made->accounts.clear();
  for (const account_index one : some) made->accounts.push_back(of.accounts.at(one));
  return made;
}

feed_of_some::feed_of_some(usage_feed& from, std::size_t accounts, const std::vector<account_index>& some)
    : from_(from), numbers_(accounts, left_out) {
  for (std::size_t i = 0; i < some.size(); ++i) numbers_.at(some[i]) = static_cast<account_index>(i);
}

result<fed_chunk> feed_of_some::next() {
  auto chunk = from_.next();
  if (!chunk) return chunk;
  std::erase_if(chunk->rows, [this](const fed_usage& row) { return numbers_.at(row.account) == left_out; });
  for (fed_usage& row : chunk->rows) row.account = numbers_.at(row.account);
  return chunk;
}

}  // namespace drawdown::cli
