// `drawdown compare-pricing`: the same customers under two price lists.
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/block_keeper.hpp"
#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/interrupt.hpp"
#include "cli/keep_run.hpp"
#include "cli/priced_run.hpp"
#include "cli/rules_options.hpp"
#include "cli/run_folder.hpp"
#include "cli/simulated_run.hpp"
#include "cli/terminal.hpp"
#include "cli/verify_option.hpp"
#include "reports/pricing/pricing_report.hpp"
#include "reports/results/file.hpp"
#include "reports/statement/text.hpp"
#include "scenarios/language/load_population.hpp"

namespace drawdown::cli {
namespace {

namespace files = std::filesystem;

enum class pricing_format : std::uint8_t { text, json, csv };

constexpr std::uint64_t most_seeds = 30;
constexpr std::uint64_t most_told = 100;

exit_code complain(const std::string& message, exit_code code) {
  write_message(fmt::format("drawdown: {}\n", message));
  return code;
}

// One of the two price lists: how it was asked for, and its runs.
struct compared_list {
  std::string name;  // `baseline`
  language::population_asked asked{};
  std::vector<std::vector<reports::customer_totals>> runs{};  // by seed
  std::string rules{};
  language::loaded_population loaded{};   // with the first seed
  std::optional<simulated_world> made{};  // with the first seed
};

class compare_pricing_command : public command {
 public:
  void declare(option_set& options) override {
    list_options(options, before_);
    list_options(options, after_);
    options.count("months", "how many months are simulated; needed", months_, 1, population::most_months);
    options.count("seed", "the first seed, instead of the population's", seed_);
    options.count("seeds", "how many seeds, counted up from the first: more than one gives intervals (1)",
                  seeds_, 1, most_seeds);
    options.count("top", "how many customers are told whose bill changes most (10)", most_, 1, most_told);
    declare_rules(options, rules_);
    options.value(
        "out", "DIR",
        "keeps the comparison in DIR, with a line for each customer, and two runs of those whose bill "
        "changes most, for `explain` and `report`",
        [this](std::string_view text) { return read_name("out", text, out_); });
    declare_verify(options, wishes_.options.verify);
    options.count("threads", "threads that run actors (one per core)", wishes_.options.threads, 1, 1024);
    options.choice(
        "format", "what is printed; csv has a line for each customer (text)", format_,
        {{"text", pricing_format::text}, {"json", pricing_format::json}, {"csv", pricing_format::csv}});
    options.flag("quiet,q", "shows no progress", wishes_.quiet);
    options.color(wishes_.color);
    options.files(words_);
  }

  exit_code run() override {
    if (const auto missing = what_is_missing()) return complain(*missing, exit_code::usage);
    wishes_.options.interrupted = &watch_for_interrupt();
    if (const exit_code code = load(before_); code != exit_code::fine) return code;
    if (const exit_code code = load(after_); code != exit_code::fine) return code;
    if (before_.loaded.scenario.what->catalog.unit != after_.loaded.scenario.what->catalog.unit)
      return complain("the two catalogs sell in different currencies: their bills can't be compared",
                      exit_code::usage);
    if (!out_.empty()) {
      std::error_code ignored;
      if (files::exists(out_, ignored) && !files::is_empty(out_, ignored))
        return complain(fmt::format("`{}` is not empty: name a new folder", out_), exit_code::unusable_file);
    }
    for (std::uint64_t seed = 0; seed < seeds_; ++seed)
      for (compared_list* list : {&before_, &after_})
        if (const exit_code code = run_list(*list, seed); code != exit_code::fine) return code;
    return tell();
  }

 private:
  static void list_options(option_set& options, compared_list& list) {
    options.value(list.name, "FILE", fmt::format("the catalog of the {}; needed", list.name),
                  [&list](std::string_view text) { return read_name(list.name, text, list.asked.catalog); });
    options.value(list.name + "-rules", "NAME", fmt::format("the rule-book of the {} alone", list.name),
                  [&list](std::string_view text) {
                    return read_name(list.name + "-rules", text, list.asked.rules.book);
                  });
  }

  static result<void> read_name(std::string_view option, std::string_view text, std::string& into) {
    if (text.empty())
      return fail(error_code::malformed, fmt::format("`--{}` needs a name, not an empty one", option));
    into = text;
    return {};
  }

  std::optional<std::string> what_is_missing() const {
    if (words_.size() > 1)
      return fmt::format("`compare-pricing` takes one population: leave out `{}`", words_[1]);
    for (const compared_list* list : {&before_, &after_})
      if (list->asked.catalog.empty())
        return fmt::format("`compare-pricing` needs two catalogs: `--{} FILE` is missing", list->name);
    if (months_ == 0) return "`compare-pricing` needs the number of months: `--months 12`";
    return std::nullopt;
  }

  exit_code load(compared_list& list) {
    list.asked.months = static_cast<std::uint32_t>(months_);
    const std::string own_book = list.asked.rules.book;
    list.asked.rules = rules_;
    if (!own_book.empty()) list.asked.rules.book = own_book;
    list.asked.seed = seed_;
    list.loaded = language::load_population(words_.front(), list.asked);
    show_findings(list.loaded.scenario.findings, wishes_.color);
    if (const exit_code code = code_of(list.loaded.scenario); code != exit_code::fine) return code;
    if (const auto checked = check_assumed(list.loaded.scenario.rules); !checked)
      return complain(checked.error().message, exit_code::usage);
    list.rules = list.loaded.scenario.rules.book;
    first_seed_ = list.loaded.scenario.what->seed;
    return exit_code::fine;
  }

