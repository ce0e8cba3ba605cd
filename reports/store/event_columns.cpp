#include "reports/store/event_columns.hpp"

#include "engine/units/rate.hpp"
#include "engine/units/words.hpp"
#include "reports/store/optional_values.hpp"

namespace drawdown::reports {

namespace {

// What kind of entry an event is in the customer's history (R12.1); nothing where it is none: asked for,
// sent, awaited, repeated, looked at, or without any movement.
class entry_finder {
 public:
  entry_finder(const account_history& history, credits change) : history_(history), change_(change) {}

  using entry = std::optional<std::string_view>;

  entry operator()(const usage_event& usage) const { return unless_refused(usage, "usage"); }

  entry operator()(const lot_event& lot) const {
    if (history_.is_regrant()) return "refund";
    if (history_.is_returned()) return "chargeback";
    if (lot.of_cycle) return "allocation";
    if (lot.payment != 0) return "top_up";
    if (lot.result == outcome::scheduled) return "scheduled";
    if (history_.answered() && history_.answered()->step == "adjust") return "adjustment";
    return lot.kind == lot_kind::plan ? "allocation" : "grant";
  }

  entry operator()(const lot_end_event&) const { return where_it_moves("expiry"); }

  entry operator()(const command_event& answer) const {
    if (answer.repeated || !is_refusal(answer.result)) return std::nullopt;
    return "refused";
  }

  entry operator()(const charge_event&) const { return std::nullopt; }

  // Of a recharge its one report is told, not each attempt (R10.4). A success that nothing waits for is given
  // back, and both are told (R8.6).
  entry operator()(const heard_event& heard) const {
    const payment_record* payment = history_.payments().find(heard.payment);
    if (payment == nullptr) return std::nullopt;
    if (heard.effect == notice_effect::credited && payment->of == payment_for::overage) return "overage";
    if (heard.effect == notice_effect::credited && payment->in_vain) return "subscription";
    if (heard.effect != notice_effect::failed || payment->is_recharge()) return std::nullopt;
    return "payment_failed";
  }

  entry operator()(const recharge_failed_event&) const { return "payment_failed"; }
  entry operator()(const recharge_off_event&) const { return "payment_failed"; }
  entry operator()(const figures_event&) const { return std::nullopt; }
  entry operator()(const hold_event& hold) const { return unless_refused(hold, "hold"); }
  entry operator()(const capture_event& capture) const { return unless_refused(capture, "captured_usage"); }
  entry operator()(const release_event& release) const { return unless_refused(release, "release"); }
  entry operator()(const debt_paid_event&) const { return "debt_paid"; }
  entry operator()(const debt_dropped_event&) const { return "debt_dropped"; }
  entry operator()(const adjust_event&) const { return "adjustment"; }
  entry operator()(const revoke_event&) const { return "revocation"; }
  entry operator()(const refill_event& refill) const {
    if (refill.expired.is_zero() && refill.refilled.is_zero()) return std::nullopt;
    return "refill";
  }
  entry operator()(const low_balance_event&) const { return "notice"; }
  entry operator()(const recharge_waits_event&) const { return "notice"; }
  entry operator()(const carry_event&) const { return "carry"; }
  entry operator()(const subscription_event&) const { return "subscription"; }
  entry operator()(const refund_event& refund) const { return unless_refused(refund, "refund"); }
  entry operator()(const payment_refund_event&) const { return "payment_refund"; }
  entry operator()(const chargeback_event&) const { return "chargeback"; }
  entry operator()(const invoice_event&) const { return "invoice"; }
  entry operator()(const overage_event&) const { return "overage"; }
  entry operator()(const estimate_event&) const { return std::nullopt; }
  entry operator()(const quote_event&) const { return std::nullopt; }

 private:
  template <class Event>
  static entry unless_refused(const Event& answered, std::string_view word) {
    if (answered.repeated) return std::nullopt;
    return is_refusal(answered.result) ? "refused" : word;
  }
  entry where_it_moves(std::string_view word) const {
    if (change_.is_zero()) return std::nullopt;
    return word;
  }

  const account_history& history_;
  credits change_;
};

// Fills what is particular to a kind of event.
class column_filler {
 public:
  column_filler(const account_history& history, event_columns& row) : history_(history), row_(row) {}

  void operator()(const usage_event& usage) const {
    row_.amount = usage.amount;
    if (!usage.forgiven.is_zero()) row_.forgiven = usage.forgiven;
    row_.result = name_of(usage.result);
    attribute(usage);
    // A debit beyond a hold counts no quantity of its own (R6.2).
    if (!history_.is_overrun()) measure(usage);
    row_.key = usage.key;
    row_.version = usage.version;
    if (!usage.occurred_at.is_never()) row_.occurred = usage.occurred_at;
    if (usage.uncharged != 0) row_.uncharged = usage.uncharged;
  }

