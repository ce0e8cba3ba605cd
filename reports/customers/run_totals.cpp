#include "reports/customers/run_totals.hpp"

#include <utility>

#include "engine/record/event_reader.hpp"

namespace drawdown::reports {

run_totals::run_totals(const world& of) : in_(of) {
  open_.reserve(in_.accounts.size());
  for (std::size_t i = 0; i < in_.accounts.size(); ++i) open_.push_back({customer_fold(in_), in_.start, {}});
}

result<void> run_totals::add(std::span<const std::byte> block) {
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

void run_totals::finish() {
  customers_.reserve(open_.size());
  for (followed& of : open_)
    customers_.push_back(std::move(of.fold).finish(instant::from_us(of.until.us() - 1), of.at_end));
  open_.clear();
}

std::uint64_t run_totals::events() const {
  std::uint64_t sum = 0;
  for (const customer_totals& of : customers_) sum += of.events;
  return sum;
}

}  // namespace drawdown::reports
