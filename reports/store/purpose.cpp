#include "reports/store/purpose.hpp"

#include <array>

#include <fmt/format.h>

namespace drawdown::reports {

namespace {

constexpr std::array purposes = {payment_for::top_up,  payment_for::recharge,    payment_for::subscription,
                                 payment_for::renewal, payment_for::plan_change, payment_for::units,
                                 payment_for::user,    payment_for::overage};

std::string_view words_for(payment_for what) {
  switch (what) {
    case payment_for::top_up:
      return "top-up of";
    case payment_for::recharge:
      return "auto-recharge of";
    case payment_for::subscription:
      return "first payment of";
    case payment_for::renewal:
      return "renewal of";
    case payment_for::plan_change:
      return "change of plan for";
    case payment_for::units:
      return "add-on units for";
    case payment_for::user:
      return "user for";
    case payment_for::overage:
      return "usage beyond the credit for";
  }
  throw defect("payment_text: a payment for nothing");
}

}  // namespace

payment_for purpose_named(std::string_view word) {
  for (const payment_for each : purposes)
    if (name_of(each) == word) return each;
  return payment_for::top_up;
}

std::string payment_text(payment_for what, money amount, currency unit) {
  const std::string price = amount.is_zero() ? "a price that was not told" : to_string(amount, unit);
  return fmt::format("{} {}", words_for(what), price);
}

}  // namespace drawdown::reports
