#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/load_words.hpp"
#include "cli/progress.hpp"
#include "cli/terminal.hpp"
#include "engine/time/text.hpp"
#include "scenarios/usage/generate.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

using bulk::packing;
using bulk::table_format;

error unusable(std::string message) {
  return {error_code::unreadable, std::move(message)};
}

// What a meter may be called here: nothing that a table or a scenario would have to quote.
bool is_plain_name(std::string_view text) {
  constexpr std::size_t longest = 64;
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const auto is_letter = [&](char c) { return letters.find(c) != std::string_view::npos; };
  return !text.empty() && text.size() <= longest && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-'; });
}

result<std::vector<std::string>> read_meters(std::string_view text) {
  constexpr std::size_t most = 1000;
  std::vector<std::string> meters;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    std::string name(text.substr(begin, end - begin));
    if (!is_plain_name(name))
      return fail(
          error_code::malformed,
          fmt::format("`--meters {}`: `{}` is no name of a meter: letters, digits, `_` and `-`", text, name));
    if (std::find(meters.begin(), meters.end(), name) != meters.end())
      return fail(error_code::malformed, fmt::format("`--meters {}` has `{}` twice", text, name));
    meters.push_back(std::move(name));
    begin = end + 1;
  }
  if (meters.size() > most)
    return fail(error_code::out_of_range, fmt::format("`--meters`: at most {} names", most));
  return meters;
}

class generate_command : public command {
 public:
  void declare(option_set& options) override {
    options.count("rows", "how many rows (1000)", shape_.rows, 1, bulk::most_generated_rows);
    options.count("accounts", "of so many accounts (100)", shape_.accounts, 1, bulk::most_generated_agents);
    options.count("agents", "with so many agents each (1)", shape_.agents, 1, bulk::most_generated_agents);
    options.value("meters", "NAMES", "which meters the rows use, with commas (call)",
                  [this](std::string_view text) -> result<void> {
                    return read_meters(text).map(
                        [this](std::vector<std::string> made) { shape_.meters = std::move(made); });
                  });
    declare_instant(options, "from", "when the first row may be (2026-01-01)", shape_.from);
    declare_instant(options, "to", "before which the last row is (2026-02-01)", shape_.to);
    options.choice("format", "what a row is written as (as FILE is named, else csv)", format_,
                   {{"csv", std::optional(table_format::csv)},
                    {"ndjson", std::optional(table_format::ndjson)},
                    {"cloudevents", std::optional(table_format::cloud_events)}});
    options.choice("compress", "how the file is packed (as FILE is named)", packing_,
                   {{"gz", std::optional(packing::gzip)}, {"zst", std::optional(packing::zstd)}});
    options.value(
        "distribution", "uniform|zipf:S|hotspot:P%", "how the rows are spread over accounts (uniform)",
        [this](std::string_view text) -> result<void> {
          return population::parse_skew(text).map([this](population::skew read) { shape_.skew = read; });
        });
    declare_share(options, "out-of-order", "rows that are earlier than one before them (0%)",
                  shape_.out_of_order);
    declare_share(options, "duplicates", "rows that are sent again, with their keys (0%)", shape_.duplicates);
    declare_share(options, "bad", "rows that can't be read (0%)", shape_.bad);
    options.count("seed", "what is drawn from; the same seed, the same file (1)", shape_.seed, 0, INT64_MAX);
    options.file("out,o", "the file that is written", out_);
    options.file("scenario", "also writes a scenario that replays it", scenario_);
    options.flag("quiet,q", "shows no progress, and does not say what was written", quiet_);
    options.places(words_, 1);
  }

  exit_code run() override {
    const auto say = [](const error& failure, exit_code code) {
      write_message(fmt::format("drawdown: {}\n", failure.message));
      return code;
    };
    if (const auto settled = settle(); !settled) return say(settled.error(), exit_code::usage);
    const auto told = write();
    if (!told) return say(told.error(), exit_code::unusable_file);
    if (!quiet_) write_message(*told);
    return exit_code::fine;
  }

 private:
  static void declare_instant(option_set& options, const std::string& name, const std::string& help,
                              instant& target) {
    options.value(name, "TIME", help, [name, &target](std::string_view text) -> result<void> {
      return parse_instant(text, zone_table{})
          .map([&](instant read) { target = read; })
          .map_error([&](const error& said) {
            return error{said.code, fmt::format("`--{} {}`: {}", name, text, said.message)};
          });
    });
  }
  static void declare_share(option_set& options, const std::string& name, const std::string& help,
                            parts_per_million& target) {
    options.value(name, "P%", help, [name, &target](std::string_view text) -> result<void> {
      return read_share("--" + name, text).map([&](parts_per_million read) { target = read; });
    });
  }

