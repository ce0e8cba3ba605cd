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
    options.choice("by", "totals usage by what it is attributed to, instead of pages", by_,
                   {{"agent", usage_by::agent},
                    {"feature", usage_by::feature},
                    {"group", usage_by::group},
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
    if (by_ && (kind_ || page_given() || size_ != default_size))
      return complain(
          {error_code::malformed,
           "`--by` totals all usage; `--kind`, `--page` and `--size` are for pages of the history"});
    auto kept = open_run(folders_.front());
    if (!kept) return complain(kept.error());
    const auto account = kept->account_named(account_);
    if (!account) return complain(account.error());
    if (const auto known = check_words(*kept, **account); !known) return complain(known.error());
    const auto text = by_ ? usage_of(*kept, **account) : page_of(*kept, **account);
    return text ? show(*text) : complain(text.error());
  }

 private:
  static constexpr std::uint64_t default_size = 20;

  static option_set::taker text_into(std::optional<std::string>& target) {
    return [&target](std::string_view text) -> result<void> {
      target = text;
      return {};
    };
  }

  bool page_given() const { return page_ != 1; }

  // Whether there is such a kind, and such an agent in the account.
  result<void> check_words(const kept_run& kept, const account_row& account) const {
    std::vector<std::string_view> kinds(history_entries().begin(), history_entries().end());
    kinds.insert(kinds.end(), event_kinds().begin(), event_kinds().end());
    if (kind_ && std::ranges::find(kinds, *kind_) == kinds.end())
      return tl::unexpected(unknown_word("kind", *kind_, kinds));
    if (!agent_) return {};
    const auto names = read_agent_names(kept.store, account.account);
    if (!names) return tl::unexpected<error>(names.error());
    if (std::ranges::find(*names, *agent_) != names->end()) return {};
    if (names->empty()) return fail(error_code::malformed, fmt::format("`{}` has no agents", account.name));
    const std::vector<std::string_view> known(names->begin(), names->end());
    return tl::unexpected(unknown_word("agent", *agent_, known));
  }

  history_look look() const {
    history_look look;
    look.colour = wants_color(color_, channel::output);
    if (is_terminal(channel::output)) look.width = columns_of(channel::output);
    return look;
  }

  result<std::string> usage_of(const kept_run& kept, const account_row& account) const {
    const auto totals = read_usage_by(kept.store, account.account, *by_, agent_);
    if (!totals) return tl::unexpected<error>(totals.error());
    switch (format_) {
      case history_format::json:
        return usage_json(*totals, *by_, account.name);
      case history_format::csv:
        return usage_csv(*totals, *by_);
      case history_format::text:
        break;
    }
    return usage_text(*totals, *by_, account, kept.zone_of(account), look());
  }

  result<std::string> page_of(const kept_run& kept, const account_row& account) const {
    const history_choice choice{account.account, kind_, agent_};
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
    if (size_ != default_size) call += fmt::format(" --size {}", size_);
    return call + fmt::format(" --page {}", page);
  }

  std::optional<std::string> account_;
  std::uint64_t page_ = 1;
  std::uint64_t size_ = default_size;
  std::optional<std::string> kind_;
  std::optional<std::string> agent_;
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
