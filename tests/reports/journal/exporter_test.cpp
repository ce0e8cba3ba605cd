#include "reports/journal/exporter.hpp"

#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/reports/rows.hpp"
#include "tests/reports/sample_run.hpp"
#include "tests/reports/studio_run.hpp"

using namespace drawdown;
using namespace drawdown::reports;
using namespace drawdown::test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

run_store with_facts(run_store store) {
  REQUIRE(store.write_facts(sample_facts()).has_value());
  return store;
}

// The files of an export, by name.
std::map<std::string, std::string> exported(const run_store& of, const export_wishes& wishes) {
  std::map<std::string, std::string> files;
  std::string* at = nullptr;
  const auto counts = export_journal(of, wishes,
                                     {[&](const std::string& name) -> result<void> {
                                        CHECK(!files.contains(name));
                                        at = &files[name];
                                        return {};
                                      },
                                      [&](std::string_view text) {
                                        *at += text;
                                        return true;
                                      },
                                      []() -> result<void> { return {}; }});
  REQUIRE(counts.has_value());
  CHECK(counts->files == files.size());
  return files;
}

std::string whole(const run_store& of, journal_kind to, bool credits = true, bool money = true) {
  const auto files = exported(of, {to, credits, money, 0});
  REQUIRE(files.size() == 1);
  return files.begin()->second;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// The table of closings, which a run has that earns over time.
void add_closing(const run_store& store, std::string_view at) {
  sql::session session(store.handle());
  session.run(
      "create table if not exists closings (account integer, closing integer, position integer, at_us "
      "integer, at text, "
      "what text, ledger_account text, amount integer)");
  sql::statement row(session, "insert into closings values (?, ?, ?, ?, ?, ?, ?, ?)");
  row.run(0, 900, 1, when(at).us(), at, "recognition", "deferred_fees", 25);
  row.run(0, 900, 2, when(at).us(), at, "recognition", "revenue:fees", -25);
  REQUIRE(session.status());
}

// Reads beancount as its manual has it, and holds every balance against the sum of what was booked before its
// day.
class beancount_reader {
 public:
  void read(const std::string& text) {
    for (const std::string& line : lines_of(text)) read_line(line);
    end_transaction();
    for (const auto& [date, account, commodity, amount] : balances_) {
      INFO(date << ' ' << account);
      std::int64_t sum = 0;
      for (const auto& [booked, value] : booked_[{account, commodity}])
        if (booked < date) sum += value;
      CHECK(sum == amount);
    }
  }
  std::size_t transactions = 0;
  std::size_t balances() const { return balances_.size(); }

 private:
  void read_line(const std::string& line) {
    static const std::string account =
        "((?:Assets|Liabilities|Equity|Income|Expenses)(?::[A-Z0-9][A-Za-z0-9-]*)+)";
    static const std::regex open("(\\d{4}-\\d\\d-\\d\\d) open " + account + " ([A-Z]{3,24})");
    static const std::regex balance("(\\d{4}-\\d\\d-\\d\\d) balance " + account + "  (-?\\d+) ([A-Z]{3,24})");
    static const std::regex head("(\\d{4}-\\d\\d-\\d\\d) \\* \"[^\"\\\\]*\" \"[^\"\\\\]*\"");
    static const std::regex posting("  " + account + "  (-?\\d+) ([A-Z]{3,24})");
    static const std::regex remark("  [a-z]+: \"[^\"\\\\]*\"|;.*|option \"title\" \"[^\"\\\\]*\"|");
    INFO(line);
    std::smatch found;
    if (std::regex_match(line, found, posting)) {
      REQUIRE(!date_.empty());
      CHECK(opened_.contains(found[1]));
      sums_[found[3]] += std::stoll(found[2]);
      booked_[{found[1], found[3]}].emplace_back(date_, std::stoll(found[2]));
      return;
    }
    if (std::regex_match(line, remark)) return;
    end_transaction();
    if (std::regex_match(line, found, open)) {
      CHECK(opened_.insert(found[2]).second);
      return;
    }
    if (std::regex_match(line, found, balance)) {
      balances_.emplace_back(found[1], found[2], found[4], std::stoll(found[3]));
      return;
    }
    REQUIRE(std::regex_match(line, found, head));
    date_ = found[1];
    ++transactions;
  }
  void end_transaction() {
    for (const auto& [commodity, sum] : sums_) CHECK(sum == 0);
    sums_.clear();
    date_.clear();
  }

  std::set<std::string> opened_;
  std::map<std::pair<std::string, std::string>, std::vector<std::pair<std::string, std::int64_t>>> booked_;
  std::vector<std::tuple<std::string, std::string, std::string, std::int64_t>> balances_;
  std::map<std::string, std::int64_t> sums_;
  std::string date_;
};

}  // namespace

