// The tables and views of a run store, as docs/run-store.md describes them.
#pragma once

#include <span>
#include <string>

namespace drawdown::reports {

// The version that `pragma user_version` shows. It grows whenever a table comes, or a column changes its
// meaning or goes.
inline constexpr int run_store_version = 7;
// `pragma application_id`: the letters DRDN, by which a run store is known from other SQLite files.
inline constexpr int run_store_application = 0x4452444e;

// One table, and by what its rows are ordered where they are written out.
struct table_entry {
  const char* name;
  const char* columns;  // the body of its `create table`
  const char* order;
};

// All tables, in the order in which a dump shows them.
std::span<const table_entry> run_store_tables();

// Makes all tables.
std::string create_tables();

// Makes the views for people: amounts as decimal text, money with so many decimals.
std::string create_views(int currency_decimals);

// Makes the views of what happened day by day; money with so many decimals.
std::string create_daily_views(int currency_decimals);

// Makes the views that answer what is asked of every run.
std::string create_question_views(int currency_decimals);

}  // namespace drawdown::reports
