#include "reports/customers/totals_by_customer.hpp"

#include <utility>

#include "engine/record/event_reader.hpp"

namespace drawdown::reports {

totals_by_customer::totals_by_customer(const world& of, const std::vector<instant>& left) : in_(of) {
  open_.reserve(in_.accounts.size());
  for (std::size_t i = 0; i < in_.accounts.size(); ++i)
    open_.push_back({customer_fold(in_, left.empty() ? instant::never() : left.at(i)), in_.start, {}});
}

result<void> totals_by_customer::add(std::span<const std::byte> block) {
  const auto view = record::block_view::open(block);
  if (!view) return tl::unexpected(view.error());
  followed& to = open_.at(view->header().account);
  record::event_reader events(*view);
  event next;
  while (events.next(next)) to.fold.see(next);
  if (auto ended = events.at_end(); !ended) return ended;
  to.at_end = view->header().at_end;
  to.until = view->header().until;
  return {};
}

void totals_by_customer::finish() {
  customers_.reserve(open_.size());
  for (followed& of : open_)
    customers_.push_back(std::move(of.fold).finish(instant::from_us(of.until.us() - 1), of.at_end));
  open_.clear();
}

std::uint64_t totals_by_customer::events() const {
  std::uint64_t sum = 0;
  for (const customer_totals& of : customers_) sum += of.events;
  return sum;
}

}  // namespace drawdown::reports
