// `drawdown compare-pricing`: the same customers under two price lists.
#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/findings_of_two.hpp"
#include "cli/interrupt.hpp"
#include "cli/kept_comparison.hpp"
#include "cli/kept_run.hpp"
#include "cli/priced_side.hpp"
#include "cli/root_option.hpp"
#include "cli/rules_options.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"
#include "cli/verify_option.hpp"
#include "engine/population/population.hpp"
#include "reports/pricing/pricing_report.hpp"
#include "reports/results/hash.hpp"
#include "reports/statement/text.hpp"
#include "scenarios/language/bytes.hpp"

namespace drawdown::cli {
namespace {

using reports::pricing::customers_from;

enum class pricing_format : std::uint8_t { text, json, csv };

constexpr std::uint64_t most_seeds = 30;
constexpr std::uint64_t most_told = 100;

exit_code complain(const std::string& message, exit_code code) {
  write_message(fmt::format("drawdown: {}\n", message));
  return code;
}

// One of the two price lists: how it was asked for, and its runs.
struct compared_list {
  std::string name;     // `baseline`
  std::string catalog;  // empty: the scenario's own
  std::string rules;    // its own rule-book; empty: that of both
  std::unique_ptr<priced_side> side{};
  std::vector<std::vector<reports::customer_totals>> runs{};  // by seed
};

class compare_pricing_command : public command {
 public:
  void declare(option_set& options) override {
    declare_list(options, before_, "the catalog of the baseline; a scenario that has its own needs none");
    declare_list(options, after_, "the catalog of the candidate; needed");
    options.count("months", "how many months a population is simulated; needed for one", months_, 1,
                  population::most_months);
    options.count("seed", "the first seed, instead of the file's", seed_);
    options.count("seeds",
                  "how many seeds a population is simulated with, counted up from the first: more than one "
                  "gives intervals (1)",
                  seeds_said_, 1, most_seeds);
    options.count("top", "how many customers are told whose bill changes most (10)", most_, 1, most_told);
    declare_rules(options, rules_);
    declare_root(options, root_);
    options.value(
        "out", "DIR",
        "keeps the comparison in DIR: `report.html` for a browser, a line for each customer, and two runs of "
        "those whose bill changes most, for `explain` and `report`",
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
    if (words_.size() > 1)
      return complain(
          fmt::format("`compare-pricing` takes one population or scenario: leave out `{}`", words_[1]),
          exit_code::usage);
    const auto text = language::read_bytes(words_.front());
    if (!text)
      return complain(fmt::format("`{}` cannot be read: {}", words_.front(), text.error().message),
                      exit_code::unusable_file);
    const file_kind kind = kind_of(*text);
    if (kind == file_kind::catalog)
      return complain(fmt::format("`{}` is a catalog: name a population or a scenario, and catalogs behind "
                                  "`--baseline` and `--candidate`",
                                  words_.front()),
                      exit_code::usage);
    from_ = kind == file_kind::other ? customers_from::population : customers_from::scenario;
    if (const auto wrong = what_is_wrong()) return complain(*wrong, exit_code::usage);
    wishes_.options.interrupted = &watch_for_interrupt();
    load(before_);
    load(after_);
    if (const auto differ = currencies_differ()) return complain(*differ, exit_code::usage);
    if (const exit_code loaded = tell_loaded(); loaded != exit_code::fine) return loaded;
    if (const auto free = check_comparison_folder(out_); !free)
      return complain(free.error().message, exit_code::unusable_file);
    for (std::uint64_t seed = 0; seed < seeds(); ++seed)
      for (compared_list* list : {&before_, &after_})
        if (const exit_code code = run_list(*list, seed); code != exit_code::fine) return code;
    show_findings_of_two(rows_found(), wishes_.color);
    return tell();
  }

 private:
  static void declare_list(option_set& options, compared_list& list, const std::string& help) {
    options.value(list.name, "FILE", help,
                  [&list](std::string_view text) { return read_name(list.name, text, list.catalog); });
    options.value(list.name + "-rules", "NAME", fmt::format("the rule-book of the {} alone", list.name),
                  [&list](std::string_view text) -> result<void> {
                    auto name = read_rulebook_name(text);
                    if (!name) return tl::unexpected(name.error());
                    list.rules = std::move(*name);
                    return {};
                  });
  }

  static result<void> read_name(std::string_view option, std::string_view text, std::string& into) {
    if (text.empty())
      return fail(error_code::malformed, fmt::format("`--{}` needs a name, not an empty one", option));
    into = text;
    return {};
  }

  bool is_population() const { return from_ == customers_from::population; }
  std::uint64_t seeds() const { return std::max<std::uint64_t>(1, seeds_said_); }
  static const catalog& catalog_of(const compared_list& list) { return list.side->scenario().what->catalog; }

  std::optional<std::string> what_is_wrong() const {
    if (!is_population() && months_ != 0)
      return fmt::format(
          "`--months` is for populations: `{}` is a scenario, which says itself when it begins and ends",
          words_.front());
    if (!is_population() && seeds_said_ != 0)
      return fmt::format(
          "`--seeds` is for populations: `{}` is a scenario, whose usage is one draw and has no interval",
          words_.front());
    for (const compared_list* list : {&before_, &after_})
      if (list->catalog.empty() && (is_population() || list == &after_))
        return fmt::format("`compare-pricing` needs {}: `--{} FILE` is missing",
                           is_population() ? "two catalogs" : "the catalog that is to come", list->name);
    if (is_population() && !root_.empty())
      return "`--root` is of the files that a scenario names, and a population names none: leave it out";
    if (is_population() && months_ == 0)
      return "`compare-pricing` needs the number of months of a population: `--months 12`";
    return std::nullopt;
  }

  void load(compared_list& list) {
    priced_asked asked{.file = words_.front(),
                       .list = list.name,
                       .catalog = list.catalog,
                       .rules = rules_,
                       .root = root_,
                       .months = static_cast<std::uint32_t>(months_),
                       .seed = seed_};
    if (!list.rules.empty()) asked.rules.book = list.rules;
    list.side = is_population() ? load_priced_population(asked) : load_priced_scenario(asked);
  }

  // Said before all else: whatever is in one currency is found wrong beside the other.
  std::optional<std::string> currencies_differ() const {
    const auto& before = before_.side->scenario().sells_in;
    const auto& after = after_.side->scenario().sells_in;
    if (!before || !after || *before == *after) return std::nullopt;
    const std::string baseline =
        before_.catalog.empty() ? "the scenario's own" : fmt::format("`{}`", reports::clean(before_.catalog));
    return fmt::format(
        "the two catalogs have different currencies: the baseline, {}, sells in {}, the candidate, `{}`, in "
        "{}; their bills can't be compared",
        baseline, before->code(), reports::clean(after_.catalog), after->code());
  }

  // What was found, and what it means for the program's end.
  exit_code tell_loaded() const {
    show_findings_of_two({side_found(before_, before_.side->scenario().findings),
                          side_found(after_, after_.side->scenario().findings)},
                         wishes_.color);
    const exit_code code = graver(code_of(before_.side->scenario()), code_of(after_.side->scenario()));
    if (code != exit_code::fine) return code;
    for (const compared_list* list : {&before_, &after_})
      if (const auto checked = check_assumed(list->side->scenario().rules); !checked)
        return complain(checked.error().message, exit_code::usage);
    return exit_code::fine;
  }

  static findings_of_side side_found(const compared_list& list, std::vector<language::diagnostic> findings) {
    return {list.catalog.empty()
                ? "drawdown: with the scenario's own catalog, for there is no `--baseline FILE`:"
                : fmt::format("drawdown: with the catalog of the {}, `{}`:", list.name,
                              reports::clean(list.catalog)),
            std::move(findings)};
  }

  std::array<findings_of_side, 2> rows_found() const {
    return {side_found(before_, before_.side->rows_found()), side_found(after_, after_.side->rows_found())};
  }

  exit_code run_list(compared_list& list, std::uint64_t n) {
    auto done = list.side->run(n, {wishes_.options, wishes_.quiet});
    if (!done) return complain(done.error().message, exit_code::defect);
    if (!*done || (*done)->outcome.interrupted)
      return complain("stopped before the comparison was done", exit_code::interrupted);
    priced_run& run = **done;
    if (run.outcome.defect)
      return complain("a defect of Drawdown: " + *run.outcome.defect, exit_code::defect);
    if (run.outcome.feed_error) return complain_of_rows(list, *run.outcome.feed_error);
    for (const disagreement& found : run.outcome.disagreements)
      write_message(fmt::format("drawdown: {}\n", reports::clean(found.message)));
    if (!run.outcome.disagreements.empty()) return exit_code::ledgers_disagree;
    list.runs.push_back(std::move(run.customers));
    events_ += run.events;
    return exit_code::fine;
  }

  // A row, which a finding shows; else a file that can't be read on.
  exit_code complain_of_rows(const compared_list& list, const error& failure) {
    // Whether a row is at fault by itself is known where the other list has met it, too.
    if (&list == &before_) after_.side->read_rows(*wishes_.options.interrupted);
    const auto found = rows_found();
    show_findings_of_two(found, wishes_.color);
    const std::string message =
        list.side->rows_found().empty() ? failure.message
        : !list.catalog.empty() && !have_same_error(found)
            ? fmt::format("nothing is compared, for the usage can't be read whole with the catalog of the {}",
                          list.name)
            : fmt::format(
                  "nothing is compared, for the usage can't be read whole; `drawdown replay {} "
                  "--bad-rows quarantine:FILE` puts all bad rows aside",
                  shell_word(words_.front()));
    return complain(
        message, failure.code == error_code::unreadable ? exit_code::unusable_file : exit_code::faulty_input);
  }

  reports::pricing::price_list told(const compared_list& list) const {
    const language::loaded& scenario = list.side->scenario();
    reports::pricing::price_list made;
    made.file = list.catalog;
    made.title = catalog_of(list).name;
    made.rules = scenario.rules.book;
    for (const language::setting_used& one : scenario.rules.assumed())
      made.assumed.push_back({one.name, one.value, std::string(name_of(one.from))});
    for (const language::input_file& input : scenario.inputs)
      made.inputs.push_back({input.path, reports::xxh3_of(input.content)});
    for (const language::input_file& input : list.side->streamed())
      made.inputs.push_back({input.path, input.xxh3});
    made.months = reports::pricing::months_of(list.runs.front());
    return made;
  }

  reports::pricing::pricing_report report() const {
    reports::pricing::pricing_report made;
    const world& in = before_.side->customers();
    made.from = from_;
    made.name = in.name;
    made.months = static_cast<std::uint32_t>(months_);
    made.start = in.start;
    made.end = in.end;
    for (std::uint64_t n = 0; n < seeds(); ++n) made.seeds.push_back(before_.side->scenario().what->seed + n);
    made.verification = word_for(wishes_.options.verify);
    made.events = events_;
    made.unit = in.catalog.unit;
    made.before = told(before_);
    made.after = told(after_);
    for (account_index i = 0; i < in.accounts.size(); ++i) {
      made.customers.push_back(in.accounts[i].name);
      made.kinds.push_back(before_.side->kind_of(i));
    }
    made.most = most_;
    made.compared = reports::pricing::compare(before_.runs, after_.runs);
    return made;
  }

  exit_code end_for(const error& not_kept) const {
    if (*wishes_.options.interrupted) return exit_code::interrupted;
    return not_kept.code == error_code::out_of_range ? exit_code::usage : exit_code::unusable_file;
  }

  exit_code tell() {
    const reports::pricing::pricing_report made = report();
    const std::string text = format_ == pricing_format::json  ? pricing_json(made)
                             : format_ == pricing_format::csv ? customers_csv(made)
                                                              : pricing_text(made);
    if (const auto written = write_output(text); !written)
      return complain(written.error().message, exit_code::unusable_file);
    if (out_.empty()) return exit_code::fine;
    const auto kept = keep_comparison(out_, made,
                                      {kept_side{before_.name, before_.runs.front(), *before_.side},
                                       kept_side{after_.name, after_.runs.front(), *after_.side}},
                                      wishes_);
    if (!kept) return complain(kept.error().message, end_for(kept.error()));
    if (!wishes_.quiet)
      write_message(
          fmt::format("drawdown: kept in `{0}`: open `{0}/report.html` in a browser; `drawdown history "
                      "{1}/candidate --account NAME` tells of a customer whose bill changed most\n",
                      out_, shell_word(out_)));
    return exit_code::fine;
  }

  compared_list before_{.name = "baseline", .catalog = {}, .rules = {}};
  compared_list after_{.name = "candidate", .catalog = {}, .rules = {}};
  customers_from from_ = customers_from::population;
  language::rules_asked rules_;
  std::string root_;
  std::uint64_t months_ = 0;  // 0: not said, and so are the seeds
  std::optional<std::uint64_t> seed_;
  std::uint64_t seeds_said_ = 0;
  std::uint64_t most_ = 10;
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
