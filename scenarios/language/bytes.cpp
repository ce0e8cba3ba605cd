#include "scenarios/language/bytes.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "scenarios/language/utf8.hpp"

namespace drawdown::language {
namespace {

constexpr std::string_view structural = ",[]{}:\"'-?";

std::string reason_of(int number) {
  return std::strerror(number);
}

bool check_lines(scope& in) {
  for (std::uint32_t number = 1; number <= in.file.lines(); ++number) {
    const std::size_t size = in.file.line(number).size();
    if (size <= longest_line) continue;
    in.report(fault::line_too_long, {number, 1, 1},
              {fmt::format("line {} has {} bytes; at most {} are read", number, size, longest_line),
               "too long", "begin a new line after a comma: YAML does not mind"});
    return false;
  }
  return true;
}

bool check_size(scope& in) {
  if (in.file.text().size() <= largest_file) return true;
  in.report(fault::too_large, {},
            {"the file has more than 64 MB", "", "write several scenarios instead of one"});
  return false;
}

// What to do about a text that begins as no text does; else what to do anyway.
std::string hint_about(std::string_view text, std::string_view otherwise) {
  if (text.starts_with("\x1F\x8B"))
    return "this looks like gzip: the name of a table that is packed so ends in `.gz`";
  if (text.starts_with("\x28\xB5\x2F\xFD"))
    return "this looks like Zstandard: the name of a table that is packed so ends in `.zst`";
  const bool has_mark = static_cast<unsigned char>(text[0]) >= 0xFE;
  const bool has_half = text.size() > 1 && (text[0] == '\0') != (text[1] == '\0');
  return has_mark || has_half ? "this looks like UTF-16: save the file as UTF-8" : std::string(otherwise);
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

result<std::string> read_bytes(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return fail(error_code::unreadable, "it is a folder");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(error_code::unreadable, reason_of(errno));

  std::string bytes;
  std::string piece(std::size_t{1} << 20U, '\0');
  while (bytes.size() <= largest_file && file) {
    file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    bytes.append(piece, 0, static_cast<std::size_t>(file.gcount()));
  }
  if (file.bad()) return fail(error_code::unreadable, reason_of(errno));
  return bytes;
}

bool check_characters(scope& in) {
  const std::string& text = in.file.text();
  for (std::size_t at = 0; at < text.size();) {
    const decoded next = decode_utf8(text, at);
    if (!next.valid) {
      const auto byte = static_cast<unsigned char>(text[at]);
      in.report(fault::not_utf8, in.file.place_of(at),
                {fmt::format("byte 0x{:02X} is not part of UTF-8 text", byte), "here",
                 hint_about(text, "save the file as UTF-8")});
      return false;
    }
    const bool lone_return = next.point == '\r' && (at + 1 >= text.size() || text[at + 1] != '\n');
    if (is_forbidden(next.point) || lone_return) {
      in.report(fault::forbidden_character, in.file.place_of(at),
                {fmt::format("the character U+{:04X} may not stand in a file",
                             static_cast<std::uint32_t>(next.point)),
                 "here",
                 hint_about(text, next.point == 0 ? "this does not look like a text file" : "take it away")});
      return false;
    }
    at += next.bytes;
  }
  return true;
}

bool check_bytes(scope& in) {
  const std::string& text = in.file.text();
  if (!check_size(in) || !check_lines(in) || !check_characters(in)) return false;
  if (is_blank(text)) {
    in.report(
        fault::empty_file, {},
        {"the file is empty", "", "a scenario begins with `scenario: NAME`, a catalog with `catalog: NAME`"});
    return false;
  }
  const auto pieces = std::count_if(text.begin(), text.end(),
                                    [](char c) { return structural.find(c) != std::string_view::npos; });
  if (static_cast<std::size_t>(pieces) > most_pieces) {
    in.report(fault::too_many_pieces, {},
              {fmt::format("the file has {} brackets, commas, colons, dashes and quotes; at most {} are read",
                           pieces, most_pieces),
               "", "write several scenarios instead of one"});
    return false;
  }
  return true;
}

}  // namespace drawdown::language
