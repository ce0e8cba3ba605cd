#include "reports/store/reader.hpp"

#include <charconv>

#include <fmt/format.h>

#include "engine/world/outcome.hpp"
#include "reports/store/purpose.hpp"
#include "reports/store/sql.hpp"

namespace drawdown::reports {

namespace {

template <class Number>
Number number_of(const std::map<std::string, std::string>& facts, const std::string& key) {
  Number number{};
  const auto found = facts.find(key);
  if (found != facts.end())
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), number);
  return number;
}

std::string text_of(const std::map<std::string, std::string>& facts, const std::string& key) {
  const auto found = facts.find(key);
  return found == facts.end() ? std::string() : found->second;
}

instant instant_of(const std::map<std::string, std::string>& facts, const std::string& key) {
  return instant::from_us(number_of<std::int64_t>(facts, key));
}

run_facts read_facts(sql::session& session, const std::map<std::string, std::string>& known) {
  run_facts facts;
  facts.program_version = text_of(known, "program_version");
  facts.verification = text_of(known, "verification");
  facts.reached = instant_of(known, "reached_us");
  facts.interrupted = text_of(known, "interrupted") == "yes";
  facts.rule_book = text_of(known, "rule_book");
  facts.keep = text_of(known, "keep");
  facts.keep_from = text_of(known, "keep_from");
  if (known.contains("until_us")) facts.until = instant_of(known, "until_us");
  if (known.contains("defect")) facts.defect = known.at("defect");
  sql::statement setting(session, "select name, value, origin from settings order by position");
  while (setting.next()) facts.settings.push_back({setting.text(0), setting.text(1), setting.text(2)});
  sql::statement input(session, "select path, xxh3 from inputs order by position");
  while (input.next()) facts.inputs.push_back({input.text(0), input.text(1)});
  sql::statement found(session,
                       "select account, at_us, number, rule, message from differences order by position");
  while (found.next()) {
    sql::fields row(found);
    difference& next = facts.differences.emplace_back();
    next.account = row.text();
    next.at = instant::from_us(row.integer());
    next.event_number = row.integer<std::uint64_t>();
    next.rule = row.text();
    next.message = row.text();
  }
  return facts;
}

template <class Value>
result<Value> unless_failed(const sql::session& session, Value value) {
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return value;
}

void add_credit(sql::session& session, run_totals& totals) {
  sql::statement credit(
      session,
      "select kind, granted_micro, refilled_micro, used_micro, expired_micro, revoked_micro, "
      "left_micro, held_micro from account_credit");
  while (credit.next()) {
    sql::fields row(credit);
    const auto kind = lot_kind_named(row.text());
    if (!kind) return session.note("credit is of a kind that is none");
    credit_totals& sum = totals.credit[static_cast<std::size_t>(*kind)];
    sum.granted += row.integer();
    sum.refilled += row.integer();
    sum.used += row.integer();
    sum.expired += row.integer();
    sum.revoked += row.integer();
    sum.left += row.integer();
    sum.held += row.integer();
  }
  sql::statement scheduled(session, "select kind, granted_micro from lots where state = 'scheduled'");
  while (scheduled.next()) {
    const auto kind = lot_kind_named(scheduled.text(0));
    if (!kind) return session.note("a lot is of a kind that is none");
    totals.credit[static_cast<std::size_t>(*kind)].scheduled += scheduled.integer(1);
  }
}

void add_debts(sql::session& session, run_totals& totals) {
  sql::statement debts(session, "select movement, change_micro from day_movements where kind = 'debt'");
  while (debts.next()) {
    const std::string movement = debts.text(0);
    const std::int64_t change = debts.integer(1);
    totals.debt.open += change;
    if (movement == "made") totals.debt.made += change;
    if (movement == "paid") totals.debt.paid -= change;
    if (movement == "dropped") totals.debt.dropped -= change;
    if (movement == "withdrawn") totals.debt.withdrawn -= change;
  }
}

void add_events(sql::session& session, run_totals& totals) {
  sql::statement events(session, "select kind, count, forgiven_micro, invoiced_micro from day_events");
  while (events.next()) {
    sql::fields row(events);
    const std::string kind = row.text();
    const auto count = row.integer<std::uint64_t>();
    totals.events_by_kind[kind] += count;
    totals.events += count;
    totals.forgiven += row.integer();
    const std::int64_t invoiced = row.integer();
    if (kind == "charged" || kind == "refunded") totals.invoiced += invoiced;
    totals.unbilled += invoiced;
  }
}

// What holds, payments and invoices came to.
void add_states(sql::session& session, run_totals& totals) {
  sql::statement states(session,
                        "select what, state, purpose, count, paid_minor, given_back_minor, taken_back_minor "
                        "from end_states");
  while (states.next()) {
    sql::fields row(states);
    const std::string what = row.text();
    const std::string state = row.text();
    const std::string purpose = row.optional_text().value_or("");
    const auto count = row.integer<std::uint64_t>();
    totals.received += row.integer();
    totals.given_back += row.integer();
    totals.taken_back += row.integer();
    if (what == "hold") totals.holds_by_state[state] += count;
    if (what == "invoice") totals.invoices_by_state[state] += count;
    if (what != "payment") continue;
    totals.payments_by_state[state] += count;
    if (state == "credited" && purpose == "recharge") totals.recharges += count;
    if (state == "credited" && purpose == "top_up") totals.top_ups += count;
  }
}