  result<void> settle();
  result<std::string> write();
  result<void> write_scenario() const;

  bulk::usage_shape shape_ = usual_shape();
  std::optional<table_format> format_;
  std::optional<packing> packing_;
  std::string out_, scenario_;
  bool quiet_ = false;
  std::vector<std::string> words_;

  static bulk::usage_shape usual_shape() {
    bulk::usage_shape shape;
    shape.from = *parse_instant("2026-01-01", zone_table{});
    shape.to = *parse_instant("2026-02-01", zone_table{});
    return shape;
  }
};

// Whether two names are of one file, which need not be there yet.
bool is_same_file(const std::string& a, const std::string& b) {
  std::error_code ignored;
  return files::equivalent(a, b, ignored) ||
         files::absolute(a).lexically_normal() == files::absolute(b).lexically_normal();
}

// Holds what was said together: a file's name has to say how it is to be read.
result<void> generate_command::settle() {
  const auto refuse = [](std::string why) { return fail(error_code::malformed, std::move(why)); };
  if (words_ != std::vector<std::string>{"usage"})
    return refuse("what is generated is `usage`: drawdown generate usage -o FILE");
  if (out_.empty()) return refuse("`--out` is missing: drawdown generate usage -o usage.csv");
  if (shape_.to <= shape_.from) return refuse("`--to` is not after `--from`");
  if (std::uint64_t{shape_.accounts} * shape_.agents > bulk::most_generated_agents)
    return refuse(fmt::format("all accounts together have at most {} agents", bulk::most_generated_agents));
  if (!scenario_.empty() && is_same_file(scenario_, out_))
    return refuse("`--out` and `--scenario` are one file: name two");
  const packing named = bulk::packing_of(out_);
  if (packing_ && *packing_ != named)
    return refuse(fmt::format("a file that is packed so ends in `{}`: `{}{}`",
                              *packing_ == packing::gzip ? ".gz" : ".zst", bulk::unpacked_name(out_),
                              *packing_ == packing::gzip ? ".gz" : ".zst"));
  const auto by_name = bulk::format_of(out_);
  shape_.format = format_.value_or(by_name.value_or(table_format::csv));
  const bool is_csv = shape_.format == table_format::csv;
  if (!by_name || (*by_name == table_format::csv) != is_csv)
    return refuse(
        fmt::format("`{}` does not end as such a file does: `NAME.{}`", out_, is_csv ? "csv" : "ndjson"));
  return {};
}

result<std::string> generate_command::write() {
  auto file = bulk::create_file(out_).map_error([&](const error& said) {
    return unusable(fmt::format("`{}` can't be written: {}", out_, said.message));
  });
  if (!file) return tl::unexpected(file.error());
  const auto sink = bulk::pack(std::move(*file), bulk::packing_of(out_));
  status_line line(quiet_);
  const auto made = bulk::generate_usage(shape_, *sink, [&](std::uint64_t rows) {
    line.show([&](std::size_t columns) { return progress_text(rows, shape_.rows, line.elapsed(), columns); });
  });
  line.erase();
  if (!made)
    return tl::unexpected(unusable(fmt::format("`{}` can't be written: {}", out_, made.error().message)));
  if (!scenario_.empty()) {
    if (auto done = write_scenario(); !done) return tl::unexpected(done.error());
  }
  return fmt::format("drawdown: {} rows, of which {} out of order, {} sent again, {} bad: {}\n",
                     grouped(made->rows), grouped(made->out_of_order), grouped(made->duplicates),
                     grouped(made->bad), out_);
}

result<void> generate_command::write_scenario() const {
  const files::path folder = files::absolute(scenario_).parent_path();
  const std::string named =
      files::absolute(out_).lexically_normal().lexically_relative(folder.lexically_normal()).string();
  const auto refuse = [&](const error& said) {
    return unusable(fmt::format("`{}` can't be written: {}", scenario_, said.message));
  };
  auto file = bulk::create_file(scenario_);
  if (!file) return tl::unexpected(refuse(file.error()));
  return (*file)
      ->write(bulk::scenario_of(shape_, named))
      .and_then([&] { return (*file)->close(); })
      .map_error(refuse);
}

}  // namespace

std::unique_ptr<command> create_generate_command() {
  return std::make_unique<generate_command>();
}

}  // namespace drawdown::cli
