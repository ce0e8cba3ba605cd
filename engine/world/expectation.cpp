#include "engine/world/expectation.hpp"

#include "engine/units/words.hpp"

namespace drawdown {

namespace {

constexpr word_table<figure, figure_names> figure_words{{"balance", "held", "available", "debt", "net",
                                                         "free", "plan", "addon", "adjustment", "paid",
                                                         "wallet", "spent"}};

}  // namespace

std::string_view name_of(figure f) {
  return figure_words.of(f);
}
std::optional<figure> figure_named(std::string_view name) {
  return figure_words.named(name);
}

}  // namespace drawdown
