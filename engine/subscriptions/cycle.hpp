// Billing cycles and the grant periods within them: boundaries counted from an anchor, and parts of a cycle
// as exact fractions (R2.2, R8.7, R8.8).
#pragma once

#include <cstdint>
#include <optional>

#include "engine/settings/settings.hpp"
#include "engine/time/calendar.hpp"
#include "engine/units/credits.hpp"
#include "engine/units/money.hpp"
#include "engine/units/wide.hpp"

namespace drawdown {

// A part of a cycle: `left` of `whole`, in microseconds or days (R8.7).
struct cycle_part {
  std::int64_t left = 1;
  std::int64_t whole = 1;
};

// That part of so much money, rounded once.
money part_of(int128 minor, const cycle_part& part, rounding mode);
// That part of so much credit in micro-credits, rounded once to the last place of `rules`, as granted credit
// is. Nothing where it passes what can be counted (R1.5).
std::optional<credits> part_of(int128 micro, const cycle_part& part, const settings& rules);

// From `begin` until before `end`; `whole_begin` is where it began if it had not been shortened.
struct cycle_period {
  instant begin;
  instant end;
  instant whole_begin;

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.begin, self.end, self.whole_begin);
  }
};

// The cycle that runs, in the zone of its account. Every boundary counts from the anchor (R2.2).
class billing_cycle {
 public:
  billing_cycle() = default;

  // The cycle that runs at `t`, from there on: of an anchor that is given, shortened where `t` is no boundary
  // (R2.2); without one `t` is the anchor.
  static billing_cycle from(instant t, std::optional<instant> anchor, const span_of_time& every,
                            const zone_table& zone);
  // A trial from `t` on; its end is the anchor of what follows (R8.1).
  static billing_cycle trial(instant t, const span_of_time& length, const span_of_time& every,
                             const zone_table& zone);

  const cycle_period& now() const { return now_; }

  // Goes on to the next cycle.
  void turn(const zone_table& zone);
  // Goes on to the cycle that runs at `t`.
  void turn_until(instant t, const zone_table& zone);
  // From its end on, cycles have another length. The anchor stays where that end is a boundary of the new
  // length, too; else the end becomes the anchor.
  void change_length(const span_of_time& every, const zone_table& zone);

  // Where the cycle would end if it had that length.
  instant end_with(const span_of_time& every, const zone_table& zone) const;

  // The month that holds `t`, counted from the anchor and cut by the cycle (R2.6, R8.8).
  cycle_period month_at(instant t, const zone_table& zone) const;

  // Whether it is longer than a month (R2.6).
  bool is_longer_than_a_month() const;

  // How much of `period` is left at `t` (R8.7).
  static cycle_part left_of(const cycle_period& period, instant t, proration base, const zone_table& zone);

  // Hands all fields to `archive`, for a digest of the state.
  template <class Archive>
  void each_field(Archive& archive) const {
    archive(anchor_, every_, next_, now_.begin, now_.end, now_.whole_begin);
  }

  // Lists what is kept of it in a checkpoint, to be written and to be read.
  template <class Archive, class Self>
  static void kept_fields(Archive& archive, Self& self) {
    archive(self.anchor_, self.every_, self.next_, self.now_);
  }

 private:
  instant anchor_;
  span_of_time every_ = calendar_span{1, calendar_unit::months};
  std::int32_t next_ = 1;  // the number of the boundary at which it ends
  cycle_period now_;
};

}  // namespace drawdown
