#include "cli/keep_options.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace drawdown::cli {

namespace {

result<void> read_accounts(std::string_view text, std::vector<std::string>& into) {
  while (true) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (comma == 0)
      return fail(error_code::malformed,
                  "--keep-accounts: a name is empty; write `--keep-accounts acme,zenith`");
    into.emplace_back(text.substr(0, comma));
    if (comma == text.size()) return {};
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

void declare_keep(option_set& options, keep_wishes& wishes) {
  options.choice("keep",
                 "whose transactions --out keeps (all); with totals the run store has the totals of all "
                 "accounts by day and month, what each comes to, and the transactions of those that "
                 "--keep-accounts names",
                 wishes.asked,
                 {{"all", std::optional(keep_what::all)}, {"totals", std::optional(keep_what::totals)}});
  declare_keep_accounts(options, wishes);
}

void declare_keep_accounts(option_set& options, keep_wishes& wishes) {
  options.values("keep-accounts", "NAME[,NAME...]", "keeps the transactions of these accounts beside totals",
                 [&wishes](std::string_view text) { return read_accounts(text, wishes.accounts); });
}

result<void> check_keep(const keep_wishes& wishes, bool has_folder) {
  if (!wishes.accounts.empty() && !wishes.totals())
    return fail(
        error_code::malformed,
        "`--keep-accounts` names whose transactions are kept beside totals: add `--keep totals`, or leave "
        "it out and all are kept");
  if (has_folder) return {};
  if (wishes.asked)
    return fail(error_code::malformed, "`--keep` says what a folder keeps: name one with `--out DIR`");
  if (!wishes.accounts.empty())
    return fail(error_code::malformed,
                "`--keep-accounts` says what a folder keeps: name one with `--out DIR`");
  return {};
}

result<std::optional<std::vector<bool>>> accounts_to_keep(const keep_wishes& wishes, const world& in) {
  if (!wishes.totals()) return std::nullopt;
  std::vector<bool> kept(in.accounts.size());
  std::vector<std::string_view> known;
  std::map<std::string_view, std::size_t> by_name;
  for (std::size_t i = 0; i < in.accounts.size(); ++i) {
    known.push_back(in.accounts[i].name);
    by_name.emplace(in.accounts[i].name, i);
  }
  for (const std::string& name : wishes.accounts) {
    const auto found = by_name.find(name);
    if (found == by_name.end()) {
      error unknown = unknown_word("account", name, known);
      return fail(error_code::unknown_name, "--keep-accounts: " + unknown.message);
    }
    kept[found->second] = true;
  }
  return kept;
}

std::string_view how_to_keep_totals() {
  return "`--keep totals` keeps daily and monthly totals and the books of all accounts, with "
         "`--keep-accounts "
         "NAME,NAME` the transactions of some";
}

}  // namespace drawdown::cli
