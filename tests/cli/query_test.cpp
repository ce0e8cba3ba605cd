// `drawdown query` of a run that was kept.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

// A run of the bakery that is asked questions: a grant, then three messages for 30 credits.
class kept : public kept_bakery {
 public:
  ended ask(const std::string& question, const std::string& format = "text") const {
    return kept_bakery::ask("query", {question, "--format", format});
  }
};

}  // namespace

TEST_CASE("A question is answered as text, CSV and JSON") {
  const kept run;
  const std::string question = "select account, balance, null as missing from balances";
  const ended text = run.ask(question);
  CHECK(text.code == 0);
  CHECK(text.output ==
        "account  balance  missing\n"
        "-------  -------  -------\n"
        "bakery   70\n"
        "(1 row)\n");
  CHECK(run.ask(question, "csv").output == "account,balance,missing\r\nbakery,70,\r\n");
  CHECK(run.ask(question, "json").output ==
        "[\n  {\"account\":\"bakery\",\"balance\":\"70\",\"missing\":null}\n]\n");
  CHECK(run.ask("select 1 where 0").output == "1\n-\n(no rows)\n");
  CHECK(run.ask("select 1 where 0", "json").output == "[]\n");
  CHECK_THAT(run.ask("with t as (select 2 as n) select n + 1 as m from t -- that is all").output,
             Contains("\n3\n(1 row)\n"));
  CHECK(run.ask("explain query plan select * from events").code == 0);
  CHECK(program({"query", run.folder() + "/run.sqlite", question}).output == text.output);
}

TEST_CASE("The views answer what is asked of every run") {
  const kept run;
  const auto csv = [&](const std::string& question) { return run.ask(question, "csv").output; };
  CHECK_THAT(csv("select * from balance_by_kind where kind = 'free'"),
             Contains("\r\nbakery,free,100,0,30,0,0,70,0,70,1\r\n"));
  CHECK_THAT(csv("select * from usage_by_day"),
             Contains("\r\nbakery,helper,message,2026-01-10,1,30,0,0,30000000,0\r\n"));
  for (const std::string view : {"refusals", "payment_list", "recharges", "recharge_notices"})
    CHECK_THAT(csv("select * from " + view), StartsWith("account,"));
}

TEST_CASE("Without a question the tables and views are listed") {
  const kept run;
  const ended seen = program({"query", run.folder()});
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output, Contains("\nbalances              (view) account, balance, held,") &&
                              Contains("\nevents                account, number, at_us,"));
  CHECK_THAT(program({"query", run.folder(), "--format", "csv"}).output,
             Contains("\r\nbalances,view,account\r\n"));
}

TEST_CASE("A kept run is looked at and never changed by a question") {
  const kept run;
  const std::string before = content_of(run.folder() + "/run.sqlite");
  for (const std::string question : {"delete from events",
                                     "insert into run values ('a', 'b')",
                                     "update run set value = ''",
                                     "drop table run",
                                     "create table t (a)",
                                     "create temp table t (a)",
                                     "attach 'other.sqlite' as other",
                                     "attach database ':memory:' as other",
                                     "pragma user_version = 3",
                                     "pragma user_version",
                                     "pragma writable_schema = on",
                                     "vacuum",
                                     "vacuum into 'copy.sqlite'",
                                     "begin",
                                     "reindex",
                                     "analyze",
                                     "explain delete from events",
                                     "with t as (select 1) delete from run",
                                     "select * from pragma_journal_mode",
                                     "select load_extension('x')",
                                     "select 1; delete from events",
                                     "select 1; select 2",
                                     "",
                                     ";",
                                     "-- nothing"}) {
    INFO(question);
    const ended seen = run.ask(question);
    CHECK(seen.code == 2);
    CHECK(seen.output.empty());
    CHECK_THAT(seen.messages, StartsWith("drawdown: "));
  }
  CHECK(content_of(run.folder() + "/run.sqlite") == before);
}

TEST_CASE("A question that can't be answered says why, and what there is") {
  const kept run;
  const auto complaint = [&](const std::string& question, const std::string& format = "text") {
    const ended seen = run.ask(question, format);
    CHECK(seen.code == 2);
    return seen.messages;
  };
  CHECK_THAT(complaint("select * from evnts"),
             Contains("no table or view `evnts`; did you mean `events`?") && Contains("there are: "));
  CHECK_THAT(
      complaint("select balance_mikro from events"),
      Contains("no column `balance_mikro`; did you mean `balance_micro`?") && Contains("`events` has: "));
  CHECK_THAT(complaint("select e.knd from events e"), Contains("`e.knd`; did you mean `kind`?"));
  CHECK_THAT(complaint("selct 1"), Contains("syntax error, at character 1 of the question"));
  CHECK_THAT(complaint("select sum(9223372036854775807) from events"), Contains("integer overflow"));
  CHECK_THAT(complaint("select 1 as a, 2 as a", "json"), Contains("two columns are named `a`"));
  CHECK_THAT(complaint("select zeroblob(1000000000)"), Contains("too big"));
}

TEST_CASE("Hostile text in an answer stays text") {
  const kept run;
  const ended text = run.ask("select char(27) || '[31m' as a, 'a,\"b\"' || char(10) as b");
  CHECK_THAT(text.output, Contains("\\x1b[31m") && Contains("a,\"b\"\\x0a"));
  CHECK(run.ask("select 'a,\"b\"' as b", "csv").output == "b\r\n\"a,\"\"b\"\"\"\r\n");
  const auto document = nlohmann::json::parse(
      run.ask("select cast(x'ff22' as text) as a, x'00ff' as b, 9e999 as c, 9007199254740993 as d, 0.5 as e",
              "json")
          .output);
  CHECK(document[0]["a"] == "\xEF\xBF\xBD\"");
  CHECK(document[0]["b"] == "00ff");
  CHECK(document[0]["c"] == "Inf");
  CHECK(document[0]["d"] == 9007199254740993);
  CHECK(document[0]["e"] == 0.5);
}

TEST_CASE("A reader that goes away ends an answer without an end") {
  const kept run;
  const ended seen =
      shell("\"$DRAWDOWN\" query '" + run.folder() +
            "' 'with recursive n(i) as (select 1 union all select i + 1 from n) select i from n' "
            "--format csv | head -n 2");
  CHECK(seen.output == "i\r\n1\r\n");
  CHECK(seen.messages.empty());
}

TEST_CASE("What is no run can't be asked, and ends with 4") {
  const scratch_folder scratch;
  CHECK(program({"query", scratch.path("nowhere"), "select 1"}).code == 4);
  CHECK(program({"query"}).code == 2);
  CHECK(program({"query", scratch.path(""), "select 1", "two"}).code == 2);
  scratch.write("run.sqlite", "this is no database, however long it may be");
  CHECK(program({"query", scratch.path(""), "select 1"}).code == 4);
  const kept run;
  const ended other =
      shell("sqlite3 -version >/dev/null 2>&1 || exit 0; cp '" + run.folder() + "/run.sqlite' '" +
            scratch.path("old.sqlite") + "'; sqlite3 '" + scratch.path("old.sqlite") +
            "' 'pragma user_version = 3'; \"$DRAWDOWN\" query '" + scratch.path("old.sqlite") +
            "' 'select 1'; test $? = 4");
  CHECK(other.code == 0);
}
