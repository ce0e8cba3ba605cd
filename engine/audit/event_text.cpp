#include "engine/audit/event_text.hpp"

#include <iterator>

#include <fmt/format.h>

#include "engine/time/text.hpp"

namespace drawdown {
namespace {

struct writer {
  const world& in;
  account_index account;

  std::string key(const effect_key& k) const { return key_text(in, account, k); }
  std::string agent(agent_index a) const {
    return a == no_agent ? std::string("no agent") : in.accounts[account].agents[a].name;
  }
  std::string meter(meter_index m) const {
    return m == no_meter ? std::string("no meter") : in.catalog.meters[m].name;
  }
  // On whose behalf and under which group, where there is anything to say.
  std::string attribution(user_index user, group_index group) const {
    std::string text;
    if (user != no_user) text += fmt::format(" for {}", in.users[user]);
    if (group != no_group) text += fmt::format(" under {}", in.groups[group]);
    return text;
  }
  std::string price(money m) const { return to_string(m, in.catalog.unit); }
  static std::string amount(const figures& f, lot_kind kind) {
    return fmt::format("{} {}", name_of(kind), to_string(f.of(kind)));
  }
  static std::string lots(const std::vector<slice>& slices) {
    std::string text;
    for (const slice& s : slices)
      text += fmt::format("{}lot {}: {}", text.empty() ? "" : ", ", s.lot, to_string(s.amount));
    return text.empty() ? "no lot" : text;
  }
  static std::string lots(const std::vector<released_slice>& released) {
    constexpr const char* where[] = {"back", "expired", "revoked"};
    std::string text;
    for (const released_slice& s : released)
      text += fmt::format("{}lot {}: {} {}", text.empty() ? "" : ", ", s.lot, to_string(s.amount),
                          where[static_cast<std::size_t>(s.went)]);
    return text.empty() ? "nothing" : text;
  }
  static std::string lots(const std::vector<refunded_slice>& refunded) {
    constexpr const char* where[] = {"back", "expired", "revoked", "granted anew", "to debt"};
    std::string text;
    for (const refunded_slice& s : refunded)
      text += fmt::format("{}lot {}: {} {}", text.empty() ? "" : ", ", s.lot, to_string(s.amount),
                          where[static_cast<std::size_t>(s.went)]);
    return text.empty() ? "no lot" : text;
  }
  std::string plan(plan_index p) const { return p == no_plan ? "no plan" : in.catalog.plans[p].name; }
  // Everything about a subscription that two ledgers may differ in.
  std::string subscription(const subscription_figures& s) const {
    std::string text = fmt::format("{}, {}, renews {}{}", name_of(s.state), plan(s.plan), to_string(s.renews),
                                   s.cancels ? ", cancels" : "");
    if (s.next_plan != no_plan) text += fmt::format(", then {}", plan(s.next_plan));
    for (std::size_t i = 0; i < s.units.size(); ++i)
      text += fmt::format(", {} {}", s.units[i], in.catalog.add_ons[i].name);
    if (!s.users.empty()) text += ", users";
    for (const user_index user : s.users) text += fmt::format(" {}", in.users[user]);
    return text;
  }
  // What a debit left unpaid, where it did.
  static std::string unpaid(credits debt, credits forgiven, credits invoiced) {
    std::string text;
    if (!debt.is_zero()) text += fmt::format(", debt {}", to_string(debt));
    if (!forgiven.is_zero()) text += fmt::format(", forgiven {}", to_string(forgiven));
    if (!invoiced.is_zero()) text += fmt::format(", invoiced {}", to_string(invoiced));
    return text;
  }
  // The terms that few lots have: who may spend it, whether it comes again.
  std::string terms(const lot_event& e) const {
    std::string text;
    for (const meter_index m : e.only.meters) text += fmt::format(", only {}", meter(m));
    if (e.only.user != no_user) text += fmt::format(", only of {}", in.users[e.only.user]);
    if (e.recurs) {
      text += fmt::format(", recurs every {}", to_string(e.recurs->every));
      if (e.recurs->anchor) text += fmt::format(" from {}", to_string(*e.recurs->anchor));
    }
    if (e.of_cycle) text += ", of the cycle";
    if (e.ends != e.expires && !e.ends.is_never()) text += fmt::format(", ends {}", to_string(e.ends));
    if (e.rollover)
      text += fmt::format(", rollover {} to {}", to_string(e.rollover->min),
                          e.rollover->max ? to_string(*e.rollover->max) : "any");
    return text;
  }

  // `12`, or `12 x 3 (value 1)`.
  template <class Event>
  static std::string quantity(const Event& e) {
    return fmt::format("{}{}{}", e.quantity, e.times == 1 ? "" : fmt::format(" x {}", e.times),
                       e.value == no_value ? "" : fmt::format(" (value {})", e.value));
  }

