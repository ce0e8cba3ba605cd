#include "reports/store/recharges.hpp"

#include <variant>

#include "engine/settings/values.hpp"

namespace drawdown::reports {

namespace {

template <class Unit>
std::optional<Unit> part_of(const std::optional<asked_amount>& amount) {
  if (!amount || !std::holds_alternative<Unit>(*amount)) return std::nullopt;
  return std::get<Unit>(*amount);
}

std::optional<recharge_row> read_terms(sql::session& session, account_index of) {
  sql::statement terms(session, R"(
    select watch, trigger, threshold_micro, amount_minor, amount_micro, target_micro, pack_minor, pack_micro,
      max_per_period, max_spend_per_period_minor, cooldown_us
    from recharge_terms where account = ?)");
  terms.start(of);
  if (!terms.next()) return std::nullopt;
  sql::fields row(terms);
  recharge_row found;
  found.watch = row.text();
  found.trigger = row.text();
  found.threshold = row.amount();
  found.amount_money = row.optional_price();
  found.amount = row.optional_amount();
  found.target = row.optional_amount();
  found.pack_money = row.optional_price();
  found.pack = row.optional_amount();
  if (const auto most = row.optional_integer()) found.max_per_period = static_cast<std::uint32_t>(*most);
  found.max_spend_per_period = row.optional_price();
  found.cooldown = duration::from_us(row.integer());
  return found;
}

}  // namespace

result<recharge_state> read_recharges(const run_store& from, account_index of) {
  sql::session session(from.handle());
  recharge_state state;
  state.terms = read_terms(session, of);
  sql::statement payments(session, R"(
    select state, count(*), sum(paid_minor) from payments where account = ? and purpose = 'recharge'
    group by state)");
  payments.start(of);
  while (payments.next()) {
    sql::fields row(payments);
    const std::string is = row.text();
    const auto count = row.integer<std::uint64_t>();
    if (is == "failed") state.failed += count;
    if (is != "credited") continue;
    state.paid += count;
    state.spent += row.price();
  }
  sql::statement last(session, R"(
    select at_us, description from events
    where account = ? and (kind in ('recharge_waits', 'recharge_failed', 'recharge_off')
      or kind = 'granted' and purpose = 'recharge')
    order by number desc limit 1)");
  last.start(of);
  if (last.next()) {
    state.last_at = instant::from_us(last.integer(0));
    state.last = last.text(1);
  }
  if (auto status = session.status(); !status) return tl::unexpected<error>(status.error());
  return state;
}

void write_recharge_terms(sql::session& session, const world& what) {
  sql::statement terms(session, sql::insert_into("recharge_terms", 12));
  for (std::size_t i = 0; i < what.accounts.size(); ++i) {
    const auto& asked = what.accounts[i].auto_recharge;
    if (!asked) continue;
    terms.run(i, setting_values::watch_words.of(asked->watch),
              setting_values::trigger_words.of(asked->trigger), asked->threshold,
              part_of<money>(asked->amount), part_of<credits>(asked->amount), asked->target,
              part_of<money>(asked->pack), part_of<credits>(asked->pack), asked->max_per_period,
              asked->max_spend_per_period, asked->cooldown.us());
  }
}

}  // namespace drawdown::reports
