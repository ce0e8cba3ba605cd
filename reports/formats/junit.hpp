// JUnit XML of a run, as CI hosts read it: a test case for its end, for the agreement of the ledgers, and for
// each item that the scenario expects, with file and line. Nothing in it depends on the day or the machine.
#pragma once

#include <string>
#include <string_view>

#include "engine/units/error.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

result<std::string> junit_xml(const run_store& of);

// The text as it stands in XML 1.0, between tags or in an attribute in double quotes. What XML can't hold or
// a reader would be misled by is written out: `\x1b`.
std::string xml_text(std::string_view text);

}  // namespace drawdown::reports
