#include "scenarios/language/read_usage.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "engine/time/text.hpp"
#include "scenarios/language/mapping.hpp"
#include "scenarios/language/read_usage_file.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 4> file_keys = {"file", "columns", "rows", "format"};
constexpr std::array<names, 3> formats = {"csv", "ndjson", "cloudevents"};  // as bulk::table_format has them
constexpr std::array<names, 0> none{};

constexpr std::size_t most_files = 10'000;

void read_entry(scenario_state& state, const node& at) {
  const mapping keys(state.in, at, {"a usage file", file_keys, none});
  if (!keys.is_sound()) return;
  const node* file = keys.require("file", "write `file: february.csv`");
  if (keys.has("rows") && (keys.has("columns") || keys.has("format"))) {
    const names other = keys.has("columns") ? "columns" : "format";
    state.in.report(
        fault::keys_exclude, keys.place_of("rows"),
        {"usage is read from columns, or written row by row",
         "written here",
         "keep one of the two",
         {{fmt::format("the {} {} here", other, other == "columns" ? "are named" : "of a table is said"),
           state.in.here(keys.place_of(other))}}});
    return;
  }
  if (file == nullptr || !read_label(state.in, *file, "the name of the file")) return;
  if (const node* rows = keys.find("rows")) return read_usage_rows(state, *file, *rows);
  std::optional<bulk::table_format> format;
  if (const node* said = keys.find("format")) {
    const auto word = read_choice(state.in, *said, "the format", formats);
    if (!word) return;
    format = static_cast<bulk::table_format>(*word);
  }
  const node* columns =
      format == bulk::table_format::cloud_events
          ? keys.find("columns")
          : keys.require("columns", "write `columns: {time: ts, agent: bot, meter: kind, quantity: qty}`");
  if (columns != nullptr || (format == bulk::table_format::cloud_events && !keys.has("columns")))
    read_usage_file(state, *file, columns, format);
}

}  // namespace

bool check_occurred(const scenario_state& state, scope& in, text_place where, instant occurred,
                    std::optional<instant> arrival) {
  if (arrival && occurred > *arrival) {
    in.report(
        fault::impossible_occurrence, where,
        {fmt::format("this occurred at {}, after it arrives at {}", to_string(occurred), to_string(*arrival)),
         "later than its arrival", "usage arrives when it occurs, or later"});
    return false;
  }
  if (!state.start || occurred >= *state.start) return true;
  in.report(fault::impossible_occurrence, where,
            {fmt::format("this occurred at {}, before the accounts began", to_string(occurred)),
             "before the start",
             "let the run start earlier, or right the time",
             {{fmt::format("`start` is {}", to_string(*state.start)), state.in.here(state.start_at)}}});
  return false;
}

void add_row(scenario_state& state, account_index account, const usage& row, source_place place) {
  if (!state.debits.named.empty() && row.key.was_given()) state.debits.made.insert({{account, row.key}, {}});
  account_spec& spec = state.what.accounts[account];
  if (row.agent != no_agent) {
    std::get<timeline_source>(spec.agents[row.agent].source).items.push_back(row);
    return;
  }
  spec.commands.push_back(std::make_shared<const command>(command{row.order, row.key, place, row}));
}

void read_usage(scenario_state& state, const node& at) {
  const auto* items = list_items(state.in, at, "`usage`");
  if (items == nullptr) return;
  if (items->size() > most_files) {
    state.in.report(fault::out_of_range, at.place,
                    {fmt::format("a scenario has at most {} usage files", most_files), "", ""});
    return;
  }
  for (const node& item : *items) read_entry(state, item);
}

}  // namespace drawdown::language
