// Rows of bulk usage that tests feed to a run, as readers of files do.
#pragma once

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "engine/world/usage_feed.hpp"
#include "engine/world/world.hpp"

namespace drawdown::test {

// Tells rows that are in memory, so many at a time.
class told_rows : public usage_feed {
 public:
  told_rows(std::vector<fed_usage> rows, std::size_t chunk) : rows_(std::move(rows)), chunk_(chunk) {}

  result<fed_chunk> next() override {
    if (fails_at_ && told_ >= *fails_at_)
      return tl::unexpected(error{error_code::malformed, "line 7 is faulty"});
    fed_chunk told;
    while (told_ < rows_.size() && !is_full(told)) told.rows.push_back(rows_[told_++]);
    told.complete_until = told_ < rows_.size() ? rows_[told_].made.order.at : instant::never();
    return told;
  }

  void fail_at(std::size_t row) { fails_at_ = row; }

 private:
  // A chunk ends between two instants.
  bool is_full(const fed_chunk& told) const {
    return told.rows.size() >= chunk_ && told.rows.back().made.order.at < rows_[told_].made.order.at;
  }

  std::vector<fed_usage> rows_;
  std::size_t chunk_;
  std::size_t told_ = 0;
  std::optional<std::size_t> fails_at_;
};

inline bool is_row(const turn_order& order) {
  return order.in == turn_order::phase::file;
}

// Takes all rows of files out of a world.
inline std::vector<fed_usage> take_rows(world& from) {
  std::vector<fed_usage> rows;
  for (account_index a = 0; a < from.accounts.size(); ++a) {
    account_spec& spec = from.accounts[a];
    std::erase_if(spec.commands, [&](const std::shared_ptr<const command>& step) {
      const auto* used = std::get_if<usage>(&step->body);
      if (used == nullptr || !is_row(step->order)) return false;
      rows.push_back({a, *used});
      return true;
    });
    for (agent_spec& agent : spec.agents) {
      auto* timeline = std::get_if<timeline_source>(&agent.source);
      if (timeline == nullptr) continue;
      std::erase_if(timeline->items, [&](const usage& used) {
        if (is_row(used.order)) rows.push_back({a, used});
        return is_row(used.order);
      });
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.made.order < b.made.order; });
  return rows;
}

}  // namespace drawdown::test
