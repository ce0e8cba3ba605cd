#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress.hpp"
#include "cli/root_option.hpp"
#include "cli/rules_options.hpp"
#include "cli/stored_run.hpp"
#include "cli/terminal.hpp"
#include "reports/comparison/comparison.hpp"
#include "reports/store/outcomes.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;

enum class comparison_format : std::uint8_t { text, json, csv };

exit_code complain(const error& failure, exit_code code) {
  write_message(fmt::format("drawdown: {}\n", failure.message));
  return code;
}

class compare_rules_command : public command {
 public:
  void declare(option_set& options) override {
    options.value("rules", "A,B,...", "the rule-books, two or more; the others are held against the first",
                  [this](std::string_view text) { return read_books(text); });
    declare_assume(options, asked_);
    declare_root(options, root_);
    options.choice("format", "what is printed (text)", format_,
                   {{"text", comparison_format::text},
                    {"json", comparison_format::json},
                    {"csv", comparison_format::csv}});
    options.count("threads", "threads that run actors (one per core)", threads_, 1, 1024);
    options.flag("quiet,q", "shows no progress", quiet_);
    options.color(color_);
    options.places(files_, 1);
  }

  exit_code run() override {
    if (files_.empty() || books_.size() < 2)
      return complain({error_code::malformed,
                       files_.empty() ? "compare-rules: which scenario? Name a FILE."
                                      : "compare-rules: name two rule-books or more: `--rules default,lago`"},
                      exit_code::usage);
    for (const std::string& book : books_)
      if (const exit_code code = run_under(book); code != exit_code::fine) return code;
    if (const auto used = check_assumptions(); !used) return complain(used.error(), exit_code::usage);
    if (const auto written = write_output(text()); !written)
      return complain(written.error(), exit_code::unusable_file);
    const auto ran = std::ranges::count_if(made_.books, [](const compared_book& book) { return book.ran(); });
    return ran >= 2 ? code_ : graver(code_, exit_code::faulty_input);
  }

 private:
  result<void> read_books(std::string_view text) {
    while (true) {
      const std::size_t comma = std::min(text.find(','), text.size());
      auto name = read_rulebook_name(text.substr(0, comma));
      if (!name) return tl::unexpected(name.error());
      if (std::ranges::find(books_, *name) != books_.end())
        return fail(error_code::malformed, fmt::format("--rules: `{}` is named twice", *name));
      books_.push_back(std::move(*name));
      if (comma == text.size()) return {};
      text.remove_prefix(comma + 1);
    }
  }

  // Runs the scenario under one book; `fine` also where it cannot run under that one.
  exit_code run_under(const std::string& book) {
    asked_.book = book;
    language::loaded scenario =
        language::load_scenario(files_.front(), asked_, language::load_alone::refused, root_);
    const auto is_fault = [](const language::diagnostic& one) {
      return one.level == language::severity::error;
    };
    const auto faults = static_cast<std::size_t>(std::ranges::count_if(scenario.findings, is_fault));
    const std::size_t reasons = scenario.rules.missing.size() + scenario.rules.lacking.size();
    const bool only_of_book = reasons > 0 && faults == reasons;
    if (made_.books.empty() || (scenario.what == nullptr && !only_of_book)) {
      // What is unknown or lacking is told in the comparison itself.
      if (only_of_book) std::erase_if(scenario.findings, is_fault);
      show_findings(scenario.findings, color_);
    }
    if (scenario.what == nullptr && !only_of_book) return code_of(scenario);

    compared_book& made = made_.books.emplace_back();
    made.name = book;
    made.unknown = scenario.rules.missing;
    made.lacking = scenario.rules.lacking;
    note_assumptions(scenario.rules, made);
    if (only_of_book) return exit_code::fine;
    made_.scenario = scenario.what->name;
    made_.start = scenario.what->start;
    made_.end = scenario.what->end;
    return hold_against_first(scenario, made);
  }

  exit_code hold_against_first(const language::loaded& scenario, compared_book& made) {
    run_options options;
    options.threads = threads_;
    options.interrupted = &watch_for_interrupt();
    progress_line line(quiet_);
    line.call(fmt::format("{} ({} of {})", made.name, made_.books.size(), books_.size()));
    const auto stored = run_in_memory(scenario.what, options, line);
    line.erase();
    if (!stored) return complain(stored.error(), exit_code::defect);
    if (stored->outcome.interrupted) return exit_code::interrupted;
    if (stored->outcome.defect)
      return complain({error_code::corrupt, *stored->outcome.defect}, exit_code::defect);
    for (const disagreement& found : stored->outcome.disagreements) {
      write_message(fmt::format("drawdown: under `{}`: {}\n", made.name, found.message));
      code_ = graver(code_, exit_code::ledgers_disagree);
    }
    auto outcomes = read_outcomes(stored->store);
    if (!outcomes) return complain(outcomes.error(), exit_code::defect);
    made_.unit = outcomes->unit;
    if (!first_) {
      first_ = *outcomes;
      made_.first = made.name;
    }
    made.accounts = part(*first_, *outcomes);
    return exit_code::fine;
  }

  void note_assumptions(const language::rules_used& rules, compared_book& made) {
    for (const language::setting_used& one : rules.assumed()) {
      made.assumed.push_back(fmt::format("{}={}", one.name, one.value));
      if (std::ranges::find(used_, one.name) == used_.end()) used_.push_back(one.name);
    }
  }

  // An assumption fills what one book knows and another does not; where all know it, it is refused.
  result<void> check_assumptions() const {
    for (const language::assumption& one : asked_.assumed)
      if (std::ranges::find(used_, one.name) == used_.end())
        return fail(error_code::malformed,
                    fmt::format("--assume {}={}: all of these rule-books, or the scenario, say it; nothing "
                                "is left to assume",
                                one.name, one.value));
    return {};
  }

  std::string text() {
    made_.file = files_.front();
    switch (format_) {
      case comparison_format::json:
        return comparison_json(made_);
      case comparison_format::csv:
        return comparison_csv(made_);
      case comparison_format::text:
        break;
    }
    return comparison_text(made_, is_terminal(channel::output) ? columns_of(channel::output) : 0);
  }

  std::vector<std::string> books_;
  language::rules_asked asked_;  // but for the book
  std::string root_;
  comparison_format format_ = comparison_format::text;
  unsigned threads_ = 0;
  bool quiet_ = false;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> files_;

  rules_comparison made_;
  std::optional<run_outcomes> first_;
  std::vector<std::string> used_;  // assumptions that some book left open
  exit_code code_ = exit_code::fine;
};

}  // namespace

std::unique_ptr<command> create_compare_rules_command() {
  return std::make_unique<compare_rules_command>();
}

}  // namespace drawdown::cli
