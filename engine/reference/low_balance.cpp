#include "engine/reference/low_balance.hpp"

#include "engine/reference/lots.hpp"

namespace drawdown::reference {

void look_at_low_balance(desk& d) {
  low_balance_state& notice = d.books.low_balance;
  if (!notice.level) return;
  const credits available = figures_of(d.books).available();
  const bool is_low = available < *notice.level;
  if (is_low && !notice.said) d.tell(low_balance_event{*notice.level, available});
  notice.said = is_low;
}

void change_low_balance(books& b, const std::optional<credits>& level) {
  b.low_balance = {level, false};
}

}  // namespace drawdown::reference
