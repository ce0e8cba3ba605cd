// Planted bugs: places where the tests can make the engine wrong on purpose, to show that the judge would
// notice. Only the mutants library of the tests is compiled with DRAWDOWN_PLANTED_BUGS; everywhere else a
// place is its right side and nothing more.
#pragma once

#ifdef DRAWDOWN_PLANTED_BUGS
namespace drawdown::planted {
// Whether the planted bug of that name is switched on.
bool is_on(const char* name);
}  // namespace drawdown::planted
#define DRAWDOWN_PLANTED(name, right, wrong) (::drawdown::planted::is_on(name) ? (wrong) : (right))
#else
#define DRAWDOWN_PLANTED(name, right, wrong) (right)
#endif
