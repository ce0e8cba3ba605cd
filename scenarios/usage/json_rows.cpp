#include "scenarios/usage/json_rows.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <simdjson.h>

namespace drawdown::bulk {
namespace {

namespace json = simdjson::ondemand;

constexpr std::size_t deepest = 64;

// CloudEvents 1.0: what each event must have, texts that are not empty.
constexpr std::array<std::string_view, 4> required_of_events = {"specversion", "id", "source", "type"};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// Whether a text is a number of JSON.
bool is_number(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const auto digits = [&] {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return at > begin;
  };
  const std::size_t whole = at;
  if (!digits() || (text[whole] == '0' && at - whole > 1)) return false;
  if (at < text.size() && text[at] == '.' && (++at, !digits())) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    if (!digits()) return false;
  }
  return at == text.size();
}

std::string_view trimmed(std::string_view token) {
  while (!token.empty() &&
         (token.back() == ' ' || token.back() == '\t' || token.back() == '\r' || token.back() == '\n'))
    token.remove_suffix(1);
  return token;
}

}  // namespace

struct json_rows::reader {
  json::parser parser;
  // By depth: the names that may still be found, by position. Their memory is kept from row to row.
  std::array<std::vector<std::uint32_t>, deepest + 1> open;
};

// One pass over the object of a row, which also looks at all that is not asked for.
class json_rows::walk {
 public:
  explicit walk(json_rows& rows) : rows_(rows), base_(rows.row_.text.data()) {}

  // False where the row is no JSON, or `fault_` says what else is wrong.
  bool object(json::object of, std::size_t prefix, std::size_t depth);

 private:
  bool member(std::string_view name, json::value value, std::size_t prefix, std::size_t depth);
  bool scalar(json::value& value, json::json_type type, row_cell& made);
  bool array(json::array of, std::size_t depth);
  bool any(json::value value, std::size_t depth);
  row_cell place_of(json::value& value) const {
    const std::string_view token = trimmed(value.raw_json_token());
    const auto begin = static_cast<std::size_t>(token.data() - base_);
    return {{}, begin, begin + token.size(), true};
  }
  bool found(std::size_t position, const row_cell& made);
  bool report(row_problem what, const row_cell& at, std::string message, std::string label,
              std::string hint) {
    rows_.report(what, at.begin, at.end, std::move(message), std::move(label), std::move(hint));
    return false;
  }

  json_rows& rows_;
  const char* base_;
};

bool json_rows::walk::object(json::object of, std::size_t prefix, std::size_t depth) {
  for (auto one : of) {
    std::string_view name;
    json::value value;
    if (one.unescaped_key().get(name) != simdjson::SUCCESS || one.value().get(value) != simdjson::SUCCESS)
      return false;
    if (!member(name, value, prefix, depth)) return false;
  }
  return true;
}

bool json_rows::walk::member(std::string_view name, json::value value, std::size_t prefix,
                             std::size_t depth) {
  std::vector<std::uint32_t>& inside = rows_.reader_->open[depth + 1];
  inside.clear();
  json::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  const bool is_scalar = type != json::json_type::object && type != json::json_type::array;
  row_cell made;
  bool is_read = false;
  for (const std::uint32_t position : rows_.reader_->open[depth]) {
    const std::string_view rest = std::string_view(rows_.names_[position]).substr(prefix);
    if (!rest.starts_with(name)) continue;
    if (rest.size() == name.size()) {
      if (!is_scalar)
        return report(row_problem::not_a_value, place_of(value),
                      fmt::format("`{}` is {}, and a single value is due", rows_.names_[position],
                                  type == json::json_type::object ? "an object" : "a list"),
                      "not a single value",
                      type == json::json_type::object ? "name a member of it with a point: `data.tokens`"
                                                      : "write a single value");
      if (!is_read && !scalar(value, type, made)) return false;
      is_read = true;
      if (!found(position, made)) return false;
    } else if (rest[name.size()] == '.') {
      inside.push_back(position);
    }
  }
  if (is_read) return true;
  if (is_scalar) return scalar(value, type, made);
  if (type == json::json_type::array) {
    json::array items;
    return value.get_array().get(items) == simdjson::SUCCESS && depth + 1 < deepest &&
           array(items, depth + 1);
  }
  json::object inner;
  return value.get_object().get(inner) == simdjson::SUCCESS && depth + 1 < deepest &&
         object(inner, prefix + name.size() + 1, depth + 1);
}

bool json_rows::walk::found(std::size_t position, const row_cell& made) {
  row_cell& cell = rows_.cells_[position];
  if (cell.is_there)
    return report(row_problem::not_json, made,
                  fmt::format("the member `{}` stands here twice", rows_.names_[position]), "the second",
                  "keep one of the two");
  cell = made;
  return true;
}

bool json_rows::walk::scalar(json::value& value, json::json_type type, row_cell& made) {
  made = place_of(value);
  const std::string_view token(base_ + made.begin, made.end - made.begin);
  if (type == json::json_type::string) return value.get_string().get(made.text) == simdjson::SUCCESS;
  if (type == json::json_type::number) {
    made.text = token;
    return is_number(token);
  }
  if (type == json::json_type::null) return token == "null";
  made.text = token;
  return token == "true" || token == "false";
}

