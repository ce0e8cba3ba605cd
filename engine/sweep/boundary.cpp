#include "engine/sweep/boundary.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "engine/time/calendar.hpp"

namespace drawdown::sweep {
namespace {

constexpr std::array<std::string_view, boundary_kinds> words = {
    "hold_runs_out", "lot_ends", "period_turns", "lot_recurs", "lot_begins", "heard", "retry", "wait_ends"};

// Goes through the events of an account and notes what they say of boundaries.
class gathering {
 public:
  gathering(const world& in, const std::vector<step>& steps) : world_(in), steps_(steps) {}

  // The next event, and the step that it is the first to tell of.
  void see(const event& e, step_index told_of) {
    if (e.at != at_) cause_ = no_step;
    at_ = e.at;
    told_of_ = told_of;
    if (told_of != no_step) cause_ = told_of;
    std::visit([&](const auto& body) { see(body); }, e.body);
  }

  void turn_periods(const zone_table& zone) {
    for (instant t = next_month(world_.start, zone); t <= world_.end; t = next_month(t, zone))
      add(t, {.kind = boundary_kind::period_turns});
  }

  std::map<instant, std::vector<boundary_reason>> take() { return std::move(found_); }

 private:
  // What is known of a lot, for its recurrences.
  struct known_lot {
    lot_kind kind = lot_kind::free;
    effect_key key;
    step_index recurs_with = no_step;
  };

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
    const bool recurs_from_beginning = e.recurs && !e.recurs->anchor;
    lots_[e.lot] = {e.kind, e.key, recurs_from_beginning ? begins_with : no_step};
    if (e.result == outcome::scheduled)
      add(e.effective, {.kind = boundary_kind::lot_begins,
                        .lot = e.lot,
                        .of = e.kind,
                        .key = e.key,
                        .moves_with = begins_with});
    if (!e.expires.is_never())
      add(e.expires, {.kind = boundary_kind::lot_ends,
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
    if (e.attempt == 1) {
      payments_[e.payment] = cause_;
      return;
    }
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

  void see(const auto&) {}

  const world& world_;
  const std::vector<step>& steps_;
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
  gathering all(in, steps);
  for (std::size_t i = 0; i < events.size(); ++i) all.see(events[i], teller[i]);
  all.turn_periods(in.zones[in.accounts[account].zone]);
  return all.take();
}

}  // namespace drawdown::sweep
