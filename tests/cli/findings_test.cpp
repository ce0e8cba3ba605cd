// How findings look on standard error: a terminal gets colours, a file or a pipe does not, unless it is asked
// for.
#include <array>
#include <cstdlib>
#include <string>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/terminal.hpp"
#include "tests/cli/support.hpp"

namespace drawdown::cli_test {
namespace {

constexpr char escape = '\x1b';

std::string faulty_file(const scratch_folder& folder) {
  return folder.write("faulty.yaml", "scenario: One\nscenaro: Two\n");
}

// Whether this machine has terminals to give: a bare chroot has none.
bool has_terminals() {
  const int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master >= 0) close(master);
  return master >= 0;
}

// What the program writes to standard error where that is a terminal.
std::string on_terminal(const std::string& line) {
  const int master = posix_openpt(O_RDWR | O_NOCTTY);
  REQUIRE(master >= 0);
  REQUIRE(grantpt(master) == 0);
  REQUIRE(unlockpt(master) == 0);
  std::array<char, 256> name{};
  REQUIRE(ptsname_r(master, name.data(), name.size()) == 0);
  // The terminal stays open here until all that was written to it is read.
  const int slave = open(name.data(), O_RDWR | O_NOCTTY);
  REQUIRE(slave >= 0);
  shell(fmt::format("{} 2>{}", line, name.data()));
  std::string text;
  std::array<char, 4096> piece{};
  pollfd waiting{master, POLLIN, 0};
  while (poll(&waiting, 1, 200) > 0) {
    const ssize_t size = read(master, piece.data(), piece.size());
    if (size <= 0) break;
    text.append(piece.data(), static_cast<std::size_t>(size));
  }
  close(slave);
  close(master);
  return text;
}

}  // namespace

TEST_CASE("Findings are plain in a file or a pipe, and coloured where that is asked for") {
  const scratch_folder folder;
  const std::string path = faulty_file(folder);
  for (const std::string command : {"check", "run"}) {
    INFO(command);
    CHECK(program({command, path}).messages.find(escape) == std::string::npos);
    CHECK(program({command, path, "--color", "auto"}).messages.find(escape) == std::string::npos);
    CHECK(program({command, path, "--color", "never"}).messages.find(escape) == std::string::npos);
    CHECK(program({command, path, "--color", "always"}).messages.find(escape) != std::string::npos);
  }
}

TEST_CASE("Colours are for terminals, unless NO_COLOR, a dumb terminal or an option says otherwise") {
  using cli::color_choice;
  const auto wants = [](color_choice chosen, const cli::color_surroundings& around) {
    return cli::wants_color(chosen, around);
  };
  CHECK(wants(color_choice::automatic, {true, "", "xterm"}));
  CHECK(wants(color_choice::automatic, {true, "", ""}));
  CHECK_FALSE(wants(color_choice::automatic, {false, "", "xterm"}));
  CHECK_FALSE(wants(color_choice::automatic, {true, "1", "xterm"}));
  CHECK_FALSE(wants(color_choice::automatic, {true, "", "dumb"}));
  CHECK_FALSE(wants(color_choice::never, {true, "", "xterm"}));
  CHECK(wants(color_choice::always, {false, "1", "dumb"}));
}

TEST_CASE("On a terminal findings are coloured as the surroundings and the options say") {
  if (!has_terminals()) {
    WARN("this machine has no terminals to try it on");
    return;
  }
  const scratch_folder folder;
  const std::string call = fmt::format("$DRAWDOWN check {}", faulty_file(folder));
  const std::string coloured = on_terminal(fmt::format("env -u NO_COLOR TERM=xterm {}", call));
  CHECK(coloured.find("E030") != std::string::npos);
  CHECK(coloured.find(escape) != std::string::npos);
  const auto is_plain = [](const std::string& text) {
    return text.find("E030") != std::string::npos && text.find(escape) == std::string::npos;
  };
  CHECK(is_plain(on_terminal(fmt::format("NO_COLOR=1 TERM=xterm {}", call))));
  CHECK(is_plain(on_terminal(fmt::format("env -u NO_COLOR TERM=dumb {}", call))));
  CHECK(is_plain(on_terminal(fmt::format("env -u NO_COLOR TERM=xterm {} --color never", call))));
  CHECK(on_terminal(fmt::format("NO_COLOR=1 TERM=dumb {} --color always", call)).find(escape) !=
        std::string::npos);
}

TEST_CASE("All findings are told at once, apart from each other, and below them where to read more") {
  const scratch_folder folder;
  const ended checked = program({"check", faulty_file(folder)});
  CHECK(checked.code == 3);
  CHECK(checked.messages.find("\n\nerror[") != std::string::npos);
  CHECK(checked.messages.find("unknown key `scenaro` in a scenario") != std::string::npos);
  CHECK(checked.messages.find("a scenario needs `start`") != std::string::npos);
  CHECK(checked.messages.find("a scenario needs `accounts`") != std::string::npos);
  CHECK(checked.messages.ends_with("\n\n`drawdown explain E032` says more about a code.\n"));
}

}  // namespace drawdown::cli_test
