// Every command that may take over a second shows how far it is, where somebody looks on.
#include <algorithm>
#include <thread>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "cli/command_pages.hpp"
#include "cli/command_table.hpp"
#include "tests/cli/terminal_session.hpp"

using namespace drawdown;
using namespace drawdown::cli_test;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

constexpr cli::progress_pace no_patience{0ms, 0ms, 0ms};
const std::string erased = "\r\x1b[K";

// A call of the command that is refused once it runs, for want of what it names.
std::vector<std::string> refused_call(const cli::command_entry& entry) {
  const auto command = entry.create();
  cli::option_set options;
  cli::declare_all(*command, options);
  const std::string name(entry.name);
  if (options.read({"no/such/place"})) return {name, "no/such/place"};
  return {name};
}

// Calls that work, and what each says of how far it is.
struct long_call {
  std::vector<std::string> words;
  std::string says;
};

std::vector<long_call> long_calls(const scratch_folder& in) {
  const std::string one = write_scenario(in, "one.yaml");
  write_scenario(in, "two.yaml");
  const std::string folder = in.path("");
  const std::string replayed = in.path("replayed/usage.yaml");
  std::filesystem::create_directory(in.path("replayed"));
  const std::string library = DRAWDOWN_SOURCE_DIR "/scenarios/library/";
  return {
      {{"check", folder}, "1 of 2 files"},
      {{"list", folder}, "2 of 3 files"},
      {{"run", one}, " events "},
      {{"run", folder}, " of 2 scenarios "},
      {{"generate", "usage", "--rows", "5000", "-o", in.path("replayed/usage.csv"), "--scenario", replayed},
       "5000 of 5000 rows"},
      {{"replay", replayed}, " events "},
      {{"sweep", library + "expiry-instant.yaml"}, " variants, account "},
      {{"explore", "--seeds", "60", "--jobs", "1"}, " of 60  "},
      {{"estimate", one, "--use", "message=3"}, " events "},
      {{"compare-rules", library + "lots-of-equal-expiry.yaml", "--rules", "openmeter,lago"},
       "lago (2 of 2)  "},
      {{"load", "--count", "2000", "--accounts", "4", "--threads", "1"}, "verified  "},
  };
}

}  // namespace

TEST_CASE(
    "Every command of the table that may take long says so on a terminal, without doing anything for it") {
  if (!test_terminal::is_possible()) return;
  for (const cli::command_entry& entry : cli::command_table()) {
    if (entry.create()->is_brief()) continue;
    INFO(entry.name);
    const auto words = refused_call(entry);
    const std::string said = fmt::format("drawdown {}: at work for 0 s", entry.name);
    const std::string shown = program_inside(words, messages_to::terminal, no_patience).messages;
    REQUIRE(shown.find(said) != std::string::npos);
    CHECK(shown.find(erased, shown.find(said)) != std::string::npos);

    auto quiet = words;
    quiet.emplace_back("--quiet");
    CHECK_THAT(program_inside(quiet, messages_to::terminal, no_patience).messages, !Contains(erased));
    CHECK_THAT(program_inside(words, messages_to::file, {0ms, 0ms, 10s}).messages,
               !Contains("at work") && !Contains(erased));
  }
}

TEST_CASE("Commands that show no progress are those that are over at once") {
  std::vector<std::string_view> brief;
  for (const cli::command_entry& entry : cli::command_table())
    if (entry.create()->is_brief()) brief.push_back(entry.name);
  CHECK(brief == std::vector<std::string_view>{"init", "version", "completions", "man"});
}

TEST_CASE("Every command but those has --quiet") {
  for (const cli::command_page& page : cli::command_pages()) {
    INFO(page.name);
    const cli::command_entry* entry = cli::find_command(page.name);
    const auto quiet = std::ranges::count(page.options, "quiet", &cli::option_page::name);
    CHECK(quiet == (entry == nullptr || entry->create()->is_brief() ? 0 : 1));
  }
}

TEST_CASE("What can be counted is told while it is done, and gone when it is done") {
  if (!test_terminal::is_possible()) return;
  const scratch_folder scratch;
  for (const long_call& call : long_calls(scratch)) {
    INFO(fmt::format("{}", fmt::join(call.words, " ")));
    const ended seen = program_inside(call.words, messages_to::terminal, no_patience);
    CHECK(seen.code == 0);
    const std::size_t said = seen.messages.rfind(call.says);
    REQUIRE(said != std::string::npos);
    CHECK(seen.messages.find(erased, said) != std::string::npos);

    auto quiet = call.words;
    quiet.emplace_back("--quiet");
    CHECK_THAT(program_inside(quiet, messages_to::terminal, no_patience).messages, !Contains(erased));
  }
}

TEST_CASE("Where standard error is no terminal, a line is written at its pace, without moving the cursor") {
  const scratch_folder scratch;
  write_scenario(scratch, "one.yaml");
  const auto call = std::vector<std::string>{"check", scratch.path("")};
  CHECK_THAT(program_inside(call, messages_to::file, no_patience).messages,
             Contains("0 of 1 files") && !Contains("\x1b"));
  CHECK(program_inside(call, messages_to::file, {}).messages.empty());
}

TEST_CASE("A line that does not change for a while tells for how long") {
  if (!test_terminal::is_possible()) return;
  cli::set_progress_pace({20ms, 0ms, 0ms});
  test_terminal terminal;
  const int before = ::dup(STDERR_FILENO);
  const int slave = ::open(terminal.path().c_str(), O_WRONLY | O_NOCTTY | O_CLOEXEC);
  REQUIRE(::dup2(slave, STDERR_FILENO) == STDERR_FILENO);
  ::close(slave);
  {
    const cli::working_line working("look", false);
    cli::status_line line(false);
    std::this_thread::sleep_for(25ms);
    line.show([](std::size_t) { return "3 of 7 boxes"; });
    std::this_thread::sleep_for(100ms);
  }
  REQUIRE(::dup2(before, STDERR_FILENO) == STDERR_FILENO);
  ::close(before);
  cli::set_progress_pace({});
  const std::string shown = terminal.written();
  CHECK_THAT(shown, Contains("3 of 7 boxes for 0 s"));
  CHECK(shown.ends_with(erased));
}

TEST_CASE("The program shows its progress when a second is over") {
  if (!test_terminal::is_possible()) return;
  test_terminal terminal;
  const ended seen =
      shell(fmt::format("\"$DRAWDOWN\" load --verify off --accounts 4 --threads 1 --warm-up 0s "
                        "--duration 1300ms 2>{}",
                        terminal.path()));
  CHECK(seen.code == 0);
  CHECK_THAT(terminal.written(), Contains(" debits  ") && Contains(erased));
}

TEST_CASE("Nothing is shown of what is over within a second") {
  if (!test_terminal::is_possible()) return;
  const scratch_folder scratch;
  CHECK(program_inside({"check", write_scenario(scratch, "one.yaml")}, messages_to::terminal, {})
            .messages.empty());
}
