#include "cli/annotating.hpp"

#include <cstdlib>

#include "reports/formats/annotations.hpp"

namespace drawdown::cli {

using reports::annotation;

void declare_annotations(option_set& options, annotation_choice& target) {
  options.choice(
      "annotations",
      "lines on standard error that a CI host shows beside the file (auto: where GITHUB_ACTIONS is `true`)",
      target,
      {{"auto", annotation_choice::automatic},
       {"github", annotation_choice::github},
       {"none", annotation_choice::none}});
}

bool wants_annotations(annotation_choice chosen) {
  if (chosen != annotation_choice::automatic) return chosen == annotation_choice::github;
  const char* runner = std::getenv("GITHUB_ACTIONS");
  return runner != nullptr && std::string_view(runner) == "true";
}

std::string annotations_of(const std::vector<language::diagnostic>& findings) {
  std::vector<annotation> all;
  for (const language::diagnostic& finding : findings) {
    const bool is_error = finding.level == language::severity::error;
    all.push_back({is_error ? annotation::level::error : annotation::level::warning, finding.file,
                   finding.line, finding.column, finding.code,
                   finding.hint.empty() ? finding.message : finding.message + "\n" + finding.hint});
  }
  return reports::github_annotations(all);
}

}  // namespace drawdown::cli
