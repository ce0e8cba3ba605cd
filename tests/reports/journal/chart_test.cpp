#include "reports/journal/chart.hpp"

#include <catch2/catch.hpp>

using namespace drawdown;
using namespace drawdown::reports;

TEST_CASE("Credit stands under `credits`, that of a customer lot by lot and hold by hold", "[R13.1]") {
  CHECK(plain_account({0, "customer:free", 3, 0}, false, "acme") == "credits:customer:acme:free:lot:3:open");
  CHECK(plain_account({0, "customer:free", 3, 7}, false, "acme") ==
        "credits:customer:acme:free:lot:3:hold:7");
  CHECK(plain_account({0, "customer:debt"}, false, "acme") == "credits:customer:acme:debt");
  CHECK(plain_account({0, "issued:paid"}, false, "a b") == "credits:issued:paid:a%20b");
  CHECK(plain_account({0, "debt_dropped"}, false, "acme") == "credits:debt_dropped:acme");
  CHECK(beancount_account({0, "customer:addon", 3, 7}, false, "a-b") ==
        "Equity:Credits:Customer:N-a-2Db:Addon:Lot:3:Hold:7");
  CHECK(beancount_account({0, "debt_dropped"}, false, "acme") == "Equity:Credits:Debt-Dropped:N-acme");
}

TEST_CASE("Money stands where a balance sheet and an income statement look for it", "[R13.1][R13.4]") {
  CHECK(plain_account({0, "gateways"}, true, "acme") == "assets:gateways:acme");
  CHECK(plain_account({0, "deferred_fees"}, true, "acme") == "liabilities:deferred_fees:acme");
  CHECK(plain_account({0, "revenue:usage"}, true, "acme") == "revenue:usage:acme");
  CHECK(plain_account({0, "breakage"}, true, "acme") == "revenue:breakage:acme");
  CHECK(plain_account({0, "chargeback_losses"}, true, "acme") == "expenses:chargeback_losses:acme");
  CHECK(plain_account({0, "something_new"}, true, "acme") == "equity:something_new:acme");
  CHECK(beancount_account({0, "gateways"}, true, "acme") == "Assets:Gateways:N-acme");
  CHECK(beancount_account({0, "revenue:usage"}, true, "acme") == "Income:Usage:N-acme");
  CHECK(beancount_account({0, "breakage"}, true, "acme") == "Income:Breakage:N-acme");
  CHECK(beancount_account({0, "deferred_fees"}, true, "acme") == "Liabilities:Deferred-Fees:N-acme");
}

TEST_CASE("Commodities are letters alone, and count the smallest unit", "[R1.1][R1.2]") {
  CHECK(commodity_name(false, currency::of("EUR").value()) == "MICROCREDIT");
  CHECK(commodity_name(true, currency::of("JPY").value()) == "JPYMINOR");
}