  std::string operator()(const usage_event& e) const {
    return fmt::format("usage {} of {} {} by {}{}{}{}: {} {} ({}{}{}{}), balance {}", key(e.key), quantity(e),
                       meter(e.meter), agent(e.agent), attribution(e.user, e.group),
                       e.occurred_at.is_never() ? "" : fmt::format(", of {}", to_string(e.occurred_at)),
                       e.repeated ? " again" : "", name_of(e.result), to_string(e.amount), lots(e.slices),
                       unpaid(e.debt, e.forgiven, e.invoiced),
                       e.uncharged == 0 ? "" : fmt::format(", {} uncharged", e.uncharged),
                       e.version == 0 ? "" : fmt::format(", version {}", e.version), to_string(e.balance));
  }
  std::string operator()(const lot_event& e) const {
    return fmt::format(
        "lot {} {}: {} {} (key {}, payment {}, created {}, effective {}, expires {}, priority {}, cost "
        "{}{}), "
        "balance {}",
        e.lot, name_of(e.result), to_string(e.amount), name_of(e.kind), key(e.key), e.payment,
        to_string(e.created), to_string(e.effective), to_string(e.expires), e.priority, price(e.cost),
        terms(e), to_string(e.balance));
  }
  std::string operator()(const lot_end_event& e) const {
    return fmt::format("lot {} ended: {} expired, balance {}", e.lot, to_string(e.expired),
                       to_string(e.balance));
  }
  std::string operator()(const command_event& e) const {
    constexpr const char* names[] = {
        "top-up",       "grant",       "change",         "revocation", "adjustment",  "reset",
        "subscription", "plan change", "cancel",         "resumption", "units",       "joining",
        "leaving",      "refund",      "payment refund", "chargeback", "won dispute", "look at usage",
        "invoice",      "paying",      "voiding",        "estimate",   "quote"};
    static_assert(std::size(names) == static_cast<std::size_t>(command_event::what::quote) + 1);
    return fmt::format("{} {}: {}{}", names[static_cast<std::size_t>(e.of)], key(e.key), name_of(e.result),
                       e.repeated ? " (again)" : "");
  }
  std::string operator()(const charge_event& e) const {
    return fmt::format("charge of {} for {}, {} credits: payment {} ({}), attempt {} at {}", price(e.amount),
                       name_of(e.of), to_string(e.brings), e.payment, key(e.key), e.attempt,
                       in.gateways[e.gateway].name);
  }
  std::string operator()(const heard_event& e) const {
    const char* what = e.is_answer ? "an answer" : "a notice";
    return fmt::format("heard {}{}: payment {} ({}), attempt {} {} (reason {}): {}", what,
                       e.by_hand ? " by hand" : "", e.payment, key(e.key), e.attempt, name_of(e.answer),
                       e.reason, name_of(e.effect));
  }
  std::string operator()(const recharge_failed_event& e) const {
    const auto why = e.declined ? fmt::format("declined (reason {})", e.reason) : std::string(name_of(e.why));
    return fmt::format("auto-recharge failed: payment {}, {}", e.payment, why);
  }
  std::string operator()(const recharge_off_event& e) const {
    return fmt::format("auto-recharge switched off after payment {}", e.payment);
  }
  std::string operator()(const figures_event& e) const {
    const figures& f = e.account;
    return fmt::format(
        "figures for expectation {}: {}, {}, {}, {}, {}, held {}, debt {}{}{}; {} spent {}, held {}{}; "
        "subscription {}",
        e.expectation, amount(f, lot_kind::free), amount(f, lot_kind::plan), amount(f, lot_kind::addon),
        amount(f, lot_kind::adjustment), amount(f, lot_kind::paid), to_string(f.held), to_string(f.debt),
        f.invoiced.is_zero() ? "" : fmt::format(", invoiced {}", to_string(f.invoiced)),
        e.suspended ? ", suspended" : "", agent(e.agent), to_string(e.agent_spent), to_string(e.agent_held),
        e.agent_stopped ? ", stopped" : "", subscription(e.subscription));
  }
  std::string operator()(const hold_event& e) const {
    return fmt::format("hold {} of {} {} by {}{}{}: {} {} ({}), runs out {}, balance {}", key(e.key),
                       quantity(e), meter(e.meter), agent(e.agent), attribution(e.user, e.group),
                       e.repeated ? " again" : "", name_of(e.result), to_string(e.amount), lots(e.slices),
                       to_string(e.runs_out), to_string(e.balance));
  }
  std::string operator()(const capture_event& e) const {
    return fmt::format("capture {} of hold {}, {} {} by {}{}{}: {} {} ({}), released {}{}, balance {}",
                       key(e.key), key(e.hold), quantity(e), meter(e.meter), agent(e.agent),
                       attribution(e.user, e.group), e.repeated ? " again" : "", name_of(e.result),
                       to_string(e.amount), lots(e.slices), lots(e.released), e.open ? ", rest held" : "",
                       to_string(e.balance));
  }
  std::string operator()(const release_event& e) const {
    return fmt::format("{} {} of hold {} by {}{}: {} {} ({}), balance {}", e.ran_out ? "end" : "void",
                       key(e.key), key(e.hold), agent(e.agent), e.repeated ? " again" : "", name_of(e.result),
                       to_string(e.amount), lots(e.released), to_string(e.balance));
  }
  std::string operator()(const debt_paid_event& e) const {
    return fmt::format("debt {} of {} by {}: paid {} ({}), owed {}, balance {}", e.debt, key(e.key),
                       agent(e.agent), to_string(e.amount), lots(e.slices), to_string(e.owed),
                       to_string(e.balance));
  }
  std::string operator()(const debt_dropped_event& e) const {
    return fmt::format("debt of {} dropped", to_string(e.amount));
  }
  std::string operator()(const adjust_event& e) const {
    return fmt::format("adjustment {}: {} taken ({}{}), balance {}", key(e.key), to_string(e.amount),
                       lots(e.slices), unpaid(e.debt, {}, {}), to_string(e.balance));
  }
  std::string operator()(const revoke_event& e) const {
    return fmt::format("revocation {} of {}: lot {}, {}, balance {}", key(e.key), key(e.grant), e.lot,
                       to_string(e.amount), to_string(e.balance));
  }
  std::string operator()(const refill_event& e) const {
    return fmt::format("lot {} {}: {} expired, {} refilled, balance {}", e.lot,
                       e.because == refill_event::why::recurrence ? "recurred" : "reset",
                       to_string(e.expired), to_string(e.refilled), to_string(e.balance));
  }
  std::string operator()(const low_balance_event& e) const {
    return fmt::format("low balance: {} available, below {}", to_string(e.available), to_string(e.level));
  }
  std::string operator()(const recharge_waits_event& e) const {
    constexpr const char* reasons[] = {"broken", "back_off", "cooldown", "max_per_period",
                                       "max_spend_per_period"};
    return fmt::format("auto-recharge waits: {}, until {}", reasons[static_cast<std::size_t>(e.why)],
                       to_string(e.until));
  }
  std::string operator()(const carry_event& e) const {
    return fmt::format("lot {} carried: {} go on until {}, {} expired{}, balance {}", e.lot,
                       to_string(e.carried), to_string(e.expires), to_string(e.expired),
                       e.refilled.is_zero() ? "" : fmt::format(", {} refilled", to_string(e.refilled)),
                       to_string(e.balance));
  }
  std::string operator()(const subscription_event& e) const {
    return fmt::format("{} (payment {}): {}", name_of(e.of), e.payment, subscription(e.now));
  }
  std::string operator()(const refund_event& e) const {
    return fmt::format("refund {} of {}, {} by {}{}{}: {} {} (debt {}, {}{}), balance {}", key(e.key),
                       key(e.debit), meter(e.meter), agent(e.agent), attribution(e.user, e.group),
                       e.repeated ? " again" : "", name_of(e.result), to_string(e.amount), to_string(e.debt),
                       e.invoiced.is_zero() ? "" : fmt::format("invoiced {}, ", to_string(e.invoiced)),
                       lots(e.slices), to_string(e.balance));
  }
  std::string operator()(const payment_refund_event& e) const {
    return fmt::format("refund {} of payment {} ({}): {} ({}), balance {}", key(e.key), e.id, key(e.payment),
                       price(e.given_back), lots(e.slices), to_string(e.balance));
  }
  std::string operator()(const chargeback_event& e) const {
    return fmt::format("{} {} of payment {} ({}): {} ({}), debt {}, balance {}",
                       e.is_won ? "won dispute" : "chargeback", key(e.key), e.id, key(e.payment),
                       price(e.amount), lots(e.slices), to_string(e.debt), to_string(e.balance));
  }
  std::string operator()(const invoice_event& e) const {
    return fmt::format("{} {}: payment {} ({}) for {}, {} credits, {}, open {}, due {}", name_of(e.of),
                       key(e.key), e.payment, key(e.invoice), name_of(e.why), to_string(e.brings),
                       price(e.amount), price(e.open), to_string(e.due));
  }
  std::string operator()(const estimate_event& e) const {
    return fmt::format("estimate {} for {}: {} of {} available, {} after it, {} missing, offered {} for {}",
                       key(e.key), agent(e.agent), to_string(e.total), to_string(e.available),
                       to_string(e.after), to_string(e.missing), to_string(e.brings), price(e.offer));
  }
  std::string operator()(const overage_event& e) const {
    return fmt::format("overage of {} credits billed: payment {} ({})", to_string(e.amount), e.payment,
                       key(e.key));
  }
  std::string operator()(const quote_event& e) const {
    return fmt::format("quote {}: {} now for {}, {} per cycle, at {}", key(e.key), price(e.now),
                       to_string(e.grants), price(e.per_cycle), to_string(e.acts));
  }
};

}  // namespace

std::string event_text(const world& in, account_index account, const event& e) {
  return fmt::format("{} {}", to_string(e.at), std::visit(writer{in, account}, e.body));
}

}  // namespace drawdown
