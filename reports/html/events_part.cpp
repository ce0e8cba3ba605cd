// Lines of an account's history.
#include <algorithm>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "reports/html/data_table.hpp"
#include "reports/html/kind_words.hpp"
#include "reports/html/numbers.hpp"
#include "reports/html/parts.hpp"

namespace drawdown::reports::html {

namespace {

cell change_cell(credits amount) {
  return number(change_of(amount), exact(amount.micro()));
}

cell amount_cell(credits amount) {
  return number(credits_text(amount), exact(amount.micro()));
}

cell money_cell(const std::optional<money>& amount, currency unit) {
  if (!amount || amount->is_zero()) return number("", "0");
  return number(money_text(amount->minor(), unit), exact(amount->minor()));
}

cell when_cell(instant at, const zone_table& zone) {
  return {.text = to_local_string(at, zone), .value = exact(at.us())};
}

std::string_view words_for_kind(std::string_view kind) {
  const auto all = all_kind_words();
  const auto found = std::ranges::find(all, kind, &kind_words::kind);
  return found == all.end() ? kind : found->words;
}

}  // namespace

void put_transactions(markup& out, const material& what, const account_row& of,
                      const account_material& page) {
  const currency unit = what.run.unit;
  data_table table(out, "Transactions, newest first",
                   {{"When", holds::instants},
                    {"Entry"},
                    {"Description"},
                    {"Credits", holds::numbers},
                    {fmt::format("Worth ({})", unit.code()), holds::numbers},
                    {fmt::format("Paid ({})", unit.code()), holds::numbers},
                    {"Balance", holds::numbers}},
                   {.id = fmt::format("transactions-{}", page.account),
                    .style = "history transactions",
                    .filter = "Filter transactions",
                    .page = 10,
                    .older = true,
                    .choose = 1});
  for (const event_row& event : page.transactions)
    table.row({when_cell(event.at, what.zone_of(of)),
               {.text = std::string(words_for_entry(event.entry.value_or("")))},
               {.text = event.description},
               change_cell(event.change),
               money_cell(event.worth, unit),
               money_cell(event.moved, unit),
               amount_cell(event.balance)});
}

void put_events(markup& out, const material& what, const account_row& of,
                const std::vector<event_row>& events, const events_look& look) {
  table_options options;
  if (look.page != 0)
    options = {
        .style = "history events", .filter = "Filter events", .page = look.page, .older = true, .choose = 2};
  data_table table(out, look.caption,
                   {{"Event", holds::numbers},
                    {"When", holds::instants},
                    {"Kind"},
                    {"What happened"},
                    {"Credits", holds::numbers},
                    {"Balance", holds::numbers}},
                   options);
  for (const event_row& event : events) {
    cell event_number = number(count_text(event.number), std::to_string(event.number));
    event_number.bad = look.marked == event.number;
    table.row({event_number,
               when_cell(event.at, what.zone_of(of)),
               {.text = std::string(words_for_kind(event.kind))},
               {.text = event.description},
               change_cell(event.change),
               amount_cell(event.balance)});
  }
}

}  // namespace drawdown::reports::html
