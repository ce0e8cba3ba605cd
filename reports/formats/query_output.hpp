// The answer to a question in SQL, as text for people, CSV or JSON. Rows are written as they come; the
// columns of the text are as wide as the first thousand rows need.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/units/error.hpp"
#include "reports/store/query.hpp"

namespace drawdown::reports {

enum class query_format : std::uint8_t { text, csv, json };

class query_output {
 public:
  // Where the text goes, piece by piece.
  using taker = std::function<void(std::string_view piece)>;

  query_output() = default;
  query_output(const query_output&) = delete;
  query_output& operator=(const query_output&) = delete;
  virtual ~query_output() = default;

  // The columns come first. `malformed` where the format can't tell them apart.
  virtual result<void> columns(const std::vector<std::string>& names) = 0;
  virtual void row(const std::vector<query_value>& values) = 0;
  virtual void end() = 0;
};

std::unique_ptr<query_output> make_query_output(query_format format, query_output::taker put);

}  // namespace drawdown::reports
