#include "scenarios/language/faults.hpp"

#include <array>
#include <string>

namespace drawdown::language {
namespace {

constexpr auto error = severity::error;
constexpr auto warning = severity::warning;

// In the order of `fault`: the enumerator is the position.
constexpr std::array table = {
    fault_entry{"E001", error, "the file cannot be read"},
    fault_entry{"E002", error, "the file is too large"},
    fault_entry{"E003", error, "the file is empty"},
    fault_entry{"E004", error, "not UTF-8"},
    fault_entry{"E005", error, "a character that may not stand here"},
    fault_entry{"E006", error, "a line is too long"},
    fault_entry{"E007", error, "too many pieces in one file"},
    fault_entry{"E008", error, "more findings than are shown"},
    fault_entry{"E009", error, "a file that the scenario may not read"},
    fault_entry{"E010", error, "not well-formed YAML"},
    fault_entry{"E011", error, "a bracket or quote is never closed"},
    fault_entry{"E012", error, "a tab in the indentation"},
    fault_entry{"E013", error, "anchors and aliases are not part of the language"},
    fault_entry{"E014", error, "tags are not part of the language"},
    fault_entry{"E015", error, "merge keys are not part of the language"},
    fault_entry{"E016", error, "more than one document"},
    fault_entry{"E017", error, "a key appears twice"},
    fault_entry{"E018", error, "nested too deeply"},
    fault_entry{"E019", error, "a key that is not a text"},
    fault_entry{"E020", error, "too many steps in a timeline"},
    fault_entry{"E030", error, "an unknown key"},
    fault_entry{"E031", error, "not built in this version"},
    fault_entry{"E032", error, "a key is missing"},
    fault_entry{"E033", error, "a value of the wrong shape"},
    fault_entry{"E034", error, "a value is missing"},
    fault_entry{"E035", error, "not a name"},
    fault_entry{"E036", error, "keys that exclude each other"},
    fault_entry{"E037", error, "a key that has no place in this step"},
    fault_entry{"E038", error, "a step does exactly one thing"},
    fault_entry{"E040", error, "not a number"},
    fault_entry{"E041", error, "out of range"},
    fault_entry{"E042", error, "too many decimals"},
    fault_entry{"E043", error, "zero or negative where it cannot be"},
    fault_entry{"E044", error, "an unknown currency"},
    fault_entry{"E045", error, "another currency than the catalog's"},
    fault_entry{"E046", error, "not an amount of money"},
    fault_entry{"E047", error, "not a percentage"},
    fault_entry{"E048", error, "not a length of time"},
    fault_entry{"E049", error, "not an instant"},
    fault_entry{"E050", error, "not one of the allowed words"},
    fault_entry{"E051", error, "neither true nor false"},
    fault_entry{"E052", error, "not a rate"},
    fault_entry{"E053", error, "a setting cannot have this value"},
    fault_entry{"E054", error, "a quantity that does not fit its meter"},
    fault_entry{"E055", error, "not a rule"},
    fault_entry{"E056", error, "a rule that nobody knows"},
    fault_entry{"E057", error, "settings that do not go together"},
    fault_entry{"E058", error, "not a threshold"},
    fault_entry{"E059", error, "not a rate of debits"},
    fault_entry{"E060", error, "a name that nothing declares"},
    fault_entry{"E061", error, "an agent's name that several accounts have"},
    fault_entry{"E062", error, "an unknown time zone"},
    fault_entry{"E063", error, "a reserved key"},
    fault_entry{"E064", error, "whose step is it?"},
    fault_entry{"E065", error, "a key that nothing has"},
    fault_entry{"E070", error, "a step before its predecessor"},
    fault_entry{"E071", error, "outside the run"},
    fault_entry{"E072", error, "a run that ends before it begins"},
    fault_entry{"E073", error, "an interval that is empty"},
    fault_entry{"E074", error, "outages that overlap"},
    fault_entry{"E075", error, "versions that are out of order"},
    fault_entry{"E076", error, "usage that cannot have occurred then"},
    fault_entry{"E080", error, "a recharge outside the bounds of top-ups"},
    fault_entry{"E081", error, "bounds that contradict each other"},
    fault_entry{"E082", error, "a declared grant that gives nothing"},
    fault_entry{"E083", error, "a recharge that takes a thousand charges to reach its threshold"},
    fault_entry{"E084", error, "bought credit that lives for less than an hour"},
    fault_entry{"E085", error, "a recharge that its own cap never allows"},
    fault_entry{"E086", error, "something that never changes"},
    fault_entry{"E087", error, "a plan for each user, and no users"},
    fault_entry{"E088", error, "a cycle that is shorter than an hour"},
    fault_entry{"E089", error, "usage that is invoiced and has no price"},
    fault_entry{"E090", error, "not a table"},
    fault_entry{"E091", error, "not a JSON object"},
    fault_entry{"E092", error, "not an event of CloudEvents"},
    fault_entry{"E093", error, "a packed file that cannot be unpacked"},
    fault_entry{"E094", error, "more rows than are loaded at once"},
    fault_entry{"W001", warning, "a later step shares the instant of an expectation"},
    fault_entry{"W002", warning, "a payment that no step asks for"},
    fault_entry{"W003", warning, "a recharge that stays below its threshold"},
    fault_entry{"W004", warning, "a hold that no step places"},
    fault_entry{"W005", warning, "a grant that nothing makes"},
    fault_entry{"W006", warning, "rows that are out of order"},
    fault_entry{"W007", warning, "a refund of what nothing uses"},
};

static_assert(table.size() == static_cast<std::size_t>(fault::debit_never_made) + 1);

}  // namespace

const fault_entry& entry_of(fault what) {
  return table[static_cast<std::size_t>(what)];
}

std::span<const fault_entry> fault_table() {
  return table;
}

const fault_entry* fault_with_code(std::string_view code) {
  std::string wanted(code);
  if (!wanted.empty() && wanted.front() >= 'a' && wanted.front() <= 'z') {
    wanted.front() = static_cast<char>(wanted.front() - 'a' + 'A');
  }
  for (const fault_entry& entry : table) {
    if (entry.code == wanted) return &entry;
  }
  return nullptr;
}

}  // namespace drawdown::language
