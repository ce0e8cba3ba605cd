// By which rules a scenario is run, and where each of them comes from (R15.2).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace drawdown::language {

// A setting that whoever starts a run fills in, because the rule-book leaves it unknown.
struct assumption {
  std::string name;
  std::string value;
};

// What the command line says of the rules.
struct rules_asked {
  std::string book;  // instead of the scenario's; empty: the scenario's
  std::vector<assumption> assumed;
  bool assumes_default = false;  // what else is unknown is as the rule-book `default` has it
};

// Where an effective setting comes from.
enum class setting_origin : std::uint8_t {
  book,
  scenario,
  assumed,
  unknown,  // the rule-book leaves it open, and nothing in the scenario depends on it
};

// The word of reports: `book`, `scenario`, `assumed`, `unknown`.
std::string_view name_of(setting_origin from);

struct setting_used {
  std::string name;
  std::string value;  // in the words of the scenario language; `unknown` where nobody says it
  setting_origin from = setting_origin::book;
};

// All rules of a run.
struct rules_used {
  std::string book;
  std::vector<setting_used> settings;  // all that are built, in the order of their rules
  std::vector<std::string> missing;    // unknown settings that the scenario depends on: it cannot run
  // What settings that are not the scenario's own need of it and it lacks: it cannot run under them.
  std::vector<std::string> lacking;
  std::vector<assumption> assumed_for_none;  // assumptions about what the book knows or the scenario says

  // Where a setting comes from; `unknown` of one that is not built.
  setting_origin origin_of(std::string_view name) const;
  // The settings that whoever started the run filled in, in the order of their rules.
  std::vector<setting_used> assumed() const;
};

}  // namespace drawdown::language
