#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/command_table.hpp"
#include "cli/findings.hpp"
#include "cli/interrupt.hpp"
#include "cli/planned_usage.hpp"
#include "cli/progress.hpp"
#include "cli/root_option.hpp"
#include "cli/rules_options.hpp"
#include "cli/scenario_files.hpp"
#include "cli/stored_run.hpp"
#include "cli/terminal.hpp"
#include "engine/time/text.hpp"
#include "engine/world/outcome.hpp"
#include "reports/store/describe.hpp"
#include "reports/store/events.hpp"
#include "scenarios/language/asked_time.hpp"

namespace drawdown::cli {

namespace {

enum class estimate_format : std::uint8_t { text, json };

exit_code complain(const error& failure, exit_code code) {
  write_message(fmt::format("drawdown: estimate: {}\n", failure.message));
  return code;
}

// Whose credit it is asked of, and when.
struct asked_estimate {
  account_index account = 0;
  agent_index agent = no_agent;
  instant at;
};

// A planned activity that would be refused if it were used now.
struct refused_use {
  std::string use;  // as it was planned
  outcome why;
};

// What the steps of the plan are called: the estimate, and behind it the use of each activity, from 1 on.
std::string step_key(std::size_t nth) {
  return nth == 0 ? "planned" : fmt::format("planned/{}", nth);
}

// An account that has nothing, to whom a catalog is sold from then on.
std::string scenario_around(const std::string& catalog, instant at) {
  std::string quoted;
  for (const char c : std::filesystem::path(catalog).filename().string())
    quoted += c == '\'' ? "''" : std::string(1, c);
  return fmt::format(
      "scenario: An estimate\ncatalog: '{}'\nstart: {}\nend: {}\naccounts: {{customer: {{}}}}\n", quoted,
      to_string(at), to_string(at + duration::seconds(1)));
}

class estimate_command_line : public command {
 public:
  void declare(option_set& options) override {
    options.values("use", "METER=QUANTITY[,times=N][,value=WORD]", "what is planned; once for each activity",
                   [this](std::string_view text) -> result<void> {
                     return read_planned_usage(text).map(
                         [this](planned_usage one) { planned_.push_back(std::move(one)); });
                   });
    options.value("account", "NAME", "whose credit it is; not needed where there is one account",
                  keep_in(account_));
    options.value("agent", "NAME", "the agent that would use it", keep_in(agent_));
    options.value("at", "INSTANT", "when; a date is midnight in the scenario's zone (the end)", keep_in(at_));
    options.choice("format", "what is printed (text)", format_,
                   {{"text", estimate_format::text}, {"json", estimate_format::json}});
    declare_rules(options, rules_);
    declare_root(options, root_);
    options.flag("quiet,q", "shows no progress", quiet_);
    options.color(color_);
    options.places(files_, 1);
  }

  exit_code run() override {
    if (files_.empty())
      return complain({error_code::malformed, "of which scenario or catalog? Name a FILE."},
                      exit_code::usage);
    if (planned_.empty())
      return complain({error_code::malformed, "nothing is planned: add `--use METER=QUANTITY`"},
                      exit_code::usage);
    const auto of_catalog = instant_of_catalog();
    if (!of_catalog) return complain(of_catalog.error(), exit_code::usage);
    const language::loaded scenario = load(*of_catalog);
    show_findings(scenario.findings, color_);
    if (const exit_code code = code_of(scenario); code != exit_code::fine) return code;
    const auto asked = find_asked(*scenario.what);
    if (!asked) return complain(asked.error(), exit_code::usage);
    const auto planning = plan(*scenario.what, *asked);
    if (!planning) return complain(planning.error(), exit_code::usage);
    return answer(*planning, *asked);
  }

 private:
  static option_set::taker keep_in(std::string& target) {
    return [&target](std::string_view text) -> result<void> {
      target = text;
      return {};
    };
  }

