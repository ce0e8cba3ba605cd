#include "engine/ledger/chart.hpp"

#include "engine/units/words.hpp"

namespace drawdown::ledger {

namespace {

constexpr word_table<ledger_account, ledger_accounts> names{
    {"customer:free", "customer:plan", "customer:addon", "customer:adjustment", "customer:paid",
     "customer:debt", "issued:free", "issued:plan", "issued:addon", "issued:adjustment", "issued:paid",
     "used", "expired", "revoked", "debt_dropped", "charged_back", "overage"}};

ledger_account shifted(ledger_account first, lot_kind kind) {
  return static_cast<ledger_account>(static_cast<unsigned>(first) + static_cast<unsigned>(kind));
}

}  // namespace

std::string_view name_of(ledger_account account) {
  return names.of(account);
}

ledger_account customer_of(lot_kind kind) {
  return shifted(ledger_account::customer_free, kind);
}

ledger_account issued_of(lot_kind kind) {
  return shifted(ledger_account::issued_free, kind);
}

}  // namespace drawdown::ledger
