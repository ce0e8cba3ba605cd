// A run that was kept with `drawdown run --out`, opened to be asked about.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/exit_code.hpp"
#include "engine/time/zone.hpp"
#include "engine/units/error.hpp"
#include "reports/store/reader.hpp"
#include "reports/store/store.hpp"

namespace drawdown::cli {

struct kept_run {
  reports::run_store store;
  reports::run_row run;
  std::vector<reports::account_row> accounts;
  std::vector<zone_table> zones;
  std::string comparison{};  // the folder of the comparison of prices that it is a part of; empty: of none

  const zone_table& zone_of(const reports::account_row& account) const { return zones.at(account.zone); }
  const zone_table& scenario_zone() const { return zones.at(run.zone); }

  // The account of that name; without a name the only one. `malformed` names the nearest, and says where a
  // customer is told of whom a comparison has and doesn't keep.
  result<const reports::account_row*> account_named(const std::optional<std::string>& name) const;
  // The same of an account whose transactions are kept; `malformed` says how to have those of another.
  result<const reports::account_row*> kept_account_named(const std::optional<std::string>& name) const;
};

// Opens the run in a folder, or its `run.sqlite` itself. `unreadable` says why it is none.
result<kept_run> open_run(const std::string& folder);

// What every report of a run begins with.
struct run_parts {
  reports::run_row run;
  std::vector<reports::account_row> accounts;
  std::vector<zone_table> zones;
};

// Reads them from the store, which is called by that name. `unreadable` where a zone is missing, or is none.
result<run_parts> read_parts(const reports::run_store& store, std::string_view name);

// The error of a store whose figures break what holds of every run.
tl::unexpected<error> changed_by_hand(std::string_view store, const defect& broken);

// Makes something of a store that comes from a file. What would be a defect of the program, were its figures
// those of a run, is the file's fault: `unreadable`.
template <class Make>
auto of_a_kept_run(std::string_view store, const Make& make) -> decltype(make()) {
  try {
    return make();
  } catch (const defect& broken) {
    return changed_by_hand(store, broken);
  }
}

// Opens a run and answers with what `answer` makes of it, or says why that can't be done.
exit_code about_run(const std::string& folder, const std::function<exit_code(const kept_run&)>& answer);

// Says on standard error whose transactions the run has, where it has not all.
void tell_what_is_kept(const kept_run& kept);

// Says what went wrong, and what the program ends with for it: a word that was wrong, a run that can't be
// read.
exit_code complain(const error& failure);

// Prints it; the program's end says whether that could be done.
exit_code show(const std::string& text);

// A word as a shell takes it for one.
std::string shell_word(const std::string& word);

}  // namespace drawdown::cli
