#include "engine/record/state_archive.hpp"

namespace drawdown::record {

const command& steps_of_account::step(std::size_t position) const {
  const std::size_t grants = of_->grants.size();
  return position < grants ? of_->grants[position] : *of_->commands[position - grants];
}

std::uint32_t steps_of_account::position_of(std::uint64_t key_number, const command_body& body) {
  if (by_key_.empty())
    for (std::size_t i = 0; i < count(); ++i)
      if (step(i).key.was_given()) by_key_.emplace(step(i).key.number, static_cast<std::uint32_t>(i));
  const auto [first, last] = by_key_.equal_range(key_number);
  for (auto one = first; one != last; ++one)
    if (step(one->second).body == body) return one->second;
  return none;
}

const command_body* steps_of_account::at(std::uint32_t position) const {
  return position < count() ? &step(position).body : nullptr;
}

}  // namespace drawdown::record