  language::loaded load(const std::optional<instant>& of_catalog) const {
    const std::string& file = files_.front();
    if (!of_catalog) return language::load_scenario(file, rules_, language::load_alone::refused, root_);
    // The one file that it names is the one that was asked of, wherever that leads.
    return language::load_scenario_text(file, scenario_around(file, *of_catalog), rules_,
                                        language::load_alone::refused, "/");
  }

  // The instant at which a catalog alone is asked, in UTC: its beginning unless one is named. Nothing for a
  // scenario.
  result<std::optional<instant>> instant_of_catalog() {
    is_catalog_ = kind_of(content_of(files_.front())) == file_kind::catalog;
    if (!is_catalog_) return std::nullopt;
    if (at_.empty()) return instant{};
    const auto at = language::parse_asked_instant(at_, zone_table{});
    if (!at) return fail(error_code::malformed, fmt::format("--at: {}", at.error().message));
    return *at;
  }

  result<asked_estimate> find_asked(const world& in) const {
    asked_estimate asked;
    const auto account = find_account(in);
    if (!account) return tl::unexpected(account.error());
    asked.account = *account;
    const auto agent = find_agent(in.accounts[*account]);
    if (!agent) return tl::unexpected(agent.error());
    asked.agent = *agent;
    asked.at = is_catalog_ ? in.start : in.end;
    if (at_.empty() || is_catalog_) return asked;
    const auto at = language::parse_asked_instant(at_, in.zones.at(in.zone));
    if (!at) return fail(error_code::malformed, fmt::format("--at: {}", at.error().message));
    if (*at < in.start || *at > in.end)
      return fail(error_code::out_of_range,
                  fmt::format("--at {} lies outside of the scenario, {} to {}", to_string(*at),
                              to_string(in.start), to_string(in.end)));
    asked.at = *at;
    return asked;
  }

  result<account_index> find_account(const world& in) const {
    if (account_.empty() && in.accounts.size() == 1) return account_index{0};
    std::vector<std::string_view> names;
    for (const account_spec& account : in.accounts) names.push_back(account.name);
    const auto found = std::ranges::find(names, account_);
    if (found != names.end()) return static_cast<account_index>(found - names.begin());
    if (account_.empty())
      return fail(
          error_code::malformed,
          fmt::format("there are {} accounts: say whose credit it is with `--account NAME`", names.size()));
    return tl::unexpected(unknown_word("account", account_, names));
  }

  result<agent_index> find_agent(const account_spec& of) const {
    if (agent_.empty()) return no_agent;
    std::vector<std::string_view> names;
    for (const agent_spec& agent : of.agents) names.push_back(agent.name);
    const auto found = std::ranges::find(names, agent_);
    if (found == names.end()) return tl::unexpected(unknown_word("agent", agent_, names));
    return static_cast<agent_index>(found - names.begin());
  }

  // The scenario with the estimate as its last step of that instant, but for the use of what is planned,
  // which shows what would be refused; nothing is expected of it any more.
  result<std::shared_ptr<const world>> plan(const world& in, const asked_estimate& asked) const {
    const catalog& sold = *sold_at(in, asked.account, asked.at).terms;
    estimate_command wanted;
    wanted.agent = asked.agent;
    for (const planned_usage& one : planned_) {
      const auto activity = find_activity(sold, one);
      if (!activity) return tl::unexpected(activity.error());
      wanted.activities.push_back(*activity);
    }
    auto planning = std::make_shared<world>(in);
    planning->expectations.clear();
    planning->rules.clear();
    planning->totals.clear();
    add_step(*planning, asked, 0, wanted);
    for (std::size_t nth = 1; nth <= wanted.activities.size(); ++nth) {
      const metered_quantity& activity = wanted.activities[nth - 1];
      usage used;
      used.agent = asked.agent;
      used.meter = activity.meter;
      used.quantity = activity.quantity;
      used.times = activity.times;
      used.value = activity.value;
      add_step(*planning, asked, nth, used);
    }
    return planning;
  }

