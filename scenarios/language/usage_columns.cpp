#include "scenarios/language/usage_columns.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "scenarios/language/mapping.hpp"
#include "scenarios/language/values.hpp"

namespace drawdown::language {
namespace {

using names = std::string_view;

constexpr std::array<names, 12> column_keys = {"time",     "account",    "agent", "meter",
                                               "quantity", "quantities", "times", "value",
                                               "key",      "user",       "group", "occurred_at"};
constexpr std::array<names, 1> column_later = {"feature"};

class columns_reader {
 public:
  columns_reader(scenario_state& state, const node& file, bulk::table_format format)
      : state_(state),
        file_(file),
        made_(state.in),
        are_events_(format == bulk::table_format::cloud_events) {}

  std::optional<usage_columns> read(const node& at);

 private:
  std::optional<column_number> add(const mapping& keys, names key, names what);
  // The same of what an event has in a place of its own.
  std::optional<column_number> add(const mapping& keys, names key, names what, names of_events);
  void read_time(const mapping& keys);
  void read_meters(const mapping& keys);
  void read_quantities(const node& at);
  void add_file(metered_column of, const std::string& name);

  scenario_state& state_;
  const node& file_;
  usage_columns made_;
  bool are_events_;
  bool is_clear_ = true;
};

std::optional<column_number> columns_reader::add(const mapping& keys, names key, names what) {
  const node* said = keys.find(key);
  const auto column = said != nullptr ? made_.table.add(*said, what) : std::nullopt;
  is_clear_ = is_clear_ && (column || !keys.has(key));
  return column;
}

std::optional<column_number> columns_reader::add(const mapping& keys, names key, names what,
                                                 names of_events) {
  if (!are_events_ || keys.has(key)) return add(keys, key, what);
  return made_.table.add_usual(std::string(of_events), what, file_.place);
}

std::optional<usage_columns> columns_reader::read(const node& at) {
  const mapping keys(state_.in, at, {"`columns`", column_keys, column_later});
  if (!keys.is_sound()) return {};
  read_time(keys);
  const bool is_owned = keys.has("agent") || keys.has("account");
  if (!is_owned && !are_events_) {
    state_.in.report(fault::missing_key, at.place,
                     {"`columns` needs `agent` or `account`", "whose usage is it?",
                      "write `agent: NAME`, or `agent: {value: copilot}` where it is the same in every row"});
    return {};
  }
  made_.account =
      is_owned ? add(keys, "account", "the account") : add(keys, "account", "the account", "subject");
  made_.agent = add(keys, "agent", "the agent");
  made_.key = add(keys, "key", "the key", "id");
  made_.user = add(keys, "user", "the user");
  made_.group = add(keys, "group", "the group");
  made_.times = add(keys, "times", "what the quantity is multiplied by");
  made_.value = add(keys, "value", "the value that the price goes by");
  made_.occurred_at = add(keys, "occurred_at", "when it occurred");
  read_meters(keys);
  if (!is_clear_) return {};
  return std::move(made_);
}

void columns_reader::read_time(const mapping& keys) {
  made_.clock.zone = state_.scenario_zone();
  if (are_events_ && !keys.has("time")) {
    made_.time = made_.table.add_usual("time", "the time", file_.place);
    return;
  }
  const node* said = keys.require("time", "write `time: NAME`, the column with the time of a usage");
  const auto column = said != nullptr ? made_.table.add_time(*said) : std::nullopt;
  is_clear_ = is_clear_ && column;
  if (!column) return;
  made_.time = *column;
  for (const entry& one : said->entries) {
    if (one.key.text != "zone") continue;
    made_.clock.may_lack_offset = true;
    if (const auto zone = read_zone(state_, one.value)) made_.clock.zone = state_.what.zones[*zone];
  }
}

void columns_reader::read_meters(const mapping& keys) {
  if (keys.has("quantities")) {
    if (keys.has("meter") || keys.has("quantity")) {
      const names other = keys.has("meter") ? "meter" : "quantity";
      state_.in.report(fault::keys_exclude, keys.place_of("quantities"),
                       {fmt::format("`quantities` and `{}` exclude each other", other),
                        "names the meters and their columns",
                        "`quantities` is for rows with several meters",
                        {{fmt::format("`{}` is here", other), state_.in.here(keys.place_of(other))}}});
      is_clear_ = false;
      return;
    }
    if (const node* quantities = keys.find("quantities")) read_quantities(*quantities);
    return;
  }
  if (!are_events_) {
    keys.require("meter", "write `meter: NAME`, or `meter: {value: call}`");
    keys.require("quantity", "write `quantity: NAME`");
  }
  metered_column of;
  of.meter = add(keys, "meter", "the meter", "type");
  const auto column = add(keys, "quantity", "the quantity", "data.quantity");
  is_clear_ = is_clear_ && of.meter && column;
  if (!column) return;
  of.quantity = *column;
  add_file(std::move(of), file_.text);
}

void columns_reader::read_quantities(const node& at) {
  const auto* entries = named_entries(state_.in, at, "`quantities`");
  is_clear_ = is_clear_ && entries != nullptr && !entries->empty();
  if (entries == nullptr) return;
  if (entries->empty()) {
    state_.in.report(fault::missing_value, at.place,
                     {"`quantities` names no meter", "nothing in it", "write `quantities: {METER: COLUMN}`"});
  }
  for (const entry& one : *entries) {
    const auto meter = look_up(state_, one.key, "a meter", state_.meters, state_.sold.meters_known);
    const auto column = made_.table.add(one.value, fmt::format("the quantity of `{}`", one.key.text));
    is_clear_ = is_clear_ && meter && column;
    if (!meter || !column) continue;
    metered_column of;
    of.fixed = *meter;
    of.quantity = *column;
    of.suffix = '/' + one.key.text;
    add_file(std::move(of), fmt::format("{}/{}", file_.text, one.key.text));
  }
}

void columns_reader::add_file(metered_column of, const std::string& name) {
  of.rank = static_cast<std::uint32_t>(state_.what.usage_files.size());
  state_.what.usage_files.push_back(name);
  made_.meters.push_back(std::move(of));
}

}  // namespace

std::optional<usage_columns> read_usage_columns(scenario_state& state, const node& file, const node* at,
                                                bulk::table_format format) {
  node nothing;
  nothing.kind = node_kind::mapping;
  nothing.place = file.place;
  return columns_reader(state, file, format).read(at != nullptr ? *at : nothing);
}

}  // namespace drawdown::language
