// Completions of shells, which come from the table of commands: held against it by the shells themselves,
// where they are.
#include "cli/completions.hpp"

#include <algorithm>
#include <set>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "tests/cli/support.hpp"

using namespace drawdown;
using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using words = std::vector<std::string>;

namespace {

// Whether the machine has a program; says so where it has not.
bool has_program(const std::string& name) {
  const bool has = shell(fmt::format("command -v {}", name)).code == 0;
  if (!has) WARN(fmt::format("`{}` is not installed: what it says of completions is not tested", name));
  return has;
}

std::set<std::string> lines_of(const std::string& text) {
  std::set<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.insert(line);
  return lines;
}

// What each shell is to offer behind `drawdown COMMAND --`, each behind the command's name.
std::set<std::string> all_options() {
  std::set<std::string> all;
  for (const cli::command_page& page : cli::command_pages())
    for (const cli::option_page& option : page.options)
      all.insert(fmt::format("{} --{}", page.name, option.name));
  return all;
}

std::string names_of_commands() {
  std::string names;
  for (const cli::command_page& page : cli::command_pages()) names += (names.empty() ? "" : " ") + page.name;
  return names;
}

// A folder with completions of that shell.
class completions_of {
 public:
  explicit completions_of(const std::string& name) {
    const ended seen = program({"completions", name});
    REQUIRE(seen.code == 0);
    file_ = folder_.write(name, seen.output);
  }
  const std::string& file() const { return file_; }

 private:
  scratch_folder folder_;
  std::string file_;
};

// What bash offers for the last of the words, a line each.
std::set<std::string> offered_by_bash(const std::string& file, const std::string& line) {
  const ended seen = shell(fmt::format(
      R"(bash --norc -c 'source "$1"; cd "$2"; COMP_WORDS=({}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _drawdown; )"
      R"(printf "%s\n" "${{COMPREPLY[@]}}"' bash {} {})",
      line, file, DRAWDOWN_SOURCE_DIR));
  CHECK(seen.messages.empty());
  return lines_of(seen.output);
}

}  // namespace

TEST_CASE("What may stand in a place is read from what help calls it") {
  CHECK(cli::expected_of_value("text|json").words == words{"text", "json"});
  CHECK(cli::expected_of_value("uniform|zipf:S|hotspot:P%").words == words{"uniform"});
  CHECK(cli::expected_of_value("FILE").files);
  CHECK(cli::expected_of_value("DIR").folders);
  CHECK(cli::expected_of_value("fail|skip|quarantine:FILE").words == words{"fail", "skip"});
  const auto number = cli::expected_of_value("N");
  CHECK((number.words.empty() && !number.files && !number.folders && !number.commands));

  CHECK(cli::expected_of_arguments("bash|zsh|fish").words == words{"bash", "zsh", "fish"});
  CHECK_FALSE(cli::expected_of_arguments("bash|zsh|fish").files);
  for (const char* files : {"FILE|DIR...", "A B", "[FILE]", "RUN", "RUN 'SQL'"}) {
    INFO(files);
    CHECK(cli::expected_of_arguments(files).files);
  }
  CHECK_FALSE(cli::expected_of_arguments("").files);
  CHECK(cli::expected_of_arguments("[COMMAND]").commands);
  CHECK_FALSE(cli::expected_of_arguments("[COMMAND]").files);
}

TEST_CASE("bash offers exactly the commands, and the options of each") {
  const completions_of bash("bash");
  CHECK(shell("bash -n " + bash.file()).code == 0);
  const std::string script = fmt::format(
      R"(bash --norc -c 'source "$1"; for command in {}; do COMP_WORDS=(drawdown $command --) COMP_CWORD=2; _drawdown; )"
      R"(for word in "${{COMPREPLY[@]}}"; do echo "$command $word"; done; done' bash {})",
      names_of_commands(), bash.file());
  CHECK(lines_of(shell(script).output) == all_options());
  std::set<std::string> commands;
  for (const cli::command_page& page : cli::command_pages()) commands.insert(page.name);
  CHECK(offered_by_bash(bash.file(), "drawdown \"\"") == commands);
}

