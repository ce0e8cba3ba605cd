#include "reports/store/explanation.hpp"

#include <map>

#include <fmt/format.h>

#include "engine/world/outcome.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

// One row of `movements` with its event.
struct told_movement {
  lot_id lot = 0;
  std::optional<std::uint32_t> hold;  // that the event is about
  std::string kind;                   // of the event
  explained_movement moved;           // what is left and held after it is not known yet
};

void count(explained_lot& lot, explained_movement moved) {
  if (moved.what == "granted") lot.booked += moved.change;
  if (moved.what == "refilled") lot.refilled += moved.change;
  if (moved.what == "used" || moved.what == "refunded") lot.used -= moved.change;
  if (moved.what == "expired") lot.expired -= moved.change;
  if (moved.what == "revoked") lot.revoked -= moved.change;
  lot.left += moved.change;
  lot.held += moved.held_change;
  moved.after = lot.left;
  moved.held_after = lot.held;
  lot.movements.push_back(std::move(moved));
}

// Several lots of one hold move at one event; that is one movement of the hold.
void count(explained_hold& hold, const told_movement& told) {
  const credits change = told.moved.held_change;
  if (told.kind == "held")
    hold.amount += change;
  else if (told.moved.what == "used")
    hold.captured -= change;
  else
    hold.released -= change;
  hold.left += change;
  if (hold.movements.empty() || hold.movements.back().number != told.moved.number) {
    explained_movement& moved = hold.movements.emplace_back(told.moved);
    moved.change = {};
    moved.held_change = {};
    moved.held_after = {};
    moved.what.clear();
  }
  hold.movements.back().change += change;
  hold.movements.back().after = hold.left;
}

void count(explained_debt& debt, explained_movement moved) {
  if (moved.what == "made") {
    debt.made = moved.at;
    debt.description = moved.description;
    debt.amount = moved.change;
  }
  if (moved.what == "paid") debt.paid -= moved.change;
  if (moved.what == "dropped") debt.dropped -= moved.change;
  if (moved.what == "withdrawn") debt.withdrawn -= moved.change;
  debt.owed += moved.change;
  moved.after = debt.owed;
  debt.movements.push_back(std::move(moved));
}

class explainer {
 public:
  explainer(const run_store& from, account_index account, std::optional<lot_kind> kind, instant at)
      : session_(from.handle()) {
    made_.account = account;
    made_.kind = kind;
    made_.at = at;
  }

  result<explanation> explain() {
    read_account();
    read_lots();
    read_ends();
    read_holds();
    read_movements();
    if (!made_.kind) read_debts();
    if (!made_.kind) read_invoiced();
    if (auto status = session_.status(); !status) return tl::unexpected<error>(status.error());
    finish();
    return std::move(made_);
  }

 private:
  void read_account();
  void read_lots();
  void read_ends();
  void read_holds();
  void read_movements();
  void read_debts();
  void read_invoiced();
  void finish();

  sql::session session_;
  explanation made_;
  std::map<lot_id, explained_lot> lots_;
  std::map<std::uint32_t, explained_hold> holds_;
  std::map<debt_id, explained_debt> debts_;
};

void explainer::read_account() {
  sql::statement account(session_, "select name from accounts where account = ?");
  account.start(made_.account);
  if (account.next()) made_.account_name = account.text(0);
  sql::statement last(session_, R"(
    select number, balance_micro, held_micro, owed_micro from events
    where account = ? and at_us <= ? order by number desc limit 1)");
  last.start(made_.account, made_.at.us());
  if (last.next()) {
    sql::fields row(last);
    made_.last_event = row.integer<std::uint64_t>();
    made_.said_balance = row.amount();
    made_.said_held = row.amount();
    made_.said_debt = row.amount();
  }
  if (!made_.kind) return;
  made_.said_held.reset();
  made_.said_debt.reset();
  sql::statement books(session_, R"(
    select coalesce(sum(amount), 0) from postings where account = ? and number <= ? and ledger_account = ?)");
  books.start(made_.account, made_.last_event, fmt::format("customer:{}", name_of(*made_.kind)));
  if (books.next()) made_.said_balance = credits::from_micro(books.integer(0));
}

void explainer::read_lots() {
  sql::statement lots(session_, R"(
    select l.lot, l.kind, l.granted_micro, l.created_us, l.effective_us, l.expires_us, l.cost_minor, l.payment, l.key,
      u.name, l.recurs
    from lots l left join users u on u.user = l.user where l.account = ?1 and (?2 is null or l.kind = ?2))");
  const auto kind = made_.kind ? std::optional(name_of(*made_.kind)) : std::nullopt;
  lots.start(made_.account, kind);
  while (lots.next()) {
    sql::fields row(lots);
    const auto id = row.integer<lot_id>();
    explained_lot& lot = lots_[id];
    lot.lot = id;
    lot.kind = lot_kind_named(row.text()).value_or(lot_kind::free);
    lot.granted = row.amount();
    lot.created = instant::from_us(row.integer());
    lot.effective = instant::from_us(row.integer());
    const auto expires = row.optional_integer();
    lot.expires = expires ? instant::from_us(*expires) : instant::never();
    lot.cost = row.price();
    if (const auto payment = row.optional_integer()) lot.payment = static_cast<payment_id>(*payment);
    lot.key = row.text();
    lot.user = row.optional_text();
    lot.recurs = row.optional_text();
  }
  sql::statement meters(session_, R"(
    select x.lot, m.name from lot_meters x join meters m on m.meter = x.meter where x.account = ? order by x.lot, x.meter)");
  meters.start(made_.account);
  while (meters.next()) {
    const auto lot = lots_.find(static_cast<lot_id>(meters.integer(0)));
    if (lot != lots_.end()) lot->second.meters.push_back(meters.text(1));
  }
}

