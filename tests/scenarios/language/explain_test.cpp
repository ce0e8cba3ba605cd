// Each code has a page whose wrong example gives just that code and whose right example gives none. An
// example is the sections that matter; the others come from explain/frame.yaml.
#include "scenarios/language/explain.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include "scenarios/language/faults.hpp"
#include "scenarios/language/load.hpp"

namespace drawdown::language {
namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(DRAWDOWN_SOURCE_DIR) / "scenarios" / "language" / "explain";

// Faults of bytes and sizes, which a page can't show.
const std::set<std::string_view> without_example = {"E002", "E004", "E006", "E007",
                                                    "E008", "E020", "E093", "E094"};

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// The key of a line that begins a section, else nothing.
std::string section_of(const std::string& line) {
  if (line.empty() || line.find_first_of(" \t#-[]{}\"") == 0) return {};
  return line.substr(0, line.find(':'));
}

// The frame without the sections that the example has, and then the example.
std::string framed(const std::string& example) {
  std::ifstream file(folder / "frame.yaml");
  const std::string frame{std::istreambuf_iterator<char>(file), {}};
  std::set<std::string> given;
  for (const std::string& line : lines_of(example)) given.insert(section_of(line));
  std::string text;
  bool kept = true;
  for (const std::string& line : lines_of(frame)) {
    if (const std::string section = section_of(line); !section.empty()) kept = !given.contains(section);
    if (kept) text += line + "\n";
  }
  return text + example;
}

struct example {
  std::string kind;  // `yaml`: sections of a scenario; `yaml whole`: all of it; `csv`, `ndjson`,
                     // `cloudevents`: a table with usage
  std::string text;
};

// The examples of a page by their heading.
std::map<std::string, example> examples_of(const explain_page& page) {
  std::map<std::string, example> found;
  std::string heading;
  example* open = nullptr;
  for (const std::string& line : lines_of(page.text)) {
    if (line.starts_with("## ")) heading = line.substr(3);
    if (line.starts_with("```")) {
      open = open == nullptr ? &found[heading] : nullptr;
      if (open != nullptr) open->kind = line.substr(3);
    } else if (open != nullptr) {
      open->text += line + "\n";
    }
  }
  return found;
}

// A folder for one example; it goes with it.
class scratch_folder {
 public:
  scratch_folder() : path_(fs::temp_directory_path() / fmt::format("drawdown-explain-{}", getpid())) {
    fs::create_directories(path_);
  }
  scratch_folder(const scratch_folder&) = delete;
  scratch_folder& operator=(const scratch_folder&) = delete;
  ~scratch_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  fs::path operator/(const char* name) const { return path_ / name; }

 private:
  fs::path path_;
};

std::set<std::string> codes_in(const example& shown) {
  const scratch_folder scratch;
  std::string scenario = shown.kind == "yaml whole" ? shown.text : framed(shown.text);
  if (shown.kind == "csv" || shown.kind == "ndjson") {
    const std::string name = "usage." + shown.kind;
    std::ofstream(scratch / name.c_str()) << shown.text;
    scenario = framed(fmt::format(
        "usage: [{{file: {}, columns: {{time: time, agent: agent, meter: meter, quantity: quantity}}}}]\n",
        name));
  } else if (shown.kind == "cloudevents") {
    std::ofstream(scratch / "events.ndjson") << shown.text;
    scenario = framed("usage: [{file: events.ndjson, format: cloudevents, columns: {quantity: data.use}}]\n");
  }
  std::set<std::string> codes;
  for (const diagnostic& one : load_scenario_text((scratch / "example.yaml").string(), scenario).findings)
    codes.insert(one.code);
  return codes;
}

}  // namespace

TEST_CASE("every code has a page under its title, and every page a code") {
  CHECK(explain_pages().size() == fault_table().size());
  for (const fault_entry& entry : fault_table()) {
    INFO(entry.code);
    const explain_page* page = page_of(entry.code);
    REQUIRE(page != nullptr);
    CHECK(page->text.starts_with(fmt::format("# {}: {}\n\n", entry.code, entry.title)));
  }
}

TEST_CASE("the wrong example of a page gives its code and no other, the right one nothing at all") {
  for (const explain_page& page : explain_pages()) {
    INFO(page.code);
    const auto examples = examples_of(page);
    if (without_example.contains(page.code)) {
      CHECK(examples.empty());
      CHECK(page.text.find("\n## No example\n\n") != std::string_view::npos);
      continue;
    }
    REQUIRE(examples.size() == 2);
    CHECK(codes_in(examples.at("Wrong")) == std::set<std::string>{std::string(page.code)});
    CHECK(codes_in(examples.at("Right")).empty());
  }
}

TEST_CASE("a page fits a terminal of a hundred columns and shows its examples indented") {
  for (const explain_page& page : explain_pages()) {
    INFO(page.code);
    const std::string shown = render(page, false);
    for (const std::string& line : lines_of(shown)) CHECK(line.size() <= 120);
    CHECK(shown.find("```") == std::string::npos);
    CHECK(shown.find('\x1b') == std::string::npos);
    CHECK(render(page, true).starts_with("\x1b[1m" + std::string(page.code)));
  }
  CHECK(render(*page_of("E030"), false)
            .find("Wrong\n    settings: {key_windw: 8d}\n\nRight\n    settings: {key_window: 8d}\n") !=
        std::string::npos);
  CHECK(page_of("E999") == nullptr);
}

}  // namespace drawdown::language
