#include "reports/results/history_data.hpp"

#include <array>
#include <optional>

#include "engine/time/text.hpp"
#include "reports/results/csv_text.hpp"
#include "reports/results/json_text.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

std::optional<std::string> text_of(const std::optional<money>& amount, currency unit) {
  if (!amount) return std::nullopt;
  return wide_decimal(amount->minor(), unit.decimals(), false);
}

json lots_of(const event_row& event) {
  json lots = json::array();
  for (const movement_row& moved : event.movements)
    lots.push_back({{"lot", moved.lot},
                    {"movement", moved.what},
                    {"credits", to_string(moved.left)},
                    {"held", to_string(moved.held)}});
  return lots;
}

json entry_of(const event_row& event, currency unit) {
  return {{"event", event.number},
          {"at", to_string(event.at)},
          {"entry", text_or_null(event.entry)},
          {"kind", event.kind},
          {"description", event.description},
          {"credits", to_string(event.change)},
          {"debt", to_string(event.debt_change)},
          {"money", text_or_null(text_of(event.moved, unit))},
          {"worth", text_or_null(text_of(event.worth, unit))},
          {"balance", to_string(event.balance)},
          {"held_after", to_string(event.held)},
          {"debt_after", to_string(event.owed)},
          {"agent", text_or_null(event.agent)},
          {"user", text_or_null(event.user)},
          {"group", text_or_null(event.group)},
          {"meter", text_or_null(event.meter)},
          {"feature", text_or_null(event.feature)},
          {"key", text_or_null(event.key)},
          {"outcome", text_or_null(event.outcome)},
          {"lots", lots_of(event)}};
}

}  // namespace

std::string history_json(const std::vector<event_row>& rows, const page_numbers& page,
                         const std::string& account, currency unit) {
  json entries = json::array();
  for (const event_row& event : rows) entries.push_back(entry_of(event, unit));
  return document_text({{"account", account},
                        {"currency", unit.code()},
                        {"page", page.page},
                        {"pages", page.pages},
                        {"size", page.size},
                        {"entries", page.entries},
                        {"history", entries}});
}

std::string history_csv(const std::vector<event_row>& rows, currency unit) {
  const std::array<std::string, 18> titles = {
      "event",   "at",         "entry",      "kind",  "description", "credits", "debt",  "money", "worth",
      "balance", "held_after", "debt_after", "agent", "user",        "group",   "meter", "key",   "outcome"};
  std::string text = csv_line(titles);
  for (const event_row& event : rows) {
    const std::array<std::string, titles.size()> cells = {std::to_string(event.number),
                                                          to_string(event.at),
                                                          event.entry.value_or(""),
                                                          event.kind,
                                                          event.description,
                                                          to_string(event.change),
                                                          to_string(event.debt_change),
                                                          text_of(event.moved, unit).value_or(""),
                                                          text_of(event.worth, unit).value_or(""),
                                                          to_string(event.balance),
                                                          to_string(event.held),
                                                          to_string(event.owed),
                                                          event.agent.value_or(""),
                                                          event.user.value_or(""),
                                                          event.group.value_or(""),
                                                          event.meter.value_or(""),
                                                          event.key.value_or(""),
                                                          event.outcome.value_or("")};
    text += csv_line(cells);
  }
  return text;
}

std::string usage_json(const std::vector<usage_total>& totals, usage_by by,
                       const std::optional<std::string>& account) {
  const usage_total all = sum_of(totals);
  json members = json::array();
  for (const usage_total& member : totals)
    members.push_back({{"name", text_or_null(member.name)},
                       {"usages", member.usages},
                       {"credits", to_string(member.spent)},
                       {"refunded", to_string(member.refunded)},
                       {"share", share_of(member.net(), all.net())},
                       {"refused", member.refused}});
  return document_text({{"account", text_or_null(account)},
                        {"by", name_of(by)},
                        {"credits", to_string(all.spent)},
                        {"refunded", to_string(all.refunded)},
                        {"members", members}});
}

std::string usage_csv(const std::vector<usage_total>& totals, usage_by by) {
  const usage_total all = sum_of(totals);
  const std::array<std::string, 6> titles = {
      std::string(name_of(by)), "usages", "credits", "refunded", "share", "refused"};
  std::string text = csv_line(titles);
  for (const usage_total& member : totals) {
    const std::array<std::string, titles.size()> cells = {
        member.name.value_or("(none)"), std::to_string(member.usages),     to_string(member.spent),
        to_string(member.refunded),     share_of(member.net(), all.net()), std::to_string(member.refused)};
    text += csv_line(cells);
  }
  return text;
}

}  // namespace drawdown::reports
