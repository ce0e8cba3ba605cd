// Whether a command writes annotations for a CI host, and those of findings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/options.hpp"
#include "scenarios/language/diagnostic.hpp"

namespace drawdown::cli {

enum class annotation_choice : std::uint8_t { automatic, github, none };

// --annotations auto|github|none.
void declare_annotations(option_set& options, annotation_choice& target);

// As chosen; `auto` where the variable GITHUB_ACTIONS is `true`, as GitHub's own runners set it.
bool wants_annotations(annotation_choice chosen);

// The findings as lines of annotations.
std::string annotations_of(const std::vector<language::diagnostic>& findings);

}  // namespace drawdown::cli
