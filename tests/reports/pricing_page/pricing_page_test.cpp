#include "reports/pricing_page/pricing_page.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "engine/time/text.hpp"
#include "reports/pricing/amounts.hpp"
#include "tests/reports/html/page.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::reports::pricing;
using namespace drawdown::test;
using nlohmann::json;

namespace {

instant when(const std::string& text) {
  return parse_instant(text, zone_table{}).value();
}

// Who used so many credits in two months and paid so many minor units in the first, a third of which is owed
// at the end.
customer_totals who(std::int64_t used, std::int64_t paid) {
  customer_totals made;
  made.events = 3;
  made.began = when("2026-01-05");
  made.used = int128{used} * 1'000'000;
  made.subscription = subscription_state::active;
  made.money[static_cast<std::size_t>(money_account::usage_revenue)] = -(paid - paid / 3);
  made.money[static_cast<std::size_t>(money_account::deferred)] = -(paid / 3);
  ledger::month_close january{.begins = when("2026-01-01")};
  january.added = january.received = paid;
  january.used = paid / 3;
  january.closing = paid - paid / 3;
  ledger::month_close february{.begins = when("2026-02-01")};
  february.opening = january.closing;
  february.used = january.closing - paid / 3;
  february.closing = paid / 3;
  made.months = {january, february};
  return made;
}

std::vector<customer_totals> customers(std::int64_t percent) {
  std::vector<customer_totals> all;
  for (std::int64_t i = 1; i <= 20; ++i)
    all.push_back(who(i * 1000, (i % 4 == 0 ? 100 : percent) * i * 1234));
  all[4].began = when("2026-02-03");
  if (percent != 100) all[4].subscription = subscription_state::ended;
  return all;
}

pricing_report sample(std::size_t seeds = 3) {
  std::vector<std::vector<customer_totals>> before, after;
  for (std::size_t n = 0; n < seeds; ++n) {
    before.push_back(customers(100));
    after.push_back(customers(120 + static_cast<std::int64_t>(n)));
  }
  pricing_report made;
  made.name = "shops";
  made.months = 2;
  made.start = when("2026-01-01");
  made.end = when("2026-02-28T23:59:59Z");
  for (std::size_t n = 0; n < seeds; ++n) made.seeds.push_back(7 + n);
  made.verification = "full";
  made.events = 12345;
  made.unit = currency::of("EUR").value();
  made.before = {"now.yaml", "prices of now", "default", {}, {{"people.yaml", "aa"}, {"now.yaml", "bb"}}, {}};
  made.after = {"next.yaml",
                "prices to come",
                "orb",
                {{"trigger", "below", "assumed"}},
                {{"people.yaml", "aa"}, {"next.yaml", "cc"}},
                {}};
  made.before.months = months_of(before.front());
  made.after.months = months_of(after.front());
  for (std::size_t i = 0; i < before.front().size(); ++i) {
    made.customers.push_back(fmt::format("shop-{}", i + 1));
    made.kinds.emplace_back("small");
  }
  made.most = 5;
  made.compared = compare(before, after);
  return made;
}

pricing_report quarter() {
  pricing_report made = sample(1);
  made.from = customers_from::scenario;
  made.before.file = "";
  return made;
}

std::string page_of(const pricing_report& of) {
  return pricing_page(of, {.program_version = "1.2.3", .folder = "study"});
}

std::string told(const json& minor, unit of) {
  return value_text(int128{minor.get<std::int64_t>()}, of, currency::of("EUR").value(), ',');
}

}  // namespace

TEST_CASE("every figure on the page is that of comparison.json") {
  const pricing_report of = sample();
  const std::string page = page_of(of);
  const json all = json::parse(pricing_json(of));
  std::size_t row = 0;
  const std::string table = table_in(page, "figures");
  for (const compared_figure& one : of.compared.figures) {
    const json& figure = all["figures"][std::string(name_of(one.of))];
    std::string title(title_of(one.of));
    title[0] = static_cast<char>(title[0] - 'a' + 'A');
    INFO(title);
    const unit in = unit_of(one.of);
    CHECK(cell_in(page, "figures", title, 2) == told(figure["baseline"]["mean"], in));
    CHECK(cell_in(page, "figures", title, 3) == told(figure["candidate"]["mean"], in));
    CHECK(cell_in(page, "figures", title, 6) == told(figure["difference"]["margin"], in));
    ++row;
  }
  CHECK(row == figures_compared);
  CHECK(contains(page, "Under the candidate customers pay"));
  CHECK(contains(page, in_words(of, ',')));
}

TEST_CASE("tiles have both values, the difference and its interval") {
  const std::string page = page_of(sample());
  // 20 customers pay 1234 cents for each of 1 to 20; under the candidate all but every fourth 20 % to 22 %
  // more.
  const std::string received = between(page, "id=\"tile-received\"", "</div>");
  CHECK(contains(received, "<dt>baseline</dt><dd>259,140.00</dd>"));
  CHECK(contains(received, "298,011.00<small> EUR<"));
  CHECK(contains(received, "<dt>difference</dt><dd>+38,871.00 ("));
  CHECK(contains(received, "<dt>95 %</dt><dd>+"));
  for (const char* tile : {"revenue", "deferred", "breakage", "gateway_fees", "blocked", "recharges"})
    CHECK(contains(page, fmt::format("id=\"tile-{}\"", tile)));
}