// The table of lots says how they stand at the end of the run; a lot that is carried expired earlier before
// (R8.4).
void explainer::read_ends() {
  sql::statement ends(session_, R"(
    select e.lot, e.until_us from events e join lots l on l.account = e.account and l.lot = e.lot
    where e.account = ? and e.number <= ? and e.until_us is not null and l.carried > 0 order by e.number)");
  ends.start(made_.account, made_.last_event);
  while (ends.next()) {
    const auto lot = lots_.find(static_cast<lot_id>(ends.integer(0)));
    if (lot != lots_.end()) lot->second.expires = instant::from_us(ends.integer(1));
  }
}

void explainer::read_holds() {
  sql::statement holds(session_, R"(
    select h.hold, h.key, h.placed_us, h.runs_out_us, e.description
    from holds h join events e on e.account = h.account and e.number = h.number
    where h.account = ? and h.number <= ?)");
  holds.start(made_.account, made_.last_event);
  while (holds.next()) {
    sql::fields row(holds);
    const auto id = row.integer<std::uint32_t>();
    explained_hold& hold = holds_[id];
    hold.hold = id;
    hold.key = row.text();
    hold.placed = instant::from_us(row.integer());
    hold.runs_out = instant::from_us(row.integer());
    hold.description = row.text();
  }
}

void explainer::read_movements() {
  sql::statement movements(session_, R"(
    select v.lot, e.hold, e.kind, e.number, e.at_us, e.description, v.movement, v.left_micro, v.held_micro
    from movements v join events e on e.account = v.account and e.number = v.number
    where v.account = ? and v.number <= ? order by v.number, v.position)");
  movements.start(made_.account, made_.last_event);
  while (movements.next()) {
    sql::fields row(movements);
    told_movement told;
    told.lot = row.integer<lot_id>();
    if (const auto hold = row.optional_integer()) told.hold = static_cast<std::uint32_t>(*hold);
    told.kind = row.text();
    told.moved.number = row.integer<std::uint64_t>();
    told.moved.at = instant::from_us(row.integer());
    told.moved.description = row.text();
    told.moved.what = row.text();
    told.moved.change = row.amount();
    told.moved.held_change = row.amount();
    const auto lot = lots_.find(told.lot);
    if (lot == lots_.end()) continue;
    if (told.hold && holds_.contains(*told.hold)) count(holds_.at(*told.hold), told);
    count(lot->second, std::move(told.moved));
  }
}

void explainer::read_debts() {
  sql::statement debts(session_, R"(
    select v.debt, d.key, v.movement, e.number, e.at_us, e.description, v.change_micro
    from debt_movements v join events e on e.account = v.account and e.number = v.number
      join debts d on d.account = v.account and d.debt = v.debt
    where v.account = ? and v.number <= ? order by v.number, v.position)");
  debts.start(made_.account, made_.last_event);
  while (debts.next()) {
    sql::fields row(debts);
    const auto id = row.integer<debt_id>();
    explained_debt& debt = debts_[id];
    debt.debt = id;
    debt.key = row.text();
    explained_movement moved;
    moved.what = row.text();
    moved.number = row.integer<std::uint64_t>();
    moved.at = instant::from_us(row.integer());
    moved.description = row.text();
    moved.change = row.amount();
    count(debt, std::move(moved));
  }
}

void explainer::read_invoiced() {
  sql::statement rows(session_, R"(
    select number, at_us, description, invoiced_micro from events
    where account = ? and number <= ? and invoiced_micro is not null order by number)");
  rows.start(made_.account, made_.last_event);
  credits sum;
  while (rows.next()) {
    sql::fields row(rows);
    explained_movement& moved = made_.invoiced.emplace_back();
    moved.number = row.integer<std::uint64_t>();
    moved.at = instant::from_us(row.integer());
    moved.description = row.text();
    moved.what = "invoiced";
    moved.change = row.amount();
    sum += moved.change;
    moved.after = sum;
  }
  if (sum.is_zero()) made_.invoiced.clear();
}

void explainer::finish() {
  for (auto& [id, lot] : lots_)
    if (!lot.movements.empty()) made_.lots.push_back(std::move(lot));
  for (auto& [id, hold] : holds_) {
    // A hold of nothing is over for the figures; one without credit of the kind has nothing to do with it.
    if (!hold.left.is_zero())
      made_.holds.push_back(std::move(hold));
    else if (!hold.movements.empty())
      ++made_.holds_ended;
  }
  for (auto& [id, debt] : debts_) {
    if (!debt.owed.is_zero())
      made_.debts.push_back(std::move(debt));
    else
      ++made_.debts_ended;
  }
}

}  // namespace

credits explanation::balance() const {
  credits sum;
  for (const explained_lot& lot : lots) sum += lot.left;
  return sum;
}

credits explanation::held() const {
  credits sum;
  for (const explained_hold& hold : holds) sum += hold.left;
  return sum;
}

credits explanation::debt() const {
  credits sum;
  for (const explained_debt& each : debts) sum += each.owed;
  return sum;
}

bool explanation::adds_up() const {
  credits held_by_lots;
  for (const explained_lot& lot : lots) held_by_lots += lot.held;
  return balance() == said_balance && held() == held_by_lots && said_held.value_or(held()) == held() &&
         said_debt.value_or(debt()) == debt();
}

result<explanation> explain(const run_store& from, account_index account, std::optional<lot_kind> kind,
                            instant at) {
  return explainer(from, account, kind, at).explain();
}

}  // namespace drawdown::reports
