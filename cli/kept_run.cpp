#include "cli/kept_run.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "cli/comparison_folder.hpp"
#include "cli/folders_below.hpp"
#include "cli/options.hpp"
#include "cli/terminal.hpp"
#include "cli/unfinished_document.hpp"
#include "reports/store/kept.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

result<std::string> store_in(const std::string& folder) {
  std::error_code failure;
  if (files::is_regular_file(folder, failure)) return folder;
  if (!files::is_directory(folder, failure))
    return fail(error_code::unreadable, fmt::format("there is no folder `{}`", folder));
  const files::path within(folder);
  if (files::exists(within / "unfinished.json", failure))
    return fail(error_code::unreadable,
                fmt::format("`{}` holds a run that was never finished; unless that one is still going on, "
                            "`drawdown {} --resume {}` finishes it",
                            folder, begun_by(folder), shell_word(folder)));
  const files::path store = within / "run.sqlite";
  if (files::exists(store, failure)) return store.string();
  if (const std::string runs = folders_with(folder, "run.sqlite"); !runs.empty())
    return fail(
        error_code::unreadable,
        fmt::format("`{}` holds {}, not a run: there is no `run.sqlite` in it; there are runs in {}", folder,
                    is_comparison_folder(folder) ? "a comparison of prices" : "other folders", runs));
  return fail(
      error_code::unreadable,
      fmt::format("`{}` holds no run: there is no `run.sqlite` in it; `drawdown run FILE --out {}` would "
                  "keep one in a new folder",
                  folder, files::is_empty(folder, failure) ? folder : "FOLDER"));
}

// The folder of the comparison that the store stands in; empty where it is of none.
std::string comparison_of(const files::path& store) {
  const files::path above = (store.parent_path() / "..").lexically_normal();
  return is_comparison_folder(above) ? above.string() : "";
}

// `a, b, c and 12 more`.
std::string first_of(const std::vector<std::string_view>& names) {
  constexpr std::size_t shown = 8;
  std::string text;
  for (std::size_t i = 0; i < std::min(shown, names.size()); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : ", ", names[i]);
  return names.size() <= shown ? text : text + fmt::format(" and {} more", names.size() - shown);
}

}  // namespace

result<const reports::account_row*> kept_run::account_named(const std::optional<std::string>& name) const {
  if (!name && accounts.size() == 1) return &accounts.front();
  std::vector<std::string_view> known;
  for (const reports::account_row& account : accounts) known.push_back(account.name);
  if (!name)
    return fail(error_code::malformed,
                fmt::format("the run has {} accounts; name one with `--account NAME`: {}", accounts.size(),
                            first_of(known)));
  const auto found = std::ranges::find(accounts, *name, &reports::account_row::name);
  if (found != accounts.end()) return &*found;
  if (!comparison.empty() && compares_customer(comparison, *name))
    return fail(error_code::malformed,
                fmt::format("`{}` is not among the {} customers that are kept, whose bill changes most; "
                            "`{}` has its figures",
                            *name, accounts.size(), (files::path(comparison) / "customers.csv").string()));
  return tl::unexpected(unknown_word("account", *name, known));
}

result<const reports::account_row*> kept_run::kept_account_named(
    const std::optional<std::string>& name) const {
  if (!name && run.kept_accounts == 1)
    return &*std::ranges::find(accounts, true, &reports::account_row::is_kept);
  const auto account = account_named(name);
  if (account && !(*account)->is_kept) return tl::unexpected(reports::not_kept(run, **account));
  return account;
}

void tell_what_is_kept(const kept_run& kept) {
  if (const std::string note = reports::kept_note(kept.run); !note.empty())
    write_message(fmt::format("drawdown: {}\n", note));
}

result<kept_run> open_run(const std::string& folder) {
  const auto path = store_in(folder);
  if (!path) return tl::unexpected<error>(path.error());
  auto store = reports::run_store::open(*path);
  if (!store) {
    error failure = store.error();
    if (*path == folder) failure.message += "; name a folder that `drawdown run FILE --out FOLDER` left";
    return tl::unexpected(failure);
  }
  auto parts = of_a_kept_run(*path, [&] { return read_parts(*store, *path); });
  if (!parts) return tl::unexpected<error>(parts.error());
  return kept_run{std::move(*store), std::move(parts->run), std::move(parts->accounts),
                  std::move(parts->zones), comparison_of(*path)};
}

result<run_parts> read_parts(const reports::run_store& store, std::string_view name) {
  auto run = reports::read_run(store);
  if (!run) return tl::unexpected<error>(run.error());
  auto accounts = reports::read_accounts(store);
  if (!accounts) return tl::unexpected<error>(accounts.error());
  auto zones = reports::read_zones(store);
  if (!zones) return tl::unexpected<error>(zones.error());
  const auto lacks_zone = [&](std::uint32_t zone) {
    return zone >= zones->size() || zones->at(zone).transitions.empty();
  };
  if (lacks_zone(run->zone) || std::ranges::any_of(*accounts, lacks_zone, &reports::account_row::zone))
    return fail(error_code::unreadable, fmt::format("{}: a time zone is missing", name));
  return run_parts{std::move(*run), std::move(*accounts), std::move(*zones)};
}

tl::unexpected<error> changed_by_hand(std::string_view store, const defect& broken) {
  return fail(error_code::unreadable,
              fmt::format("`{}` holds figures that no run comes to ({}): it was damaged, or changed by hand; "
                          "run the scenario again",
                          store, broken.what()));
}

exit_code about_run(const std::string& folder, const std::function<exit_code(const kept_run&)>& answer) {
  const auto answered = of_a_kept_run(folder, [&]() -> result<exit_code> {
    const auto kept = open_run(folder);
    if (!kept) return tl::unexpected<error>(kept.error());
    return answer(*kept);
  });
  return answered ? *answered : complain(answered.error());
}

exit_code complain(const error& failure) {
  write_message(fmt::format("drawdown: {}\n", failure.message));
  return failure.code == error_code::malformed ? exit_code::usage : exit_code::unusable_file;
}

exit_code show(const std::string& text) {
  const auto written = write_output(text);
  return written ? exit_code::fine : complain(written.error());
}

std::string shell_word(const std::string& word) {
  const auto is_plain = [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || std::string_view("_-.@+/:,=").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::ranges::all_of(word, is_plain)) return word;
  std::string quoted = "'";
  for (const char letter : word) quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return quoted + "'";
}

}  // namespace drawdown::cli
