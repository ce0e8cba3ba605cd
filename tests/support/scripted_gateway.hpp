// A gateway for tests: what it says of a charge is a plain function of the charge.
#pragma once

#include <algorithm>
#include <functional>
#include <vector>

#include "engine/world/stimuli.hpp"

namespace drawdown::test {

// What a gateway says, and how long after the charge. The first is its answer, the others are notices.
struct said {
  duration after;
  payment_answer what = payment_answer::succeeded;
};

using gateway = std::function<std::vector<said>(const charge&)>;

// Answers as the card's script says, after two seconds; the notice comes three seconds after the charge.
inline std::vector<said> by_card(const charge& made) {
  const std::vector<card_answer>& card = made.method.card;
  const std::size_t nth = std::min<std::size_t>(made.attempts_before, card.empty() ? 0 : card.size() - 1);
  const bool declines = !card.empty() && card[nth] == card_answer::declines;
  const auto what = declines ? payment_answer::declined : payment_answer::succeeded;
  return {{duration::seconds(2), what}, {duration::seconds(3), what}};
}

inline script script_of(const charge& made, const std::vector<said>& all) {
  script answers;
  answers.of = made;
  for (const said& one : all) {
    notice n;
    n.at = made.at + one.after;
    n.payment = made.payment;
    n.attempt = made.attempt;
    n.number = static_cast<std::uint32_t>(answers.notices.size());
    n.answer = one.what;
    answers.notices.push_back(n);
  }
  return answers;
}

}  // namespace drawdown::test
