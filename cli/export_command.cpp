#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/kept_run.hpp"
#include "cli/output_target.hpp"
#include "cli/terminal.hpp"
#include "reports/journal/exporter.hpp"
#include "reports/results/file.hpp"
#include "reports/results/streamed_file.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;

enum class commodities : std::uint8_t { credits, money, both };

class export_command : public command {
 public:
  void declare(option_set& options) override {
    options.choice("to", "what reads it; there is no default", kind_,
                   {{"hledger", std::optional(journal_kind::hledger)},
                    {"ledger", std::optional(journal_kind::ledger)},
                    {"beancount", std::optional(journal_kind::beancount)},
                    {"csv", std::optional(journal_kind::csv)},
                    {"json", std::optional(journal_kind::json)}});
    options.value("out", "DIR", "writes files into DIR, which is new or empty, instead of standard output",
                  [this](std::string_view text) -> result<void> {
                    if (text.empty())
                      return fail(error_code::malformed,
                                  "`--out` needs the name of a folder, not an empty one");
                    out_ = text;
                    return {};
                  });
    options.choice(
        "commodity", "what is exported (both)", commodity_,
        {{"credits", commodities::credits}, {"money", commodities::money}, {"both", commodities::both}});
    options.flag("lots", "of beancount: has its own booking choose the lots that are used, by FIFO or LIFO",
                 lots_);
    options.value(
        "shard", "N", "entries in a file at most (100000); needs --out",
        [this](std::string_view text) -> result<void> {
          return read_count("--shard", text, 1, 1'000'000'000).map([&](std::uint64_t n) { shard_ = n; });
        });
    options.places(folders_, 1);
  }

  exit_code run() override {
    if (folders_.empty())
      return complain({error_code::malformed, "no run is named; give the folder that `run --out` left"});
    if (!kind_)
      return complain({error_code::malformed,
                       "say what reads it: `--to hledger`, `ledger`, `beancount`, `csv` or `json`"});
    if (shard_ && !out_)
      return complain(
          {error_code::malformed, "`--shard` makes several files; name a folder for them with `--out`"});
    if (lots_ && (*kind_ != journal_kind::beancount || shard_ || commodity_ == commodities::money))
      return complain(
          {error_code::malformed,
           "`--lots` is of credit, for beancount, in one piece: give `--to beancount`, and leave out "
           "`--shard` and `--commodity money`"});
    return about_run(folders_.front(), [this](const kept_run& kept) {
      tell_what_is_kept(kept);
      return out_ ? write_files(kept.store) : print(kept.store);
    });
  }

 private:
  export_wishes wishes() const {
    export_wishes asked;
    asked.to = *kind_;
    asked.credits = commodity_ != commodities::money;
    asked.money = commodity_ != commodities::credits;
    asked.lots = lots_;
    asked.shard = out_ && !lots_ ? shard_.value_or(asked.shard) : 0;
    return asked;
  }

  exit_code print(const run_store& store) const {
    result<void> written;
    std::string gathered;
    const auto flush = [&] {
      written = write_output(gathered);
      gathered.clear();
      return written.has_value() && !reader_went_away();
    };
    const auto put = [&](std::string_view text) {
      gathered += text;
      return gathered.size() < piece || flush();
    };
    const auto nothing = [] { return result<void>(); };
    const auto done =
        export_journal(store, wishes(), {[](const std::string&) { return result<void>(); }, put, nothing});
    if (!done) return complain(done.error());
    if (written) flush();
    return written ? exit_code::fine : complain(written.error());
  }

  exit_code write_files(const run_store& store) const {
    if (const auto made = make_output_folder(*out_); !made) return complain(made.error());
    std::optional<streamed_file> file;
    const export_target target{[&](const std::string& name) {
                                 file.emplace(path_of(name));
                                 return result<void>();
                               },
                               [&](std::string_view text) {
                                 file->put(text);
                                 return file->is_good();
                               },
                               [&] { return file->finish(); }};
    const auto counts = export_journal(store, wishes(), target);
    if (!counts) return complain(counts.error());
    if (file && !file->is_good())
      return complain({error_code::unreadable, fmt::format("the folder `{}` can't be written", *out_)});
    if (const auto written = write_beside(store); !written) return complain(written.error());
    write_message(fmt::format("drawdown: {} entr{} in {} file{} in `{}`\n", counts->entries,
                              counts->entries == 1 ? "y" : "ies", counts->files,
                              counts->files == 1 ? "" : "s", *out_));
    return exit_code::fine;
  }

  // What helps to read the journals, and to prove them; data has its names and balances in itself.
  result<void> write_beside(const run_store& store) const {
    if (*kind_ == journal_kind::csv || *kind_ == journal_kind::json) return {};
    const auto balances = export_balances(store, wishes());
    if (!balances) return tl::unexpected<error>(balances.error());
    if (auto written = write_file(path_of("balances.csv"), *balances); !written) return written;
    if (lots_) {
      const auto lots = export_lots(store, wishes());
      if (!lots) return tl::unexpected<error>(lots.error());
      if (auto written = write_file(path_of("lots.csv"), *lots); !written) return written;
    }
    const auto names = export_names(store, *kind_);
    if (!names) return tl::unexpected<error>(names.error());
    return write_file(path_of("names.csv"), *names);
  }

  std::string path_of(const std::string& name) const {
    return (std::filesystem::path(*out_) / name).string();
  }

  static constexpr std::size_t piece = 64 * 1024;
  std::optional<journal_kind> kind_;
  std::optional<std::string> out_;
  commodities commodity_ = commodities::both;
  bool lots_ = false;
  std::optional<std::uint64_t> shard_;
  std::vector<std::string> folders_;
};

}  // namespace

std::unique_ptr<command> create_export_command() {
  return std::make_unique<export_command>();
}

}  // namespace drawdown::cli
