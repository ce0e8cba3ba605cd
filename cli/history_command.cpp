#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/kept_run.hpp"
#include "cli/terminal.hpp"
#include "engine/world/event_kind.hpp"
#include "reports/results/history_data.hpp"
#include "reports/statement/history_text.hpp"
#include "reports/store/events.hpp"
#include "reports/store/usage_by.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;

enum class history_format : std::uint8_t { text, json, csv };

class history_command : public command {
 public:
  void declare(option_set& options) override {
    options.value("account", "NAME", "whose history (of the only account)", text_into(account_));
    options.count("page", "which page, 1 has the newest entries (1)", page_, 1, UINT32_MAX);
    options.count("size", "entries on a page (20)", size_, 1, 100'000);
    options.value("kind", "WORD",
                  "only entries (`usage`, `refused`) or events (`charged`, `answered`) of a kind",
                  text_into(kind_));
    options.value("agent", "NAME", "only what this agent stands behind", text_into(agent_));
    options.value("user", "NAME", "only what was on behalf of this user", text_into(user_));
    options.value("group", "NAME", "only what is counted under this group, a livestream or a campaign",
                  text_into(group_));
    options.value("feature", "NAME", "only usage of meters of this feature", text_into(feature_));
    options.value("meter", "NAME", "only usage of this meter", text_into(meter_));
    options.choice("by",
                   "totals usage by what it is attributed to, instead of pages; by account or organization "
                   "of all accounts, unless one is named",
                   by_,
                   {{"account", usage_by::account},
                    {"agent", usage_by::agent},
                    {"feature", usage_by::feature},
                    {"group", usage_by::group},
                    {"meter", usage_by::meter},
                    {"organization", usage_by::organization},
                    {"user", usage_by::user}});
    options.choice(
        "format", "what is printed (text)", format_,
        {{"text", history_format::text}, {"json", history_format::json}, {"csv", history_format::csv}});
    options.color(color_);
    options.places(folders_, 1);
  }

  exit_code run() override {
    if (folders_.empty())
      return complain({error_code::malformed, "no run is named; give the folder that `run --out` left"});
    if (by_ && is_about_pages())
      return complain(
          {error_code::malformed,
           "`--by` totals all usage; `--kind`, `--page`, `--size`, `--user`, `--group`, `--feature` "
           "and `--meter` are for pages of the history"});
    return about_run(folders_.front(), [this](const kept_run& kept) { return tell(kept); });
  }

 private:
  static constexpr std::uint64_t default_size = 20;

  // Answers what is asked of the run.
  exit_code tell(const kept_run& kept) const {
    tell_what_is_kept(kept);
    if (is_of_all_accounts()) {
      if (kept.run.keeps_totals())
        return complain(
            {error_code::malformed,
             "`--by account` and `--by organization` total the usage of all accounts, and this run "
             "does not have their transactions; name one with `--account`, or ask its totals: "
             "`drawdown query RUN 'select * from daily'`"});
      if (agent_)
        return complain(
            {error_code::malformed, "`--agent` asks for an agent of an account; name that with `--account`"});
      const auto text = usage_of_all(kept);
      return text ? show(*text) : complain(text.error());
    }
    const auto account = kept.kept_account_named(account_);
    if (!account) return complain(account.error());
    if (const auto known = check_words(kept, **account); !known) return complain(known.error());
    const auto text = by_ ? usage_of(kept, **account) : page_of(kept, **account);
    return text ? show(*text) : complain(text.error());
  }

  static option_set::taker text_into(std::optional<std::string>& target) {
    return [&target](std::string_view text) -> result<void> {
      target = text;
      return {};
    };
  }

  bool is_about_pages() const {
    return kind_ || page_ != 1 || size_ != default_size || user_ || group_ || feature_ || meter_;
  }
  bool is_of_all_accounts() const {
    return !account_ && (by_ == usage_by::account || by_ == usage_by::organization);
  }

  // Whether there is such a kind, and such an agent in the account.
  result<void> check_words(const kept_run& kept, const account_row& account) const {
    std::vector<std::string_view> kinds(history_entries().begin(), history_entries().end());
    kinds.insert(kinds.end(), event_kinds().begin(), event_kinds().end());
    if (kind_ && std::ranges::find(kinds, *kind_) == kinds.end())
      return tl::unexpected(unknown_word("kind", *kind_, kinds));
    for (const auto& [what, word] :
         {std::pair(named_thing::user, &user_), std::pair(named_thing::group, &group_),
          std::pair(named_thing::feature, &feature_), std::pair(named_thing::meter, &meter_)})
      if (const auto known = check_name(kept, what, *word); !known) return known;
    if (!agent_) return {};
    const auto names = read_agent_names(kept.store, account.account);
    if (!names) return tl::unexpected<error>(names.error());
    if (std::ranges::find(*names, *agent_) != names->end()) return {};
    if (names->empty()) return fail(error_code::malformed, fmt::format("`{}` has no agents", account.name));
    const std::vector<std::string_view> known(names->begin(), names->end());
    return tl::unexpected(unknown_word("agent", *agent_, known));
  }

  static result<void> check_name(const kept_run& kept, named_thing what,
                                 const std::optional<std::string>& word) {
    if (!word) return {};
    const auto names = read_names(kept.store, what);
    if (!names) return tl::unexpected<error>(names.error());
    if (std::ranges::find(*names, *word) != names->end()) return {};
    const std::string_view kind = name_of(what);
    if (names->empty()) return fail(error_code::malformed, fmt::format("the run has no {}s", kind));
    const std::vector<std::string_view> known(names->begin(), names->end());
    return tl::unexpected(unknown_word(std::string(kind), *word, known));
  }

  history_look look() const {
    history_look look;
    look.colour = wants_color(color_, channel::output);
    if (is_terminal(channel::output)) look.width = columns_of(channel::output);
    return look;
  }

  result<std::string> usage_of(const kept_run& kept, const account_row& account) const {
    const auto totals = read_usage_by(kept.store, *by_, {account.account, agent_});
    if (!totals) return tl::unexpected<error>(totals.error());
    if (format_ == history_format::text)
      return usage_text(*totals, *by_, account, kept.zone_of(account), look());
    return format_ == history_format::csv ? usage_csv(*totals, *by_)
                                          : usage_json(*totals, *by_, account.name);
  }

  result<std::string> usage_of_all(const kept_run& kept) const {
    const auto totals = read_usage_by(kept.store, *by_, {});
    if (!totals) return tl::unexpected<error>(totals.error());
    if (format_ == history_format::text) return usage_text(*totals, *by_, look());
    return format_ == history_format::csv ? usage_csv(*totals, *by_)
                                          : usage_json(*totals, *by_, std::nullopt);
  }

  result<std::string> page_of(const kept_run& kept, const account_row& account) const {
    const history_choice choice{account.account, kind_, agent_, user_, group_, feature_, meter_};
    const auto entries = count_history(kept.store, choice);
    if (!entries) return tl::unexpected<error>(entries.error());
    history_page page{page_, size_, *entries, {}};
    if (page_ > page.pages())
      return fail(error_code::malformed, fmt::format("--page {}: the last page is {}", page_, page.pages()));
    auto rows = read_history(kept.store, choice, (page_ - 1) * size_, size_);
    if (!rows) return tl::unexpected<error>(rows.error());
    page.rows = std::move(*rows);
    switch (format_) {
      case history_format::json:
        return history_json(page.rows, {page_, page.pages(), size_, *entries}, account.name, kept.run.unit);
      case history_format::csv:
        return history_csv(page.rows, kept.run.unit);
      case history_format::text:
        break;
    }
    history_look looks = look();
    if (page_ < page.pages()) looks.older_shown = call_of(page_ + 1);
    return history_text(page, account, kept.zone_of(account), kept.run.unit, looks);
  }

  // The same question about another page.
  std::string call_of(std::uint64_t page) const {
    std::string call = fmt::format("drawdown history {}", shell_word(folders_.front()));
    const auto add = [&](std::string_view option, const std::optional<std::string>& value) {
      if (value) call += fmt::format(" --{} {}", option, shell_word(*value));
    };
    add("account", account_);
    add("kind", kind_);
    add("agent", agent_);
    add("user", user_);
    add("group", group_);
    add("feature", feature_);
    add("meter", meter_);
    if (size_ != default_size) call += fmt::format(" --size {}", size_);
    return call + fmt::format(" --page {}", page);
  }

  std::optional<std::string> account_;
  std::uint64_t page_ = 1;
  std::uint64_t size_ = default_size;
  std::optional<std::string> kind_;
  std::optional<std::string> agent_;
  std::optional<std::string> user_;
  std::optional<std::string> group_;
  std::optional<std::string> feature_;
  std::optional<std::string> meter_;
  std::optional<usage_by> by_;
  history_format format_ = history_format::text;
  color_choice color_ = color_choice::automatic;
  std::vector<std::string> folders_;
};

}  // namespace

std::unique_ptr<command> create_history_command() {
  return std::make_unique<history_command>();
}

}  // namespace drawdown::cli
