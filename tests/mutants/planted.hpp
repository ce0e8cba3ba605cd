// The planted bugs: what each makes wrong, and which switch turns it on. Only tests link them.
#pragma once

#include <span>
#include <string>

namespace drawdown::planted {

struct bug {
  const char* name;
  const char* meaning;
  bool is_leak;  // breaks repeatability, not a rule
};

// All of them.
std::span<const bug> bugs();

// Switches that bug on and all others off; an empty name switches all off. The environment variable
// DRAWDOWN_PLANT does the same for a whole program.
void switch_on(const std::string& name);

}  // namespace drawdown::planted
