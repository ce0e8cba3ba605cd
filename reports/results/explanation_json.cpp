#include "reports/results/explanation_json.hpp"

#include "engine/time/text.hpp"
#include "engine/world/outcome.hpp"
#include "reports/results/json_text.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

json instant_or_null(instant at) {
  return at.is_never() ? json() : json(to_string(at));
}

json movements_of(const explained_lot& lot) {
  json rows = json::array();
  for (const explained_movement& moved : lot.movements)
    rows.push_back({{"event", moved.number},
                    {"at", to_string(moved.at)},
                    {"movement", moved.what},
                    {"description", moved.description},
                    {"credits", to_string(moved.change)},
                    {"held", to_string(moved.held_change)},
                    {"left_after", to_string(moved.after)},
                    {"held_after", to_string(moved.held_after)}});
  return rows;
}

json movements_of(const std::vector<explained_movement>& movements) {
  json rows = json::array();
  for (const explained_movement& moved : movements)
    rows.push_back({{"event", moved.number},
                    {"at", to_string(moved.at)},
                    {"description", moved.description},
                    {"credits", to_string(moved.change)},
                    {"after", to_string(moved.after)}});
  return rows;
}

json lots_of(const explanation& what, currency unit) {
  json rows = json::array();
  for (const explained_lot& lot : what.lots)
    rows.push_back({{"lot", lot.lot},
                    {"kind", name_of(lot.kind)},
                    {"amount", to_string(lot.granted)},
                    {"created", to_string(lot.created)},
                    {"effective", to_string(lot.effective)},
                    {"expires", instant_or_null(lot.expires)},
                    {"cost", wide_decimal(lot.cost.minor(), unit.decimals(), false)},
                    {"payment", lot.payment ? json(*lot.payment) : json()},
                    {"key", lot.key},
                    {"user", text_or_null(lot.user)},
                    {"meters", lot.meters},
                    {"recurs", text_or_null(lot.recurs)},
                    {"granted", to_string(lot.booked)},
                    {"refilled", to_string(lot.refilled)},
                    {"used", to_string(lot.used)},
                    {"expired", to_string(lot.expired)},
                    {"revoked", to_string(lot.revoked)},
                    {"left", to_string(lot.left)},
                    {"held", to_string(lot.held)},
                    {"movements", movements_of(lot)}});
  return rows;
}

json holds_of(const explanation& what) {
  json rows = json::array();
  for (const explained_hold& hold : what.holds)
    rows.push_back({{"hold", hold.hold},
                    {"key", hold.key},
                    {"description", hold.description},
                    {"placed", to_string(hold.placed)},
                    {"runs_out", to_string(hold.runs_out)},
                    {"reserved", to_string(hold.amount)},
                    {"captured", to_string(hold.captured)},
                    {"released", to_string(hold.released)},
                    {"held", to_string(hold.left)},
                    {"movements", movements_of(hold.movements)}});
  return rows;
}

json debts_of(const explanation& what) {
  json rows = json::array();
  for (const explained_debt& debt : what.debts)
    rows.push_back({{"debt", debt.debt},
                    {"key", debt.key},
                    {"description", debt.description},
                    {"made_at", to_string(debt.made)},
                    {"made", to_string(debt.amount)},
                    {"paid", to_string(debt.paid)},
                    {"dropped", to_string(debt.dropped)},
                    {"withdrawn", to_string(debt.withdrawn)},
                    {"owed", to_string(debt.owed)},
                    {"movements", movements_of(debt.movements)}});
  return rows;
}

}  // namespace

std::string explanation_json(const explanation& what, currency unit) {
  return document_text({{"account", what.account_name},
                        {"at", to_string(what.at)},
                        {"kind", what.kind ? json(name_of(*what.kind)) : json()},
                        {"last_event", what.last_event},
                        {"balance", to_string(what.balance())},
                        {"held", to_string(what.held())},
                        {"available", to_string(what.available())},
                        {"debt", what.kind ? json() : json(to_string(what.debt()))},
                        {"net", what.kind ? json() : json(to_string(what.balance() - what.debt()))},
                        {"invoiced", what.kind ? json() : json(to_string(what.unbilled()))},
                        {"balance_said", to_string(what.said_balance)},
                        {"adds_up", what.adds_up()},
                        {"currency", unit.code()},
                        {"lots", lots_of(what, unit)},
                        {"open_holds", holds_of(what)},
                        {"open_debts", debts_of(what)},
                        {"invoiced_usage", movements_of(what.invoiced)}});
}

}  // namespace drawdown::reports