  // The n-th seed under one list. The first has been loaded already.
  exit_code run_list(compared_list& list, std::uint64_t n) {
    language::loaded_population again;
    if (n > 0) {
      list.asked.seed = first_seed_ + n;
      again = language::load_population(words_.front(), list.asked);
    }
    const language::loaded_population& population = n == 0 ? list.loaded : again;
    auto done = run_priced(
        {population, wishes_.options, fmt::format("{}, seed {}", list.name, first_seed_ + n), wishes_.quiet});
    if (!done) return complain(done.error().message, exit_code::defect);
    if (!*done || (*done)->outcome.interrupted)
      return complain("stopped before the comparison was done", exit_code::interrupted);
    priced_run& run = **done;
    if (run.outcome.defect)
      return complain("a defect of Drawdown: " + *run.outcome.defect, exit_code::defect);
    for (const disagreement& found : run.outcome.disagreements)
      write_message(fmt::format("drawdown: {}\n", reports::clean(found.message)));
    if (!run.outcome.disagreements.empty()) return exit_code::ledgers_disagree;
    list.runs.push_back(std::move(run.customers));
    events_ += run.events;
    if (n == 0) list.made = std::move(run.made);
    return exit_code::fine;
  }

  reports::pricing::price_list told(const compared_list& list) const {
    return {list.asked.catalog, list.rules, reports::pricing::months_of(list.runs.front())};
  }

  reports::pricing::pricing_report report() const {
    reports::pricing::pricing_report made;
    const world& in = *before_.made->what;
    made.population = in.name;
    made.months = static_cast<std::uint32_t>(months_);
    made.start = in.start;
    for (std::uint64_t n = 0; n < seeds_; ++n) made.seeds.push_back(first_seed_ + n);
    made.verification = word_for(wishes_.options.verify);
    made.events = events_;
    made.unit = in.catalog.unit;
    made.before = told(before_);
    made.after = told(after_);
    for (const population::customer& one : before_.made->customers) {
      made.customers.push_back(one.name);
      made.kinds.push_back(kind_text(before_.loaded.of, in, one));
    }
    made.most = most_;
    made.compared = reports::pricing::compare(before_.runs, after_.runs);
    return made;
  }

  exit_code tell() {
    const reports::pricing::pricing_report made = report();
    const std::string text = format_ == pricing_format::json  ? pricing_json(made)
                             : format_ == pricing_format::csv ? customers_csv(made)
                                                              : pricing_text(made);
    if (const auto written = write_output(text); !written)
      return complain(written.error().message, exit_code::unusable_file);
    if (out_.empty()) return exit_code::fine;
    const auto kept = keep(made);
    if (!kept) return complain(kept.error().message, exit_code::unusable_file);
    if (!wishes_.quiet)
      write_message(
          fmt::format("drawdown: kept in `{0}`; `drawdown explain {0}/candidate --account NAME` tells of a "
                      "customer whose "
                      "bill changed most\n",
                      out_));
    return exit_code::fine;
  }

  result<void> keep(const reports::pricing::pricing_report& made) {
    const files::path folder = out_;
    std::error_code failed;
    files::create_directories(folder, failed);
    if (failed) return fail(error_code::unreadable, fmt::format("`{}`: {}", out_, failed.message()));
    const std::set<account_index> chosen = whose_bill_changes_most(made.compared);
    for (compared_list* list : {&before_, &after_})
      if (auto kept = keep_run_of(*list, folder / list->name, {chosen.begin(), chosen.end()}); !kept)
        return kept;
    if (auto written = reports::write_file((folder / "comparison.json").string(), pricing_json(made));
        !written)
      return written;
    if (auto written = reports::write_file((folder / "comparison.txt").string(), pricing_text(made));
        !written)
      return written;
    return reports::write_file((folder / "customers.csv").string(), customers_csv(made));
  }

  std::set<account_index> whose_bill_changes_most(const reports::pricing::comparison& of) const {
    std::set<account_index> chosen;
    for (const auto& one : of.winners(most_)) chosen.insert(one.account);
    for (const auto& one : of.losers(most_)) chosen.insert(one.account);
    return chosen;
  }

  // A run of some customers, with every transaction.
  result<void> keep_run_of(compared_list& list, const files::path& path,
                           const std::vector<account_index>& some) {
    const simulated_world few = only_some(*list.made, some);
    auto folder = run_folder::make(path);
    if (!folder) return tl::unexpected(folder.error());
    block_keeper blocks;
    if (auto opened = blocks.also_append_to(folder->blocks()); !opened) return opened;
    const run_outcome outcome = run_simulated(few, wishes_.options, blocks, wishes_.quiet);
    if (auto closed = blocks.close(); !closed) return closed;
    language::loaded scenario = list.loaded.scenario;
    scenario.what = few.what;
    return keep_run(scenario, wishes_, *folder, blocks, outcome, {});
  }

  compared_list before_{.name = "baseline"};
  compared_list after_{.name = "candidate"};
  language::rules_asked rules_;
  std::uint64_t months_ = 0;
  std::optional<std::uint64_t> seed_;
  std::uint64_t seeds_ = 1;
  std::uint64_t most_ = 10;
  std::uint64_t first_seed_ = 0;
  std::uint64_t events_ = 0;
  run_wishes wishes_;
  std::string out_;
  pricing_format format_ = pricing_format::text;
  std::vector<std::string> words_;
};

}  // namespace

std::unique_ptr<command> create_compare_pricing_command() {
  return std::make_unique<compare_pricing_command>();
}

}  // namespace drawdown::cli
