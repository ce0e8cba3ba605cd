#include "scenarios/language/yaml_faults.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace drawdown::language {
namespace {

struct known_complaint {
  std::string_view begins;  // of yaml-cpp's message
  fault what;
  std::string_view message;
  std::string_view hint;
};

constexpr std::array known = {
    known_complaint{"illegal tab", fault::tab_indentation, "a tab stands where spaces must indent",
                    "indent with spaces"},
    known_complaint{"end of map flow", fault::never_closed, "a mapping in braces does not end as it should",
                    "close it with `}`, and put a comma between its entries"},
    known_complaint{"end of sequence flow", fault::never_closed,
                    "a list in brackets does not end as it should",
                    "close it with `]`, and put a comma between its entries"},
    known_complaint{"illegal EOF", fault::never_closed, "a quoted text is never closed",
                    "close it with the quote that opened it"},
    known_complaint{"illegal document indicator", fault::never_closed,
                    "a quoted text runs into `---` or `...`", "close it with the quote that opened it"},
    known_complaint{"illegal flow end", fault::malformed_yaml, "this bracket closes nothing that was opened",
                    "look for a bracket too many, or of the other kind"},
    known_complaint{"illegal block entry", fault::malformed_yaml, "a list entry `- ` may not stand here",
                    "begin the list on a line of its own, indented"},
    known_complaint{
        "illegal map value", fault::malformed_yaml, "`:` may not stand here",
        "look whether the key on the line before lacks its colon; a text with `: ` in it needs quotes, and "
        "keys of one mapping the same indentation"},
    known_complaint{"illegal map key", fault::malformed_yaml, "a key may not stand here",
                    "a text that begins with `? ` needs quotes"},
    known_complaint{"end of map not found", fault::malformed_yaml,
                    "this does not belong to the mapping around it",
                    "keys of one mapping need the same indentation, and a colon after them"},
    known_complaint{"end of sequence not found", fault::malformed_yaml,
                    "this does not belong to the list around it",
                    "entries of one list need the same indentation, and `- ` before them"},
    known_complaint{"the referenced anchor", fault::anchor_or_alias, "aliases are not part of the language",
                    "write the value out, or put the text in quotes"},
    known_complaint{"alias not found", fault::malformed_yaml,
                    "`*` begins an alias, which the language does not have", "put the text in quotes"},
    known_complaint{"anchor not found", fault::malformed_yaml,
                    "`&` begins an anchor, which the language does not have", "put the text in quotes"},
    known_complaint{"illegal character found while scanning alias", fault::malformed_yaml,
                    "`*` begins an alias, which the language does not have", "put the text in quotes"},
    known_complaint{"illegal character found while scanning anchor", fault::malformed_yaml,
                    "`&` begins an anchor, which the language does not have", "put the text in quotes"},
    known_complaint{"unknown escape", fault::malformed_yaml, "this escape does not exist",
                    "in double quotes write `\\\\` for a backslash, or use single quotes"},
    known_complaint{"bad character found while scanning hex", fault::malformed_yaml,
                    "this escape is not hexadecimal", "write two digits after `\\x`, four after `\\u`"},
    known_complaint{"invalid unicode", fault::malformed_yaml, "this escape is no character",
                    "escapes name Unicode characters: `\\u00e9` is é"},
    known_complaint{"unknown token", fault::malformed_yaml, "a value cannot begin with this character",
                    "put the text in quotes"},
    known_complaint{"bad file", fault::too_deep, "nested too deeply",
                    "look for a bracket that was not closed"},
};

// A text that yaml-cpp stumbles over before it notices that a tab is to blame.
bool indented_by_tab(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  return line.substr(0, first).find('\t') != std::string_view::npos;
}

// Where the text in quotes that begins at `offset` ends, or the text does.
std::size_t after_quotes(std::string_view text, std::size_t offset) {
  const char quote = text[offset];
  for (std::size_t at = offset + 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\')
      ++at;
    else if (text[at] == quote)
      return at + 1;
  }
  return text.size();
}

// The innermost bracket that is open where the text ends. yaml-cpp does not tell: it keeps a bracket back
// until it knows whether a key begins with it.
std::optional<std::size_t> open_bracket(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  std::vector<std::size_t> open;
  bool value_begins = true;  // a bracket or a quote elsewhere in a text without quotes means itself
  for (std::size_t at = 0; at < text.size();) {
    const char here = text[at];
    const bool after_blank = at == 0 || blank.find(text[at - 1]) != std::string_view::npos;
    if (here == '#' && after_blank) {
      at = std::min(text.find('\n', at), text.size());
      continue;
    }
    if ((here == '"' || here == '\'') && value_begins) {
      at = after_quotes(text, at);
      value_begins = false;
      continue;
    }
    const bool opens = (here == '{' || here == '[') && (value_begins || !open.empty());
    if (opens) open.push_back(at);
    if ((here == '}' || here == ']') && !open.empty()) open.pop_back();
    const bool indicates = (here == ':' || here == '-') && at + 1 < text.size() &&
                           blank.find(text[at + 1]) != std::string_view::npos;
    if (opens || indicates || here == '\n' || (here == ',' && !open.empty()))
      value_begins = true;
    else if (blank.find(here) == std::string_view::npos)
      value_begins = false;
    ++at;
  }
  if (open.empty()) return {};
  return open.back();
}

// An entry that begins while a bracket before it is still open: mostly that of the entry before.
bool report_open_bracket(scope& in, const yaml_complaint& complaint) {
  const std::string_view text = in.file.text();
  const auto opened = open_bracket(text.substr(0, complaint.offset));
  if (!opened) return false;
  const text_place where = in.file.place_of(*opened);
  const char bracket = text[*opened];
  in.report(fault::never_closed, where,
            {fmt::format("`{}` of line {} is not closed", bracket, where.line),
             "opened here",
             fmt::format("close it with `{}`; inside of brackets no entry begins with `- `",
                         bracket == '{' ? '}' : ']'),
             {{"noticed here", in.here(in.file.place_of(complaint.offset))}}});
  return true;
}

}  // namespace

void report_complaint(scope& in, const yaml_complaint& complaint) {
  text_place where = in.file.place_of(complaint.offset);
  if (indented_by_tab(in.file.line(where.line))) {
    const std::string_view line = in.file.line(where.line);
    where.column = static_cast<std::uint32_t>(line.find('\t')) + 1;
    in.report(fault::tab_indentation, where,
              {"a tab stands where spaces must indent", "here", "indent with spaces"});
    return;
  }
  if (complaint.message.starts_with("illegal block entry") && report_open_bracket(in, complaint)) return;
  for (const known_complaint& one : known) {
    if (!complaint.message.starts_with(one.begins)) continue;
    wording words{std::string(one.message), "noticed here", std::string(one.hint)};
    const char before =
        complaint.offset > 0 ? in.file.text()[std::min(complaint.offset, in.file.text().size()) - 1] : ' ';
    if (one.what == fault::malformed_yaml && (before == '\'' || before == '"'))
      words.hint = "a quote inside single quotes is written twice, one inside double quotes as `\\\"`";
    const bool about_brackets = one.what == fault::never_closed || one.begins == "illegal flow end";
    if (about_brackets && complaint.innermost_is_flow)
      words.related.push_back({"opened here", in.here(complaint.innermost)});
    in.report(one.what, where, words);
    return;
  }
  in.report(fault::malformed_yaml, where,
            {fmt::format("not well-formed YAML: {}", complaint.message), "noticed here",
             "put texts in quotes, and line up the keys of one mapping"});
}

}  // namespace drawdown::language
