#include "cli/exit_code.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace drawdown::cli {

namespace {

struct code_entry {
  exit_code code;
  std::string_view words;    // of one file
  std::string_view meaning;  // of the program's end
};

// From the gravest to the mildest.
constexpr std::array codes = {
    code_entry{exit_code::defect, "defect", "a defect of Drawdown itself"},
    code_entry{exit_code::ledgers_disagree, "not verified",
               "the ledgers disagree, an invariant is broken, or a run does not repeat"},
    code_entry{exit_code::expectation_failed, "expectation failed", "an expectation of the scenario failed"},
    code_entry{exit_code::threshold_missed, "threshold missed", "a load run did not keep a threshold"},
    code_entry{exit_code::regressed, "regressed", "a measurement regressed"},
    code_entry{exit_code::inconclusive, "inconclusive",
               "no measurement is shown to have regressed, and not all could be judged"},
    code_entry{exit_code::interrupted, "interrupted", "interrupted"},
    code_entry{exit_code::out_of_memory, "out of memory", "there is not enough memory for what was asked"},
    code_entry{exit_code::usage, "usage", "the command line is wrong"},
    code_entry{exit_code::faulty_input, "faulty", "a scenario, or a file that it names, is faulty"},
    code_entry{exit_code::unusable_file, "unusable file", "a file can't be read or written"},
    code_entry{exit_code::fine, "ok", "all is well"},
};

const code_entry* entry_of(exit_code code) {
  return std::ranges::find(codes, code, &code_entry::code);
}

}  // namespace

exit_code graver(exit_code a, exit_code b) {
  return entry_of(a) <= entry_of(b) ? a : b;
}

std::string words_for(exit_code code) {
  return std::string(entry_of(code)->words);
}

std::vector<std::pair<int, std::string_view>> exit_codes() {
  std::vector<std::pair<int, std::string_view>> all;
  for (const code_entry& entry : codes) all.emplace_back(static_cast<int>(entry.code), entry.meaning);
  std::ranges::sort(all);
  return all;
}

std::string exit_code_help() {
  std::string text;
  for (const auto& [number, meaning] : exit_codes()) text += fmt::format("  {:>3}  {}\n", number, meaning);
  return text;
}

}  // namespace drawdown::cli
