#include "reports/store/account_fold.hpp"

#include <utility>

#include <fmt/format.h>

namespace drawdown::reports {

account_fold::account_fold(const world& in, account_index account, const expectations_by_account& asked)
    : account_(account), history_(in, account), books_(in), months_(in.start), end_(in.start) {
  if (const auto own = asked.find(account); own != asked.end()) answers_.emplace(in, account, own->second);
  if (in.rules.empty()) return;
  watch_.emplace(in);
  watch_->begin(account);
}

result<void> account_fold::begin(const record::block_header& block) {
  const std::uint64_t expected = history_.number() + 1;
  if (block.first_number != expected)
    return fail(error_code::corrupt,
                fmt::format("the block of epoch {} begins with event {}, expected was {}", block.epoch,
                            block.first_number, expected));
  end_ = block.until + duration::from_us(-1);
  return {};
}

result<void> account_fold::apply(const event& next, day_sums& days) {
  if (watch_) watch_->before(history_, next);
  if (auto taken = history_.apply(next); !taken)
    return fail(taken.error().code, fmt::format("event {}: {}", history_.number(), taken.error().message));
  columns_ = columns_of(history_, next);
  if (answers_) answers_->take(history_, next, columns_);
  unbilled_ += columns_.invoiced.value_or(credits{});
  days.see(history_, next, columns_);

  close_until(next.at, days);
  credit_ = ledger::entry_of(next, [this](lot_id lot) { return history_.kind_of(lot); });
  money_ = books_.see(next);
  months_.see(next, money_);
  for (const ledger::posting& line : credit_)
    credit_balance_[static_cast<std::size_t>(line.account)] += line.amount.micro();
  for (const ledger::money_posting& line : money_)
    money_balance_[static_cast<std::size_t>(line.account)] += line.amount.minor();
  days.post(next.at, std::span<const ledger::posting>(credit_.data(), credit_.size()));
  days.post(next.at, money_);
  return {};
}

void account_fold::close_until(instant t, day_sums& days) {
  closings_.clear();
  books_.close_until(t, [&](const ledger::closing_entry& entry) {
    months_.see(entry);
    days.post(entry);
    for (const ledger::money_posting& line : entry.lines)
      money_balance_[static_cast<std::size_t>(line.account)] += line.amount.minor();
    closings_.push_back(entry);
  });
}

std::vector<ledger::month_close> account_fold::finish(day_sums& days) {
  if (watch_) watch_->finish(history_);
  close_until(end_.next(), days);  // what falls due behind the last instant belongs to the time before
  return std::move(months_).finish(end_);
}

}  // namespace drawdown::reports
