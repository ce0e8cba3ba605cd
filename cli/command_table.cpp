#include "cli/command_table.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace drawdown::cli {

std::unique_ptr<command> create_simulate_command();
std::unique_ptr<command> create_shrink_command();
std::unique_ptr<command> create_explore_command();

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
        "drawdown run my-scenario.yaml --out runs/big --keep totals --keep-accounts acme,zenith\n"
        "drawdown run --resume runs/first\n"
        "drawdown run my-scenario.yaml --until 2026-02-15\n",
        create_run_command},
    command_entry{
        "replay", "FILE", "runs usage files of any size through a scenario, and keeps totals alone",
        "The usage files that the scenario names are read while they are worked, so that memory does not "
        "grow "
        "with them; both ledgers prove each debit, and what came of it is added up and forgotten. What is "
        "expected of figures is held against them. Rows come in the order of their instants, then of files "
        "and lines; one that is out of order arrives with the row before it.\n\n"
        "How long it took goes to standard error; what goes to standard output is the same on any number of "
        "threads, but for the object `measurement` of --format json.",
        "drawdown replay february.yaml\n"
        "drawdown replay february.yaml --bad-rows quarantine:bad.csv\n"
        "drawdown replay february.yaml --out runs/february --keep-accounts acme\n"
        "drawdown replay february.yaml --format json > february.json\n",
        create_replay_command},
    command_entry{
        "simulate", "FILE", "simulates months of the customers that a population file describes",
        "Customers are drawn: what they use and when, who joins, tops up, recharges and leaves. The same "
        "seed "
        "makes the same customers under every catalog, on any machine and any number of threads. What they "
        "do "
        "in answer to what happens is found out first, then the whole is run and proved like a scenario, and "
        "told by month.\n\n"
        "How long it took goes to standard error; what goes to standard output is the same on any number of "
        "threads, but for the object `measurement` of --format json.",
        "drawdown simulate customers.yaml --catalog prices.yaml --months 12\n"
        "drawdown simulate customers.yaml --catalog next-prices.yaml --months 12 --format json\n"
        "drawdown simulate customers.yaml --catalog prices.yaml --months 1 --out runs/january\n"
        "drawdown simulate customers.yaml --catalog prices.yaml --months 24 --out runs/large --keep totals "
        "--keep-accounts customer-7\n",
        create_simulate_command},
    command_entry{
        "generate", "usage", "writes a usage file for tests and measurements, and a scenario that replays it",
        "Each row is a usage of a meter by an agent, with a time, a quantity and a key; the rows are spread "
        "evenly "
        "over the time between --from and --to. The name of the file says how it is packed (`.gz`, `.zst`) "
        "and "
        "read (`.csv`, `.ndjson`). The same options write the same rows on every machine. How many rows are "
        "out "
        "of order, sent again and bad goes to standard error.",
        "drawdown generate usage --rows 10000 -o usage.csv --scenario usage.yaml\n"
        "drawdown generate usage --rows 1000000 --accounts 10000 --distribution zipf:1.1 -o usage.csv.zst\n"
        "drawdown generate usage --format cloudevents --duplicates 1% --bad 0.1% -o events.ndjson.gz\n",
        create_generate_command},
    command_entry{
        "sweep", "FILE", "moves steps to the boundaries that they are near, and tells what a tie decides",
        "Each account is run again and again with one thing moved: a step of the timeline that is near the "
        "end of a lot or a hold, a turn of the usage period, a recurrence, an answer of a gateway or the "
        "end of a wait comes a microsecond before it, at it, and a microsecond after it; steps of one "
        "instant come in every other order (of more than five, in 200 that are drawn). What changes is "
        "told, with the outcomes of steps and the figures at the end; both ledgers judge every variant. "
        "Expectations are not judged.",
        "drawdown sweep scenarios/library/expiry-instant.yaml\n"
        "drawdown sweep my-scenario.yaml --near 1d --account acme\n"
        "drawdown sweep my-scenario.yaml --format json\n",
        create_sweep_command},
    command_entry{
        "explore", "[FILE]",
        "draws worlds, schedules and faults from seeds, and looks whether any of them breaks something",
        "From each seed a world is drawn: a catalog, settings, accounts with agents, gateways that fail, and "
        "a "
        "timeline full of ties. It is run twice, with other schedules, epochs, chunks and windows, now and "
        "then "
        "on threads, and with actors that die. Both ledgers and the invariants judge every event, and both "
        "runs "
        "must leave the same. One world in 50 is also written as a scenario and loaded again.\n\n"
        "FILE is a scenario that is run in the place of drawn worlds; the seeds then choose how.\n\n"
        "It is told how often each kind of fault happened, which features met, and how rare a failure must "
        "be "
        "after so many clean seeds. A seed that fails ends the exploration, with 10 or, where an actor kept "
        "dying or something was thrown, 1. What goes to standard output is the same on any number of --jobs.",
        "drawdown explore --seeds 5000\n"
        "drawdown explore --minutes 10 --from 100000\n"
        "drawdown explore --features plans,chargebacks --seeds 200\n"
        "drawdown explore --seed 4711\n"
        "drawdown explore --seed 4711 --write drawn.yaml\n"
        "drawdown explore scenarios/library/recharge-retries.yaml --seeds 200\n",
        create_explore_command},
    command_entry{
        "shrink", "FILE",
        "makes a scenario as small as it can be in which the ledgers differ, or anything else breaks",
        "Runs the scenario in several ways, as `explore FILE` does. Of the first failure (the ledgers "
        "differ, an invariant breaks, two runs differ, an actor keeps dying) everything is taken away that "
        "it "
        "does not need: accounts, steps, agents, versions, terms, settings. What is left is written as a "
        "scenario, with the command that shows it in a comment above. Where nothing fails nothing is "
        "written, "
        "and the program ends with 2: what the scenario expects is judged by `run` alone.",
        "drawdown shrink seed-4711.yaml --out small.yaml\n"
        "drawdown shrink my-scenario.yaml --seeds 200 > small.yaml\n",
        create_shrink_command},
    command_entry{
        "estimate", "FILE", "says what planned usage would cost, and which top-up covers it",
        "FILE is a scenario, which is run until --at, or a catalog alone, to whose customer nothing has "
        "happened and who has no credit. What is planned is priced as usage would be then, and answered "
        "with the total, what is available, what is left after it or missing, and the cheapest purchase "
        "that covers that. Nothing is kept, expectations are not judged.",
        "drawdown estimate my-scenario.yaml --account acme --use call=2h --at 2026-02-03\n"
        "drawdown estimate catalog.yaml --use call=2h --use summary=10 --format json\n",
        create_estimate_command},
    command_entry{
        "compare-rules", "FILE", "runs a scenario under several rule-books, and shows where outcomes part",
        "The scenario is run, and verified, under each rule-book in turn; its `settings` hold under all of "
        "them, its expectations are not judged. For each account and lot the first instant is told at which "
        "an outcome is another than under the first book, what each says there, and what that is worth at "
        "the end. A rule-book that leaves a setting unknown on which the scenario depends does not run and "
        "says so, unless --assume fills it in. The program ends with 0 if two or more ran, else with 3.",
        "drawdown compare-rules scenarios/library/lots-of-equal-expiry.yaml --rules openmeter,lago,orb\n"
        "drawdown compare-rules my-scenario.yaml --rules default,stigg --assume when_short=refuse\n"
        "drawdown compare-rules my-scenario.yaml --rules default,orb --format csv\n",
        create_compare_rules_command},
    command_entry{
        "compare-pricing", "FILE", "runs the same customers under two price lists, and shows who pays more",
        "The customers of a population or a scenario buy from the catalog that holds now, and from the one "
        "that "
        "is to come: what each pays, uses, and how long each is blocked, what all of them come to month by "
        "month, and by how much the two differ. Every transaction is proved by both ledgers.\n\n"
        "Customers of a population are drawn, with the same draws under both. With --seeds the whole is done "
        "again with other draws, and each difference has an interval that holds the true one in 95 of 100 "
        "cases.\n\n"
        "Customers of a scenario did what it says, in its timeline and its usage files, which may be of any "
        "size. Its own catalog is the baseline, unless --baseline names another. What happened is one draw, "
        "and "
        "has no interval; what the scenario expects is not asked.",
        "drawdown compare-pricing people.yaml --baseline now.yaml --candidate next.yaml --months 12 --seeds "
        "3\n"
        "drawdown compare-pricing people.yaml --baseline now.yaml --candidate next.yaml --months 12 --out "
        "study\n"
        "drawdown compare-pricing last-quarter.yaml --candidate next.yaml --out study\n",
        create_compare_pricing_command},
    command_entry{
        "load", "[FILE]",
        "debits accounts as fast as asked, has both ledgers prove it, and says how fast it was",
        "Runs a world of many alike accounts by the same actors as any other. In a closed loop each agent "
        "has "
        "--window debits outstanding, and the next are handed over when all are answered; with --rate the "
        "loop "
        "is open: each debit has its instant, and its latency counts from there, however late it is begun. A "
        "second, shorter run of the same load without verification tells what proving costs. The program "
        "ends "
        "with 10 where the ledgers disagree. With --find-max the highest rate is searched at which --slo "
        "holds.\n\n"
        "FILE is a scenario with `load:` and `thresholds:`, of which nothing else is run. What is given on "
        "the command line takes the place of what the file says; where a threshold is not kept, the program "
        "ends with 12.",
        "drawdown load\n"
        "drawdown load scenarios/loads/two-hundred-shops.yaml\n"
        "drawdown load --accounts 10000 --lots 1 --duration 10s\n"
        "drawdown load --rate 200k/s --arrivals poisson --distribution zipf:1.1\n"
        "drawdown load --count 1000000 --threads 1 --format json\n"
        "drawdown load --find-max --slo 'p99 < 5ms'\n",
        create_load_command},
    command_entry{
        "compare", "A B", "says whether what was measured got better or worse from A to B",
        "A and B are files of measurements, as the benchmark programs write them with --measurements. "
        "What is counted has to be the same to the last digit. Of times the ratio of the medians is told, "
        "with an interval in which it lies with 99 % confidence: a time is regressed where the ratio is "
        "beyond the tolerance and the interval beyond 1, unchanged where the whole interval is within the "
        "tolerance, and inconclusive where the interval is too wide to say. With --baseline a count that "
        "is better, or not in A, ends with 13 too, until A is renewed.",
        "drawdown compare before.json after.json\n"
        "drawdown compare before.json after.json --tolerance 10% --format markdown\n"
        "drawdown compare --baseline bench/baseline/core.json counts.json\n",
        create_compare_command},
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
    command_entry{
        "report", "RUN",
        "makes a report of a run: a page for a browser, JUnit XML, Markdown, JSON, tables as CSV",
        "RUN is a folder that `run --out` left. `html` is one file for a browser, which loads nothing from "
        "anywhere: "
        "whether every balance is right and what failed, revenue and deferred revenue month by month, and "
        "the "
        "billing page of each account; without --out it is `report.html` in the run's folder. Of a "
        "comparison "
        "that `compare-pricing --out` left it hands on the page that is there. `junit` has a test "
        "case for each thing that the scenario expects, `markdown` is a summary as CI hosts show it, below a "
        "megabyte; `json` is results.json without what was measured; `csv` writes the accounts, payments, "
        "lots and "
        "postings of the run into a folder. The program ends with 0 where the report is written, whatever it "
        "says.",
        "drawdown report runs/first\n"
        "drawdown report runs/first --format html --accounts 500 --out first.html\n"
        "drawdown report runs/first --format junit --out junit.xml\n"
        "drawdown report runs/first --format markdown >> \"$GITHUB_STEP_SUMMARY\"\n"
        "drawdown report runs/first --format csv --out tables\n",
        create_report_command},
    command_entry{
        "export", "RUN", "writes the books of a run for hledger, ledger or beancount to prove",
        "RUN is a folder that `run --out` left. Every entry is there, line by line, with what its account "
        "holds "
        "after it, so that the tool proves each balance again; amounts are whole micro-credits and minor "
        "units. "
        "With --out the journal is put into a folder, in files of a size that a tool reads in seconds, with "
        "`balances.csv` and `names.csv` beside them; else it is printed. docs/exports.md has the names of "
        "the "
        "accounts.",
        "drawdown export runs/first --to hledger --out books\n"
        "drawdown export runs/first --to ledger --commodity money\n"
        "drawdown export runs/first --to beancount --lots --out lots\n"
        "drawdown export runs/first --to csv > journal.csv\n",
        create_export_command},
    command_entry{"query", "RUN [SQL]", "asks the store of a run in SQL, and changes nothing",
                  "RUN is a folder that `run --out` left. SQL is one question, a SELECT with WITH or EXPLAIN "
                  "in front of "
                  "it if need be; without it the views and tables are listed with their columns. "
                  "docs/run-store.md says "
                  "what they mean. What would write, attach or load something is refused.",
                  "drawdown query runs/first\n"
                  "drawdown query runs/first 'select * from balances'\n"
                  "drawdown query runs/first 'select * from refusals' --format csv\n",
                  create_query_command},
    command_entry{"version", "", "the versions of the program and of what it is built on", "",
                  "drawdown version\n", create_version_command},
    command_entry{"completions", "bash|zsh|fish", "prints what a shell completes the command line with",
                  "An installed package has put it where the shell looks for it.",
                  "drawdown completions bash > ~/.local/share/bash-completion/completions/drawdown\n"
                  "drawdown completions fish > ~/.config/fish/completions/drawdown.fish\n",
                  create_completions_command},
    command_entry{"man", "", "prints the man page",
                  "All commands with their options, for `man`. An installed package has put it in place.",
                  "drawdown man > drawdown.1\n", create_man_command},
};

}  // namespace

std::span<const command_entry> command_table() {
  static const std::vector<command_entry> all = [] {
    std::vector<command_entry> entries(commands.begin(), commands.end());
    const auto more = more_commands();
    entries.insert(entries.end(), more.begin(), more.end());
    return entries;
  }();
  return all;
}

const command_entry* find_command(std::string_view name) {
  const auto all = command_table();
  const auto found = std::ranges::find(all, name, &command_entry::name);
  return found == all.end() ? nullptr : &*found;
}

}  // namespace drawdown::cli
