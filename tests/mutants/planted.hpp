// The planted bugs: what each makes wrong, and which switch turns it on. Only tests link them.
#pragma once

#include <span>
#include <string>

namespace drawdown::planted {

// What a bug breaks, and so who notices it: `rule` what the two ledgers have each for themselves, `shared`
// what both of them use (calendar, rounding, currencies), so that only an expectation tells it.
enum class breaks { rule, shared, repeatability, actor };

struct bug {
  const char* name;
  const char* meaning;
  breaks what;
};

// All of them.
std::span<const bug> bugs();

// Switches that bug on and all others off; an empty name switches all off. The environment variable
// DRAWDOWN_PLANT does the same for a whole program.
void switch_on(const std::string& name);

}  // namespace drawdown::planted
