#include "engine/world/event_kind.hpp"

#include <array>

namespace drawdown {
namespace {

constexpr std::array<std::string_view, 19> kinds = {
    "charged",           // usage was charged (R4.1)
    "refused",           // usage, a grant or a change was refused (R4.7)
    "repeated",          // usage or a command came again under its key (R4.3)
    "granted",           // a lot was booked (R3.1)
    "scheduled",         // a lot was accepted for later (R3.5)
    "expired",           // a lot reached its end (R3.6)
    "changed",           // settings of the account or an agent were changed
    "top_up_requested",  // R9.1
    "top_up_refused",    // R9.1
    "charge",            // an attempt at a payment was sent to a gateway (R10.1)
    "answered",          // its answer came, the outcome comes with a notice
    "timed_out",         // no answer came in time; the outcome is awaited
    "credited",          // a notice of success brought its credit (R9.4)
    "already_credited",  // a further success of a payment brought nothing (R9.4)
    "declined",          // an attempt is known to have failed
    "notice_ignored",    // a notice changed nothing, or is of a payment that never was (R9.4)
    "recharge_failed",   // R10.4
    "recharge_off",      // auto-recharge was switched off after its last retry (R10.4)
    "looked_at",         // an expectation was answered
};

std::string_view kind(const usage_event& body) {
  if (body.repeated) return "repeated";
  return is_refusal(body.result) ? "refused" : "charged";
}

std::string_view kind(const lot_event& body) {
  return body.result == outcome::scheduled ? "scheduled" : "granted";
}

std::string_view kind(const lot_end_event&) {
  return "expired";
}

std::string_view kind(const command_event& body) {
  if (body.repeated) return "repeated";
  if (body.of == command_event::what::top_up)
    return is_refusal(body.result) ? "top_up_refused" : "top_up_requested";
  return is_refusal(body.result) ? "refused" : "changed";
}

std::string_view kind(const charge_event&) {
  return "charge";
}

std::string_view kind(const heard_event& body) {
  switch (body.effect) {
    case notice_effect::awaiting:
      return body.answer == payment_answer::timed_out ? "timed_out" : "answered";
    case notice_effect::credited:
      return "credited";
    case notice_effect::failed:
      return "declined";
    case notice_effect::already_credited:
      return "already_credited";
    case notice_effect::ignored:
    case notice_effect::unknown_payment:
      return "notice_ignored";
  }
  throw defect("kind_of: an effect of a notice that is none");
}

std::string_view kind(const recharge_failed_event&) {
  return "recharge_failed";
}
std::string_view kind(const recharge_off_event&) {
  return "recharge_off";
}
std::string_view kind(const figures_event&) {
  return "looked_at";
}

}  // namespace

std::string_view kind_of(const event& what) {
  return std::visit([](const auto& body) { return kind(body); }, what.body);
}

std::span<const std::string_view> event_kinds() {
  return kinds;
}

}  // namespace drawdown
