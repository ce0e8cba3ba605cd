// What yaml-cpp complains about, in words that say what to do.
#pragma once

#include <string_view>

#include "scenarios/language/findings.hpp"
#include "scenarios/language/source_text.hpp"

namespace drawdown::language {

// A complaint of the parser and where it stood.
struct yaml_complaint {
  std::string_view message;        // as yaml-cpp words it
  std::size_t offset = 0;          // into the text
  text_place innermost;            // of the innermost list or mapping that was open; line 0: none
  bool innermost_is_flow = false;  // it was opened by a bracket
};

// Reports it with its place and a likely cause.
void report_complaint(scope& in, const yaml_complaint& complaint);

}  // namespace drawdown::language
