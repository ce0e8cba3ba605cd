#include "cli/step_places.hpp"

#include <algorithm>

#include "scenarios/language/findings.hpp"
#include "scenarios/language/source_text.hpp"
#include "scenarios/language/yaml.hpp"

namespace drawdown::cli {

std::vector<std::uint32_t> step_lines(const std::string& file, std::string_view text) {
  const language::source_text source(file, text);
  language::findings ignored;  // what there is to say was said when the scenario was loaded
  language::scope in{ignored, source, 0};
  const auto tree = language::read_yaml(in);
  if (!tree) return {};
  const auto timeline =
      std::ranges::find(tree->entries, "timeline", [](const language::entry& one) { return one.key.text; });
  std::vector<std::uint32_t> lines;
  if (timeline == tree->entries.end()) return lines;
  for (const language::node& step : timeline->value.items) lines.push_back(step.place.line);
  return lines;
}

}  // namespace drawdown::cli