  void operator()(const lot_event& lot) const {
    row_.amount = lot.amount;
    row_.result = name_of(lot.result);
    row_.key = lot.key;
    row_.lot = lot.lot;
    if (!lot.expires.is_never()) row_.until = lot.expires;
    if (lot.payment == 0) return;
    row_.payment = lot.payment;
    // What a subscription or an invoice cost is told there, what a chargeback gave back there. Of a renewal
    // whose lots came before any attempt was sent nothing is known yet (R8.2).
    const payment_record* payment = history_.payments().find(lot.payment);
    const bool is_bought = payment != nullptr && payment->is_purchase() && !payment->invoice;
    if (is_bought && !history_.is_returned() && !lot.cost.is_zero()) row_.moved = lot.cost;
  }

  void operator()(const lot_end_event& end) const {
    row_.amount = end.expired;
    row_.lot = end.lot;
  }

  void operator()(const command_event& answer) const {
    row_.result = name_of(answer.result);
    row_.repeated = answer.repeated;
    row_.key = answer.key;
  }

  void operator()(const charge_event& charge) const {
    row_.amount = charge.brings;
    row_.key = charge.key;
    row_.payment = charge.payment;
    row_.purpose = drawdown::name_of(charge.of);
    row_.price = charge.amount;
    row_.attempt = charge.attempt;
    row_.gateway = charge.gateway;
  }

  void operator()(const heard_event& heard) const {
    row_.key = heard.key;
    if (heard.payment != 0) row_.payment = heard.payment;
    row_.attempt = heard.attempt;
    row_.gateway = history_.payments().gateway_of(heard.payment, heard.attempt);
    row_.answer = name_of(heard.answer);
    const std::string reason = history_.payments().reason_of(heard);
    if (!reason.empty()) row_.reason = reason;
    const payment_record* payment = history_.payments().find(heard.payment);
    // Other payments are told with what they bring.
    const bool is_told_here = payment != nullptr && (payment->in_vain || payment->of == payment_for::overage);
    if (is_told_here && heard.effect == notice_effect::credited) row_.moved = payment->amount;
    row_.effect = name_of(heard.effect);
    row_.heard_as = heard.by_hand ? "by_hand" : heard.is_answer ? "answer" : "notice";
  }

  void operator()(const recharge_failed_event& failure) const {
    const payment_record* payment = history_.payments().find(failure.payment);
    if (failure.payment != 0) row_.payment = failure.payment;
    if (!failure.declined)
      row_.result = name_of(failure.why);
    else if (payment != nullptr && !payment->last_reason.empty())
      row_.reason = payment->last_reason;
  }

  void operator()(const recharge_off_event& off) const { row_.payment = off.payment; }

  void operator()(const figures_event& seen) const {
    row_.amount = seen.account.available();
    row_.agent = unless(no_agent, seen.agent);
  }

  void operator()(const hold_event& hold) const {
    row_.amount = hold.amount;
    row_.result = name_of(hold.result);
    attribute(hold);
    if (hold.quantity != 0) measure(hold);
    row_.key = hold.key;
    if (hold.repeated || is_refusal(hold.result)) return;
    row_.hold = history_.hold_under(hold.key);
    row_.until = hold.runs_out;
  }

  void operator()(const capture_event& capture) const {
    row_.amount = capture.amount;
    row_.result = name_of(capture.result);
    attribute(capture);
    if (capture.quantity != 0) measure(capture);
    row_.key = capture.key;
    row_.of_key = capture.hold;
    row_.hold = history_.hold_under(capture.hold);
  }

  void operator()(const release_event& release) const {
    row_.amount = release.amount;
    row_.result = name_of(release.result);
    row_.repeated = release.repeated;
    row_.agent = unless(no_agent, release.agent);
    row_.key = release.key;
    row_.of_key = release.hold;
    row_.hold = history_.hold_under(release.hold);
  }

  void operator()(const debt_paid_event& paid) const {
    row_.amount = paid.amount;
    row_.agent = unless(no_agent, paid.agent);
    row_.key = paid.key;
  }

  void operator()(const debt_dropped_event& dropped) const { row_.amount = dropped.amount; }

  void operator()(const adjust_event& adjustment) const {
    row_.amount = adjustment.amount;
    row_.result = name_of(outcome::adjusted);
    row_.key = adjustment.key;
  }

  void operator()(const revoke_event& revocation) const {
    row_.amount = revocation.amount;
    row_.result = name_of(outcome::revoked);
    row_.key = revocation.key;
    row_.of_key = revocation.grant;
    row_.lot = revocation.lot;
  }

  void operator()(const refill_event& refill) const {
    row_.amount = refill.refilled;
    row_.lot = refill.lot;
  }

  void operator()(const low_balance_event& notice) const {
    row_.amount = notice.available;
    row_.level = notice.level;
  }

  void operator()(const recharge_waits_event& waits) const {
    row_.wait = name_of(waits.why);
    if (!waits.until.is_never()) row_.until = waits.until;
  }

  void operator()(const carry_event& carry) const {
    row_.amount = carry.carried;
    row_.lot = carry.lot;
    row_.until = carry.expires;
  }

