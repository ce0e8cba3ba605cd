#include "reports/store/run_fold.hpp"

#include <utility>

#include <fmt/format.h>

#include "engine/record/block.hpp"
#include "engine/record/event_reader.hpp"

namespace drawdown::reports {

run_fold::run_fold(const world& in, std::vector<bool> kept)
    : in_(in), kept_(std::move(kept)), asked_(by_account(in.expectations)), accounts_(in.accounts.size()) {
  ensure(kept_.size() == accounts_.size(), "what is kept is said of every account");
}

result<void> run_fold::add(std::span<const std::byte> block) {
  const auto view = record::block_view::open(block);
  if (!view) return tl::unexpected(view.error());
  const account_index account = view->header().account;
  if (account >= accounts_.size())
    return fail(error_code::corrupt,
                fmt::format("a block is of account {}, of {}", account, accounts_.size()));
  const auto blame = [&](const error& why) {
    return fail(why.code, fmt::format("account {}: {}", in_.accounts[account].name, why.message));
  };
  if (kept_[account]) return blame({error_code::corrupt, "it is kept, and its block was to be folded"});
  if (!accounts_[account]) accounts_[account] = std::make_unique<account_fold>(in_, account, asked_);
  account_fold& fold = *accounts_[account];
  if (auto begun = fold.begin(view->header()); !begun) return blame(begun.error());
  record::event_reader events(*view);
  while (events.next(next_))
    if (auto taken = fold.apply(next_, days_); !taken) return blame(taken.error());
  if (auto whole = events.at_end(); !whole) return blame(whole.error());
  return {};
}

}  // namespace drawdown::reports
