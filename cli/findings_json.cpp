#include "cli/findings_json.hpp"

namespace drawdown::cli {

namespace {

using json = nlohmann::ordered_json;

json related_json(const std::vector<language::related_note>& notes) {
  json rows = json::array();
  for (const language::related_note& note : notes)
    rows.push_back(
        {{"message", note.message}, {"file", note.file}, {"line", note.line}, {"column", note.column}});
  return rows;
}

}  // namespace

json findings_json(const std::vector<language::diagnostic>& findings) {
  json rows = json::array();
  for (const language::diagnostic& finding : findings)
    rows.push_back({{"level", finding.level == language::severity::error ? "error" : "warning"},
                    {"code", finding.code},
                    {"message", finding.message},
                    {"hint", finding.hint},
                    {"file", finding.file},
                    {"line", finding.line},
                    {"column", finding.column},
                    {"related", related_json(finding.related)}});
  return rows;
}

}  // namespace drawdown::cli
