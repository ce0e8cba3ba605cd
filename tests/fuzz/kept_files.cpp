// What is read back of the files that a run or a comparison left: the exit code in results.json, what
// comparison.json was made from, the customers of customers.csv. The first byte says which of them it is.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "cli/comparison_folder.hpp"
#include "cli/exit_code.hpp"
#include "cli/kept_results.hpp"
#include "reports/results/csv_text.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/scratch.hpp"
#include "tests/fuzz/targets.hpp"

namespace drawdown::fuzz {

namespace {

const scratch& folder() {
  static const scratch made;
  return made;
}

void results(std::string_view text) {
  const auto code = cli::exit_code_in(text);
  if (!code) {
    promise(!code.error().message.empty(), "what is not read says why");
    return;
  }
  const auto known = cli::exit_codes();
  promise(std::ranges::any_of(known, [&](const auto& one) { return one.first == static_cast<int>(*code); }),
          "an exit code is one that there is");
  promise(!cli::words_for(*code).empty(), "an exit code has words");
}

void comparison(std::string_view text) {
  folder().write("comparison.json", text);
  const auto files = cli::files_of_comparison(folder().root());
  promise(files.size() >= 3 && files.front().path == folder().path("comparison.json"),
          "the comparison's own files are never written over");
}

// The customers are the lines of the input.
void customers(std::string_view text) {
  std::string table = "customer,organization\r\n";
  std::vector<std::string> names;
  for (input from(text); !from.is_at_end();) {
    std::string name(from.line());
    std::erase(name, '\r');
    const std::array<std::string, 2> cells = {name, "none"};
    table += reports::csv_line(cells);
    names.push_back(std::move(name));
  }
  folder().write("customers.csv", table);
  for (const std::string& name : names)
    promise(cli::compares_customer(folder().root(), name), "a customer that was written is found");
  // One that is longer than all is not among them.
  promise(!cli::compares_customer(folder().root(), std::string(text) + "+"),
          "a customer that is none is not found");
}

// Any bytes at all in place of the table.
void any_table(std::string_view bytes) {
  folder().write("customers.csv", bytes);
  cli::compares_customer(folder().root(), "acme");
}

constexpr std::array readers = {results, comparison, customers, any_table};

}  // namespace

void kept_files(std::string_view bytes) {
  input from(bytes);
  const auto read = readers.at(from.one_of(readers.size()));
  read(from.rest());
}

}  // namespace drawdown::fuzz