void add_subscriptions(sql::session& session, std::vector<account_row>& accounts) {
  sql::statement subscription(session, R"(
    select s.account, s.state, p.name, s.renews_us, s.cancels, n.name from subscriptions s
      left join plans p on p.plan = s.plan left join plans n on n.plan = s.next_plan order by s.account)");
  while (subscription.next()) {
    sql::fields row(subscription);
    const auto index = row.integer<std::size_t>();
    if (index >= accounts.size()) return session.note("a subscription is of an account that is none");
    subscription_row& next = accounts[index].subscription.emplace();
    next.state = row.text();
    next.plan = row.optional_text();
    if (const auto at = row.optional_integer()) next.renews = instant::from_us(*at);
    next.cancels = row.flag();
    next.next_plan = row.optional_text();
  }
  sql::statement units(session, R"(
    select u.account, a.name, u.units from subscription_units u join add_ons a on a.add_on = u.add_on
    order by u.account, u.add_on)");
  while (units.next()) {
    sql::fields row(units);
    const auto index = row.integer<std::size_t>();
    if (index >= accounts.size() || !accounts[index].subscription) continue;
    std::string name = row.text();
    accounts[index].subscription->units.emplace_back(std::move(name), row.integer<std::uint32_t>());
  }
  sql::statement users(session, R"(
    select x.account, u.name from account_users x join users u on u.user = x.user
    order by x.account, x.position)");
  while (users.next()) {
    const auto index = static_cast<std::size_t>(users.integer(0));
    if (index < accounts.size()) accounts[index].users.push_back(users.text(1));
  }
}

}  // namespace

result<run_row> read_run(const run_store& from) {
  sql::session session(from.handle());
  std::map<std::string, std::string> facts;
  sql::statement fact(session, "select key, value from run");
  while (fact.next()) facts.emplace(fact.text(0), fact.text(1));
  run_row run;
  run.scenario = text_of(facts, "scenario");
  run.catalog = text_of(facts, "catalog");
  run.seed = number_of<std::uint64_t>(facts, "seed");
  run.start = instant_of(facts, "start_us");
  run.end = instant_of(facts, "end_us");
  run.zone = number_of<std::uint32_t>(facts, "zone");
  run.zone_database = text_of(facts, "zone_database");
  run.facts = read_facts(session, facts);
  sql::statement counts(session, "select count(*), coalesce(sum(kept), 0) from accounts");
  if (counts.next()) {
    run.accounts = static_cast<std::uint64_t>(counts.integer(0));
    run.kept_accounts = static_cast<std::uint64_t>(counts.integer(1));
  }
  const auto unit = currency::of(text_of(facts, "currency"));
  if (unit)
    run.unit = *unit;
  else
    session.note(unit.error().message);
  return unless_failed(session, std::move(run));
}

result<std::vector<account_row>> read_accounts(const run_store& from) {
  sql::session session(from.handle());
  std::vector<account_row> accounts;
  sql::statement account(session,
                         "select account, name, zone, organization, kept from accounts order by account");
  while (account.next()) {
    sql::fields row(account);
    account_row& next = accounts.emplace_back();
    next.account = row.integer<account_index>();
    next.name = row.text();
    next.zone = row.integer<std::uint32_t>();
    next.organization = row.optional_text();
    next.is_kept = row.flag();
  }
  sql::statement lots(
      session,
      "select account, kind, sum(left_micro), sum(held_micro) from lots where state <> 'scheduled' "
      "group by account, kind");
  while (lots.next()) {
    const auto kind = lot_kind_named(lots.text(1));
    const auto index = static_cast<std::size_t>(lots.integer(0));
    if (!kind || index >= accounts.size()) continue;
    accounts[index].left.of(*kind) = credits::from_micro(lots.integer(2));
    accounts[index].left.held += credits::from_micro(lots.integer(3));
  }
  sql::statement debts(
      session,
      "select account, sum(open_micro), max(cause = 'chargeback' and state = 'open') from debts "
      "group by account");
  while (debts.next()) {
    const auto index = static_cast<std::size_t>(debts.integer(0));
    if (index >= accounts.size()) continue;
    accounts[index].left.debt = credits::from_micro(debts.integer(1));
    accounts[index].suspended = debts.integer(2) != 0;
  }
  sql::statement invoiced(session, "select account, unbilled_micro from account_totals");
  while (invoiced.next()) {
    const auto index = static_cast<std::size_t>(invoiced.integer(0));
    if (index < accounts.size()) accounts[index].left.invoiced = credits::from_micro(invoiced.integer(1));
  }
  sql::statement pending(session,
                         "select account, count(*) from payments where state = 'in_flight' group by account");
  while (pending.next()) {
    const auto index = static_cast<std::size_t>(pending.integer(0));
    if (index < accounts.size())
      accounts[index].payments_in_flight = static_cast<std::uint64_t>(pending.integer(1));
  }
  add_subscriptions(session, accounts);
  return unless_failed(session, std::move(accounts));
}

