#include "reports/results/results.hpp"

#include "engine/settings/table.hpp"
#include "engine/time/text.hpp"
#include "reports/results/json_text.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/verdict.hpp"

namespace drawdown::reports {

namespace {

json text_unless_empty(const std::string& text) {
  return text.empty() ? json() : json(text);
}

json inputs_of(const run_facts& facts) {
  json inputs = json::array();
  for (const input_hash& input : facts.inputs) inputs.push_back({{"path", input.path}, {"xxh3", input.xxh3}});
  return inputs;
}

json verdict_of(const run_facts& facts, const expectation_verdict& expectations, int exit_code) {
  return {{"passed", passed(facts, expectations)},
          {"exit_code", exit_code},
          {"verification", facts.verification},
          {"interrupted", facts.interrupted},
          {"defect", text_or_null(facts.defect)}};
}

json disagreements_of(const run_facts& facts) {
  json found = json::array();
  for (const difference& next : facts.differences)
    found.push_back({{"account", next.account},
                     {"at", to_string(next.at)},
                     {"event", next.event_number},
                     {"rule", text_unless_empty(next.rule)},
                     {"message", next.message}});
  return found;
}

json failure_of(const expectation_failure& failure) {
  const expectation_row& asked = failure.asked;
  json history = json::array();
  for (const history_line& line : failure.history)
    history.push_back({{"event", line.number},
                       {"at", to_string(line.at)},
                       {"description", line.description},
                       {"credits", to_string(line.change)},
                       {"balance", to_string(line.balance)}});
  return {{"file", asked.file},
          {"line", asked.line},
          {"column", asked.column},
          {"account", text_unless_empty(asked.account_name)},
          {"agent", text_unless_empty(asked.agent_name)},
          {"at", to_string(asked.at)},
          {"what", asked.what},
          {"of", text_unless_empty(asked.of)},
          {"name", asked.name},
          {"expected", asked.expected},
          {"actual", text_unless_empty(failure.actual)},
          {"difference", text_unless_empty(failure.difference)},
          {"breaches", asked.what == "always" ? json(asked.breaches) : json()},
          {"history", history}};
}

json expectations_of(const expectation_verdict& verdict) {
  json failures = json::array();
  for (const expectation_failure& failure : verdict.failures) failures.push_back(failure_of(failure));
  return {{"items", verdict.items},
          {"held", verdict.held},
          {"failed", verdict.failures.size()},
          {"not_reached", verdict.not_reached},
          {"failures", failures}};
}

json kept_of(const run_row& run) {
  return {{"transactions", run.facts.keep},
          {"from", run.facts.keep_from},
          {"accounts", run.kept_accounts},
          {"of", run.accounts}};
}

json subscription_of(const account_row& account) {
  if (!account.subscription) return {};
  const subscription_row& stands = *account.subscription;
  json units = json::object();
  for (const auto& [name, count] : stands.units) units[name] = count;
  return {{"state", stands.state},
          {"plan", text_or_null(stands.plan)},
          {"renews", stands.renews ? json(to_string(*stands.renews)) : json()},
          {"cancels", stands.cancels},
          {"next_plan", text_or_null(stands.next_plan)},
          {"units", units}};
}

json accounts_of(const std::vector<account_row>& accounts) {
  json rows = json::array();
  for (const account_row& account : accounts) {
    json row = {{"account", account.name},
                {"balance", to_string(account.left.balance())},
                {"held", to_string(account.left.held)},
                {"available", to_string(account.left.available())},
                {"debt", to_string(account.left.debt)},
                {"net", to_string(account.left.net())},
                {"wallet", to_string(account.left.wallet())},
                {"invoiced", to_string(account.left.invoiced)}};
    for (std::size_t i = 0; i < lot_kinds; ++i)
      row[std::string(name_of(static_cast<lot_kind>(i)))] = to_string(account.left.left[i]);
    row["suspended"] = account.suspended;
    row["subscription"] = subscription_of(account);
    row["users"] = account.users;
    row["organization"] = text_or_null(account.organization);
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string text_of(int128 micro) {
  return wide_decimal(micro, credits::decimals, true);
}

json credits_of(const run_totals& totals) {
  json kinds = json::object();
  for (std::size_t i = 0; i < lot_kinds; ++i) {
    const credit_totals& sum = totals.credit[i];
    kinds[std::string(name_of(static_cast<lot_kind>(i)))] = {
        {"granted", text_of(sum.granted)}, {"refilled", text_of(sum.refilled)},  {"used", text_of(sum.used)},
        {"expired", text_of(sum.expired)}, {"revoked", text_of(sum.revoked)},    {"left", text_of(sum.left)},
        {"held", text_of(sum.held)},       {"scheduled", text_of(sum.scheduled)}};
  }
  return kinds;
}

json debt_of(const run_totals& totals) {
  return {{"made", text_of(totals.debt.made)},       {"paid", text_of(totals.debt.paid)},
          {"dropped", text_of(totals.debt.dropped)}, {"withdrawn", text_of(totals.debt.withdrawn)},
          {"open", text_of(totals.debt.open)},       {"forgiven", text_of(totals.forgiven)}};
}

json overage_of(const run_totals& totals) {
  return {{"invoiced", text_of(totals.invoiced)}, {"unbilled", text_of(totals.unbilled)}};
}

json totals_of(const run_totals& totals, currency unit) {
  json events = json::object();
  for (const auto& [kind, count] : totals.events_by_kind) events[kind] = count;
  json payments = {{"credited", 0}, {"failed", 0}, {"in_flight", 0}};
  for (const auto& [state, count] : totals.payments_by_state) payments[state] = count;
  json holds = {{"open", 0}, {"captured", 0}, {"voided", 0}, {"ran_out", 0}};
  for (const auto& [state, count] : totals.holds_by_state) holds[state] = count;
  json invoices = {{"open", 0}, {"overdue", 0}, {"paid", 0}, {"voided", 0}};
  for (const auto& [state, count] : totals.invoices_by_state) invoices[state] = count;
  json subscriptions = {{"pending", 0}, {"active", 0}, {"past_due", 0}, {"ended", 0}};
  for (const auto& [state, count] : totals.subscriptions_by_state) subscriptions[state] = count;
  const auto amount = [&](int128 minor) { return wide_decimal(minor, unit.decimals(), false); };
  return {{"accounts", totals.accounts},
          {"agents", totals.agents},
          {"events", totals.events},
          {"events_by_kind", events},
          {"credits", credits_of(totals)},
          {"debt", debt_of(totals)},
          {"overage", overage_of(totals)},
          {"holds", holds},
          {"payments", payments},
          {"invoices", invoices},
          {"subscriptions", subscriptions},
          {"money_received", amount(totals.received)},
          {"money_given_back", amount(totals.given_back)},
          {"money_charged_back", amount(totals.taken_back)},
          {"currency", unit.code()}};
}

json payments_of(const std::vector<payment_row>& payments, currency unit) {
  json rows = json::array();
  for (const payment_row& payment : payments)
    rows.push_back({{"account", payment.account_name},
                    {"payment", payment.payment},
                    {"key", payment.key},
                    {"recharge", payment.purpose == payment_for::recharge},
                    {"for", drawdown::name_of(payment.purpose)},
                    {"by_invoice", payment.by_invoice},
                    {"money", wide_decimal(payment.amount.minor(), unit.decimals(), false)},
                    {"credits", to_string(payment.brings)},
                    {"attempts", payment.attempts},
                    {"requested", to_string(payment.requested)}});
  return rows;
}

json invoices_of(const std::vector<invoice_row>& invoices, currency unit) {
  json rows = json::array();
  for (const invoice_row& invoice : invoices)
    rows.push_back({{"account", invoice.account_name},
                    {"payment", invoice.payment},
                    {"key", invoice.key},
                    {"for", drawdown::name_of(invoice.purpose)},
                    {"state", invoice.state},
                    {"money", wide_decimal(invoice.amount.minor(), unit.decimals(), false)},
                    {"open", wide_decimal(invoice.open.minor(), unit.decimals(), false)},
                    {"due", to_string(invoice.due)}});
  return rows;
}

json measurement_of(const run_summary& summary) {
  json values = json::object();
  for (const auto& [name, value] : summary.measurement)
    values[name] = std::visit([](const auto& known) { return json(known); }, value);
  return values;
}

}  // namespace

result<std::string> results_json(const run_store& of, const run_summary& summary) {
  const auto run = read_run(of);
  if (!run) return tl::unexpected<error>(run.error());
  const auto verdict = check_expectations(of);
  if (!verdict) return tl::unexpected<error>(verdict.error());
  const auto accounts = read_accounts(of);
  if (!accounts) return tl::unexpected<error>(accounts.error());
  const auto totals = read_totals(of);
  if (!totals) return tl::unexpected<error>(totals.error());
  const auto in_flight = read_payments_in_flight(of);
  if (!in_flight) return tl::unexpected<error>(in_flight.error());
  const auto invoices = read_open_invoices(of);
  if (!invoices) return tl::unexpected<error>(invoices.error());
  return document_text({{"schema_version", results_schema_version},
                        {"program_version", run->facts.program_version},
                        {"scenario", run->scenario},
                        {"seed", std::to_string(run->seed)},
                        {"start", to_string(run->start)},
                        {"end", to_string(run->end)},
                        {"reached", to_string(run->facts.reached)},
                        {"inputs", inputs_of(run->facts)},
                        {"verdict", verdict_of(run->facts, *verdict, summary.exit_code)},
                        {"kept", kept_of(*run)},
                        {"disagreements", disagreements_of(run->facts)},
                        {"expectations", expectations_of(*verdict)},
                        {"totals", totals_of(*totals, run->unit)},
                        {"accounts", accounts_of(*accounts)},
                        {"payments_in_flight", payments_of(*in_flight, run->unit)},
                        {"open_invoices", invoices_of(*invoices, run->unit)},
                        {"measurement", measurement_of(summary)}});
}

std::string manifest_json(const world& what, const run_facts& facts) {
  json settings = json::object();
  for (const setting_entry& entry : setting_table()) {
    if (entry.write != nullptr)
      settings[std::string(entry.name)] = entry.write(what.settings);
    else if (!entry.only.empty())
      settings[std::string(entry.name)] = entry.only;
  }
  json origins = json::object();
  for (const setting_fact& known : facts.settings) {
    settings[known.name] = known.value;
    origins[known.name] = known.from;
  }
  return document_text({{"schema_version", results_schema_version},
                        {"program_version", facts.program_version},
                        {"scenario", what.name},
                        {"seed", std::to_string(what.seed)},
                        {"start", to_string(what.start)},
                        {"end", to_string(what.end)},
                        {"until", facts.until ? json(to_string(*facts.until)) : json(nullptr)},
                        {"inputs", inputs_of(facts)},
                        {"zone_database", what.zone_database_version},
                        {"verification", facts.verification},
                        {"rule_book", facts.rule_book},
                        {"keep", facts.keep},
                        {"keep_from", facts.keep_from},
                        {"settings", settings},
                        {"settings_from", origins}});
}

}  // namespace drawdown::reports
