#include "engine/sweep/boundary.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>

#include "engine/invariants/subscription_account.hpp"

namespace drawdown::sweep {
namespace {

constexpr std::array<std::string_view, boundary_kinds> words = {
    "hold_runs_out", "lot_ends",    "period_turns",   "lot_recurs",  "lot_begins", "heard",      "retry",
    "wait_ends",     "cycle_turns", "version_begins", "invoice_due", "grace_ends", "refund_ends"};

// Goes through the events of an account and notes what they say of boundaries.
class gathering {
 public:
  gathering(const world& in, account_index account, const std::vector<step>& steps)
      : world_(in), account_(account), steps_(steps), subscription_(in, account) {
    for (const step& of : steps)
      if (of.does != nullptr)
        if (const auto* refund = std::get_if<refund_command>(&of.does->body)) refunded_.insert(refund->debit);
  }

  // The next event, and the step that it is the first to tell of.
  void see(const event& e, step_index told_of) {
    if (e.at != at_) cause_ = no_step;
    at_ = e.at;
    turn_periods(e.at);
    told_of_ = told_of;
    if (told_of != no_step) cause_ = told_of;
    std::visit([&](const auto& body) { see(body); }, e.body);
  }

  // What comes by itself until the run ends.
  void finish() {
    turn_periods(world_.end);
    instant t = world_.start;
    while (true) {
      t = sold_at(world_, account_, t).until;
      if (t.is_never() || t > world_.end) break;
      add(t, {.kind = boundary_kind::version_begins});
    }
  }

  std::map<instant, std::vector<boundary_reason>> take() { return std::move(found_); }

 private:
  // What is known of a lot, for its recurrences.
  struct known_lot {
    lot_kind kind = lot_kind::free;
    effect_key key;
    step_index recurs_with = no_step;
  };

  // The usage periods that end up to then (R2.6). The end of one that is said by the turn of the cycle comes
  // with that.
  void turn_periods(instant until) {
    while (subscription_.period_end() <= until) {
      add(subscription_.period_end(), {.kind = boundary_kind::period_turns});
      subscription_.turn_period();
    }
  }

  void add(instant t, const boundary_reason& reason) {
    if (t < world_.start || t > world_.end) return;
    std::vector<boundary_reason>& reasons = found_[t];
    if (std::ranges::find(reasons, reason) == reasons.end()) reasons.push_back(reason);
  }

  // The grant that the event at hand tells of; null where it is of something else.
  const grant_command* grant_at_hand() const {
    const step* of = told_of_ == no_step ? nullptr : &steps_[told_of_];
    return of == nullptr || of->does == nullptr ? nullptr : std::get_if<grant_command>(&of->does->body);
  }

  void see(const lot_event& e) {
    if (e.created != at_ || lots_.contains(e.lot)) return;
    const grant_command* grant = grant_at_hand();
    const auto counts_from_the_step = [](const std::optional<moment>& m) {
      return !m || std::holds_alternative<span_of_time>(*m);
    };
    // What was bought moves with who asked for it, a grant with its step, unless it names instants.
    step_index begins_with = grant != nullptr && counts_from_the_step(grant->effective) ? told_of_ : no_step;
    step_index ends_with = grant != nullptr && counts_from_the_step(grant->expires) ? begins_with : no_step;
    if (const auto payer = payments_.find(e.payment); payer != payments_.end())
      begins_with = ends_with = payer->second;
    if (e.of_cycle) ends_with = cycle_counts_from_;
    const bool recurs_from_beginning = e.recurs && !e.recurs->anchor;
    lots_[e.lot] = {e.kind, e.key, recurs_from_beginning ? begins_with : no_step};
    if (e.result == outcome::scheduled)
      add(e.effective, {.kind = boundary_kind::lot_begins,
                        .lot = e.lot,
                        .of = e.kind,
                        .key = e.key,
                        .moves_with = begins_with});
    if (const instant ends = e.of_cycle ? e.expires : e.ends; !ends.is_never())
      add(ends, {.kind = boundary_kind::lot_ends,
                 .lot = e.lot,
                 .of = e.kind,
                 .key = e.key,
                 .moves_with = ends_with});
  }

  void see(const refill_event& e) {
    if (e.because != refill_event::why::recurrence) return;
    const known_lot& of = lots_.at(e.lot);
    add(at_, {.kind = boundary_kind::lot_recurs,
              .lot = e.lot,
              .of = of.kind,
              .key = of.key,
              .moves_with = of.recurs_with});
  }

  void see(const hold_event& e) {
    if (e.result == outcome::held && !e.repeated)
      add(e.runs_out, {.kind = boundary_kind::hold_runs_out, .key = e.key, .moves_with = told_of_});
  }

