#include "reports/statement/transcript.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "engine/world/outcome.hpp"
#include "reports/statement/text.hpp"
#include "reports/store/reader.hpp"

namespace drawdown::reports {

namespace {

constexpr std::size_t widest_name = 24;

// `free 0, plan 926.5`: by kind, those with none left out.
std::string kinds_of(const figures& account) {
  std::string text;
  for (std::size_t i = 0; i < lot_kinds; ++i)
    if (!account.left[i].is_zero())
      text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name_of(static_cast<lot_kind>(i)),
                          to_string(account.left[i]));
  return text.empty() ? "nothing left" : text;
}

// ` (lot 1: 100, lot 2: 30)`: what a debit took from which lot (R3.4).
std::string slices_of(const event_row& event) {
  std::string text;
  for (const slice& taken : event.slices)
    text += fmt::format("{}lot {}: {}", text.empty() ? " (" : ", ", taken.lot, to_string(taken.amount));
  return text.empty() ? text : text + ")";
}

std::string lot_of(const event_row& event, currency unit) {
  const event_lot& lot = *event.lot;
  std::string text = fmt::format(": lot {}, {} credits, {}, priority {}", lot.lot, to_string(*event.amount),
                                 lot.kind, lot.priority);
  if (lot.effective != event.at) text += fmt::format(", effective {}", to_string(lot.effective));
  if (!lot.expires.is_never()) text += fmt::format(", expires {}", to_string(lot.expires));
  if (!lot.cost.is_zero()) text += fmt::format(", cost {}", to_string(lot.cost, unit));
  return text;
}

std::string payment_of(const event_row& event) {
  std::string text =
      fmt::format(": payment {}, attempt {}", event.payment->payment, event.attempt.value_or(0));
  if (event.kind == "charge")
    return text + fmt::format(", brings {} credits", to_string(event.payment->brings));
  const bool by_hand = event.heard_as == "by_hand";
  return text + fmt::format(", {} {}", by_hand ? "notice by hand" : event.heard_as.value_or(""),
                            event.answer.value_or(""));
}

std::string figures_of(const event_row& event) {
  const figures_event& seen = *event.figures;
  std::string text = fmt::format(": {}", kinds_of(seen.account));
  if (event.agent) text += fmt::format(", {} spent {}", *event.agent, to_string(seen.agent_spent));
  return text;
}

std::string details_of(const event_row& event, currency unit) {
  if (event.figures) return figures_of(event);
  if (event.kind == "charged")
    return fmt::format(": {} credits{}", to_string(*event.amount), slices_of(event));
  if (event.kind == "refused" && event.amount && !event.amount->is_zero())
    return fmt::format(": {} credits", to_string(*event.amount));
  if (event.kind == "repeated")
    return fmt::format(": key {}, first outcome {}", event.key.value_or(""), event.outcome.value_or(""));
  if (event.kind == "expired")
    return fmt::format(": lot {}, {} credits", event.lot->lot, to_string(*event.amount));
  if (event.lot && event.amount) return lot_of(event, unit);
  if (event.payment && event.attempt) return payment_of(event);
  return "";
}

// What stands at the end of the run, one line per account and payment.
std::string endings_of(const std::vector<account_row>& accounts, const std::vector<payment_row>& in_flight,
                       currency unit) {
  std::string text;
  for (const account_row& account : accounts)
    text += fmt::format("end  {}  balance {}: {}\n", clean(account.name), to_string(account.left.balance()),
                        kinds_of(account.left));
  for (const payment_row& payment : in_flight)
    text += fmt::format("end  {}  payment {} in flight: {} for {} credits, attempts {}\n",
                        clean(payment.account_name), payment.payment, to_string(payment.amount, unit),
                        to_string(payment.brings), payment.attempts);
  return text;
}

}  // namespace

std::string transcript_line(const event_row& event, currency unit) {
  return clean(
      fmt::format("{}{}, balance {}", event.description, details_of(event, unit), to_string(event.balance)));
}

result<std::string> transcript(const run_store& of) {
  const auto run = read_run(of);
  if (!run) return tl::unexpected<error>(run.error());
  const auto accounts = read_accounts(of);
  if (!accounts) return tl::unexpected<error>(accounts.error());
  const auto in_flight = read_payments_in_flight(of);
  if (!in_flight) return tl::unexpected<error>(in_flight.error());
  std::size_t name_width = 0;
  for (const account_row& account : *accounts)
    name_width = std::max(name_width, std::min(widest_name, display_width(clean(account.name))));
  std::string text;
  const auto shown = for_each_event(of, [&](const event_row& event) {
    text += fmt::format("{}  {}  {}\n", to_string(event.at),
                        filled_to(clean(event.account_name), name_width, side::left),
                        transcript_line(event, run->unit));
  });
  if (!shown) return tl::unexpected<error>(shown.error());
  return text + endings_of(*accounts, *in_flight, run->unit);
}

}  // namespace drawdown::reports
