// How JSON is written here: fields in a fixed order, two blanks of indent.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace drawdown::reports {

using json = nlohmann::ordered_json;

// The document with a newline at its end. Names from a scenario are valid UTF-8; should one not be, the text
// still is.
inline std::string document_text(const json& document) {
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

// The text, or null where there is none.
inline json text_or_null(const std::optional<std::string>& text) {
  return text ? json(*text) : json();
}

}  // namespace drawdown::reports
