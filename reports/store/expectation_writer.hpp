// Writes what was expected, and what there was, into a run store.
#pragma once

#include "engine/world/world.hpp"
#include "reports/store/answers.hpp"
#include "reports/store/rule_watch.hpp"
#include "reports/store/sql.hpp"
#include "reports/store/store.hpp"

namespace drawdown::reports {

// Fills the tables `expectations` and `rules`, after all accounts were written.
result<void> write_expected(sql::session& session, const run_store& store, const world& what,
                            const expectation_answers& answers, const rule_watch& watch);

}  // namespace drawdown::reports
