// The man page, which comes from the table of commands.
#include "cli/manual.hpp"

#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "tests/cli/support.hpp"

using namespace drawdown;
using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

// The section of a command in the page.
std::string section_of(const std::string& page, const std::string& name) {
  const std::size_t begin = page.find(fmt::format("\n.SS \"drawdown {}\"\n", cli::roff_text(name)));
  REQUIRE(begin != std::string::npos);
  return page.substr(begin, page.find("\n.S", begin + 1) - begin);
}

// Whether a formatter takes the page without a word, where it is installed.
void formats(const std::string& program, const std::string& line) {
  if (shell("command -v " + program).code != 0) {
    WARN(fmt::format("`{}` is not installed: whether it takes the man page is not tested", program));
    return;
  }
  const ended seen = shell(line);
  INFO(line << ": " << seen.output << seen.messages);
  CHECK(seen.code == 0);
  CHECK(seen.messages.empty());
}

}  // namespace

TEST_CASE("The man page has every command, every option, and every exit code") {
  const ended seen = program({"man"});
  CHECK(seen.code == 0);
  CHECK_THAT(seen.output, Contains("\n.TH DRAWDOWN 1 ") && Contains("\n.SH NAME\ndrawdown \\- "));
  for (const cli::command_page& page : cli::command_pages()) {
    INFO(page.name);
    const std::string section = section_of(seen.output, page.name);
    CHECK_THAT(section, Contains(cli::roff_text(page.summary)));
    for (const cli::option_page& option : page.options) {
      CHECK_THAT(section, Contains(fmt::format("\n.TP\n\\fB{}\\fR", cli::roff_text("--" + option.name))));
      CHECK_THAT(section, Contains("\n" + cli::roff_text(option.help) + "\n"));
    }
  }
  for (const auto& [number, meaning] : cli::exit_codes())
    CHECK_THAT(seen.output, Contains(fmt::format("\n.B {}\n{}\n", number, cli::roff_text(meaning))));
}

TEST_CASE("Nothing in a text is a request or an escape of the formatter") {
  CHECK(cli::roff_text(".TH x") == "\\&.TH x");
  CHECK(cli::roff_text("'tis a-b \\n") == "\\&\\(aqtis a\\-b \\en");
  CHECK(cli::roff_text("one\n.two") == "one .two");
  CHECK(cli::roff_text("run `--quiet` now") == "run \\fB\\-\\-quiet\\fR now");
  CHECK(cli::roff_text("a `b") == "a \\fBb\\fR");
  CHECK(cli::roff_text("5 \xe2\x82\xac \xe2\x80\xa6") == "5 \\[u20AC] \\[u2026]");
}

TEST_CASE("Formatters take the page without a warning") {
  const scratch_folder scratch;
  const std::string file = scratch.write("drawdown.1", program({"man"}).output);
  formats("groff", fmt::format("groff -ww -mandoc -Tutf8 {} >/dev/null", file));
  formats("man", fmt::format("LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l {} >/dev/null", file));
  // A page without a date is as it is meant: the same at each build.
  formats("mandoc", fmt::format("mandoc -Tlint -Wwarning {} | grep -v 'missing date'; true", file));
}

TEST_CASE("A page with odd words is taken too") {
  const std::vector<cli::command_page> pages = {{"odd",
                                                 "'SQL' [\"x\"]",
                                                 ".TH is no request",
                                                 "'nor this\n\n.SH nor that \\f",
                                                 ".drawdown odd \\\n'x\n",
                                                 {{"odd-one", "o", "\"N\"", "\\fX .\n.x", true}}}};
  const scratch_folder scratch;
  formats("groff", fmt::format("groff -ww -mandoc -Tutf8 {} >{}", scratch.write("odd.1", cli::manual(pages)),
                               scratch.path("text")));
  const std::string shown = content_of(scratch.path("text"));
  if (!shown.empty())
    CHECK_THAT(shown,
               Contains(".TH is no request") && Contains(".SH nor that \\f") && Contains(".drawdown odd \\"));
}