TEST_CASE("bands, tenths, cohorts and months add up to all customers") {
  const pricing_report of = sample();
  const std::string page = page_of(of);
  const json all = json::parse(pricing_json(of));
  CHECK(cell_in(page, "impact", "All customers", 1) == "20");
  CHECK(cell_in(page, "impact", "stays, or rises by less than 1 %", 1) == "5");
  CHECK(cell_in(page, "impact", "rises by 20 to 50 %", 1) == "15");
  CHECK(cell_in(page, "cohorts", "2026-01", 1) == "19");
  CHECK(cell_in(page, "cohorts", "2026-02", 1) == "1");
  CHECK(cell_in(page, "cohorts", "2026-02", 6) == "1");
  CHECK(cell_in(page, "cohorts", "2026-02", 7) == "0");
  CHECK(cell_in(page, "cohorts", "All customers", 7) == "19");
  CHECK(all["cohorts"][1]["began"] == "2026-02");
  CHECK(cell_in(page, "cohorts", "2026-02", 2) == told(all["cohorts"][1]["bill_before"], unit::money));
  CHECK(cell_in(page, "usage", "10", 4) == told(all["usage"][9]["bill_before"], unit::money));
  for (const char* list : {"baseline", "candidate"}) {
    const json& months = all[list]["months"];
    const std::string table = fmt::format("roll-forward-{}", list);
    CHECK(cell_in(page, table, "2026-02", 1) == told(months[1]["opening"], unit::money));
    CHECK(cell_in(page, table, "2026-02", 8) == told(months[1]["closing"], unit::money));
    CHECK(cell_in(page, table, "2026-02", 9) == "yes");
  }
  CHECK(cell_in(page, "received", "All months", 2) ==
        told(all["candidate"]["months"][0]["received"], unit::money));
  CHECK(cell_in(page, "deferred", "2026-01", 1) ==
        told(all["baseline"]["months"][0]["closing"], unit::money));
  CHECK_FALSE(contains(table_in(page, "deferred"), "All months"));
}

TEST_CASE("who pays more and less is named, with the command that shows the bill") {
  const std::string page = page_of(sample());
  CHECK(cell_in(page, "losers", "shop-19", 5) == "+4,689.20");
  CHECK(cell_in(page, "losers", "shop-19", 8) == "drawdown history study/candidate --account shop-19");
  CHECK(contains(page, "Nobody&#39;s."));  // pays less
}

TEST_CASE("what was assumed and read is told, of which list") {
  const std::string page = page_of(sample());
  CHECK(cell_in(page, "inputs", "people.yaml", 2) == "both");
  CHECK(cell_in(page, "inputs", "now.yaml", 2) == "baseline");
  CHECK(cell_in(page, "inputs", "next.yaml", 1) == "cc");
  CHECK(cell_in(page, "assumed", "trigger", 2) == "candidate");
  CHECK(cell_in(page, "lists", "candidate", 3) == "orb");
  CHECK(cell_in(page, "facts", "Seeds", 1) == "7, 8, 9");
}

TEST_CASE("what happened has no interval, and the page says so") {
  const std::string page = page_of(quarter());
  CHECK(contains(between(page, "id=\"tile-revenue\"", "</div>"), "<dd>none: one draw</dd>"));
  CHECK(contains(between(page, "id=\"in-words\"", "</p>"), "there is no interval"));
  CHECK_FALSE(contains(page, "Beyond chance"));
  CHECK(cell_in(page, "lists", "baseline", 1) == "the scenario&#39;s own catalog, prices of now");
  CHECK_FALSE(contains(table_in(page, "facts"), ">Months<"));
}

TEST_CASE("hostile names stay text on the page of a comparison") {
  const std::string name = "</script><img src=x onerror=alert(1)>\"'\u202E" + std::string(3'000, 'x');
  pricing_report of = sample();
  of.name = of.before.file = of.after.title = of.after.rules = name;
  of.after.assumed = {{name, name, "assumed"}};
  of.after.inputs = {{name, name}};
  for (std::string& each : of.customers) each = name;
  for (std::string& each : of.kinds) each = name;
  const std::string page = pricing_page(of, {.program_version = name, .folder = name});
  CHECK_FALSE(contains(page, "<img"));
  CHECK_FALSE(contains(page, "\u202E"));
  CHECK(contains(page, "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;\\u202e"));
  std::size_t scripts = 0;
  for (std::size_t at = page.find("</script"); at != std::string::npos; at = page.find("</script", at + 1))
    ++scripts;
  CHECK(scripts == 4);  // three that are built in, and the data
  CHECK_FALSE(contains(page, " style=\""));
  CHECK_FALSE(contains(page, " onclick="));
}

TEST_CASE("the page of a comparison is the same each time, and allows nothing but its own scripts") {
  const std::string page = page_of(sample());
  CHECK(page == page_of(sample()));
  const std::string policy = between(page, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
  CHECK(policy.starts_with("default-src &#39;none&#39;; style-src &#39;sha256-"));
  CHECK_FALSE(contains(policy, "unsafe"));
  CHECK_FALSE(contains(policy, "http"));
}

TEST_CASE("nobody at all can be compared") {
  pricing_report of = quarter();
  of.customers.clear();
  of.kinds.clear();
  of.before.months.clear();
  of.after.months.clear();
  const std::vector<std::vector<customer_totals>> none(1);
  of.compared = compare(none, none);
  CHECK(contains(page_of(of), "0 of 0 customers are worse off"));
}
