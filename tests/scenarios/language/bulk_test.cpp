// Usage files that are read while a scenario is run.
#include "scenarios/language/bulk.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <rapidcheck.h>

#include "engine/time/text.hpp"
#include "scenarios/usage/byte_sink.hpp"
#include "scenarios/usage/generate.hpp"

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
const std::string message_columns =
    "columns: {time: t, agent: a, meter: {value: message}, quantity: q, key: k}";

// A folder for the files of one test.
class folder {
 public:
  folder() : path_(fs::temp_directory_path() / "drawdown-bulk-XXXXXX") {
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

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  void put(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }
  std::string get(const std::string& name) const {
    std::ifstream file(path_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
  loaded_for_replay open(const std::string& rest, const bulk_options& options = {},
                         const rules_asked& rules = {}) const {
    put("scenario.yaml", head + rest);
    loaded_for_replay made = load_for_replay(*this / "scenario.yaml", rules, options);
    for (const diagnostic& one : made.scenario.findings) UNSCOPED_INFO(render(one, false));
    return made;
  }

 private:
  fs::path path_;
};

// All that a feed gives: the rows in their order, what it promised, and its error.
struct read_feed {
  std::vector<fed_usage> rows;
  std::size_t chunks = 0;
  std::string why;
};

read_feed read_all(bulk_feed& feed) {
  read_feed all;
  instant told;
  for (;;) {
    auto chunk = feed.next();
    if (!chunk) {
      all.why = chunk.error().message;
      return all;
    }
    ++all.chunks;
    for (fed_usage& row : chunk->rows) {
      CHECK(row.made.order.at >= told);
      CHECK(row.made.order.at < chunk->complete_until);
      all.rows.push_back(std::move(row));
    }
    CHECK(chunk->complete_until > told);
    told = chunk->complete_until;
    if (told.is_never()) return all;
  }
}

// The rows as one text; a key that was given as `key`.
std::string text_of(const std::vector<fed_usage>& rows) {
  std::string text;
  for (const fed_usage& one : rows)
    text += fmt::format("{}@{}:{}:{}={} ", one.account, to_string(one.made.order.at), one.made.order.rank,
                        one.made.order.number, one.made.quantity / 1'000'000);
  return text;
}

instant at(const std::string& text) {
  return *parse_instant(text, zone_table{});
}

}  // namespace

TEST_CASE("several files are merged by instant, then file, then line [R2.4]") {
  const folder here;
  here.put(
      "a.csv",
      "t,a,q,k\n2026-02-01T10:00:00Z,owl,1,\n2026-02-01T12:00:00Z,owl,2,\n2026-02-01T12:00:00Z,owl,3,\n");
  here.put("b.ndjson",
           "{\"t\":\"2026-02-01T09:00:00Z\",\"a\":\"owl\",\"q\":4}\n"
           "{\"t\":\"2026-02-01T12:00:00Z\",\"a\":\"owl\",\"q\":5}\n"
           "{\"t\":\"2026-02-01T13:00:00Z\",\"a\":\"owl\",\"q\":6}\n");
  const auto made = here.open("usage:\n  - {file: a.csv, " + message_columns + "}\n  - {file: b.ndjson, " +
                              message_columns + "}\n");
  REQUIRE(made.feed != nullptr);
  CHECK(made.scenario.what->usage_files == std::vector<std::string>{"a.csv", "b.ndjson"});
  const read_feed all = read_all(*made.feed);
  CHECK(all.why.empty());
  CHECK(text_of(all.rows) ==
        "0@2026-02-01T09:00:00Z:1:1=4 0@2026-02-01T10:00:00Z:0:2=1 0@2026-02-01T12:00:00Z:0:3=2 "
        "0@2026-02-01T12:00:00Z:0:4=3 0@2026-02-01T12:00:00Z:1:2=5 0@2026-02-01T13:00:00Z:1:3=6 ");
  CHECK(made.feed->counts().rows == 6);
  REQUIRE(made.feed->inputs().size() == 2);
  CHECK(made.feed->inputs()[0].xxh3.size() == 16);
}

TEST_CASE(
    "another catalog stands in the place of the scenario's, and its faults are told with their places") {
  const folder here;
  here.put("a.csv", "t,a,q,k\n2026-02-01T10:00:00Z,owl,1,\n");
  here.put("scenario.yaml", head + "usage:\n  - {file: a.csv, " + message_columns + "}\n");
  const std::string own = "catalog: dear\ncurrency: EUR\ncredit_rate: 1 EUR = 50 credits\n";
  here.put("dear.yaml", own + "meters: {message: {per: unit, price: 3}}\n");
  const auto dear = load_with_catalog(here / "scenario.yaml", here / "dear.yaml", {}, {});
  REQUIRE(dear.scenario.what != nullptr);
  REQUIRE(dear.feed != nullptr);
  CHECK(dear.scenario.what->catalog.name == "dear");
  CHECK(dear.scenario.what->catalog.meters.size() == 1);
  REQUIRE(dear.scenario.inputs.size() == 2);
  CHECK(dear.scenario.inputs[1].path == here / "dear.yaml");
  CHECK(read_all(*dear.feed).rows.size() == 1);

  here.put("faulty.yaml", own + "meters: {message: {per: unit, price: cheap}}\n");
  const auto faulty = load_with_catalog(here / "scenario.yaml", here / "faulty.yaml", {}, {});
  CHECK(faulty.scenario.what == nullptr);
  REQUIRE(faulty.scenario.findings.size() == 1);
  CHECK(faulty.scenario.findings[0].file == here / "faulty.yaml");
  CHECK(faulty.scenario.findings[0].line == 4);

  const auto none = load_with_catalog(here / "scenario.yaml", here / "none.yaml", {}, {});
  CHECK(none.scenario.what == nullptr);
  CHECK(none.scenario.unreadable);

  here.put("lacks.yaml", "scenario: Test\nstart: 2026-01-30\nend: 2026-03-02\naccounts: {acme: {}}\n");
  CHECK(load_with_catalog(here / "lacks.yaml", here / "dear.yaml", {}, {}).scenario.what != nullptr);
  CHECK(load_for_replay(here / "lacks.yaml", {}, {}).scenario.what == nullptr);
}

TEST_CASE("several meters of a row come file by file within their instant [R2.4]") {
  const folder here;
  here.put("a.csv",
           "t,x,y\n2026-02-01T10:00:00Z,1,2m\n2026-02-01T10:00:00Z,3,4m\n2026-02-01T11:00:00Z,,5m\n");
  const auto made = here.open(
      "usage: [{file: a.csv, columns: {time: t, agent: {value: owl}, quantities: {message: x, call: y}}}]\n");
  REQUIRE(made.feed != nullptr);
  const read_feed all = read_all(*made.feed);
  CHECK(text_of(all.rows) ==
        "0@2026-02-01T10:00:00Z:0:2=1 0@2026-02-01T10:00:00Z:0:3=3 0@2026-02-01T10:00:00Z:1:2=120 "
        "0@2026-02-01T10:00:00Z:1:3=240 0@2026-02-01T11:00:00Z:1:4=300 ");
}

TEST_CASE("a row that is out of order arrives with the row before it, and is counted [R2.9]") {
  const folder here;
  here.put(
      "a.csv",
      "t,a,q,k\n2026-02-01T10:00:00Z,owl,1,\n2026-02-01T08:00:00Z,owl,2,\n2026-02-01T11:00:00Z,nobody,3,\n"
      "2026-02-01T10:30:00Z,owl,4,\n");
  bulk_options options;
  options.on_bad_row = bad_rows::skip;
  const auto made = here.open("usage: [{file: a.csv, " + message_columns + "}]\n", options);
  const read_feed all = read_all(*made.feed);
  // The row that is left out moves none behind it.
  CHECK(text_of(all.rows) ==
        "0@2026-02-01T10:00:00Z:0:2=1 0@2026-02-01T10:00:00Z:0:3=2 0@2026-02-01T10:30:00Z:0:5=4 ");
  CHECK(all.rows[1].made.occurred_at == at("2026-02-01T08:00:00Z"));
  CHECK(all.rows[2].made.occurred_at.is_never());
  CHECK(made.feed->counts().out_of_order == 1);
  CHECK(made.feed->counts().bad == 1);
  REQUIRE(made.feed->findings().size() == 2);
  CHECK(made.feed->findings()[0].code == "W006");
  CHECK(made.feed->findings()[1].code == "E060");
  CHECK(made.feed->findings()[1].line == 4);
  CHECK(made.feed->findings()[1].column == 22);
}

TEST_CASE("keys that the scenario names are its positions, others a hash of their text [R4.3]") {
  const folder here;
  here.put("a.csv",
           "t,a,q,k\n2026-02-01T10:00:00Z,owl,1,first\n2026-02-01T11:00:00Z,owl,2,second\n"
           "2026-02-01T12:00:00Z,owl,3,second\n2026-02-01T13:00:00Z,owl,3,\n");
  const auto made =
      here.open("timeline: [{at: 2026-02-02, account: acme, refund: first}]\nusage: [{file: a.csv, " +
                message_columns + "}]\n");
  REQUIRE(made.feed != nullptr);
  const auto rows = read_all(*made.feed).rows;
  REQUIRE(rows.size() == 4);
  const world& what = *made.scenario.what;
  CHECK(key_text(what, 0, rows[0].made.key) == "first");
  CHECK(rows[1].made.key.was_given());
  CHECK((rows[1].made.key.number & hashed_key_bit) != 0);
  CHECK(key_text(what, 0, rows[1].made.key).size() == 20);
  CHECK(rows[1].made.key == rows[2].made.key);
  CHECK(rows[3].made.key == effect_key{effect_key::space::file, 0, 5});
}

TEST_CASE("groups of all rows are known before the first is handed on [R5.5]") {
  const folder here;
  here.put("a.csv", "t,g\n2026-02-01T10:00:00Z,north\n2026-02-01T11:00:00Z,\n2026-02-01T12:00:00Z,south\n");
  const auto made = here.open(
      "usage: [{file: a.csv, columns: {time: t, agent: {value: owl}, meter: {value: message}, quantity: "
      "{value: 1}, "
      "group: g}}]\n");
  REQUIRE(made.feed != nullptr);
  CHECK(made.scenario.what->groups == std::vector<std::string>{"north", "south"});
  const auto rows = read_all(*made.feed).rows;
  CHECK(rows.at(0).made.group == 0);
  CHECK(rows.at(1).made.group == no_group);
  CHECK(rows.at(2).made.group == 1);
}

TEST_CASE("the first bad row ends a replay, unless it is told otherwise") {
  const folder here;
  here.put(
      "a.csv",
      "t,a,q,k\n2026-02-01T10:00:00Z,owl,1,\n2026-02-01T11:00:00Z,owl,x,\n2026-02-01T12:00:00Z,owl,3,\n");
  const auto made = here.open("usage: [{file: a.csv, " + message_columns + "}]\n");
  const read_feed all = read_all(*made.feed);
  CHECK(all.why == here / "a.csv" + ":3:26: error[E040]: the quantity is not a number");
  CHECK(made.feed->findings().size() == 1);
  CHECK_FALSE(made.feed->next().has_value());
}

TEST_CASE("bad rows are put aside as they stood, to be mended and read again") {
  const folder here;
  here.put("a.csv",
           "t , a,q,k\r\n2026-02-01T10:00:00Z,owl,1,\r\n2026-02-01T11:00:00Z,\"nobody\", 2,\"x\n1\"\r\n"
           "2026-02-01T12:00:00Z,owl\r\n2026-02-01T13:00:00Z,owl,3,\r\n");
  here.put("b.ndjson", "{\"t\":\"2026-02-01T09:00:00Z\",\"a\":\"owl\"}\n{\"t\"\n");
  bulk_options options;
  options.on_bad_row = bad_rows::quarantine;
  options.quarantine_path = here / "bad.csv";
  const std::string usage =
      "usage:\n  - {file: a.csv, " + message_columns + "}\n  - {file: b.ndjson, " + message_columns + "}\n";
  const auto made = here.open(usage, options);
  REQUIRE(made.feed != nullptr);
  const read_feed all = read_all(*made.feed);
  CHECK(all.why.empty());
  CHECK(all.rows.size() == 2);
  CHECK(made.feed->counts().bad == 4);
  CHECK(here.get("bad.csv") ==
        "t , a,q,k\n2026-02-01T11:00:00Z,\"nobody\", 2,\"x\n1\"\n2026-02-01T12:00:00Z,owl\n");
  const std::string reasons = here.get("bad.csv.reasons");
  CHECK(reasons == here / "a.csv" + ":3:22: error[E060]: there is no agent named `nobody`\n" +
                       here / "a.csv" + ":5:1: error[E090]: the row has 2 fields, and the table 4 columns\n");
  CHECK(here.get("bad.csv.2") == "{\"t\":\"2026-02-01T09:00:00Z\",\"a\":\"owl\"}\n{\"t\"\n");
  // Nothing is written over what is read.
  here.put("bad.csv.reasons", "t,a,q,k\n");
  const auto refused = here.open("usage: [{file: bad.csv, " + message_columns + "}]\n", options);
  CHECK(refused.feed == nullptr);
}

TEST_CASE("what is the same in every row is not put aside row by row") {
  const folder here;
  here.put("a.csv", "t,q\n2026-02-01T10:00:00Z,1\n2026-02-01T11:00:00Z,2\n");
  bulk_options options;
  options.on_bad_row = bad_rows::skip;
  const auto made = here.open(
      "usage: [{file: a.csv, columns: {time: t, agent: {value: nobody}, meter: {value: message}, quantity: "
      "q}}]\n",
      options);
  const read_feed all = read_all(*made.feed);
  CHECK(all.why.ends_with("there is no agent named `nobody`"));
}

TEST_CASE("a packed file that is cut ends a replay, whatever becomes of bad rows") {
  const folder here;
  std::string text = "t,a,q,k\n";
  for (int i = 0; i < 100'000; ++i)
    text += fmt::format("2026-02-01T10:00:00.{:06}Z,owl,1,k-{}\n", i, i * 7919);
  for (const std::string name : {"a.csv.gz", "a.csv.zst"}) {
    {
      const auto sink = bulk::pack(*bulk::create_file(here / name), bulk::packing_of(name));
      REQUIRE(sink->write(text).has_value());
      REQUIRE(sink->close().has_value());
    }
    bulk_options options;
    options.on_bad_row = bad_rows::skip;
    const std::string usage = "usage: [{file: " + name + ", " + message_columns + "}]\n";
    CHECK(read_all(*here.open(usage, options).feed).rows.size() == 100'000);
    fs::resize_file(here / name, fs::file_size(here / name) - 20);
    const auto made = here.open(usage, options);
    const read_feed all = read_all(*made.feed);
    CHECK(all.why.find("error[E093]: the file can be unpacked up to line") != std::string::npos);
    REQUIRE(made.feed->findings().size() <= 2);
    CHECK(made.feed->findings().back().code == "E093");
  }
}

TEST_CASE("findings of bad rows are bounded, and all are counted") {
  const folder here;
  std::string text = "t,a,q,k\n";
  for (int i = 0; i < 3'000; ++i) text += "2026-02-01T10:00:00Z,nobody,1,\n";
  here.put("a.csv", text);
  bulk_options options;
  options.on_bad_row = bad_rows::skip;
  const auto made = here.open("usage: [{file: a.csv, " + message_columns + "}]\n", options);
  CHECK(read_all(*made.feed).rows.empty());
  CHECK(made.feed->counts().bad == 3'000);
  REQUIRE(made.feed->findings().size() == 1'001);
  CHECK(made.feed->findings().back().message == "and 2000 more errors");
}

TEST_CASE("a file that is loaded whole and one that is fed give the same usage") {
  const folder here;
  REQUIRE(rc::check([&](std::uint16_t seed) {
    bulk::usage_shape shape;
    shape.rows = 400;
    shape.accounts = 7;
    shape.agents = 2;
    shape.meters = {"call", "message"};
    shape.from = at("2026-02-01");
    shape.to = at("2026-02-01T00:00:10Z");
    shape.out_of_order = shape.duplicates = 100'000;
    shape.seed = seed;
    std::string first;
    for (const std::string name : {"u.csv", "u.ndjson", "u.csv.gz", "e.ndjson.zst"}) {
      shape.format = name.starts_with('e') ? bulk::table_format::cloud_events : *bulk::format_of(name);
      const auto sink = bulk::pack(*bulk::create_file(here / name), bulk::packing_of(name));
      RC_ASSERT(bulk::generate_usage(shape, *sink).has_value());
      here.put("s.yaml", bulk::scenario_of(shape, name));

      const loaded whole = load_scenario(here / "s.yaml");
      RC_ASSERT(whole.what != nullptr);
      std::size_t loaded_rows = 0;
      for (const account_spec& account : whole.what->accounts) {
        for (const agent_spec& agent : account.agents) {
          for (const usage& one : std::get<timeline_source>(agent.source).items) {
            ++loaded_rows;
            RC_ASSERT(one.order.in == turn_order::phase::file);
          }
        }
      }
      RC_ASSERT(loaded_rows == shape.rows);

      for (const std::size_t chunk_rows : {std::size_t{1}, std::size_t{7}, std::size_t{65'536}}) {
        bulk_options options;
        options.chunk_rows = chunk_rows;
        const auto made = load_for_replay(here / "s.yaml", {}, options);
        RC_ASSERT(made.feed != nullptr);
        std::vector<fed_usage> rows = read_all(*made.feed).rows;
        // Rows of a table with a header are a line further down.
        const std::uint64_t header = shape.format == bulk::table_format::csv ? 1 : 0;
        std::vector<std::vector<std::size_t>> positions(shape.accounts * shape.agents);
        for (fed_usage& one : rows) {
          const auto& items =
              std::get<timeline_source>(whole.what->accounts[one.account].agents[one.made.agent].source)
                  .items;
          auto& used = positions[one.account * shape.agents + one.made.agent];
          RC_ASSERT(used.size() < items.size());
          usage expected = items[used.size()];
          used.push_back(0);
          expected.key = one.made.key;
          RC_ASSERT(one.made == expected);
          one.made.order.number -= header;
        }
        const std::string text = text_of(rows);
        if (first.empty()) first = text;
        RC_ASSERT(text == first);
      }
    }
  }));
}

TEST_CASE("what rows may depend on must be known before they are read", "[R15.2][R2.9]") {
  const folder place;
  place.put("a.csv", "t,a,q,k,o\n");
  const auto missing = [&](const std::string& columns, const rules_asked& rules) {
    const auto made = place.open("usage:\n  - {file: a.csv, " + columns + "}\n", {}, rules);
    CHECK((made.feed == nullptr) == !made.scenario.rules.missing.empty());
    for (const diagnostic& one : made.scenario.findings) CHECK(one.code == "E056");
    return made.scenario.rules.missing;
  };
  using names = std::vector<std::string>;
  const std::string no_key = "columns: {time: t, agent: a, meter: {value: message}, quantity: q}";
  const std::string late =
      "columns: {time: t, agent: a, meter: {value: message}, quantity: q, occurred_at: o}";
  const rules_asked nothing{.book = "ai-studios", .assumed = {}};
  const names of_any_row = {"credit_decimals", "rounding_usage", "requires_positive_balance", "when_short"};
  const auto without = [&](const names& found) {
    names rest = found;
    for (const std::string& one : of_any_row) CHECK(std::erase(rest, one) == 1);
    return rest;
  };
  CHECK(without(missing(no_key, nothing)) == names{});
  CHECK(without(missing(message_columns, nothing)) == names{"key_window"});
  CHECK(without(missing(late, nothing)) == names{"late_usage_grace"});
  const rules_asked said{.book = "ai-studios",
                         .assumed = {{"credit_decimals", "6"},
                                     {"rounding_usage", "up"},
                                     {"requires_positive_balance", "no"},
                                     {"when_short", "refuse"}}};
  CHECK(missing(no_key, said) == names{});
  CHECK(missing(late, {.book = "ai-studios", .assumed = {}, .assumes_default = true}) == names{});
}

}  // namespace drawdown::language
