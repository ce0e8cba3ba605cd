#include "tests/cli/support.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

namespace drawdown::cli_test {

namespace {

std::string quoted(const std::string& word) {
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return text + "'";
}

}  // namespace

ended shell(const std::string& line) {
  const scratch_folder scratch;
  const std::string script =
      fmt::format("unset GITHUB_ACTIONS; DRAWDOWN={}; {{ {}\n}} >{} 2>{} </dev/null", quoted(DRAWDOWN_BINARY),
                  line, quoted(scratch.path("output")), quoted(scratch.path("messages")));
  const int status = std::system(script.c_str());
  ended seen;
  if (WIFEXITED(status)) seen.code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) seen.code = 128 + WTERMSIG(status);
  seen.output = content_of(scratch.path("output"));
  seen.messages = content_of(scratch.path("messages"));
  return seen;
}

ended program(const std::vector<std::string>& words) {
  std::string line = "\"$DRAWDOWN\"";
  for (const std::string& word : words) line += ' ' + quoted(word);
  return shell(line);
}

scratch_folder::scratch_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "drawdown-cli-XXXXXX").string();
  REQUIRE(::mkdtemp(pattern.data()) != nullptr);
  root_ = pattern;
}

scratch_folder::~scratch_folder() {
  std::filesystem::remove_all(root_);
}

std::string scratch_folder::write(const std::string& name, const std::string& text) const {
  std::ofstream(root_ / name, std::ios::binary) << text;
  return path(name);
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string write_scenario(const scratch_folder& in, const std::string& name,
                           const std::string& expected_available) {
  in.write("shop.yaml", R"(catalog: shop
currency: EUR
credit_rate: 1 EUR = 50 credits
meters:
  message: {per: unit, price: 10}
)");
  return in.write(name, fmt::format(R"(scenario: A bakery counts its messages
catalog: shop.yaml
start: 2026-01-01
end: 2026-02-01
accounts:
  bakery:
    grants: [{{kind: free, credits: 100}}]
    agents: {{helper: {{}}}}
timeline:
  - {{at: 2026-01-10T12:00:00Z, account: bakery, agent: helper, use: message, quantity: 3}}
  - {{at: 2026-01-20, account: bakery, expect: {{available: {}}}}}
)",
                                    expected_available));
}

kept_bakery::kept_bakery(const std::string& expected_available)
    : scenario_(write_scenario(scratch_, "bakery.yaml", expected_available)) {
  const ended run = program({"run", scenario_, "--out", folder(), "--quiet"});
  REQUIRE(run.code == (expected_available == "70" ? 0 : 11));
}

ended kept_bakery::ask(const std::string& command, std::vector<std::string> words) const {
  words.insert(words.begin(), {command, folder()});
  return program(words);
}

}  // namespace drawdown::cli_test