  void operator()(const subscription_event& change) const {
    row_.subscription = drawdown::name_of(change.now.state);
    row_.plan = unless(no_plan, change.now.plan);
    if (!change.now.renews.is_never()) row_.until = change.now.renews;
    if (change.payment == 0) return;
    row_.payment = change.payment;
    const payment_record* payment = history_.payments().find(change.payment);
    if (payment == nullptr) return;
    row_.key = payment->key;
    row_.purpose = drawdown::name_of(payment->of);
    if (payment->credited && !payment->invoice && change.of != subscription_event::what::ended)
      row_.moved = payment->amount;
  }

  void operator()(const refund_event& refund) const {
    row_.amount = refund.amount;
    row_.result = name_of(refund.result);
    attribute(refund);
    row_.key = refund.key;
    row_.of_key = refund.debit;
  }

  void operator()(const payment_refund_event& refund) const {
    row_.amount = total(refund.slices);
    row_.result = name_of(outcome::refunded);
    row_.key = refund.key;
    row_.of_key = refund.payment;
    row_.payment = refund.id;
    row_.moved = money::from_minor(-refund.given_back.minor());
  }

  void operator()(const chargeback_event& chargeback) const {
    row_.amount = total(chargeback.slices);
    row_.result = name_of(chargeback.is_won ? outcome::won : outcome::charged_back);
    row_.key = chargeback.key;
    row_.of_key = chargeback.payment;
    row_.payment = chargeback.id;
    row_.moved = chargeback.is_won ? chargeback.amount : money::from_minor(-chargeback.amount.minor());
  }

  void operator()(const invoice_event& invoice) const {
    row_.amount = invoice.brings;
    row_.key = invoice.key;
    row_.of_key = invoice.invoice;
    row_.payment = invoice.payment;
    row_.purpose = drawdown::name_of(invoice.why);
    if (!invoice.amount.is_zero()) row_.price = invoice.amount;
    row_.open = invoice.open;
    row_.until = invoice.due;
    if (invoice.of == invoice_event::what::paid || invoice.of == invoice_event::what::paid_part)
      row_.moved = invoice.amount;
    if (invoice.of == invoice_event::what::voided && !invoice.amount.is_zero())
      row_.moved = money::from_minor(-invoice.amount.minor());
  }

  void operator()(const overage_event& billed) const {
    row_.amount = billed.amount;
    row_.key = billed.key;
    row_.payment = billed.payment;
  }

  void operator()(const estimate_event& estimate) const {
    row_.amount = estimate.total;
    row_.result = name_of(outcome::shown);
    row_.key = estimate.key;
    if (!estimate.offer.is_zero()) row_.price = estimate.offer;
  }

  void operator()(const quote_event& quote) const {
    row_.amount = quote.grants;
    row_.result = name_of(outcome::shown);
    row_.key = quote.key;
    row_.price = quote.now;
    row_.until = quote.acts;
  }

 private:
  static credits total(const std::vector<slice>& slices) {
    credits sum;
    for (const slice& taken : slices) sum += taken.amount;
    return sum;
  }

  // Who used or held it, on whose behalf, and what of (R5.5).
  template <class Event>
  void attribute(const Event& of) const {
    row_.repeated = of.repeated;
    row_.agent = unless(no_agent, of.agent);
    row_.user = unless(no_user, of.user);
    row_.group = unless(no_group, of.group);
    row_.meter = unless(no_meter, of.meter);
  }

  // How much of the meter (R7.1, R7.2).
  template <class Event>
  void measure(const Event& of) const {
    row_.quantity = of.quantity;
    row_.times = of.times;
    row_.value = unless(no_value, of.value);
  }

  static std::string_view name_of(outcome o) { return drawdown::name_of(o); }
  static std::string_view name_of(payment_answer a) { return drawdown::name_of(a); }
  static std::string_view name_of(notice_effect e) { return drawdown::name_of(e); }
  static std::string_view name_of(recharge_wait w) { return reports::name_of(w); }

  const account_history& history_;
  event_columns& row_;
};

}  // namespace

event_columns columns_of(const account_history& history, const event& what) {
  event_columns row;
  for (const lot_movement& moved : history.movements()) row.change += moved.left;
  row.entry = std::visit(entry_finder(history, row.change), what.body);
  if (history.debt() != 0) row.debt = history.debt();
  if (!history.invoiced_change().is_zero()) row.invoiced = history.invoiced_change();
  std::visit(column_filler(history, row), what.body);
  if (const auto& answered = history.answered()) {
    row.step = answered->step;
    row.agent = unless(no_agent, answered->agent);
  }
  return row;
}

std::optional<money> worth_of(credits amount, const credit_rate& rate) {
  const auto worth = price_of(amount, rate, rounding::half_even);
  if (!worth) return std::nullopt;
  return *worth;
}

std::string_view name_of(recharge_wait why) {
  constexpr word_table<recharge_wait, 5> words{
      {"broken", "back_off", "cooldown", "max_per_period", "max_spend_per_period"}};
  return words.of(why);
}

}  // namespace drawdown::reports