bool json_rows::walk::any(json::value value, std::size_t depth) {
  json::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  if (type == json::json_type::object) {
    rows_.reader_->open[depth + 1].clear();
    json::object inner;
    return value.get_object().get(inner) == simdjson::SUCCESS && depth + 1 < deepest &&
           object(inner, 0, depth + 1);
  }
  if (type == json::json_type::array) {
    json::array items;
    return value.get_array().get(items) == simdjson::SUCCESS && depth + 1 < deepest &&
           array(items, depth + 1);
  }
  row_cell ignored;
  return scalar(value, type, ignored);
}

bool json_rows::walk::array(json::array of, std::size_t depth) {
  for (auto one : of) {
    json::value value;
    if (one.get(value) != simdjson::SUCCESS || !any(value, depth)) return false;
  }
  return true;
}

json_rows::json_rows(std::unique_ptr<byte_source> from, bool are_events)
    : lines_(std::move(from)), reader_(std::make_unique<reader>()), are_events_(are_events) {
  name_cells({});
}

json_rows::~json_rows() = default;

void json_rows::name_cells(std::span<const std::string> names) {
  names_.assign(names.begin(), names.end());
  asked_ = names_.size();
  if (are_events_) names_.insert(names_.end(), required_of_events.begin(), required_of_events.end());
  std::vector<std::uint32_t>& all = reader_->open.front();
  all.clear();
  for (std::uint32_t i = 0; i < names_.size(); ++i) all.push_back(i);
}

row_source::step json_rows::next() {
  for (;;) {
    const line_buffer::step found = lines_.next();
    if (found == line_buffer::step::end) return step::end;
    if (found == line_buffer::step::broken) return step::broken;
    row_ = {lines_.line(), lines_.text(), {}};
    if (found == line_buffer::step::too_long)
      return report(row_problem::too_long, 0, 1,
                    fmt::format("line {} has more than {} bytes", row_.line, longest_row), "too long",
                    "each line is an object of its own");
    if (!is_blank(row_.text)) break;
  }
  cells_.assign(names_.size(), row_cell{{}, 0, row_.text.size(), false});
  fault_.message.clear();
  json::document read;
  json::object top;
  const simdjson::padded_string_view padded(row_.text.data(), row_.text.size(),
                                            row_.text.size() + line_buffer::readable_behind);
  if (reader_->parser.iterate(padded).get(read) != simdjson::SUCCESS ||
      read.get_object().get(top) != simdjson::SUCCESS || !walk(*this).object(top, 0, 0) ||
      read.current_location().error() != simdjson::OUT_OF_BOUNDS)
    return fault_.message.empty() ? report_syntax() : step::fault;
  if (are_events_ && !check_event()) return step::fault;
  row_.cells = std::span(cells_).first(asked_);
  return step::row;
}

row_source::step json_rows::report(row_problem what, std::size_t begin, std::size_t end, std::string message,
                                   std::string label, std::string hint) {
  fault_ = {what, begin, end, std::move(message), std::move(label), std::move(hint)};
  return step::fault;
}

// Says why a row is no JSON object. It is read again, by who can tell the place.
row_source::step json_rows::report_syntax() {
  const std::string hint = "each line is one JSON object: `{\"time\": \"2026-02-01T08:00:00Z\", …}`";
  try {
    const auto whole = nlohmann::json::parse(row_.text);
    const std::size_t begin = row_.text.find_first_not_of(" \t");
    if (whole.is_object())
      return report(row_problem::not_json, begin, row_.text.size(),
                    "the object is too deep, or has a number that is none", "not read", hint);
    return report(row_problem::not_json, begin, row_.text.size(), "the row is no JSON object",
                  fmt::format("{} {}", whole.is_array() ? "an" : "a", whole.type_name()), hint);
  } catch (const nlohmann::json::parse_error& failed) {
    const std::size_t begin = std::min(failed.byte > 0 ? failed.byte - 1 : 0, row_.text.size());
    return report(row_problem::not_json, begin, begin + 1, "the row is not JSON",
                  begin == row_.text.size() ? "it ends too early" : "not readable from here", hint);
  }
}

// What the standard requires of each event.
bool json_rows::check_event() {
  for (std::size_t i = 0; i < required_of_events.size(); ++i) {
    const row_cell& cell = cells_[asked_ + i];
    if (cell.is_there && !cell.text.empty()) continue;
    report(row_problem::not_an_event, cell.begin, cell.end,
           fmt::format("the event has no `{}`", required_of_events[i]),
           cell.is_there ? "empty" : "not in this event",
           "CloudEvents 1.0 requires `specversion`, `id`, `source` and `type` of each event");
    return false;
  }
  const row_cell& version = cells_[asked_];
  if (version.text == "1.0") return true;
  report(row_problem::not_an_event, version.begin, version.end,
         fmt::format("events of version `{}` are not read", version.text), "another version",
         "write `\"specversion\": \"1.0\"`");
  return false;
}

}  // namespace drawdown::bulk
