// The files that a scenario names: its catalog, a table of grants, a table of usage. The first byte says
// which of them the input is; the others are in order.
#include <array>
#include <string>

#include "scenarios/language/load.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/loaded.hpp"
#include "tests/fuzz/scratch.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

struct named_file {
  const char* name;
  const char* content;  // where it is not the input
};

constexpr std::array files = {
    named_file{"catalog.yaml",
               "catalog: voices and tokens\ncurrency: EUR\ncredit_rate: 1 EUR = 50 credits\n"
               "meters:\n  call: {per: minute, price: 10, increment: 1 minute}\n"
               "  message: {per: unit, price: 0.5}\n"},
    named_file{"promotion.csv",
               "customer,sort,amount,until,id,from,order,paid,person\n"
               "acme,free,50,2026-02-15,promo-a,2026-02-01,5,,olga\n"},
    named_file{"february.csv",
               "ts,bot,kind,qty,id,person,campaign\n"
               "2026-02-01T08:00:00Z,receptionist,call,2m30s,call-1,,winter\n"}};

constexpr const char* scenario_text = R"(scenario: Files
catalog: catalog.yaml
start: 2026-01-30T09:00:00Z
end: 2026-03-02
time_zone: UTC
users: {olga: {}}
grants:
  - file: promotion.csv
    columns: {account: customer, kind: sort, credits: amount, expires: until, key: id, effective: from, priority: order, cost: paid, user: person}
accounts:
  acme:
    grants: [{kind: free, credits: 10}]
    agents: {receptionist: {}, night_line: {user: olga}}
timeline:
  - {at: 2026-02-01T08:00:00Z, agent: receptionist, use: message, quantity: 1}
usage:
  - {file: february.csv, columns: {time: ts, agent: bot, meter: kind, quantity: qty, key: id, user: person, group: campaign}}
)";

// The folder with the scenario.
const scratch& folder() {
  static const scratch made;
  static const bool is_written = !made.write("scenario.yaml", scenario_text).empty();
  promise(is_written, "the scenario is there");
  return made;
}

}  // namespace

void named_files(std::string_view bytes) {
  input from(bytes);
  const std::size_t hostile = from.one_of(files.size());
  for (std::size_t i = 0; i < files.size(); ++i)
    folder().write(files.at(i).name, i == hostile ? from.rest() : files.at(i).content);
  const std::string path = folder().path("scenario.yaml");
  const language::loaded read = language::load_scenario(path);
  check_findings(read);
  if (read.what != nullptr) check_written_back(path, read);
}

}  // namespace drawdown::fuzz
