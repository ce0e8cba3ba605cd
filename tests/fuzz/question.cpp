// A question in SQL to a kept run, as `drawdown query` asks it. The first byte says which run and which
// format the answer has.
#include <array>
#include <string>

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "reports/formats/query_output.hpp"
#include "reports/store/query.hpp"
#include "reports/store/sql.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/promise.hpp"
#include "tests/fuzz/sample_store.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

using reports::query_format;

constexpr std::array formats = {query_format::text, query_format::csv, query_format::json};

// What a question may take here: one that would never end is the asker's own, and no use of time.
constexpr int most_steps = 200;
constexpr int instructions_in_a_step = 1'000;
constexpr std::size_t most_bytes = 1U << 20U;

int count_step(void* steps) {
  return ++*static_cast<int*>(steps) > most_steps ? 1 : 0;
}

// Whatever would show that somebody wrote.
std::string state_of(const reports::run_store& store) {
  reports::sql::session session(store.handle());
  reports::sql::statement asked(
      session,
      "select total_changes(), (select count(*) from sqlite_schema), "
      "(select count(*) from sqlite_temp_schema), (select count(*) from pragma_database_list)");
  promise(asked.next(), "the state of a store can be asked");
  std::string state;
  for (int column = 0; column < asked.columns(); ++column) state += asked.text(column) + " ";
  return state;
}

}  // namespace

void question(std::string_view bytes) {
  input from(bytes);
  const std::size_t kind = from.one_of(formats.size() * sample_stores);
  const reports::run_store& store = sample_store(kind / formats.size());
  const query_format format = formats.at(kind % formats.size());
  const std::string before = state_of(store);

  std::string answer;
  const auto output = reports::make_query_output(format, [&](std::string_view piece) { answer += piece; });
  int steps = 0;
  sqlite3_progress_handler(store.handle(), instructions_in_a_step, count_step, &steps);
  const auto asked = reports::ask(store, from.rest(),
                                  {[&](const auto& names) { return output->columns(names); },
                                   [&](const auto& row) {
                                     output->row(row);
                                     return answer.size() < most_bytes;
                                   }});
  sqlite3_progress_handler(store.handle(), 0, nullptr, nullptr);
  promise(state_of(store) == before, "a question changes nothing");
  if (!asked) {
    promise(!asked.error().message.empty(), "what is not answered says why");
    return;
  }
  output->end();
  if (format == query_format::json) promise(nlohmann::json::accept(answer), "an answer in JSON is JSON");
}

}  // namespace drawdown::fuzz
