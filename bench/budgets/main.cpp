// budgets BUDGETS MEASUREMENTS… [--markdown FILE]: prints the table of budgets; a file of measurements that
// is not there was not measured. Ends with 0 whatever the verdicts are, since times are no gate.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "bench/budgets/table.hpp"
#include "engine/measure/measurements_json.hpp"

namespace {

using namespace drawdown;

struct asked {
  std::string budgets;
  std::vector<std::string> files;
  std::string markdown;
};

result<asked> asked_of(const std::vector<std::string>& words) {
  asked made;
  for (auto word = words.begin(); word != words.end(); ++word) {
    if (*word != "--markdown")
      made.budgets.empty() ? made.budgets = *word : made.files.emplace_back(*word);
    else if (++word != words.end())
      made.markdown = *word;
    else
      return fail(error_code::malformed, "--markdown lacks its value");
  }
  if (made.files.empty())
    return fail(error_code::malformed, "Usage: budgets BUDGETS MEASUREMENTS… [--markdown FILE]");
  return made;
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

error in_file(const std::string& path, const error& failure) {
  return {failure.code, fmt::format("{}: {}", path, failure.message)};
}

result<void> write_table(const asked& what) {
  const auto budgets = measurement::budgets_from_json(content_of(what.budgets));
  if (!budgets) return tl::unexpected(in_file(what.budgets, budgets.error()));
  std::vector<measurement::measurements> files;
  for (const std::string& path : what.files) {
    if (!std::filesystem::exists(path)) continue;
    auto read = measurement::from_json(content_of(path));
    if (!read) return tl::unexpected(in_file(path, read.error()));
    files.push_back(std::move(*read));
  }
  const bench::budget_table table{measurement::judge(*budgets, files), bench::conditions_of(files)};
  fmt::print("{}", bench::as_text(table));
  if (what.markdown.empty()) return {};
  std::ofstream page(what.markdown, std::ios::binary);
  page << bench::as_markdown(table) << std::flush;
  if (!page) return fail(error_code::unreadable, fmt::format("{}: it can't be written", what.markdown));
  return {};
}

}  // namespace

int main(int given, char** all) {
  const auto what = asked_of({all + 1, all + given});
  const auto written = what ? write_table(*what) : result<void>(tl::unexpected(what.error()));
  if (written) return 0;
  fmt::print(stderr, "{}\n", written.error().message);
  return what ? 4 : 2;
}