TEST_CASE("bash completes words as they are begun") {
  const completions_of bash("bash");
  const auto offered = [&](const std::string& line) { return offered_by_bash(bash.file(), line); };
  const std::set<std::string> with_re = offered("drawdown re");
  CHECK(with_re.contains("replay"));
  CHECK(std::ranges::all_of(with_re, [](const std::string& word) { return word.starts_with("re"); }));
  CHECK(offered("drawdown run --form") == std::set<std::string>{"--format"});
  CHECK(offered("drawdown run --format t") == std::set<std::string>{"text", "transcript"});
  CHECK(offered("drawdown run --format = j") == std::set<std::string>{"json"});
  CHECK(offered("drawdown run --format =") == std::set<std::string>{"json", "text", "transcript"});
  CHECK(offered("drawdown generate u") == std::set<std::string>{"usage"});
  CHECK(offered("drawdown completions z") == std::set<std::string>{"zsh"});
  CHECK(offered("drawdown help hist") == std::set<std::string>{"history"});
  CHECK(offered("drawdown run scenarios/library/friday-night.y") ==
        std::set<std::string>{"scenarios/library/friday-night.yaml"});
  CHECK(offered("drawdown run --out scenarios/lib") == std::set<std::string>{"scenarios/library"});
  CHECK(offered("drawdown run --threads s") == std::set<std::string>{""});
  CHECK(offered("drawdown nonsense --") == std::set<std::string>{""});
}

TEST_CASE("zsh accepts its completions, which have every command and option") {
  const completions_of zsh("zsh");
  const std::string text = content_of(zsh.file());
  CHECK(text.starts_with("#compdef drawdown\n"));
  for (const cli::command_page& page : cli::command_pages()) {
    INFO(page.name);
    CHECK_THAT(text, Contains(fmt::format("\n    '{}:", page.name)));
    const std::size_t begin = text.find(fmt::format("\n    {})\n", page.name));
    REQUIRE(begin != std::string::npos);
    const std::string own = text.substr(begin, text.find(";;", begin) - begin);
    for (const cli::option_page& option : page.options) {
      const std::string name = "--" + option.name + (option.value_name.empty() ? "" : "=");
      const bool has = own.find(name + "[") != std::string::npos || own.find(name + "}") != std::string::npos;
      INFO(option.name);
      CHECK(has);
    }
  }
  if (!has_program("zsh")) return;
  const ended checked = shell("zsh -f -n " + zsh.file());
  CHECK(checked.code == 0);
  CHECK(checked.messages.empty());
}

TEST_CASE("fish offers exactly the commands, and the options of each") {
  const completions_of fish("fish");
  const std::string text = content_of(fish.file());
  for (const cli::command_page& page : cli::command_pages()) {
    CHECK_THAT(text, Contains(fmt::format(" -a {} -d ", page.name)));
    for (const cli::option_page& option : page.options)
      CHECK_THAT(text, Contains(" -l " + option.name + " "));
  }
  if (!has_program("fish")) return;
  CHECK(shell("fish --no-config -n " + fish.file()).code == 0);
  const std::string script = fmt::format(
      R"(fish --no-config -c 'source {}; for command in {}; for line in (complete -C "drawdown $command --"); )"
      R"(echo $command (string split -f1 \t -- $line); end; end; echo; complete -C "drawdown replay --format " | string split -f1 \t)"
      R"(; complete -C "drawdown chec" | string split -f1 \t')",
      fish.file(), names_of_commands());
  const ended seen = shell(script);
  CHECK(seen.messages.empty());
  std::set<std::string> wanted = all_options();
  wanted.insert({"", "text", "json", "check"});
  CHECK(lines_of(seen.output) == wanted);
}

TEST_CASE("Help with signs that mean something to a shell stays text") {
  cli::command_page odd{"odd", "FILE", "it's [odd]: $(touch seen) `touch seen`", "", "drawdown odd\n", {}};
  odd.options.push_back({"share", "s", "P%", "it's [50%] of $HOME: \\ \"all\" `touch seen`", true});
  odd.options.push_back({"kind", "", "a:b|plain", "'", false});
  const std::vector<cli::command_page> pages = {odd};
  const scratch_folder scratch;
  const auto accepts = [&](const std::string& name, const std::string& text, const std::string& options) {
    if (!has_program(name)) return;
    const std::string file = scratch.write(name, text);
    const ended seen = shell(fmt::format("cd {}; {} {} {}", scratch.path(""), name, options, file));
    INFO(name << ": " << seen.messages);
    CHECK(seen.code == 0);
    CHECK_FALSE(std::filesystem::exists(scratch.path("seen")));
  };
  accepts("bash", cli::bash_completions(pages), "--norc");
  accepts("zsh", "compdef() { : }\n" + cli::zsh_completions(pages), "-f");
  accepts("fish", cli::fish_completions(pages), "--no-config");
}

TEST_CASE("A shell that is not known is refused with those that are") {
  CHECK_THAT(program({"completions"}).messages, Contains("for which shell?"));
  const ended seen = program({"completions", "zhs"});
  CHECK(seen.code == 2);
  CHECK_THAT(seen.messages, Contains("there is no shell `zhs`; did you mean `zsh`?"));
  CHECK(program({"completions", "tcsh"}).code == 2);
}
