// What `drawdown compare-pricing --out` keeps: runs of whose bill changes most, and a page.
#include <algorithm>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/pricing_support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream from(text);
  for (std::string line; std::getline(from, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("whose bill changes most can be explained from what is kept") {
  const scratch_folder folder;
  const std::string out = folder.path("study");
  const json all = compared(write_customers(folder, 200), {"--out", out, "--top", "2"});
  REQUIRE_FALSE(all["losers"].empty());
  const std::string name = all["losers"][0]["customer"];
  for (const char* list : {"baseline", "candidate"}) {
    const ended told = program({"explain", out + "/" + list, "--account", name});
    INFO(told.messages);
    CHECK(told.code == 0);
    CHECK_THAT(told.output, Contains(name));
    // What the customer paid in the kept run is the bill of the comparison.
    const ended paid =
        program({"query", out + "/" + list,
                 "select sum(received_minor - given_back_minor - taken_back_minor) as bill from months "
                 "join accounts using (account) where name = '" +
                     name + "'",
                 "--format", "json"});
    INFO(paid.messages);
    REQUIRE(paid.code == 0);
    CHECK(json::parse(paid.output)[0]["bill"] ==
          all["losers"][0][std::string(list) == "baseline" ? "bill_before" : "bill_after"]);
  }
  const std::string csv = content_of(out + "/customers.csv");
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 1 + all["customers"].get<std::ptrdiff_t>());
  CHECK_THAT(content_of(out + "/comparison.txt"), Contains("Whose bill rises most"));
}

TEST_CASE("customers of a scenario are kept with what they used, and nobody else") {
  const scratch_folder folder;
  const std::string out = folder.path("study");
  const json all = quarter_compared({"--out", out, "--top", "3"});
  REQUIRE(all["losers"].size() == 3);
  for (const char* list : {"baseline", "candidate"}) {
    const std::string question =
        "select name, (select count(*) from events e where e.account = a.account and kind in ('charged', "
        "'refused')) as usages, (select sum(received_minor - given_back_minor - taken_back_minor) from "
        "months m "
        "where m.account = a.account) as bill from accounts a";
    const ended kept = program({"query", out + "/" + list, question, "--format", "json"});
    INFO(kept.messages);
    REQUIRE(kept.code == 0);
    const json rows = json::parse(kept.output);
    CHECK(rows.size() == all["losers"].size() + all["winners"].size());
    const std::string usage = content_of(quarter + "usage.csv");
    for (const json& row : rows) {
      const std::string name = row["name"];
      INFO(list << ": " << name);
      std::size_t used = 0;
      for (std::size_t at = usage.find("," + name + ","); at != std::string::npos;
           at = usage.find("," + name + ",", at + 1))
        ++used;
      CHECK(row["usages"] == used);
      for (const char* told : {"losers", "winners"})
        for (const json& one : all[told])
          if (one["customer"] == name)
            CHECK(one[std::string(list) == "baseline" ? "bill_before" : "bill_after"] == row["bill"]);
    }
  }
  const std::string name = all["winners"][0]["customer"];
  CHECK_THAT(program({"explain", out + "/candidate", "--account", name}).output, Contains(name));
  CHECK_THAT(content_of(out + "/candidate/manifest.json"), Contains("usage.csv"));
}

TEST_CASE("a customer who is compared and not kept is told to be so") {
  const scratch_folder folder;
  const std::string out = folder.path("study");
  const json all = quarter_compared({"--out", out, "--top", "1"});
  std::string other;
  for (const std::string& line : lines_of(content_of(out + "/customers.csv"))) {
    other = line.substr(0, line.find(','));
    if (other != "customer" && other != all["losers"][0]["customer"] &&
        other != all["winners"][0]["customer"])
      break;
  }
  for (const char* command : {"explain", "history"}) {
    const ended seen = program({command, out + "/candidate", "--account", other});
    CHECK(seen.code == 2);
    CHECK_THAT(seen.messages, Contains("`" + other + "` is not among the 2 customers that are kept") &&
                                  Contains("`" + out + "/customers.csv` has its figures"));
    CHECK_THAT(program({command, out + "/candidate", "--account", other + "-nobody"}).messages,
               Contains("there is no account"));
  }
  // From within, and by the store itself.
  CHECK_THAT(shell("cd '" + out + "/candidate' && $DRAWDOWN explain . --account '" + other + "'").messages,
             Contains("`../customers.csv` has its figures"));
  CHECK_THAT(program({"explain", out + "/baseline/run.sqlite", "--account", other}).messages,
             Contains("`" + out + "/customers.csv` has its figures"));
  for (const char* command : {"explain", "history", "query"}) {
    const ended seen = program({command, out});
    CHECK(seen.code == 4);
    CHECK_THAT(seen.messages, Contains("holds a comparison of prices") &&
                                  Contains("`" + out + "/baseline`, `" + out + "/candidate`") &&
                                  !Contains("--out"));
  }
}

TEST_CASE("a comparison that is kept has its page, which `report` hands on") {
  const scratch_folder folder;
  const std::string out = folder.path("a study");
  const json all = quarter_compared({"--out", out});
  const std::string page = content_of(out + "/report.html");
  CHECK_THAT(page, Contains("Pricing of The document assistant&#39;s last quarter") &&
                       Contains("Content-Security-Policy"));
  const std::string loser = all["losers"][0]["customer"];
  CHECK_THAT(page, Contains("drawdown history &#39;" + out + "&#39;/candidate --account " + loser));
  // The same comparison again gives the same page.
  std::filesystem::rename(out, folder.path("first"));
  quarter_compared({"--out", out});
  CHECK(content_of(out + "/report.html") == page);

  const ended where = program({"report", out});
  CHECK(where.code == 0);
  CHECK_THAT(where.messages, Contains(out + "/report.html"));
  CHECK(program({"report", out, "-o", "-"}).output == page);
  CHECK(program({"report", out, "-o", folder.path("copy.html")}).code == 0);
  CHECK(content_of(folder.path("copy.html")) == page);
  // What the comparison was made from is known by its bytes, wherever it lies.
  const std::string usage = content_of(DRAWDOWN_SOURCE_DIR "/scenarios/studies/last-quarter/usage.csv");
  const ended over = program({"report", out, "-o", folder.write("usage.csv", usage)});
  CHECK(over.code == 2);
  CHECK_THAT(over.messages, Contains("usage.csv` is not written over"));
  CHECK(content_of(folder.path("usage.csv")) == usage);
  const std::string customers = content_of(out + "/customers.csv");
  CHECK(program({"report", out, "-o", out + "/customers.csv"}).code == 2);
  CHECK(content_of(out + "/customers.csv") == customers);
  const ended other = program({"report", out, "--format", "junit"});
  CHECK(other.code == 4);
  CHECK_THAT(other.messages, Contains("there are runs in"));
}
