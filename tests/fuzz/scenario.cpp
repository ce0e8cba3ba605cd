// Scenario files: loaded, written back, run.
#include <memory>
#include <string>
#include <variant>

#include "engine/sweep/account_run.hpp"
#include "engine/time/instant.hpp"
#include "scenarios/language/load.hpp"
#include "tests/fuzz/loaded.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

// Not in any folder that there is, so that no other file is read.
constexpr const char* path = "no-such-folder/deeper/scenario.yaml";

// What is run has to end soon.
constexpr std::size_t most_accounts = 4;
constexpr std::size_t most_usages = 200;
constexpr duration longest_run = duration::days(800);

bool is_small(const world& what) {
  if (what.accounts.size() > most_accounts || what.end > what.start + longest_run) return false;
  for (const account_spec& account : what.accounts) {
    if (account.commands.size() > most_usages) return false;
    for (const agent_spec& agent : account.agents) {
      const auto* told = std::get_if<timeline_source>(&agent.source);
      if (told == nullptr || told->items.size() > most_usages) return false;
    }
  }
  return true;
}

void run(const std::shared_ptr<const world>& what) {
  for (account_index i = 0; i < what->accounts.size(); ++i) {
    sweep::account_run one(what, i);
    one.work_all();
    const auto found = one.audit();
    promise(!found.has_value(), found ? found->message.c_str() : "");
  }
}

}  // namespace

void scenario(std::string_view bytes) {
  const language::loaded read = language::load_scenario_text(path, std::string(bytes));
  check_findings(read);
  if (read.what == nullptr) return;
  check_written_back(path, read);
  if (is_small(*read.what)) run(read.what);
}

}  // namespace drawdown::fuzz
