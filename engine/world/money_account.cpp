#include "engine/world/money_account.hpp"

#include "engine/units/words.hpp"

namespace drawdown {
namespace {

constexpr word_table<money_account, money_accounts> money_names{
    {"gateways", "cash", "paid_elsewhere", "receivables", "unsettled", "billed", "deferred", "deferred_fees",
     "revenue:usage", "revenue:fees", "revenue:overage", "breakage", "refunds", "gateway_fees",
     "chargeback_losses"}};

}  // namespace

std::string_view name_of(money_account account) {
  return money_names.of(account);
}

}  // namespace drawdown
