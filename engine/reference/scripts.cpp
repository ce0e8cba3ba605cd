#include "engine/reference/scripts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/time/text.hpp"

namespace drawdown::reference {

std::shared_ptr<const script> script_box::take(const charge& wanted) {
  const auto found =
      std::find_if(unused_.begin(), unused_.end(), [&](const auto& s) { return s->of == wanted; });
  if (found == unused_.end()) return nullptr;
  std::shared_ptr<const script> taken = *found;
  unused_.erase(found);
  return taken;
}

std::string describe(const charge& made, const world& in) {
  return fmt::format("payment {}, attempt {}, at {}, {}", made.payment, made.attempt, to_string(made.at),
                     to_string(made.amount, in.catalog.unit));
}

}  // namespace drawdown::reference
