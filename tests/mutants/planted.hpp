// The planted bugs: what each makes wrong, and which switch turns it on. Only tests link them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace drawdown::planted {

// What a bug breaks, and so who notices it.
enum class breaks : std::uint8_t {
  rule,           // what the two ledgers have each for themselves: one objects to the other
  shared,         // what both of them use (calendar, rounding, currencies): only an expectation tells it
  repeatability,  // what must be the same however it is run: two runs differ
  actor,          // an actor, which keeps dying: the run ends and says who
  shell,    // how actors carry what the core decides, and come back: two runs differ, or the judge objects
  keeping,  // what stays of a run that was killed: only runs that are killed and resumed tell it
};

struct bug {
  const char* name = "";
  const char* meaning = "";
  breaks what = breaks::rule;
  const char* beyond_exploring = "";  // why exploring can't notice it; empty: it has to
};

// The environment variable that names the bug which is switched on from a program's start.
inline constexpr const char* switch_variable = "DRAWDOWN_PLANT";

// All of them.
std::span<const bug> bugs();

// The bug of that name, or null.
const bug* find_bug(std::string_view name);

// Switches that bug on and all others off; an empty name switches all off.
void switch_on(const std::string& name);

}  // namespace drawdown::planted
