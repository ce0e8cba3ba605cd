#include "scenarios/usage/row_source.hpp"

#include <array>
#include <utility>

#include "scenarios/usage/csv_rows.hpp"
#include "scenarios/usage/json_rows.hpp"

namespace drawdown::bulk {

std::optional<table_format> format_of(std::string_view name) {
  struct ending {
    std::string_view text;
    table_format format;
  };
  constexpr std::array endings = {ending{".csv", table_format::csv}, ending{".ndjson", table_format::ndjson},
                                  ending{".jsonl", table_format::ndjson}};
  std::string small(unpacked_name(name));
  for (char& c : small) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const ending& one : endings) {
    if (small.ends_with(one.text)) return one.format;
  }
  return {};
}

std::unique_ptr<row_source> read_rows(std::unique_ptr<byte_source> from, table_format format) {
  if (format == table_format::csv) return std::make_unique<csv_rows>(std::move(from));
  return std::make_unique<json_rows>(std::move(from), format == table_format::cloud_events);
}

}  // namespace drawdown::bulk
