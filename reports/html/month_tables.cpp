#include "reports/html/month_tables.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "reports/html/data_table.hpp"
#include "reports/html/numbers.hpp"
#include "reports/store/books.hpp"

namespace drawdown::reports::html {

namespace {

// A column of a table of months.
struct figure {
  const char* title;
  int128 ledger::month_close::*value;
};

constexpr std::array roll_forward = {
    figure{"Opening", &ledger::month_close::opening},
    figure{"Added", &ledger::month_close::added},
    figure{"Used", &ledger::month_close::used},
    figure{"Recognised by time", &ledger::month_close::recognised},
    figure{"Expired", &ledger::month_close::expired},
    figure{"Refunded", &ledger::month_close::refunded},
    figure{"Charged back", &ledger::month_close::charged_back},
    figure{"Closing", &ledger::month_close::closing},
};

constexpr std::array earned = {
    figure{"Usage", &ledger::month_close::used},
    figure{"Fees", &ledger::month_close::recognised},
    figure{"Overage", &ledger::month_close::overage},
    figure{"Breakage", &ledger::month_close::expired},
};

constexpr std::array around = {
    figure{"Received", &ledger::month_close::received},
    figure{"Paid out", &ledger::month_close::paid_out},
    figure{"Given back", &ledger::month_close::given_back},
    figure{"Taken back by banks", &ledger::month_close::taken_back},
    figure{"Gateway fees", &ledger::month_close::gateway_fees},
    figure{"Chargeback losses", &ledger::month_close::chargeback_losses},
    figure{"Receivables at the end", &ledger::month_close::receivables},
};

template <std::size_t Count>
std::vector<cell> cells_of(const std::array<figure, Count>& figures, const ledger::month_close& month,
                           std::string name, currency unit) {
  std::vector<cell> cells{{.text = std::move(name)}};
  for (const figure& each : figures)
    cells.push_back(number(money_text(month.*each.value, unit), exact(month.*each.value)));
  return cells;
}

template <std::size_t Count>
std::vector<column> columns_of(const std::array<figure, Count>& figures) {
  std::vector<column> columns{{"Month"}};
  for (const figure& each : figures) columns.push_back({each.title, holds::numbers});
  return columns;
}

template <std::size_t Count>
void put_table(markup& out, const std::vector<ledger::month_close>& months,
               const std::array<figure, Count>& figures, const table_name& name, currency unit) {
  data_table table(out, fmt::format("{} ({})", name.caption, unit.code()), columns_of(figures),
                   {.id = name.id});
  for (const ledger::month_close& month : months)
    table.row(cells_of(figures, month, month_text(month.begins), unit));
  table.total(cells_of(figures, sum_of(months), "All months", unit));
}

}  // namespace

void put_revenue_table(markup& out, const std::vector<ledger::month_close>& months, const table_name& name,
                       currency unit) {
  put_table(out, months, earned, name, unit);
}

void put_cash_table(markup& out, const std::vector<ledger::month_close>& months, const table_name& name,
                    currency unit) {
  put_table(out, months, around, name, unit);
}

void put_roll_forward_table(markup& out, const std::vector<ledger::month_close>& months,
                            const table_name& name, currency unit) {
  auto columns = columns_of(roll_forward);
  columns.push_back({"Foots"});
  data_table table(out, fmt::format("{} ({})", name.caption, unit.code()), columns, {.id = name.id});
  const auto row_of = [&](const ledger::month_close& month, std::string title) {
    auto cells = cells_of(roll_forward, month, std::move(title), unit);
    cells.push_back({.text = month.foots() ? "yes" : "no", .bad = !month.foots()});
    return cells;
  };
  for (const ledger::month_close& month : months) table.row(row_of(month, month_text(month.begins)));
  table.total(row_of(sum_of(months), "All months"));
}

std::string footing_text(const std::vector<ledger::month_close>& months) {
  const auto open =
      std::ranges::count_if(months, [](const ledger::month_close& month) { return !month.foots(); });
  return open == 0 ? fmt::format(
                         "Opening, plus what was added, less what was used, recognised, expired, refunded "
                         "and charged back, is the closing: in each of {}, to the last minor unit.",
                         counted(months.size(), "month", "months"))
                   : fmt::format("{} of {} do not foot: opening and changes do not come to the closing.",
                                 open, counted(months.size(), "month", "months"));
}

}  // namespace drawdown::reports::html
