#include "cli/scenario_files.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <system_error>

#include <fmt/format.h>

#include "scenarios/language/bytes.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

// Reads what a key may be written like: `word`, `"word"`, `'word'`, with its colon behind it.
std::string_view key_at(std::string_view text) {
  const char quote = text.empty() ? '\0' : text.front();
  if (quote == '"' || quote == '\'') {
    text.remove_prefix(1);
    const std::size_t end = text.find(quote);
    if (end == std::string_view::npos) return {};
    const std::size_t colon = text.find_first_not_of(" \t", end + 1);
    return colon != std::string_view::npos && text[colon] == ':' ? text.substr(0, end) : std::string_view();
  }
  const std::size_t end = text.find_first_of(":,{}[]\n#");
  if (end == std::string_view::npos || text[end] != ':') return {};
  const std::string_view key = text.substr(0, end);
  return key.substr(0, key.find_last_not_of(" \t") + 1);
}

// The keys of a file in the usual form: those that begin a line.
std::set<std::string_view> keys_of_lines(std::string_view text) {
  std::set<std::string_view> keys;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    keys.insert(key_at(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return keys;
}

// The keys of a file that is one pair of braces, as JSON is: those within no further bracket.
std::set<std::string_view> keys_of_braces(std::string_view text) {
  std::set<std::string_view> keys;
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth > 0) --depth;
    if (depth == 1 && (c == '{' || c == ',')) {
      const std::size_t key = text.find_first_not_of(" \t\r\n", i + 1);
      if (key != std::string_view::npos) keys.insert(key_at(text.substr(key)));
    }
    if (c == '"' || c == '\'') {
      const std::size_t end = text.find(c, i + 1);
      if (end == std::string_view::npos) break;
      i = end;
    }
  }
  return keys;
}

// What stands before the first key: marks, empty lines, comments.
std::string_view without_opening(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  while (true) {
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    if (text[first] != '#' && !text.substr(first).starts_with("---")) return text;
    const std::size_t end = text.find('\n', first);
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
}

// Whether it is a folder that `--out` wrote: what is in there are results.
bool is_kept_run(const files::path& folder) {
  std::error_code failure;
  return files::is_regular_file(folder / "run.sqlite", failure);
}

std::optional<found_file> looked_at(const files::directory_entry& entry) {
  std::error_code failure;
  if (!entry.is_regular_file(failure)) return {};
  const files::path ending = entry.path().extension();
  const bool is_yaml = ending == ".yaml" || ending == ".yml";
  if (!is_yaml && ending != ".json") return {};
  const file_kind kind = kind_of(content_of(entry.path()));
  if (!is_yaml && kind != file_kind::scenario && kind != file_kind::load) return {};
  return found_file{entry.path().string(), kind};
}

}  // namespace

std::string content_of(const files::path& path) {
  return language::read_bytes(path.string()).value_or("");
}

file_kind kind_of(std::string_view text) {
  text = without_opening(text);
  const std::size_t first = text.find_first_not_of(" \t");
  const bool in_braces = first != std::string_view::npos && text[first] == '{';
  const std::set<std::string_view> keys = in_braces ? keys_of_braces(text) : keys_of_lines(text);
  if (keys.contains("schema_version")) return file_kind::other;  // what the program itself tells of a run
  const bool has_load = keys.contains("load") || keys.contains("thresholds");
  const bool has_run = keys.contains("catalog") || keys.contains("accounts") || keys.contains("start") ||
                       keys.contains("end") || keys.contains("timeline");
  if (has_load && !has_run) return file_kind::load;
  if (keys.contains("scenario")) return file_kind::scenario;
  if (keys.contains("population")) return file_kind::other;
  if (keys.contains("catalog") && keys.contains("accounts")) return file_kind::scenario;  // without its title
  return keys.contains("catalog") ? file_kind::catalog : file_kind::other;
}

result<std::vector<found_file>> find_files(const files::path& folder) {
  std::vector<found_file> found;
  std::error_code failure;
  files::recursive_directory_iterator at(folder, files::directory_options::skip_permission_denied, failure);
  for (const files::recursive_directory_iterator end; !failure && at != end; at.increment(failure)) {
    if (at->path().filename().string().starts_with('.') || is_kept_run(at->path()))
      at.disable_recursion_pending();
    else if (auto file = looked_at(*at))
      found.push_back(std::move(*file));
  }
  if (failure)
    return fail(error_code::unreadable,
                fmt::format("the folder `{}` can't be read: {}", folder.string(), failure.message()));
  std::ranges::sort(found, {}, [](const found_file& file) { return files::path(file.path); });
  return found;
}

result<std::vector<std::string>> scenarios_named(const std::vector<std::string>& words, loads which) {
  std::vector<std::string> named;
  for (const std::string& word : words) {
    std::error_code failure;
    if (!files::is_directory(word, failure)) {
      named.push_back(word);
      continue;
    }
    const auto found = find_files(word);
    if (!found) return tl::unexpected(found.error());
    bool holds_scenarios = false;
    for (const found_file& file : *found) {
      const bool is_wanted =
          file.kind == file_kind::scenario || (file.kind == file_kind::load && which == loads::as_well);
      if (!is_wanted) continue;
      holds_scenarios = true;
      if (std::ranges::find(named, file.path) == named.end()) named.push_back(file.path);
    }
    if (!holds_scenarios)
      return fail(error_code::unreadable, fmt::format("the folder `{}` holds no scenario", word));
  }
  return named;
}

}  // namespace drawdown::cli
