#include "actors/killing_sink.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "engine/record/block.hpp"

namespace drawdown::actors {

killing_sink::killing_sink(block_sink& to, const std::vector<planned_kill>& kills) : to_(to) {
  for (const planned_kill& one : kills)
    if (one.at == kill_point::recorder_when_asked) kills_.push_back(one);
  std::ranges::stable_sort(kills_, {}, &planned_kill::from);
}

result<void> killing_sink::write(std::span<const std::byte> block) {
  if (kills_.empty()) return to_.write(block);
  const auto view = record::block_view::open(block);
  if (!view) return to_.write(block);
  const std::pair which{view->header().account, view->header().until};
  const auto kill = std::ranges::find_if(kills_, [&](const planned_kill& one) {
    return one.account == which.first && one.from <= which.second;
  });
  if (kill == kills_.end() || died_of_ == which) return to_.write(block);
  kills_.erase(kill);
  died_of_ = which;
  ++happened_;
  throw std::runtime_error(std::string(name_of(kill_point::recorder_when_asked)));
}

}  // namespace drawdown::actors
