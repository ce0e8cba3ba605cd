// Which files a scenario may read: those below the folder above its own, all links resolved, and regular
// files alone.
#include "scenarios/language/reach.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>
#include <sys/stat.h>

#include "scenarios/language/bulk.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::language {
namespace {

namespace fs = std::filesystem;

constexpr const char* catalog = R"(catalog: small
currency: EUR
credit_rate: 1 EUR = 50 credits
meters: {call: {per: unit, price: 1}}
)";

// A shop with a scenario's folder, one with catalogs beside it, and one that is no part of it.
class shop {
 public:
  shop() : path_(fs::canonical(fs::temp_directory_path()) / "drawdown-reach-XXXXXX") {
    std::string name = path_.string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path_ = name;
    for (const char* folder : {"shop/scenarios/deeper", "shop/catalogs", "private"})
      fs::create_directories(path_ / folder);
    for (const char* file : {"shop/scenarios/c.yaml", "shop/catalogs/c.yaml", "private/c.yaml"})
      put(file, catalog);
  }
  ~shop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  shop(const shop&) = delete;
  shop& operator=(const shop&) = delete;

  fs::path operator/(const std::string& name) const { return path_ / name; }
  void put(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
  }

  // The scenario that sells from that catalog; `more` stands at its end.
  loaded load(const std::string& named, const std::string& root = {}, const std::string& more = "") const {
    put("shop/scenarios/s.yaml",
        "scenario: A shop\ncatalog: " + named +
            "\nstart: 2026-01-01\nend: 2026-02-01\naccounts: {acme: {agents: {bot: {}}}}\n" + more);
    return load_scenario((path_ / "shop/scenarios/s.yaml").string(), {}, load_alone::refused, root);
  }

 private:
  fs::path path_;
};

// Nothing where it loads, else the code of what is found first.
std::string code_of(const loaded& made) {
  return made.findings.empty() ? "" : made.findings.front().code;
}

}  // namespace

TEST_CASE("a scenario reads files below the folder above its own") {
  const shop here;
  CHECK(code_of(here.load("c.yaml")).empty());
  CHECK(code_of(here.load("../catalogs/c.yaml")).empty());
  CHECK(code_of(here.load("deeper/../../catalogs/./c.yaml")).empty());
  CHECK(code_of(here.load((here / "shop/catalogs/c.yaml").string())).empty());
}

TEST_CASE("a file that lies elsewhere is refused with its place, where it is and what to do") {
  const shop here;
  const loaded made = here.load("../../private/c.yaml");
  REQUIRE(made.findings.size() == 1);
  const diagnostic& said = made.findings.front();
  CHECK(said.code == "E009");
  CHECK(said.file == (here / "shop/scenarios/s.yaml").string());
  CHECK(said.line == 2);
  CHECK(said.column == 10);
  CHECK(said.message.find("`" + (here / "private/c.yaml").string() + "` lies outside of `" +
                          (here / "shop").string() + "`") != std::string::npos);
  CHECK(said.hint.find("`--root DIR`") != std::string::npos);
  CHECK(made.what == nullptr);
  CHECK_FALSE(made.unreadable);
}

TEST_CASE("neither an absolute path nor a link leads out") {
  const shop here;
  CHECK(code_of(here.load((here / "private/c.yaml").string())) == "E009");
  CHECK(code_of(here.load("/etc/passwd")) == "E009");
  fs::create_symlink(here / "private/c.yaml", here / "shop/scenarios/link.yaml");
  CHECK(code_of(here.load("link.yaml")) == "E009");
  fs::create_symlink("../../private", here / "shop/scenarios/away");
  CHECK(code_of(here.load("away/c.yaml")) == "E009");
  fs::create_symlink("away", here / "shop/scenarios/farther");
  CHECK(code_of(here.load("farther/c.yaml")) == "E009");
  // Nor does it tell whether something is there.
  CHECK(code_of(here.load("../../private/none.yaml")) == "E009");
  CHECK(code_of(here.load("away/none.yaml")) == "E009");
  // A name that only begins like that of the folder is another.
  fs::create_directories(here / "shop-of-others");
  here.put("shop-of-others/c.yaml", catalog);
  CHECK(code_of(here.load("../../shop-of-others/c.yaml")) == "E009");
}

TEST_CASE("a link from a file within to one within is read") {
  const shop here;
  fs::create_symlink("../catalogs/c.yaml", here / "shop/scenarios/link.yaml");
  CHECK(code_of(here.load("link.yaml")).empty());
  fs::create_symlink("../catalogs", here / "shop/scenarios/beside");
  CHECK(code_of(here.load("beside/c.yaml")).empty());
}

