#include "cli/comparison_folder.hpp"

#include <array>
#include <fstream>
#include <system_error>

#include <nlohmann/json.hpp>

#include "reports/results/csv_text.hpp"
#include "scenarios/language/bytes.hpp"

namespace drawdown::cli {

namespace files = std::filesystem;

namespace {

// The text under that key; empty where there is none.
std::string text_in(const nlohmann::json& of, const char* key) {
  if (!of.is_object() || !of.contains(key) || !of[key].is_string()) return "";
  return of[key].get<std::string>();
}

}  // namespace

bool is_comparison_folder(const files::path& folder) {
  std::error_code failure;
  return files::exists(folder / "comparison.json", failure) &&
         files::exists(folder / "customers.csv", failure);
}

files::path page_of_comparison(const files::path& folder) {
  return folder / "report.html";
}

std::vector<reports::input_hash> files_of_comparison(const files::path& folder) {
  std::vector<reports::input_hash> found;
  for (const char* own : {"comparison.json", "comparison.txt", "customers.csv"})
    found.push_back({(folder / own).string(), ""});
  const auto text = language::read_bytes((folder / "comparison.json").string());
  const auto told = nlohmann::json::parse(text.value_or(""), nullptr, false);
  for (const char* side : {"/baseline/inputs", "/candidate/inputs"}) {
    const nlohmann::json::json_pointer place(side);
    if (!told.is_object() || !told.contains(place)) continue;
    for (const nlohmann::json& input : told[place])
      found.push_back({text_in(input, "path"), text_in(input, "xxh3")});
  }
  return found;
}

// By the lines of all of them.
bool compares_customer(const files::path& folder, const std::string& name) {
  std::ifstream lines(folder / "customers.csv", std::ios::binary);
  const std::array<std::string, 2> cells = {name, ""};
  std::string begin = reports::csv_line(cells);
  begin.resize(begin.find_last_of(',') + 1);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(begin)) return true;
  return false;
}

}  // namespace drawdown::cli