TEST_CASE("Every line of a journal has its amount and what its account holds then", "[R13.1]") {
  const std::string text = whole(with_facts(hotel_store()), journal_kind::hledger);
  std::map<std::string, std::int64_t> holds;
  static const std::regex leg("    (\\S+)  (-?\\d+) ([A-Z]+) = (-?\\d+) ([A-Z]+)");
  std::size_t legs = 0;
  for (const std::string& line : lines_of(text)) {
    INFO(line);
    for (const char letter : line) CHECK((letter >= 0x20 && letter < 0x7F));
    if (!line.starts_with("    ") || line.starts_with("    ;")) continue;
    std::smatch found;
    REQUIRE(std::regex_match(line, found, leg));
    CHECK(found[3] == found[5]);
    holds[found[1]] += std::stoll(found[2]);
    CHECK(holds[found[1]] == std::stoll(found[4]));
    ++legs;
  }
  CHECK(legs > 20);
  CHECK_THAT(text, Contains(":hold:1  ") && Contains(" check\n") &&
                       Contains("\ncommodity 1000. MICROCREDIT\ncommodity 1000. "));
}

TEST_CASE("The last check says what the tables of the run say", "[R14.2]") {
  const run_store store = with_facts(hotel_store());
  const std::string text = whole(store, journal_kind::ledger);
  const std::string check = text.substr(text.rfind(" check\n"));
  for (const std::string& row : rows_of(store,
                                        "select a.name, l.kind, l.lot, l.left_micro - l.held_micro from lots "
                                        "l join accounts a using (account) "
                                        "where l.left_micro <> l.held_micro and l.state <> 'scheduled'")) {
    std::smatch found;
    REQUIRE(std::regex_match(row, found, std::regex("(.*)\\|(.*)\\|(.*)\\|(.*)")));
    CHECK_THAT(check, Contains(fmt::format(
                          "    credits:customer:{}:{}:lot:{}:open  0 MICROCREDIT = {} MICROCREDIT\n",
                          found[1].str(), found[2].str(), found[3].str(), found[4].str())));
  }
}

TEST_CASE("Files of a few entries begin with what there was, and dates never go back") {
  const run_store store = with_facts(studio_store());
  for (const journal_kind kind : {journal_kind::hledger, journal_kind::beancount}) {
    const auto files = exported(store, {kind, true, true, 3});
    CHECK(files.size() > 4);
    std::string last;
    for (const auto& [name, text] : files) {
      INFO(name);
      CHECK(
          (name == "journal-0001." + std::string(kind == journal_kind::hledger ? "journal" : "beancount")) ==
          (text.find("opening") == std::string::npos));
      if (kind == journal_kind::beancount) {
        beancount_reader reader;
        reader.read(text);
        CHECK(reader.transactions >= 1);
        CHECK(reader.balances() >= 1);
      }
      for (const std::string& line : lines_of(text)) {
        if (!line.starts_with("20") || line.find(" * ") == std::string::npos) continue;
        CHECK(line.substr(0, 10) >= last);
        last = line.substr(0, 10);
      }
    }
  }
}

