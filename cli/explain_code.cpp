#include "cli/explain_code.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/options.hpp"
#include "cli/version.hpp"
#include "scenarios/language/explain.hpp"
#include "scenarios/language/faults.hpp"

namespace drawdown::cli {

namespace {

exit_code show(const std::string& text) {
  const auto written = write_output(text);
  if (!written) write_message(fmt::format("drawdown: {}\n", written.error().message));
  return written ? exit_code::fine : exit_code::unusable_file;
}

using json = nlohmann::ordered_json;

constexpr int codes_schema_version = 1;

std::string document_of(std::string_view key, json value) {
  json document = {{"schema_version", codes_schema_version}, {"program_version", program_version()}};
  document[key] = std::move(value);
  return document.dump(2) + "\n";
}

std::string page_json(const language::fault_entry& entry, const language::explain_page& page) {
  return document_of("code", {{"code", entry.code}, {"title", entry.title}, {"text", page.text}});
}

}  // namespace

bool looks_like_code(std::string_view word) {
  const bool letter = !word.empty() && std::string_view("EeWw").find(word.front()) != std::string_view::npos;
  return letter && word.size() > 1 &&
         std::all_of(word.begin() + 1, word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

exit_code explain_code(std::string_view code, explain_format format, color_choice color) {
  const language::fault_entry* entry = language::fault_with_code(code);
  const language::explain_page* page = entry != nullptr ? language::page_of(entry->code) : nullptr;
  if (page != nullptr && format == explain_format::json) return show(page_json(*entry, *page));
  if (page != nullptr) return show(language::render(*page, wants_color(color, channel::output)));
  std::vector<std::string_view> known;
  for (const language::fault_entry& one : language::fault_table()) known.push_back(one.code);
  std::string wanted(code);
  if (wanted.front() >= 'a') wanted.front() = static_cast<char>(wanted.front() - 'a' + 'A');
  write_message(fmt::format("drawdown: {}\n`drawdown explain` lists all codes.\n",
                            unknown_word("code", wanted, known).message));
  return exit_code::usage;
}

exit_code list_codes(explain_format format) {
  if (format == explain_format::json) {
    json codes = json::array();
    for (const language::fault_entry& entry : language::fault_table())
      codes.push_back({{"code", entry.code}, {"title", entry.title}});
    return show(document_of("codes", std::move(codes)));
  }
  std::string text;
  for (const language::fault_entry& entry : language::fault_table())
    text += fmt::format("{}  {}\n", entry.code, entry.title);
  return show(text);
}

}  // namespace drawdown::cli