  // Behind all other steps of that instant, in the order of the plan. What an agent uses is with the agent.
  void add_step(world& planning, const asked_estimate& asked, std::size_t nth, command_body body) const {
    account_spec& account = planning.accounts[asked.account];
    drawdown::command step;
    step.order = {asked.at, turn_order::phase::timeline, 0, UINT64_MAX - planned_.size() + nth};
    step.key = {effect_key::space::given, 0, planning.key_names.size()};
    planning.key_names.push_back(step_key(nth));
    if (auto* used = std::get_if<usage>(&body)) {
      used->order = step.order;
      used->key = step.key;
      if (used->agent != no_agent) {
        auto& items = std::get<timeline_source>(account.agents[used->agent].source).items;
        items.insert(std::ranges::upper_bound(items, used->order, {}, &usage::order), *used);
        return;
      }
    }
    step.body = std::move(body);
    auto& steps = account.commands;
    const auto later =
        std::ranges::upper_bound(steps, step.order, {}, [](const auto& one) { return one->order; });
    steps.insert(later, std::make_shared<const drawdown::command>(std::move(step)));
  }

  exit_code answer(const std::shared_ptr<const world>& planning, const asked_estimate& asked) const {
    run_options options;
    options.until = asked.at;
    options.interrupted = &watch_for_interrupt();
    progress_line line(quiet_);
    const auto stored = run_in_memory(planning, options, line);
    line.erase();
    if (!stored) return complain(stored.error(), exit_code::defect);
    if (stored->outcome.interrupted) return exit_code::interrupted;
    if (stored->outcome.defect)
      return complain({error_code::corrupt, *stored->outcome.defect}, exit_code::defect);
    for (const disagreement& found : stored->outcome.disagreements)
      write_message(fmt::format("drawdown: {}\n", found.message));
    if (!stored->outcome.disagreements.empty()) return exit_code::ledgers_disagree;
    const auto said =
        reports::read_history(stored->store, {.account = asked.account, .kind = "estimated"}, 0, 1);
    if (!said) return complain(said.error(), exit_code::defect);
    if (said->empty() || !said->front().estimate)
      return complain({error_code::corrupt, "the estimate was not answered"}, exit_code::defect);
    const estimate_event& estimate = *said->front().estimate;
    const auto refused = refused_behind(stored->store, asked, said->front());
    if (!refused) return complain(refused.error(), exit_code::defect);
    const auto written =
        write_output(format_ == estimate_format::json ? json_of(*planning, asked, estimate, *refused)
                                                      : text_of(*planning, asked, estimate, *refused));
    return written ? exit_code::fine : complain(written.error(), exit_code::unusable_file);
  }

  // Usage that was refused after an event of the account.
  static result<std::vector<reports::event_row>> refusals_after(const reports::run_store& store,
                                                                account_index account, std::uint64_t event) {
    constexpr std::uint64_t at_once = 1'000;
    std::vector<reports::event_row> found;
    for (;;) {
      const auto page =
          reports::read_history(store, {.account = account, .kind = "refused"}, found.size(), at_once);
      if (!page) return tl::unexpected<error>(page.error());
      for (const reports::event_row& row : *page) {
        if (row.number <= event) return found;
        found.push_back(row);
      }
      if (page->size() < at_once) return found;
    }
  }

  // Which activities are refused where they are used behind the estimate, one after the other, for anything
  // but the credit that it says is missing. Of a catalog alone nobody has limits or a balance: only that a
  // plan is needed is told.
  result<std::vector<refused_use>> refused_behind(const reports::run_store& store,
                                                  const asked_estimate& asked,
                                                  const reports::event_row& estimate) const {
    std::vector<refused_use> refused;
    const auto rows = refusals_after(store, asked.account, estimate.number);
    if (!rows) return tl::unexpected<error>(rows.error());
    for (std::size_t nth = 1; nth <= planned_.size(); ++nth) {
      const auto row = std::ranges::find_if(
          *rows, [&](const reports::event_row& one) { return one.key == step_key(nth); });
      if (row == rows->end()) continue;
      const outcome why = outcome_named(row->outcome.value_or("")).value_or(outcome::insufficient_credit);
      const bool is_said = why == outcome::insufficient_credit && !estimate.estimate->missing.is_zero();
      if (is_said || (is_catalog_ && why != outcome::feature_not_in_plan)) continue;
      const planned_usage& one = planned_[nth - 1];
      refused.push_back({fmt::format("{}={}", one.meter, one.quantity), why});
    }
    return refused;
  }