result<std::vector<zone_table>> read_zones(const run_store& from) {
  sql::session session(from.handle());
  std::vector<zone_table> zones;
  sql::statement zone(session, "select zone, name from zones order by zone");
  sql::statement change(session,
                        "select from_us, offset_s from zone_offsets where zone = ? order by from_us");
  while (zone.next()) {
    zone_table& next = zones.emplace_back();
    next.name = zone.text(1);
    next.transitions.clear();
    change.start(zone.integer(0));
    while (change.next())
      next.transitions.push_back(
          {instant::from_us(change.integer(0)), static_cast<std::int32_t>(change.integer(1))});
  }
  return unless_failed(session, std::move(zones));
}

result<std::vector<payment_row>> read_payments_in_flight(const run_store& from,
                                                         std::optional<account_index> of) {
  sql::session session(from.handle());
  std::vector<payment_row> payments;
  sql::statement payment(session, R"(
    select p.account, a.name, p.payment, p.key, p.purpose, p.state, p.money_minor, p.credits_micro, p.attempts,
      p.requested_us, p.credited_us, exists (select 1 from invoices i where i.account = p.account and i.payment = p.payment)
    from payments p join accounts a on a.account = p.account
    where p.state = 'in_flight' and (?1 is null or p.account = ?1) order by p.account, p.payment)");
  payment.start(of);
  while (payment.next()) {
    sql::fields row(payment);
    payment_row& next = payments.emplace_back();
    next.account = row.integer<account_index>();
    next.account_name = row.text();
    next.payment = row.integer<payment_id>();
    next.key = row.text();
    next.purpose = purpose_named(row.text());
    next.state = row.text();
    next.amount = row.price();
    next.brings = row.amount();
    next.attempts = row.integer<std::uint32_t>();
    next.requested = instant::from_us(row.integer());
    if (const auto at = row.optional_integer()) next.credited = instant::from_us(*at);
    next.by_invoice = row.flag();
  }
  return unless_failed(session, std::move(payments));
}

result<std::vector<invoice_row>> read_open_invoices(const run_store& from, std::optional<account_index> of) {
  sql::session session(from.handle());
  std::vector<invoice_row> invoices;
  sql::statement invoice(session, R"(
    select i.account, a.name, i.payment, p.key, p.purpose, i.state, p.money_minor, i.open_minor, i.due_us
    from invoices i join accounts a on a.account = i.account
      join payments p on p.account = i.account and p.payment = i.payment
    where i.state in ('open', 'overdue') and (?1 is null or i.account = ?1) order by i.account, i.payment)");
  invoice.start(of);
  while (invoice.next()) {
    sql::fields row(invoice);
    invoice_row& next = invoices.emplace_back();
    next.account = row.integer<account_index>();
    next.account_name = row.text();
    next.payment = row.integer<payment_id>();
    next.key = row.text();
    next.purpose = purpose_named(row.text());
    next.state = row.text();
    next.amount = row.price();
    next.open = row.price();
    next.due = instant::from_us(row.integer());
  }
  return unless_failed(session, std::move(invoices));
}

std::uint64_t run_totals::count(const std::string& kind) const {
  const auto found = events_by_kind.find(kind);
  return found == events_by_kind.end() ? 0 : found->second;
}

result<run_totals> read_totals(const run_store& from) {
  sql::session session(from.handle());
  run_totals totals;
  sql::statement counts(session, "select (select count(*) from accounts), (select count(*) from agents)");
  if (counts.next()) {
    totals.accounts = static_cast<std::uint64_t>(counts.integer(0));
    totals.agents = static_cast<std::uint64_t>(counts.integer(1));
  }
  add_events(session, totals);
  add_credit(session, totals);
  add_debts(session, totals);
  add_states(session, totals);
  sql::statement subscriptions(session, "select state, count(*) from subscriptions group by state");
  while (subscriptions.next())
    totals.subscriptions_by_state[subscriptions.text(0)] =
        static_cast<std::uint64_t>(subscriptions.integer(1));
  return unless_failed(session, std::move(totals));
}

std::string wide_decimal(int128 count, int places, bool trim) {
  const bool negative = count < 0;
  std::string digits = fmt::format("{}", negative ? -count : count);
  const auto fraction = static_cast<std::size_t>(places);
  if (digits.size() <= fraction) digits.insert(0, fraction + 1 - digits.size(), '0');
  std::string text = digits.substr(0, digits.size() - fraction);
  std::string decimals = digits.substr(digits.size() - fraction);
  if (trim) decimals.erase(decimals.find_last_not_of('0') + 1);
  if (!decimals.empty()) text += "." + decimals;
  return negative ? "-" + text : text;
}

}  // namespace drawdown::reports
