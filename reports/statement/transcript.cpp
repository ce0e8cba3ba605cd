#include "reports/statement/transcript.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "engine/world/outcome.hpp"
#include "reports/statement/subscription_text.hpp"
#include "reports/statement/text.hpp"
#include "reports/store/kept.hpp"
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

// ` (lot 1: 100, lot 2: 30)`: what was taken or reserved of which lot (R3.4, R6.1).
std::string slices_of(const event_row& event, std::string_view movement) {
  std::string text;
  for (const movement_row& moved : event.movements) {
    if (moved.what != movement) continue;
    const credits amount = movement == "held" ? moved.held : -moved.left;
    text += fmt::format("{}lot {}: {}", text.empty() ? " (" : ", ", moved.lot, to_string(amount));
  }
  return text.empty() ? text : text + ")";
}

// `, given back lot 1: 18, expired lot 2: 2`: where the credit of a hold went (R3.7).
std::string released_of(const event_row& event) {
  std::string text;
  for (const movement_row& moved : event.movements) {
    if (moved.what != "released" && moved.what != "expired" && moved.what != "revoked") continue;
    text += fmt::format(", {} lot {}: {}", moved.what == "released" ? "given back" : moved.what, moved.lot,
                        to_string(-moved.held));
  }
  return text;
}

// What of a debit no credit paid (R4.5).
std::string unpaid_of(const event_row& event) {
  std::string text;
  if (event.debt_change > credits{} && event.debt)
    text += fmt::format(", {} as debt {}", to_string(event.debt_change), told(event.debt));
  if (event.forgiven) text += fmt::format(", {} forgiven", to_string(*event.forgiven));
  if (event.invoiced) text += fmt::format(", {} to be invoiced", to_string(*event.invoiced));
  return text;
}

// What recurred, or was carried over a reset (R3.9, R3.10).
std::string refill_of(const event_row& event) {
  credits expired;
  credits refilled;
  for (const movement_row& moved : event.movements)
    (moved.what == "expired" ? expired : refilled) += moved.left;
  return fmt::format(": lot {}, {} expired, {} refilled", told(event.lot).lot, to_string(-expired),
                     to_string(refilled));
}

// `, 40 less owed of debt 1`.
std::string debts_less(const event_row& event) {
  std::string text;
  for (const debt_row& moved : event.debts)
    if (moved.change < credits{})
      text += fmt::format(", {} less owed of debt {}", to_string(-moved.change), moved.debt);
  return text;
}

// What a refund gave back of which lot, and what of that did not stay there (R9.7).
std::string refund_of(const event_row& event) {
  std::string text = fmt::format(": {} credits", to_string(event.amount.value_or(credits{})));
  std::string rest;
  std::string_view between = " (";
  for (const movement_row& moved : event.movements) {
    if (moved.what != "refunded") {
      rest += fmt::format(", {} of lot {} {}", to_string(-moved.left), moved.lot,
                          moved.what == "used" ? "for debt" : moved.what);
      continue;
    }
    text += fmt::format("{}lot {}: {}", between, moved.lot, to_string(moved.left));
    between = ", ";
  }
  text += (between == " (" ? "" : ")") + rest + debts_less(event);
  return event.invoiced ? text + fmt::format(", {} not to be billed", to_string(-*event.invoiced)) : text;
}

// What was carried of a lot, and until when (R8.2).
std::string carry_of(const event_row& event) {
  std::string text = fmt::format(": lot {}, {} credits", told(event.lot).lot, to_string(*event.amount));
  for (const movement_row& moved : event.movements)
    if (moved.what != "carried")
      text +=
          fmt::format(", {} {}", to_string(moved.left < credits{} ? -moved.left : moved.left), moved.what);
  return event.until ? text + fmt::format(", until {}", to_string(*event.until)) : text;
}

std::string estimate_of(const event_row& event) {
  const estimate_event& said = told(event.estimate);
  std::string text = fmt::format(": {} credits, available {}, after it {}", to_string(said.total),
                                 to_string(said.available), to_string(said.after));
  if (!said.missing.is_zero()) text += fmt::format(", missing {}", to_string(said.missing));
  return said.brings.is_zero() ? text : text + fmt::format(", the top-up brings {}", to_string(said.brings));
}

