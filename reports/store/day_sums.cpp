#include "reports/store/day_sums.hpp"

#include <optional>
#include <utility>

#include "engine/ledger/chart.hpp"
#include "engine/time/text.hpp"
#include "engine/world/event_kind.hpp"
#include "engine/world/money_account.hpp"
#include "reports/store/optional_values.hpp"

namespace drawdown::reports {

namespace {

constexpr std::int64_t day_us = duration::days(1).us();

std::int64_t day_number(instant at) {
  const std::int64_t number = at.us() / day_us;
  return at.us() % day_us < 0 ? number - 1 : number;
}

// `2026-03-01`.
std::string day_text(std::int64_t number) {
  return to_string(instant::from_us(number * day_us)).substr(0, std::string_view("2026-03-01").size());
}

std::optional<std::string_view> unless_empty(std::string_view text) {
  return unless(std::string_view(), text);
}

bool is_decline(const event_columns& row) {
  return row.answer == "declined" && row.effect == "failed";
}

// The money of the payment that an event names; none where nobody told it.
int128 price_of(const account_history& history, const event_columns& row) {
  const payment_record* payment = row.payment ? history.payments().find(*row.payment) : nullptr;
  return payment == nullptr ? 0 : payment->amount.minor();
}

}  // namespace

day_sums::day& day_sums::day_of(instant at) {
  const std::int64_t number = day_number(at);
  if (last_ == nullptr || last_begins_ != number) {
    last_ = &days_[number];
    last_begins_ = number;
  }
  return *last_;
}

void day_sums::see(const account_history& history, const event& next, const event_columns& row) {
  day& today = day_of(next.at);
  constexpr std::string_view nothing;
  wide_sums<sums_of_events>& sums = today.events[{.kind = kind_of(next),
                                                  .step = row.step.value_or(nothing),
                                                  .outcome = row.result.value_or(nothing),
                                                  .purpose = row.purpose.value_or(nothing),
                                                  .answer = row.answer.value_or(nothing),
                                                  .effect = row.effect.value_or(nothing),
                                                  .gateway = row.gateway ? *row.gateway : event_key::none,
                                                  .reason = row.reason.value_or("")}];
  ++sums[sum::count];
  if (std::holds_alternative<charge_event>(next.body) && row.attempt == 1U) ++sums[sum::first_attempts];
  sums[sum::amount_micro] += row.amount.value_or(credits{}).micro();
  sums[sum::change_micro] += row.change.micro();
  sums[sum::forgiven_micro] += row.forgiven.value_or(credits{}).micro();
  sums[sum::invoiced_micro] += row.invoiced.value_or(credits{}).micro();
  sums[sum::moved_minor] += row.moved.value_or(money{}).minor();
  if (is_decline(row)) sums[sum::declined_minor] += price_of(history, row);
  for (const lot_movement& moved : history.movements()) {
    const auto kind = static_cast<std::size_t>(history.kind_of(moved.lot));
    movement_sums& of = today.lots[kind][static_cast<std::size_t>(moved.what)];
    ++of.times;
    of.moved[0] += moved.left.micro();
    of.moved[1] += moved.held.micro();
  }
  for (const debt_movement& moved : history.debt_movements()) {
    movement_sums& of = today.debts.at(static_cast<std::size_t>(moved.what));
    ++of.times;
    of.moved[0] += moved.change.micro();
  }
}

void day_sums::post(instant at, std::span<const ledger::posting> lines) {
  if (lines.empty()) return;
  day& today = day_of(at);
  for (const ledger::posting& line : lines)
    today.credit[static_cast<std::size_t>(line.account)] += line.amount.micro();
}

void day_sums::post(instant at, const ledger::money_entry& lines) {
  if (lines.empty()) return;
  day& today = day_of(at);
  for (const ledger::money_posting& line : lines)
    today.money[static_cast<std::size_t>(line.account)] += line.amount.minor();
}

void day_sums::post(const ledger::closing_entry& closing) {
  post(closing.at + duration::from_us(-1), closing.lines);
}

void day_sums::write(sql::session& session, currency unit) const {
  sql::statement event(session, sql::insert_into("day_events", 18));
  sql::statement movement(session, sql::insert_into("day_movements", 7));
  sql::statement posting(session, sql::insert_into("day_postings", 5));
  std::uint64_t event_rows = 0;
  std::uint64_t movement_rows = 0;
  std::uint64_t posting_rows = 0;
  for (const auto& [number, today] : days_) {
    const std::string text = day_text(number);
    for (const auto& [key, sums] : today.events)
      in_rows<sums_of_events>(sums, [&, &k = key](const auto& row) {
        event.run(++event_rows, text, k.kind, unless_empty(k.step), unless_empty(k.outcome),
                  unless_empty(k.purpose), unless(event_key::none, k.gateway), unless_empty(k.answer),
                  unless_empty(k.effect), unless_empty(k.reason), row[sum::count], row[sum::first_attempts],
                  row[sum::amount_micro], row[sum::change_micro], row[sum::forgiven_micro],
                  row[sum::invoiced_micro], row[sum::moved_minor], row[sum::declined_minor]);
      });
    const auto write_movements = [&](std::string_view kind, std::string_view what, const movement_sums& of) {
      if (of.times == 0) return;
      std::uint64_t times = of.times;
      in_rows<2>(of.moved, [&](const auto& row) {
        movement.run(++movement_rows, text, kind, what, std::exchange(times, 0), row[0], row[1]);
      });
    };
    for (std::size_t kind = 0; kind < lot_kinds; ++kind)
      for (std::size_t what = 0; what < movements; ++what)
        write_movements(drawdown::name_of(static_cast<lot_kind>(kind)),
                        reports::name_of(static_cast<reports::movement>(what)), today.lots[kind][what]);
    for (std::size_t what = 0; what < today.debts.size(); ++what)
      write_movements("debt", reports::name_of(static_cast<debt_movement::how>(what)), today.debts.at(what));
    const auto write_posting = [&](std::string_view account, std::string_view commodity, int128 amount) {
      if (amount == 0) return;
      in_rows<1>({amount},
                 [&](const auto& row) { posting.run(++posting_rows, text, account, commodity, row[0]); });
    };
    for (std::size_t i = 0; i < today.credit.size(); ++i)
      write_posting(ledger::name_of(static_cast<ledger::ledger_account>(i)), "credits", today.credit[i]);
    for (std::size_t i = 0; i < today.money.size(); ++i)
      write_posting(drawdown::name_of(static_cast<money_account>(i)), unit.code(), today.money[i]);
  }
}

}  // namespace drawdown::reports
