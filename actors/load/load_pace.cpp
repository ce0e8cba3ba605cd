#include "actors/load/load_pace.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace drawdown::load {
namespace {

using namespace std::chrono_literals;

constexpr nanoseconds progress_period = 250ms;
constexpr nanoseconds mark_period = 10ms;
constexpr std::int64_t most_caught_up_us = 100'000;

nanoseconds wall_length(duration of) {
  return std::chrono::microseconds(of.us());
}

bool is_capture(const command& step) {
  return std::holds_alternative<capture_command>(step.body);
}

// Tells `visit` when each debit of the answer was to be: its virtual instant.
template <class Visit>
void each_debit(const answered_epoch& what, Visit visit) {
  for (const auto& told : what.plans) {
    for (const usage& used : told->items) visit(used.order.at);
    for (const auto& step : told->steps)
      if (is_capture(*step)) visit(step->order.at);
  }
}

std::uint64_t debits_of(const answered_epoch& what) {
  std::uint64_t debits = what.usages;
  if (what.plan_steps > 0)
    for (const auto& told : what.plans)
      debits += static_cast<std::uint64_t>(
          std::ranges::count_if(told->steps, [](const auto& step) { return is_capture(*step); }));
  return debits;
}

}  // namespace

void load_pace::begins() {
  if (!began_) began_ = clock_.now();
  if (!warm_at_ && clock_.now() - *began_ >= terms_.warm_up) warm_up_ends(clock_.now());
}

void load_pace::warm_up_ends(nanoseconds now) {
  warm_at_ = now;
  figures_.is_warm = true;
  marks_.push_back({});
}

void load_pace::answers(const answered_epoch& what) {
  const nanoseconds now = clock_.now();
  const std::uint64_t debits = debits_of(what);
  figures_.debits_with_warm_up += debits;
  if (!warm_at_) {
    if (now - *began_ >= terms_.warm_up) warm_up_ends(now);
    return tell_progress(now);
  }
  figures_.elapsed = now - *warm_at_;
  figures_.debits += debits;
  figures_.refused += what.usages - what.charged;
  figures_.plan_steps += what.plan_steps;
  ++figures_.visits;
  figures_.events += what.events;
  figures_.block_bytes += what.block_bytes;
  record_latencies(what, now);
  if (figures_.elapsed - marks_.back().length >= mark_period)
    marks_.push_back({figures_.elapsed, figures_.debits});
  tell_progress(now);
}

void load_pace::ends(instant until) {
  const nanoseconds now = clock_.now();
  if (!warm_at_) return;
  figures_.lag = lag_at(until, now);
  figures_.most_lag = std::max(figures_.most_lag, figures_.lag);
}

bool load_pace::is_enough() {
  return terms_.duration && warm_at_ && clock_.now() - *warm_at_ >= *terms_.duration;
}

void load_pace::record(nanoseconds latency, std::uint64_t times) {
  if (times == 0) return;
  latencies_.record(static_cast<std::uint64_t>(std::max<std::int64_t>(latency.count(), 0)), times);
  if (latency > terms_.late) figures_.late += times;
}

void load_pace::tell_progress(nanoseconds now) {
  if (!on_progress || (told_at_ && now - *told_at_ < progress_period)) return;
  told_at_ = now;
  on_progress(figures_);
}

std::vector<load_slice> load_pace::slices(std::size_t wanted) const {
  std::vector<load_slice> cut;
  if (marks_.empty() || wanted == 0) return cut;
  const nanoseconds least = marks_.back().length / static_cast<std::int64_t>(wanted);
  load_slice from;
  for (const load_slice& mark : marks_) {
    if (mark.length - from.length < least || mark.debits == from.debits) continue;
    cut.push_back({mark.length - from.length, mark.debits - from.debits});
    from = mark;
  }
  return cut;
}

closed_pace::closed_pace(load_clock& on, const pace_terms& terms, duration epoch)
    : load_pace(on, terms), epoch_(std::max(epoch, duration::from_us(1))) {}

nanoseconds closed_pace::wait(instant) {
  return {};
}

void closed_pace::begins() {
  load_pace::begins();
  handed_over_ = clock().now();
}

// All debits of an epoch are handed over when it begins.
void closed_pace::record_latencies(const answered_epoch& what, nanoseconds now) {
  record(now - handed_over_, debits_of(what));
}

nanoseconds closed_pace::lag_at(instant, nanoseconds) {
  return {};
}

open_pace::open_pace(load_clock& on, const pace_terms& terms, instant start, duration tick)
    : load_pace(on, terms), start_(start), tick_(std::max(tick, duration::from_us(1))) {}

instant open_pace::end_of_epoch(instant from) {
  if (!zero_) zero_ = clock().now();
  const auto behind =
      std::chrono::duration_cast<std::chrono::microseconds>(clock().now() - wall_time_of(from));
  const std::int64_t caught_up_us = std::clamp<std::int64_t>(behind.count(), 0, most_caught_up_us);
  return from + duration::from_us(std::max(tick_.us(), caught_up_us / tick_.us() * tick_.us()));
}

nanoseconds open_pace::wait(instant until) {
  return std::max(wall_time_of(until) - clock().now(), nanoseconds::zero());
}

nanoseconds open_pace::wall_time_of(instant at) const {
  return *zero_ + wall_length(at - start_);
}

void open_pace::record_latencies(const answered_epoch& what, nanoseconds now) {
  each_debit(what, [&](instant intended) { record(now - wall_time_of(intended), 1); });
}

nanoseconds open_pace::lag_at(instant until, nanoseconds now) {
  return std::max(now - wall_time_of(until), nanoseconds::zero());
}

}  // namespace drawdown::load