  std::string who(const world& in, const asked_estimate& asked) const {
    if (is_catalog_) return "without an account";
    const account_spec& account = in.accounts[asked.account];
    return asked.agent == no_agent ? account.name
                                   : fmt::format("{} of {}", account.agents[asked.agent].name, account.name);
  }

  std::string text_of(const world& in, const asked_estimate& asked, const estimate_event& said,
                      const std::vector<refused_use>& refused) const {
    const std::string when = is_catalog_ && at_.empty()
                                 ? "at the catalog's first prices"
                                 : "at " + to_local_string(asked.at, in.zones.at(in.zone));
    std::string text = fmt::format("Estimate, {}, {}\n", who(in, asked), when);
    const auto line = [&](std::string_view what, credits amount) {
      text += fmt::format("  {:<14}{:>20} credits\n", what, to_string(amount));
    };
    line("total", said.total);
    line("available", said.available);
    line("after it", said.after);
    line("missing", said.missing);
    if (said.missing.is_zero())
      text += "There is enough credit.\n";
    else if (said.offer.is_zero())
      text += is_catalog_ && in.catalog.top_ups.requires_plan
                  ? "Top-ups are sold with a plan alone: ask of a scenario in which the account has one.\n"
                  : "No purchase that is offered covers it.\n";
    else
      text += fmt::format("A top-up of {} covers it: it brings {} credits.\n",
                          to_string(said.offer, in.catalog.unit), to_string(said.brings));
    for (const refused_use& one : refused)
      text += fmt::format("Used then, {} would be refused as {}: {}.\n", one.use, name_of(one.why),
                          reports::words_for(one.why));
    return text;
  }

  std::string json_of(const world& in, const asked_estimate& asked, const estimate_event& said,
                      const std::vector<refused_use>& refused) const {
    using json = nlohmann::ordered_json;
    const auto named = [](bool known, const std::string& name) { return known ? json(name) : json(nullptr); };
    const account_spec& account = in.accounts[asked.account];
    const bool has_agent = asked.agent != no_agent;
    const bool has_offer = !said.offer.is_zero();
    json refusals = json::array();
    for (const refused_use& one : refused)
      refusals.push_back({{"use", one.use}, {"outcome", std::string(name_of(one.why))}});
    const json document = {
        {"estimate_schema_version", 1},
        {"file", files_.front()},
        {"account", named(!is_catalog_, account.name)},
        {"agent", named(has_agent, has_agent ? account.agents[asked.agent].name : std::string())},
        {"at", is_catalog_ && at_.empty() ? json(nullptr) : json(to_string(asked.at))},
        {"total", to_string(said.total)},
        {"available", to_string(said.available)},
        {"after", to_string(said.after)},
        {"missing", to_string(said.missing)},
        {"top_up", named(has_offer, to_string(said.offer, in.catalog.unit))},
        {"brings", named(has_offer, to_string(said.brings))},
        {"refused", refusals}};
    return document.dump(2) + "\n";
  }

  std::vector<planned_usage> planned_;
  std::string account_;
  std::string agent_;
  std::string at_;
  language::rules_asked rules_;
  std::string root_;
  estimate_format format_ = estimate_format::text;
  bool quiet_ = false;
  color_choice color_ = color_choice::automatic;
  bool is_catalog_ = false;
  std::vector<std::string> files_;
};

}  // namespace

std::unique_ptr<command> create_estimate_command() {
  return std::make_unique<estimate_command_line>();
}

}  // namespace drawdown::cli
