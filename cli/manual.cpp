#include "cli/manual.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/version.hpp"
#include "scenarios/language/utf8.hpp"

namespace drawdown::cli {

namespace {

constexpr std::string_view description =
    "Drawdown simulates and verifies the billing of prepaid credit: lots that expire and are burned down in "
    "an "
    "order, agents that spend and are stopped, top-ups and auto-recharges through payment gateways. One "
    "writes "
    "a scenario, which is a YAML file; its accounts, agents and gateways act it out in virtual time. Every "
    "step "
    "is judged by a second ledger that shares no code of the rules with the first.\n\n"
    "Options stand behind the command, in any order with files; what follows `--` is a file whatever it "
    "looks "
    "like. Results go to standard output, everything else to standard error.\n\n"
    "A command that takes longer than a second shows how far it is: on a terminal in one line, which goes "
    "again; where standard error is no terminal, in a line every ten seconds. `--quiet` shows none.";

// A character as groff reads it; `start` where it would begin a line.
std::string roff_letter(const language::decoded& letter, bool start) {
  if (letter.point == '\\') return "\\e";
  if (letter.point == '-') return "\\-";
  if (letter.point == '\'') return start ? "\\&\\(aq" : "\\(aq";
  if (letter.point == '^') return "\\(ha";
  if (letter.point == '~') return "\\(ti";
  if (letter.point == '"') return "\\(dq";
  if (letter.point == '.' && start) return "\\&.";
  if (letter.point < 0x80) return std::string(1, static_cast<char>(letter.point));
  return fmt::format("\\[u{:04X}]", static_cast<std::uint32_t>(letter.point));
}

// The same line by line, without paragraphs: what stands between .EX and .EE.
std::string roff_lines(std::string_view text) {
  std::string out;
  bool start = true;
  for (std::size_t at = 0; at < text.size();) {
    const language::decoded letter = language::decode_utf8(text, at);
    out += roff_letter(letter, start);
    start = letter.point == '\n';
    at += letter.bytes;
  }
  if (!start) out += '\n';
  return out;
}

// Paragraphs, which empty lines part.
std::string paragraphs(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\n\n"), text.size());
    out += ".PP\n" + roff_text(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return out;
}

std::string option_entry(const option_page& option) {
  std::string names = fmt::format("\\fB{}\\fR", roff_text("--" + option.name));
  if (!option.letter.empty()) names += fmt::format(", \\fB{}\\fR", roff_text("-" + option.letter));
  if (!option.value_name.empty()) names += fmt::format(" \\fI{}\\fR", roff_text(option.value_name));
  return ".TP\n" + names + "\n" + roff_text(option.help) + "\n";
}

std::string command_section(const command_page& page) {
  std::string text = fmt::format(".SS \"drawdown {}\"\n", roff_text(page.name));
  text += fmt::format(".B drawdown {}\n", roff_text(page.name));
  const std::string arguments = page.options.empty()
                                    ? page.arguments
                                    : "[OPTIONS]" + (page.arguments.empty() ? "" : " " + page.arguments);
  if (!arguments.empty()) text += fmt::format(".I {}\n", roff_text(arguments));
  text += paragraphs(page.summary) + paragraphs(page.details);
  for (const option_page& option : page.options) text += option_entry(option);
  return text + ".PP\nFor example:\n.PP\n.RS 4\n.EX\n" + roff_lines(page.examples) + ".EE\n.RE\n";
}

std::string exit_status() {
  std::string text = ".SH \"EXIT STATUS\"\n";
  for (const auto& [number, meaning] : exit_codes())
    text += fmt::format(".TP\n.B {}\n{}\n", number, roff_text(meaning));
  return text + paragraphs("Of several files' codes it ends with the gravest: 1, 10, 11, 130, 5, 2, 3, 4.");
}

std::string environment() {
  const auto entry = [](std::string_view name, std::string_view text) {
    return fmt::format(".TP\n.B {}\n{}\n", roff_text(name), roff_text(text));
  };
  return ".SH ENVIRONMENT\n" +
         entry("NO_COLOR", "Where it is set and not empty, nothing is coloured, unless `--color` says so.") +
         entry("TERM", "Nothing is coloured on a terminal `dumb`, unless `--color` says so.");
}

std::string files() {
  const auto entry = [](std::string_view name, std::string_view text) {
    return fmt::format(".TP\n.I {}\n{}\n", roff_text(name), roff_text(text));
  };
  return ".SH FILES\n" +
         entry(
             "PREFIX/share/doc/drawdown/",
             "How scenarios are written, the rules of billing, and what the commands print. PREFIX is where "
             "the program is installed: `/usr` by the Debian package.") +
         entry(
             "PREFIX/share/doc/drawdown/examples/scenarios/",
             "Scenarios to begin from (`library`), with their catalogs; products by the words of their help "
             "pages (`seeds`); bugs that billing systems have had (`field-bugs`).");
}

}  // namespace

std::string roff_text(std::string_view text) {
  std::string out;
  bool is_bold = false;
  for (std::size_t at = 0; at < text.size();) {
    const language::decoded letter = language::decode_utf8(text, at);
    at += letter.bytes;
    if (letter.point == '`') {
      is_bold = !is_bold;
      out += is_bold ? "\\fB" : "\\fR";
    } else {
      out += roff_letter(letter.point == '\n' ? language::decoded{' ', 1, true} : letter, out.empty());
    }
  }
  return is_bold ? out + "\\fR" : out;
}

std::string manual(std::span<const command_page> commands) {
  std::string text = ".\\\" Made by `drawdown man` from the program's own table of commands.\n";
  text += fmt::format(".TH DRAWDOWN 1 \"\" \"drawdown {}\" \"User Commands\"\n", program_version());
  text += ".SH NAME\ndrawdown \\- simulates and verifies the billing of prepaid credit\n";
  text += ".SH SYNOPSIS\n.B drawdown\n.I COMMAND\n[\\fIOPTIONS\\fR] ...\n";
  text += ".SH DESCRIPTION\n" + paragraphs(description);
  text += ".SH COMMANDS\n";
  for (const command_page& page : commands) text += command_section(page);
  return text + exit_status() + environment() + files();
}

}  // namespace drawdown::cli