  // A recharge is made by the look after a step, if there was one at its instant (R2.13).
  void see(const charge_event& e) {
    keys_[e.payment] = e.key;
    payments_.emplace(e.payment, cause_);
    if (e.attempt == 1) return;
    add(at_, {.kind = boundary_kind::retry,
              .key = e.key,
              .attempt = e.attempt,
              .moves_with = payments_.at(e.payment)});
  }

  void see(const heard_event& e) {
    if (e.by_hand || e.payment == 0) return;
    add(at_, {.kind = boundary_kind::heard,
              .key = e.key,
              .attempt = e.attempt,
              .is_answer = e.is_answer,
              .moves_with = payments_.at(e.payment)});
  }

  void see(const recharge_waits_event& e) {
    if (!e.until.is_never()) add(e.until, {.kind = boundary_kind::wait_ends, .waits_for = e.why});
  }

  void see(const carry_event& e) {
    const known_lot& of = lots_.at(e.lot);
    add(e.expires, {.kind = boundary_kind::lot_ends,
                    .lot = e.lot,
                    .of = of.kind,
                    .key = of.key,
                    .moves_with = cycle_counts_from_});
  }

  void see(const command_event& e) {
    const step* of = told_of_ == no_step ? nullptr : &steps_[told_of_];
    if (e.repeated || of == nullptr || of->does == nullptr) {
      const auto& declared = world_.accounts[account_].plan;
      if (!e.repeated && declared && declared->key == e.key) accept(declared->body);
    } else if (e.result == outcome::subscribed) {
      accept(of->does->body);
    } else if (const auto* asked = std::get_if<change_plan_command>(&of->does->body);
               asked != nullptr && e.result == outcome::changed) {
      subscription_.accept(at_, e.key, *asked);
      changes_[e.key] = told_of_;
    }
  }
  void accept(const command_body& body) {
    const auto& asked = std::get<subscribe_command>(body);
    subscription_.accept(at_, asked);
    cycle_counts_from_ = asked.anchor ? no_step : told_of_;
  }

  // The cycle counts from the step that asked for it, unless that named an anchor.
  void see(const subscription_event& e) {
    const auto payer = keys_.find(e.payment);
    const std::optional<effect_key> paid = payer == keys_.end() ? std::nullopt : std::optional(payer->second);
    const bool begins = subscription_.see(at_, e, paid);
    if (begins && e.of == subscription_event::what::plan_changed && paid && changes_.contains(*paid))
      cycle_counts_from_ = changes_.at(*paid);
    if (!e.now.renews.is_never())
      add(e.now.renews, {.kind = boundary_kind::cycle_turns, .moves_with = cycle_counts_from_});
  }

  void see(const invoice_event& e) {
    if (e.of != invoice_event::what::issued) return;
    payments_[e.payment] = cause_;
    keys_[e.payment] = e.key;
    add(e.due, {.kind = boundary_kind::invoice_due, .key = e.key, .moves_with = cause_});
  }

  void see(const usage_event& e) {
    if (!e.occurred_at.is_never())
      add(e.occurred_at + world_.settings.late_usage_grace,
          {.kind = boundary_kind::grace_ends, .key = e.key});
    if (e.result == outcome::charged && !e.repeated) see_debit(e.key);
  }
  void see(const capture_event& e) {
    if (e.result == outcome::captured && !e.repeated) see_debit(e.key);
  }
  void see_debit(const effect_key& key) {
    if (!refunded_.contains(key)) return;
    add(at_ + world_.settings.refund_window,
        {.kind = boundary_kind::refund_ends, .key = key, .moves_with = told_of_});
  }

  void see(const auto&) {}

  const world& world_;
  account_index account_;
  const std::vector<step>& steps_;
  invariants::subscription_account subscription_;
  std::set<effect_key> refunded_;             // debits that steps ask to refund
  std::map<effect_key, step_index> changes_;  // of the plan, that were accepted
  std::map<payment_id, effect_key> keys_;
  step_index cycle_counts_from_ = no_step;
  std::map<instant, std::vector<boundary_reason>> found_;
  std::map<lot_id, known_lot> lots_;
  std::map<payment_id, step_index> payments_;  // the step that made it, if one did
  instant at_ = instant::never();
  step_index told_of_ = no_step;  // by the event at hand
  step_index cause_ = no_step;    // the last step of the instant
};

}  // namespace

std::string_view name_of(boundary_kind kind) {
  return words.at(static_cast<std::size_t>(kind));
}

std::map<instant, std::vector<boundary_reason>> boundaries_of(const world& in, account_index account,
                                                              const std::vector<step>& steps,
                                                              const std::vector<event>& events,
                                                              const std::vector<std::size_t>& told) {
  std::vector<step_index> teller(events.size(), no_step);
  for (step_index i = 0; i < steps.size(); ++i)
    if (told[i] != no_event) teller[told[i]] = i;
  gathering all(in, account, steps);
  for (std::size_t i = 0; i < events.size(); ++i) all.see(events[i], teller[i]);
  all.finish();
  return all.take();
}

}  // namespace drawdown::sweep