// What is told of payments besides attempts and answers, and of subscriptions; empty where there is no more
// to say.
std::optional<std::string> billing_of(const event_row& event) {
  const std::string& kind = event.kind;
  if (event.estimate) return estimate_of(event);
  if (kind == "refunded") return refund_of(event);
  if (kind == "carried") return carry_of(event);
  if (kind == "payment_refunded")
    return fmt::format(": payment {}", told(event.payment).payment) + slices_of(event, "revoked");
  if (kind == "charged_back" || kind == "chargeback_won")
    return fmt::format(": payment {}", told(event.payment).payment) + slices_of(event, "revoked") +
           unpaid_of(event) + debts_less(event);
  if (kind.starts_with("invoice_"))
    return told(event.payment).brings.is_zero()
               ? fmt::format(": payment {}", told(event.payment).payment)
               : fmt::format(": payment {}, for {} credits", told(event.payment).payment,
                             to_string(told(event.payment).brings));
  if (kind == "overage_billed")
    return event.payment ? fmt::format(": payment {}", event.payment->payment) : std::string();
  if (kind == "quoted" && event.amount && !event.amount->is_zero())
    return fmt::format(": grants {} credits", to_string(*event.amount));
  if (!event.subscription) return std::nullopt;
  std::string text = event.payment ? fmt::format(": payment {}", event.payment->payment) : std::string();
  if (event.until) text += fmt::format("{} until {}", text.empty() ? ":" : ",", to_string(*event.until));
  return text;
}

std::string lot_of(const event_row& event, currency unit) {
  const event_lot& lot = told(event.lot);
  std::string text = fmt::format(": lot {}, {} credits, {}, priority {}", lot.lot, to_string(*event.amount),
                                 lot.kind, lot.priority);
  if (lot.effective != event.at) text += fmt::format(", effective {}", to_string(lot.effective));
  // A lot that is carried later expires later than it did when it was granted.
  if (event.until) text += fmt::format(", expires {}", to_string(*event.until));
  if (!lot.cost.is_zero()) text += fmt::format(", cost {}", to_string(lot.cost, unit));
  return text;
}

std::string payment_of(const event_row& event) {
  std::string text =
      fmt::format(": payment {}, attempt {}", told(event.payment).payment, event.attempt.value_or(0));
  if (event.kind == "charge")
    return told(event.payment).brings.is_zero()
               ? text
               : text + fmt::format(", brings {} credits", to_string(told(event.payment).brings));
  const bool by_hand = event.heard_as == "by_hand";
  return text + fmt::format(", {} {}", by_hand ? "notice by hand" : event.heard_as.value_or(""),
                            event.answer.value_or(""));
}

// The subscription and the suspension, where there is any.
std::string standing_of(const figures_event& seen) {
  std::string text;
  const subscription_figures& now = seen.subscription;
  if (now.state != subscription_state::none) text += fmt::format(", subscription {}", name_of(now.state));
  if (!now.renews.is_never())
    text += fmt::format(", {} {}", now.cancels ? "ends" : "renews", to_string(now.renews));
  return seen.suspended ? text + ", suspended" : text;
}

// The figures after the event stand behind it, as behind every other.
std::string figures_of(const event_row& event) {
  const figures_event& seen = told(event.figures);
  std::string text = fmt::format(": {}", kinds_of(seen.account)) + standing_of(seen);
  if (!seen.account.invoiced.is_zero())
    text += fmt::format(", invoiced {}", to_string(seen.account.invoiced));
  if (!event.agent) return text;
  text += fmt::format(", {} spent {}", told(event.agent), to_string(seen.agent_spent));
  if (!seen.agent_held.is_zero())
    text += fmt::format(", {} holds {}", told(event.agent), to_string(seen.agent_held));
  return text;
}

// Of an event that says how much credit it is about.
std::string amount_of(const event_row& event) {
  return fmt::format(": {} credits", to_string(event.amount.value_or(credits{})));
}

// The figures of what is neither a lot granted nor a payment.
std::optional<std::string> movement_of(const event_row& event) {
  const std::string& kind = event.kind;
  if (kind == "charged" || kind == "adjusted")
    return amount_of(event) + slices_of(event, "used") + unpaid_of(event);
  if (kind == "held")
    return fmt::format("{}{}, until {}", amount_of(event), slices_of(event, "held"), to_string(*event.until));
  if (kind == "captured") return amount_of(event) + slices_of(event, "used") + released_of(event);
  if (kind == "released" || kind == "ran_out") return amount_of(event) + released_of(event);
  if (kind == "debt_paid")
    return fmt::format(": debt {}, {} credits{}", told(event.debt), to_string(*event.amount),
                       slices_of(event, "used"));
  if (kind == "expired" || kind == "revoked")
    return fmt::format(": lot {}, {} credits", told(event.lot).lot, to_string(*event.amount));
  if (kind == "recurred" || kind == "reset") return refill_of(event);
  if (kind == "debt_dropped") return amount_of(event);
  if (kind == "low_balance") return fmt::format(": {} available", to_string(*event.amount));
  if (kind == "repeated")
    return fmt::format(": key {}, first outcome {}", event.key.value_or(""), event.outcome.value_or(""));
  const bool was_refused = event.entry == "refused";
  if (was_refused && event.amount && !event.amount->is_zero()) return amount_of(event);
  return std::nullopt;
}

