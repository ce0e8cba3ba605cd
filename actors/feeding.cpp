// The conductor's side of bulk usage: one chunk is worked while the next is read, and an epoch goes no
// further than what was read.
#include <algorithm>
#include <utility>

#include "actors/conductor_shell.hpp"

namespace drawdown::actors {

// Asks for the chunk that follows.
void conductor::read_on() {
  request(feeder_, caf::infinite, feed_atom_v)
      .then(
          [this](const fed_ptr& chunk) {
            next_chunk_ = chunk;
            if (waits_for_rows_) open_more();
          },
          [](const caf::error&) {});
}

// Whether the rows behind `reached_` are there; else the run goes on when they come. Whoever fails to read
// them ends it.
bool conductor::has_rows() {
  if (options_.feed == nullptr || (chunk_ && (*chunk_)->complete_until > reached_)) return true;
  waits_for_rows_ = next_chunk_ == nullptr;
  if (waits_for_rows_) return false;
  chunk_ = std::exchange(next_chunk_, nullptr);
  next_row_ = 0;
  if (!*chunk_) {
    outcome_.feed_error = chunk_->error();
    finish();
    return false;
  }
  if ((*chunk_)->complete_until <= reached_ && !is_catching_up_) {
    give_up("the reader of bulk usage does not get on");
    return false;
  }
  if (!(*chunk_)->complete_until.is_never()) read_on();
  waits_for_rows_ = (*chunk_)->complete_until <= reached_;
  if (waits_for_rows_) return false;
  is_catching_up_ = false;
  const std::vector<fed_usage>& rows = (*chunk_)->rows;
  while (next_row_ < rows.size() && rows[next_row_].made.order.at < reached_) ++next_row_;
  return true;
}

// Gives each account its rows of the epoch, in turn order, and opens those that have some.
void conductor::hand_out_rows() {
  if (options_.feed == nullptr) return;
  const std::vector<fed_usage>& rows = (*chunk_)->rows;
  std::vector<account_index> fed;
  for (; next_row_ < rows.size() && rows[next_row_].made.order.at < until_; ++next_row_) {
    const fed_usage& row = rows[next_row_];
    std::shared_ptr<std::vector<usage>>& of_account = records_.at(row.account).rows;
    if (!of_account) {
      of_account = std::make_shared<std::vector<usage>>();
      fed.push_back(row.account);
    }
    of_account->push_back(row.made);
  }
  to_open_.insert(to_open_.end(), fed.begin(), fed.end());
  std::sort(to_open_.begin(), to_open_.end());
  to_open_.erase(std::unique(to_open_.begin(), to_open_.end()), to_open_.end());
}

}  // namespace drawdown::actors
