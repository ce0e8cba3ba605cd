#include "scenarios/language/read_usage_file.hpp"

#include <utility>

#include <fmt/format.h>

#include "scenarios/language/read_usage.hpp"
#include "scenarios/language/read_usage_row.hpp"

namespace drawdown::language {
namespace {

// So many faulty rows say what is wrong with a table.
constexpr std::size_t most_faulty_rows = 1'000;

// A debit whose row is gone.
struct kept_debit {
  row_debit what;
  std::uint64_t line = 0;
  std::string key, group;
};

// Reads a usage file whole.
class usage_loader {
 public:
  usage_loader(scenario_state& state, usage_rows& rows)
      : state_(state), rows_(rows), later_(rows.columns().meters.size()) {}

  void load();

 private:
  bool has_room();
  void add(const row_debit& debit, std::uint64_t line, const std::string& key, const std::string& group);

  scenario_state& state_;
  usage_rows& rows_;
  // Of all meters of a row but the first: texts are numbered file by file, as they are written row by row.
  std::vector<std::vector<kept_debit>> later_;
};

void usage_loader::load() {
  if (!rows_.begin()) return;
  const std::uint32_t first_rank = rows_.columns().meters.front().rank;
  for (std::size_t faulty_rows = 0; faulty_rows < most_faulty_rows;) {
    const table_file::step found = rows_.next();
    if (found == table_file::step::end || found == table_file::step::broken) break;
    if (found == table_file::step::fault) {
      if (!rows_.is_of_table()) break;
      ++faulty_rows;
      continue;
    }
    if (!has_room()) break;
    for (const row_debit& one : rows_.debits()) {
      std::string key(one.key), group(one.group);
      if (one.made.order.rank == first_rank)
        add(one, rows_.row().line, key, group);
      else
        later_[one.made.order.rank - first_rank].push_back(
            {one, rows_.row().line, std::move(key), std::move(group)});
    }
  }
  for (const std::vector<kept_debit>& of_meter : later_) {
    for (const kept_debit& one : of_meter) add(one.what, one.line, one.key, one.group);
  }
  rows_.warn_of_order();
}

// Whether the rows of all files may be one more.
bool usage_loader::has_room() {
  if (++state_.rows_loaded <= most_rows_loaded) return true;
  scope& in = rows_.table().at(rows_.row());
  in.report(fault::too_many_rows, place_of(in, rows_.row()),
            {fmt::format("a scenario loads at most {} rows of usage", most_rows_loaded), "the first too many",
             "`drawdown replay` reads usage files of any size while the scenario is run"});
  return false;
}

void usage_loader::add(const row_debit& debit, std::uint64_t line, const std::string& key,
                       const std::string& group) {
  usage made = debit.made;
  if (!key.empty()) made.key = {effect_key::space::given, 0, state_.keys.number_of(key)};
  if (!group.empty()) made.group = state_.groups.number_of(group);
  add_row(state_, debit.account, made, {rows_.table().number(), static_cast<std::uint32_t>(line), 1});
}

}  // namespace

void read_usage_file(scenario_state& state, const node& file, const node* columns,
                     std::optional<bulk::table_format> said) {
  const auto format = said ? said : bulk::format_of(file.text);
  auto described = read_usage_columns(state, file, columns, format.value_or(bulk::table_format::csv));
  auto opened = state.open_usage(state.in, file, said);
  if (!described || opened == nullptr) return;
  if (state.to_come != nullptr) {
    state.to_come->push_back(
        {std::move(*described), std::move(opened), format.value_or(bulk::table_format::csv)});
    return;
  }
  if (!state.names_of_usage) state.names_of_usage = std::make_shared<const usage_names>(state);
  usage_rows rows(state, *state.names_of_usage, std::move(*described), std::move(opened));
  usage_loader(state, rows).load();
}

}  // namespace drawdown::language