TEST_CASE("a scenario that is reached through a link lies where that leads") {
  const shop here;
  here.load("../catalogs/c.yaml");
  fs::create_symlink(here / "shop", here / "private/shop");
  CHECK(code_of(load_scenario((here / "private/shop/scenarios/s.yaml").string())).empty());
}

TEST_CASE("what is no regular file is not opened") {
  const shop here;
  CHECK(mkfifo((here / "shop/scenarios/pipe.yaml").c_str(), 0600) == 0);
  struct named {
    const char* path;
    const char* said;
  };
  for (const named& one : {named{"deeper", "it is a folder"}, named{".", "it is a folder"},
                           named{"pipe.yaml", "it is a pipe"}, named{"/dev/zero", "it is a device"}}) {
    INFO(one.path);
    const loaded made = here.load(one.path, "/");
    REQUIRE(made.findings.size() == 1);
    CHECK(made.findings.front().code == "E001");
    CHECK(made.findings.front().line == 2);
    CHECK(made.findings.front().message.find(one.said) != std::string::npos);
    CHECK(made.unreadable);
  }
  CHECK(code_of(here.load("/dev/zero")) == "E009");
  fs::create_symlink("round.yaml", here / "shop/scenarios/round.yaml");
  CHECK(code_of(here.load("round.yaml")) == "E001");
}

TEST_CASE("a file that is not there is told as ever") {
  const shop here;
  const loaded made = here.load("../catalogs/none.yaml");
  REQUIRE(made.findings.size() == 1);
  CHECK(made.findings.front().code == "E001");
  CHECK(made.findings.front().message.find("cannot be read: No such file or directory") != std::string::npos);
  CHECK(made.unreadable);
}

TEST_CASE("another folder takes the place of the one above the scenario's") {
  const shop here;
  const std::string everything = here.operator/("").string();
  CHECK(code_of(here.load("../../private/c.yaml", everything)).empty());
  CHECK(code_of(here.load("c.yaml", everything)).empty());
  CHECK(code_of(here.load("../../private/c.yaml", "/")).empty());
  CHECK(code_of(here.load("/etc/passwd", everything)) == "E009");
  CHECK(code_of(here.load("../catalogs/c.yaml", (here / "shop/scenarios").string())) == "E009");
}

TEST_CASE("tables of usage and grants are judged like catalogs, read whole or streamed") {
  const shop here;
  here.put("private/usage.csv", "time,quantity\n2026-01-02T00:00:00Z,1\n");
  here.put("private/grants.csv", "account,credits\nacme,100\n");
  const std::string usage =
      "usage: [{file: ../../private/usage.csv, columns: {time: time, agent: {value: bot}, meter: {value: "
      "call}, quantity: quantity}}]\n";
  const std::string grants =
      "grants: [{file: ../../private/grants.csv, columns: {account: account, kind: {value: free}, credits: "
      "credits}}]\n";
  const std::string everything = (here / "").string();
  const std::string scenario = (here / "shop/scenarios/s.yaml").string();
  for (const std::string& table : {usage, grants}) {
    INFO(table);
    CHECK(code_of(here.load("c.yaml", {}, table)) == "E009");
    const loaded_for_replay streamed = load_for_replay(scenario, {}, {});
    CHECK(code_of(streamed.scenario) == "E009");
    CHECK(streamed.feed == nullptr);
    CHECK(code_of(here.load("c.yaml", everything, table)).empty());
    CHECK(load_for_replay(scenario, {}, {}, everything).scenario.what != nullptr);
  }
  // A catalog that is asked for may lie anywhere, and opens nothing to the scenario.
  here.load("c.yaml", {}, usage);
  const std::string dear = (here / "private/c.yaml").string();
  CHECK(code_of(load_with_catalog(scenario, dear, {}, {}).scenario) == "E009");
  here.load("c.yaml");
  CHECK(load_with_catalog(scenario, dear, {}, {}).scenario.what != nullptr);
}

TEST_CASE("a scenario that comes through a pipe lies in the working folder") {
  const shop here;
  for (const char* pipe : {"/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"}) {
    INFO(pipe);
    const reach within(pipe, "");
    CHECK(within.path_of("c.yaml") == "c.yaml");
    CHECK(within.check("c.yaml"));
    CHECK(within.check((fs::current_path().parent_path() / "c.yaml").string()));
    const auto refused = within.check((here / "private/c.yaml").string());
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == error_code::out_of_range);
  }
}

}  // namespace drawdown::language
