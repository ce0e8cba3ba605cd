// Usage and grants from tables.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <rapidcheck.h>

#include "engine/time/text.hpp"
#include "scenarios/language/load.hpp"
#include "scenarios/language/row_time.hpp"
#include "scenarios/language/table.hpp"

namespace drawdown::language {
namespace {

namespace fs = std::filesystem;

const std::string head =
    "scenario: Test\n"
    "catalog:\n"
    "  catalog: small\n"
    "  currency: EUR\n"
    "  credit_rate: 1 EUR = 50 credits\n"
    "  meters: {call: {per: minute, price: 10}, message: {per: unit, price: 0.5}}\n"
    "start: 2026-01-30T09:00:00Z\n"
    "end: 2026-03-02\n"
    "users: {olga: {}}\n"
    "accounts: {acme: {agents: {bot: {}, owl: {}}}, umbrella: {agents: {bot: {}}}}\n";

// A folder for the tables of one test.
class folder {
 public:
  folder() : path_(fs::temp_directory_path() / fs::path("drawdown-tables-XXXXXX")) {
    std::string name = path_.string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  void put(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  // A file of so many zeros, which take no room.
  void put_zeros(const std::string& name, std::uintmax_t bytes) const {
    put(name, "");
    fs::resize_file(path_ / name, bytes);
  }
  loaded load(const std::string& rest) const {
    return load_scenario_text((path_ / "scenario.yaml").string(), head + rest);
  }
  std::string codes(const std::string& rest) const {
    std::string all;
    for (const diagnostic& one : load(rest).findings) all += one.code + " ";
    return all;
  }
  std::shared_ptr<world> world_of(const std::string& rest) const {
    const loaded made = load(rest);
    for (const diagnostic& one : made.findings) UNSCOPED_INFO(render(one, false));
    REQUIRE(made.what != nullptr);
    return made.what;
  }

 private:
  fs::path path_;
};

const std::vector<usage>& usages_of(const world& from, std::size_t account, std::size_t agent) {
  return std::get<timeline_source>(from.accounts.at(account).agents.at(agent).source).items;
}

instant at(const std::string& text) {
  return *parse_instant(text, zone_table{});
}

// The rows of a table, each `line: cell@column+width …`, and the codes of what is wrong.
std::string rows_of(const std::string& text) {
  findings found;
  table_file table(found, "table.csv", 0,
                   bulk::read_rows(bulk::bytes_in_memory(text), bulk::table_format::csv));
  std::string all;
  each_row(table, [&](const bulk::row& row) {
    all += fmt::format("{}:", row.line);
    const scope& in = table.at(row);
    for (const bulk::row_cell& cell : row.cells)
      all += fmt::format(" {}@{}+{}", cell.text, place_of(in, cell).column, place_of(in, cell).width);
    all += '\n';
    return true;
  });
  for (const diagnostic& one : found.sorted())
    all += fmt::format("{} {}:{}\n", one.code, one.line, one.column);
  return all;
}

}  // namespace

TEST_CASE("a table's fields are found with their places, whatever stands around them") {
  CHECK(rows_of("a,b\n1,2\n") == "1: a@1+1 b@3+1\n2: 1@1+1 2@3+1\n");
  CHECK(rows_of("a,b\r\n1,2\r\n") == "1: a@1+1 b@3+1\n2: 1@1+1 2@3+1\n");
  CHECK(rows_of("a,b\n\n\n1,2") == "1: a@1+1 b@3+1\n4: 1@1+1 2@3+1\n");
  CHECK(rows_of("  a , \"b, c\" \n") == "1: a@3+1 b, c@7+6\n");
  CHECK(rows_of("\"say \"\"hi\"\"\",,\n") == "1: say \"hi\"@1+12 @14+1 @15+1\n");
  CHECK(rows_of("é,b\n") == "1: é@1+1 b@3+1\n");
  CHECK(rows_of("\"two\nlines\",b\nc,d\n") == "1: two\nlines@1+4 b@8+1\n3: c@1+1 d@3+1\n");
  CHECK(rows_of("\xEF\xBB\xBF"
                "a,b\n") == "1: a@1+1 b@3+1\n");
  CHECK(rows_of("").empty());
}

TEST_CASE("what is no table is said once, where it begins") {
  CHECK(rows_of("a,b\n1,\"2\n3,4\n") == "1: a@1+1 b@3+1\nE090 2:3\n");
  CHECK(rows_of("a,b\n1,2\"3\n") == "1: a@1+1 b@3+1\nE090 2:4\n");
  CHECK(rows_of("a,\"b\"c\n") == "E090 1:6\n");
}

TEST_CASE("times of a table may lack their offset only where a zone is given [R2.3]") {
  const row_clock strict{zone_table{}, false};
  const row_clock local{zone_table{}, true};
  CHECK(parse_row_time("2026-02-01T10:00:00+02:00", strict) == at("2026-02-01T08:00:00Z"));
  CHECK(parse_row_time("2026-02-01 10:00:00Z", strict) == at("2026-02-01T10:00:00Z"));
  CHECK(parse_row_time("2026-02-01T10:00:00.1234569Z", strict) == at("2026-02-01T10:00:00.123456Z"));
  CHECK(parse_row_time("2026-02-01", strict) == at("2026-02-01"));
  CHECK_FALSE(parse_row_time("2026-02-01T10:00:00", strict).has_value());
  CHECK(parse_row_time("2026-02-01T10:00:00", local) == at("2026-02-01T10:00:00Z"));
  CHECK(parse_row_time("2026-02-01 10:00:00.9999999", local) == at("2026-02-01T10:00:00.999999Z"));
  CHECK_FALSE(parse_row_time("2026-02-01T10", local).has_value());
  CHECK_FALSE(parse_row_time("yesterday", local).has_value());
}

TEST_CASE("each row is usage of its agent, with a key of its own or its line [R2.4] [R4.3]") {
  const auto w = load_scenario(DRAWDOWN_SOURCE_DIR "/scenarios/corpus/good/tables.yaml").what;
  REQUIRE(w != nullptr);
  const auto& receptionist = usages_of(*w, 0, 0);
  REQUIRE(receptionist.size() == 4);
  CHECK(receptionist[0].order.in == turn_order::phase::timeline);
  CHECK(receptionist[1].order == turn_order{at("2026-02-01T08:00:00Z"), turn_order::phase::file, 0, 2});
  CHECK(w->key_names.at(receptionist[1].key.number) == "call-1");
  CHECK(receptionist[1].quantity == 150'000'000);
  CHECK(w->groups.at(receptionist[1].group) == "winter");
  CHECK(receptionist[1].user == no_user);
  CHECK(receptionist[2].key == effect_key{effect_key::space::file, 0, 3});
  CHECK(key_text(*w, 0, receptionist[2].key) == "../tables/february.csv:3");
  CHECK(w->users.at(receptionist[2].user) == "olga");
  CHECK(receptionist[3].quantity == 60'000'000);
  const auto& night_line = usages_of(*w, 0, 1);
  REQUIRE(night_line.size() == 1);
  CHECK(night_line[0].order.at == at("2026-02-01T09:00:00.123456Z"));
  CHECK(night_line[0].quantity == 1'000'500'000);
  CHECK(w->users.at(night_line[0].user) == "olga");
  CHECK(w->groups.at(night_line[0].group) == "winter, late");
}

TEST_CASE("several meters in a row are a debit each, at places and under keys of their own") {
  const auto w = load_scenario(DRAWDOWN_SOURCE_DIR "/scenarios/corpus/good/tables.yaml").what;
  REQUIRE(w != nullptr);
  CHECK(w->usage_files == std::vector<std::string>{
                              "../tables/february.csv", "../tables/trace.csv/input_token",
                              "../tables/trace.csv/output_token", "../tables/accounts.csv", "by-hand.csv"});
  const auto& copilot = usages_of(*w, 0, 2);
  REQUIRE(copilot.size() == 6);
  CHECK(copilot[0].order == turn_order{at("2026-02-02T18:15:46.68059Z"), turn_order::phase::file, 1, 2});
  CHECK(copilot[1].order == turn_order{at("2026-02-02T18:15:46.68059Z"), turn_order::phase::file, 2, 2});
  CHECK(w->key_names.at(copilot[0].key.number) == "r-1/input_token");
  CHECK(w->key_names.at(copilot[1].key.number) == "r-1/output_token");
  CHECK(copilot[2].meter == 2);
  CHECK(copilot[3].key == effect_key{effect_key::space::file, 1, 4});
}

TEST_CASE("rows without an agent are steps of their account, told after the timeline of their instant") {
  const auto w = load_scenario(DRAWDOWN_SOURCE_DIR "/scenarios/corpus/good/tables.yaml").what;
  REQUIRE(w != nullptr);
  const auto& umbrella = w->accounts.at(1).commands;
  REQUIRE(umbrella.size() == 1);
  CHECK(umbrella[0]->order.in == turn_order::phase::file);
  CHECK(umbrella[0]->place.file == 4);
  CHECK(umbrella[0]->place.line == 3);
  CHECK(std::get<usage>(umbrella[0]->body).quantity == 2'500'000);
  CHECK(std::get<usage>(umbrella[0]->body).order == umbrella[0]->order);
  // A date is midnight in the scenario's zone.
  CHECK(umbrella[0]->order.at == at("2026-02-04T23:00:00Z"));
}

TEST_CASE("all tables are inputs of the run, each once") {
  const loaded made = load_scenario(DRAWDOWN_SOURCE_DIR "/scenarios/corpus/good/tables.yaml");
  REQUIRE(made.what != nullptr);
  REQUIRE(made.inputs.size() == 5);
  CHECK(made.inputs[1].path.ends_with("tables/promotion.csv"));
  CHECK(made.what->files.size() == 5);
  for (std::size_t i = 0; i < made.inputs.size(); ++i) CHECK(made.what->files[i] == made.inputs[i].path);
}

TEST_CASE("grants of tables stand behind those that the account declares, in the order of rows [R2.10]") {
  const auto w = load_scenario(DRAWDOWN_SOURCE_DIR "/scenarios/corpus/good/tables.yaml").what;
  REQUIRE(w != nullptr);
  const auto& acme = w->accounts.at(0).grants;
  REQUIRE(acme.size() == 3);
  const auto& promotion = std::get<grant_command>(acme[1].body);
  CHECK(promotion.amount == credits::whole(50));
  CHECK(std::get<instant>(*promotion.effective) == at("2026-01-31T23:00:00Z"));
  CHECK(promotion.priority == 5);
  CHECK(w->users.at(promotion.only.user) == "olga");
  CHECK(key_text(*w, 0, acme[1].key) == "promo-a");
  CHECK(acme[1].place.file == 1);
  CHECK(acme[1].place.line == 3);
  CHECK(acme[2].key == effect_key{effect_key::space::timeline, 3, 0});
  CHECK(std::get<grant_command>(acme[2].body).cost == money::from_minor(200));
  CHECK(w->accounts.at(1).grants.size() == 1);
}

TEST_CASE("rows that are out of order arrive with the row before them [R2.9]") {
  const folder here;
  here.put("late.csv",
           "t,a,q\n"
           "2026-02-01T10:00:00Z,owl,1\n"
           "2026-02-01T08:00:00Z,owl,2\n"
           "2026-02-01T09:00:00Z,owl,3\n"
           "2026-02-01T11:00:00Z,owl,4\n");
  const std::string usage_of =
      "usage: [{file: late.csv, columns: {time: t, agent: a, meter: {value: message}, quantity: q}}]\n";
  CHECK(here.codes(usage_of) == "W006 ");
  const auto w = here.world_of(usage_of);
  const auto& items = usages_of(*w, 0, 1);
  REQUIRE(items.size() == 4);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(items[i].order.at == at("2026-02-01T10:00:00Z"));
    CHECK(items[i].quantity == static_cast<std::int64_t>(i + 1) * 1'000'000);
  }
  CHECK(items[3].order.at == at("2026-02-01T11:00:00Z"));
  // They have occurred at their own time; those in order, when they arrive.
  CHECK(items[0].occurred_at == instant::never());
  CHECK(items[1].occurred_at == at("2026-02-01T08:00:00Z"));
  CHECK(items[2].occurred_at == at("2026-02-01T09:00:00Z"));
  CHECK(items[3].occurred_at == instant::never());
}

TEST_CASE("a column says when usage occurred, and a field without it nothing [R2.5]") {
  const folder here;
  here.put("made.csv",
           "t,a,q,m\n"
           "2026-02-01T10:00:00Z,owl,1,2026-02-01T09:30:00Z\n"
           "2026-02-01T11:00:00Z,owl,2,\n"
           "2026-02-01T10:30:00Z,owl,3,2026-02-01T08:00:00Z\n");
  const auto w = here.world_of(
      "usage: [{file: made.csv, columns: {time: t, agent: a, meter: {value: message}, quantity: q, "
      "occurred_at: m}}]\n");
  const auto& items = usages_of(*w, 0, 1);
  REQUIRE(items.size() == 3);
  CHECK(items[0].occurred_at == at("2026-02-01T09:30:00Z"));
  CHECK(items[1].occurred_at == instant::never());
  CHECK(items[2].occurred_at == at("2026-02-01T08:00:00Z"));
}

TEST_CASE("an agent that several accounts have is found by the account's column") {
  const folder here;
  here.put("usage.csv",
           "t,c,a,q\n"
           "2026-02-01,umbrella,bot,1\n"
           "2026-02-01,acme,,2\n"
           "2026-02-01,,owl,3\n");
  const auto w = here.world_of(
      "usage: [{file: usage.csv, columns: {time: t, account: c, agent: a, meter: {value: message}, quantity: "
      "q}}]\n");
  CHECK(usages_of(*w, 1, 0).size() == 1);
  CHECK(usages_of(*w, 0, 0).empty());
  CHECK(usages_of(*w, 0, 1).size() == 1);
  CHECK(w->accounts.at(0).commands.size() == 1);
}

TEST_CASE("a table may be read twice, for different columns") {
  const folder here;
  here.put("usage.csv", "t,a,calls,messages\n2026-02-01,owl,1m,3\n");
  const auto w = here.world_of(
      "usage:\n"
      "  - {file: usage.csv, columns: {time: t, agent: a, meter: {value: call}, quantity: calls}}\n"
      "  - {file: usage.csv, columns: {time: t, agent: a, meter: {value: message}, quantity: messages}}\n");
  CHECK(usages_of(*w, 0, 1).size() == 2);
  CHECK(w->files.size() == 2);
}

TEST_CASE("the faults of a table are bounded, however many rows it has") {
  const folder here;
  std::string rows = "t,a,q\n";
  for (int i = 0; i < 20'000; ++i) rows += "2026-02-01,nobody,1\n";
  here.put("usage.csv", rows);
  const loaded made = here.load(
      "usage: [{file: usage.csv, columns: {time: t, agent: a, meter: {value: message}, quantity: q}}]\n");
  CHECK(made.what == nullptr);
  CHECK(made.findings.size() == 101);
}

TEST_CASE("a large table is read in reasonable time") {
  const folder here;
  std::string rows = "t,a,q,k,g\n";
  for (int i = 0; i < 200'000; ++i)
    rows += fmt::format("2026-02-01T{:02}:{:02}:{:02}Z,owl,{},key-{},group-{}\n", i / 10'000, i / 200 % 50,
                        i % 200 / 4, i % 7, i, i % 100);
  here.put("usage.csv", rows);
  const auto w = here.world_of(
      "usage: [{file: usage.csv, columns: {time: t, agent: a, meter: {value: message}, quantity: q, key: k, "
      "group: "
      "g}}]\n");
  CHECK(usages_of(*w, 0, 1).size() == 200'000);
  CHECK(w->groups.size() == 100);
}

TEST_CASE("tables that are too large, alone or together, are refused before they fill the memory") {
  const folder here;
  const auto usage_of = [](const std::string& file) {
    return fmt::format(
        "  - {{file: {}, columns: {{time: t, agent: {{value: owl}}, meter: {{value: call}}, quantity: "
        "q}}}}\n",
        file);
  };
  here.put_zeros("huge.csv", std::uintmax_t{2} << 30U);
  CHECK(here.codes("usage:\n" + usage_of("huge.csv")) == "E002 ");

  std::string nine;
  for (int i = 0; i < 9; ++i) {
    here.put_zeros(fmt::format("{}.csv", i), std::uintmax_t{60} << 20U);
    nine += usage_of(fmt::format("{}.csv", i));
  }
  std::vector<diagnostic> too_large;
  for (diagnostic& one : here.load("usage:\n" + nine + usage_of("huge.csv")).findings)
    if (one.code == "E002") too_large.push_back(std::move(one));
  REQUIRE(too_large.size() == 1);
  CHECK(too_large.front().line == 20);
  CHECK(too_large.front().message == "the tables up to this one have more than 512 MB together");
}

TEST_CASE("nothing in a table brings the loader down") {
  const folder here;
  const std::string pieces = "t,aq\"\n\r 2026-02-01T10:00:00Z|owl;1\t\xC3\xA9";
  REQUIRE(rc::check([&](const std::vector<std::uint8_t>& draws) {
    std::string text = "t,a,q\n";
    for (const std::uint8_t draw : draws) text += pieces[draw % pieces.size()];
    here.put("usage.csv", text);
    const loaded made = here.load(
        "usage: [{file: usage.csv, columns: {time: t, agent: a, meter: {value: message}, quantity: q}}]\n");
    RC_ASSERT(made.what != nullptr || !made.findings.empty());
  }));
}

}  // namespace drawdown::language
