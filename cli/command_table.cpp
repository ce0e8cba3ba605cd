#include "cli/command_table.hpp"

#include <algorithm>
#include <array>

namespace drawdown::cli {

namespace {

constexpr std::array commands = {
    command_entry{"init", "[DIR|FILE]", "writes an example scenario to begin from",
                  "Writes a scenario with comments, and the catalog that it names: `scenario.yaml` and "
                  "`catalog.yaml` in DIR, which is made if need be, or FILE (.yaml or .yml) and "
                  "`catalog.yaml` beside it. Nothing that is there is overwritten. Without a word it is the "
                  "current folder.",
                  "drawdown init shop\n"
                  "drawdown init shop/second.yaml\n",
                  create_init_command},
    command_entry{
        "list", "[DIR...]", "shows the scenarios of folders, a line each",
        "Looks into the folders and all those below them; without a word into `scenarios/library`, "
        "where there is one, else into the current folder. Tells of each scenario how long it runs, "
        "its accounts, the steps of its timeline, what it expects, and its title; or how many errors "
        "it has. Catalogs and other YAML files are named apart.",
        "drawdown list\n"
        "drawdown list my-scenarios --format json\n",
        create_list_command},
    command_entry{"check", "FILE|DIR...", "says everything that is wrong with scenarios, and runs nothing",
                  "A folder stands for all scenarios in it.",
                  "drawdown check my-scenario.yaml\n"
                  "drawdown check scenarios/library\n",
                  create_check_command},
    command_entry{
        "expand", "FILE", "prints a scenario whole, with every default filled in",
        "The catalog stands in place, grants and usage from tables are written out row by row, and what "
        "is printed runs to the same results as the scenario itself.",
        "drawdown expand my-scenario.yaml\n"
        "drawdown expand my-scenario.yaml > whole.yaml\n",
        create_expand_command},
    command_entry{
        "run", "FILE|DIR...", "runs scenarios, has both ledgers prove each step, and prints statements",
        "A folder stands for all scenarios in it. Several scenarios are run side by side; what there "
        "is to say of them comes in their order, with a summary at the end, and the program ends "
        "with the gravest code. With --format json they make one document.\n\n"
        "Findings, progress, the summary and times go to standard error, results to standard output. "
        "Nothing that is printed there depends on --jobs, --threads, --schedule, --chunk, --window "
        "or the day.",
        "drawdown run scenarios/library/friday-night.yaml\n"
        "drawdown run scenarios/library --brief\n"
        "drawdown run my-scenario.yaml --watch\n"
        "drawdown run my-scenario.yaml --out runs/first\n"
        "drawdown run my-scenario.yaml --until 2026-02-15\n",
        create_run_command},
    command_entry{
        "explain", "[CODE|RUN]", "says what a code means, or what stands behind a figure of a run",
        "CODE is the code of a finding; without a word all of them are listed. RUN is a folder that "
        "`run --out` left: every movement behind the figures of an account is shown, lot by lot, with "
        "the sums, and what is held and owed. A date is midnight in the scenario's zone.",
        "drawdown explain E030\n"
        "drawdown explain runs/first --account harbour-hotel\n"
        "drawdown explain runs/first --kind plan --at 2026-01-31\n",
        create_explain_command},
    command_entry{
        "history", "RUN", "pages through what happened to an account of a run, newest first",
        "RUN is a folder that `run --out` left. A page lists what the customer's billing page would: "
        "movements of credit, refusals, failed payments and notices; --kind asks for other events, "
        "such as `answered`. With --by it totals the usage instead.",
        "drawdown history runs/first --account harbour-hotel\n"
        "drawdown history runs/first --account harbour-hotel --kind usage --page 2\n"
        "drawdown history runs/first --account harbour-hotel --by agent\n",
        create_history_command},
    command_entry{"version", "", "the versions of the program and of what it is built on", "",
                  "drawdown version\n", create_version_command},
};

}  // namespace

std::span<const command_entry> command_table() {
  return commands;
}

const command_entry* find_command(std::string_view name) {
  const auto* found = std::ranges::find(commands, name, &command_entry::name);
  return found == commands.end() ? nullptr : found;
}

}  // namespace drawdown::cli