TEST_CASE("beancount's days end with a balance of all that they touched") {
  beancount_reader reader;
  reader.read(whole(with_facts(hotel_store()), journal_kind::beancount));
  CHECK(reader.transactions > 5);
  CHECK(reader.balances() > 5);
}

TEST_CASE("A closing belongs to the day before its instant, and stands before its events", "[R13.3]") {
  const run_store store = with_facts(sample_store());
  add_closing(store, "2026-02-01");
  const std::string text = whole(store, journal_kind::hledger, false, true);
  CHECK_THAT(text, Contains("\n2026-01-31 * (acme/closing-900) recognition\n    ; at:2026-02-01T00:00:00Z\n"
                            "    liabilities:deferred_fees:acme  25 ") &&
                       Contains("    revenue:fees:acme  -25 ") && !Contains("MICROCREDIT ="));
}

TEST_CASE("One commodity alone is exported where that is asked for") {
  const run_store store = with_facts(studio_store());
  CHECK_THAT(whole(store, journal_kind::hledger, true, false), !Contains("MINOR ="));
  CHECK_THAT(whole(store, journal_kind::hledger, false, true), !Contains("MICROCREDIT ="));
  CHECK_THAT(export_balances(store, {journal_kind::hledger, false, true, 0}).value(),
             StartsWith("account,commodity,amount\r\n") && !Contains("MICROCREDIT"));
}

TEST_CASE("The journal as data has names as they are") {
  const run_store store = with_facts(sample_store());
  const std::string csv = whole(store, journal_kind::csv);
  CHECK_THAT(
      csv,
      StartsWith("date,at,account,event,closing,what,ledger_account,lot,hold,commodity,amount,balance,key,"
                 "description\r\n"));
  CHECK_THAT(csv, !Contains("opening") && !Contains("check"));
  const auto document = nlohmann::json::parse(whole(store, journal_kind::json));
  CHECK(document["entries"].size() > 3);
  for (const auto& entry : document["entries"]) {
    std::map<std::string, std::int64_t> sums;
    for (const auto& leg : entry["legs"])
      sums[leg["commodity"].get<std::string>()] += std::stoll(leg["amount"].get<std::string>());
    for (const auto& [commodity, sum] : sums) CHECK(sum == 0);
  }
}

TEST_CASE("Names and balances stand beside the journal") {
  const run_store store = with_facts(sample_store());
  CHECK_THAT(export_names(store, journal_kind::beancount).value(),
             StartsWith("written,name\r\n") && Contains("N-acme,acme\r\n"));
  const std::string balances = export_balances(store, {journal_kind::ledger, true, true, 0}).value();
  CHECK_THAT(balances, Contains("\r\ncredits:used:acme,MICROCREDIT,"));
}

TEST_CASE("A store whose entry does not add up is not exported") {
  const run_store store = with_facts(sample_store());
  sql::session session(store.handle());
  session.run("update postings set amount = amount + 1 where account = 0 and number = 1 and position = 2");
  REQUIRE(session.status());
  const auto refused =
      export_journal(store, {},
                     {[](const std::string&) -> result<void> { return {}; },
                      [](std::string_view) { return true; }, []() -> result<void> { return {}; }});
  REQUIRE(!refused.has_value());
  CHECK(refused.error().code == error_code::corrupt);
  CHECK_THAT(refused.error().message, Contains("event 1 of account 0 does not add up to zero"));
}

TEST_CASE("An export ends where nothing more is wanted") {
  const run_store store = with_facts(hotel_store());
  int pieces = 0;
  const auto done =
      export_journal(store, {},
                     {[](const std::string&) -> result<void> { return {}; },
                      [&](std::string_view) { return ++pieces < 3; }, []() -> result<void> { return {}; }});
  CHECK(done.has_value());
  CHECK(pieces == 3);
}