// What was billed with a payment that failed for good, and is to be billed again (R4.5).
std::string unbilled_of(const event_row& event) {
  const bool is_told = event.kind == "charged" || event.kind == "refunded" || event.kind == "overage_billed";
  if (!event.invoiced || is_told) return "";
  return fmt::format(", {} credits of usage to be billed again", to_string(*event.invoiced));
}

std::string details_of(const event_row& event, currency unit) {
  if (event.figures) return figures_of(event);
  if (const auto text = movement_of(event)) return *text;
  if (const auto text = billing_of(event)) return *text;
  if (event.lot && event.amount) return lot_of(event, unit);
  if (event.payment && event.attempt) return payment_of(event);
  return "";
}

// `, balance 60, held 60, debt 5`: the figures after it, those of zero left out but for the balance.
std::string figures_after(const event_row& event) {
  std::string text = fmt::format(", balance {}", to_string(event.balance));
  if (!event.held.is_zero()) text += fmt::format(", held {}", to_string(event.held));
  if (!event.owed.is_zero()) text += fmt::format(", debt {}", to_string(event.owed));
  return text;
}

// The same of an account as it stands.
std::string held_and_owed(const figures& account) {
  std::string text;
  if (!account.held.is_zero()) text += fmt::format(", held {}", to_string(account.held));
  if (!account.debt.is_zero()) text += fmt::format(", debt {}", to_string(account.debt));
  if (!account.invoiced.is_zero()) text += fmt::format(", invoiced {}", to_string(account.invoiced));
  return text;
}

std::string ending_of(const payment_row& payment, currency unit) {
  const std::string brings =
      payment.brings.is_zero() ? "" : fmt::format(" for {} credits", to_string(payment.brings));
  return fmt::format("end  {}  payment {} in flight: {}{}, attempts {}\n", clean(payment.account_name),
                     payment.payment, to_string(payment.amount, unit), brings, payment.attempts);
}

// What stands at the end of the run, one line per account, subscription, payment and invoice.
std::string endings_of(const std::vector<account_row>& accounts, const std::vector<payment_row>& in_flight,
                       const std::vector<invoice_row>& invoices, currency unit) {
  std::string text;
  for (const account_row& account : accounts) {
    text += fmt::format("end  {}  balance {}: {}{}{}\n", clean(account.name),
                        to_string(account.left.balance()), kinds_of(account.left),
                        held_and_owed(account.left), account.suspended ? ", suspended" : "");
    if (account.subscription)
      text += fmt::format("end  {}  {}\n", clean(account.name),
                          subscription_text(*account.subscription, [](instant at) { return to_string(at); }));
  }
  for (const payment_row& payment : in_flight)
    if (!payment.by_invoice) text += ending_of(payment, unit);
  for (const invoice_row& invoice : invoices)
    text +=
        fmt::format("end  {}  invoice of payment {} {}: {} of {} open, due {}\n", clean(invoice.account_name),
                    invoice.payment, invoice.state, to_string(invoice.open, unit),
                    to_string(invoice.amount, unit), to_string(invoice.due));
  return text;
}

}  // namespace

std::string transcript_line(const event_row& event, currency unit) {
  return clean(fmt::format("{}{}{}", event.description, details_of(event, unit) + unbilled_of(event),
                           figures_after(event)));
}

result<std::string> transcript(const run_store& of) {
  const auto run = read_run(of);
  if (!run) return tl::unexpected<error>(run.error());
  const auto accounts = read_accounts(of);
  if (!accounts) return tl::unexpected<error>(accounts.error());
  const auto in_flight = read_payments_in_flight(of);
  if (!in_flight) return tl::unexpected<error>(in_flight.error());
  const auto invoices = read_open_invoices(of);
  if (!invoices) return tl::unexpected<error>(invoices.error());
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
  if (const std::string note = kept_note(*run); !note.empty()) text += fmt::format("end  {}\n", note);
  return text + endings_of(*accounts, *in_flight, *invoices, run->unit);
}

}  // namespace drawdown::reports
