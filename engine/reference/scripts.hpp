// The gateways' answers of one epoch, looked up by what was charged (R10.1).
#pragma once

#include <list>
#include <memory>
#include <string>
#include <vector>

#include "engine/world/stimuli.hpp"
#include "engine/world/world.hpp"

namespace drawdown::reference {

// Holds the scripts that were given for an epoch. Each serves one charge, the one it names in every field.
class script_box {
 public:
  explicit script_box(const std::vector<std::shared_ptr<const script>>& given)
      : unused_(given.begin(), given.end()) {}

  // The script of that very charge, or null; it won't be handed out again.
  std::shared_ptr<const script> take(const charge& wanted);

  // Those that no charge asked for.
  const std::list<std::shared_ptr<const script>>& left_over() const { return unused_; }

 private:
  std::list<std::shared_ptr<const script>>
      unused_;  // in the order given, which is the order in which they are asked for
};

// "payment 2, attempt 1, at 2026-01-30T10:00:00Z, 20.00 EUR", for a difference.
std::string describe(const charge& made, const world& in);

}  // namespace drawdown::reference
