#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/command_table.hpp"
#include "cli/kept_run.hpp"
#include "cli/layout.hpp"
#include "cli/terminal.hpp"
#include "reports/formats/query_output.hpp"
#include "reports/store/query.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;

// Gathers what is printed into pieces of a size that a pipe takes.
class output_pieces {
 public:
  void put(std::string_view text) {
    gathered_ += text;
    if (gathered_.size() >= piece) flush();
  }
  void flush() {
    if (written_) written_ = write_output(gathered_);
    gathered_.clear();
  }
  bool is_wanted() const { return written_.has_value() && !reader_went_away(); }
  const result<void>& written() const { return written_; }

 private:
  static constexpr std::size_t piece = 64 * 1024;
  std::string gathered_;
  result<void> written_;
};

class query_command : public command {
 public:
  void declare(option_set& options) override {
    options.choice("format", "what is printed (text)", format_,
                   {{"text", query_format::text}, {"csv", query_format::csv}, {"json", query_format::json}});
    options.places(words_, 2);
  }

  exit_code run() override {
    if (words_.empty())
      return complain({error_code::malformed, "no run is named; give the folder that `run --out` left"});
    const auto kept = open_run(words_.front());
    if (!kept) return complain(kept.error());
    tell_what_is_kept(*kept);
    return words_.size() == 1 ? list_tables(kept->store) : answer(kept->store, words_.back());
  }

 private:
  exit_code answer(const run_store& store, const std::string& question) const {
    output_pieces pieces;
    const auto output = make_query_output(format_, [&](std::string_view text) { pieces.put(text); });
    const auto asked = ask(store, question,
                           {[&](const auto& names) { return output->columns(names); },
                            [&](const auto& row) {
                              output->row(row);
                              return pieces.is_wanted();
                            }});
    // What came before an error is no answer, but it was told: it ends without the end of one.
    if (asked) output->end();
    pieces.flush();
    if (!asked) return complain(asked.error());
    return pieces.written() ? exit_code::fine : complain(pieces.written().error());
  }

  exit_code list_tables(const run_store& store) const {
    if (format_ != query_format::text)
      return answer(
          store,
          "select t.name, t.type, c.name as column from sqlite_schema t, pragma_table_info(t.name) c "
          "where t.type in ('table', 'view') order by t.type desc, t.name, c.cid");
    const auto tables = read_tables(store);
    if (!tables) return complain(tables.error());
    std::string text;
    for (const store_table& table : *tables)
      text += wrapped_behind(
          fmt::format("{:<20}  ", table.name),
          fmt::format("{}{}", table.is_view ? "(view) " : "", fmt::join(table.columns, ", ")), page_columns);
    return show(text);
  }

  query_format format_ = query_format::text;
  std::vector<std::string> words_;
};

}  // namespace

std::unique_ptr<command> create_query_command() {
  return std::make_unique<query_command>();
}

}  // namespace drawdown::cli
