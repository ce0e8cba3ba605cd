#include "cli/unfinished_document.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reports/results/hash.hpp"

namespace drawdown::cli {

using json = nlohmann::ordered_json;

namespace {

constexpr int unfinished_schema_version = 2;

// Those that say where and how often to run, and not what.
constexpr std::array<std::string_view, 4> not_taken_down = {"out", "resume", "watch", "jobs"};

std::string text_of(const json& document) {
  return document.dump(2, ' ', false, json::error_handler_t::replace);
}

// What finds damage: of all that the document has but itself.
std::string checksum_of(json document) {
  document.erase("xxh3");
  return reports::xxh3_of(text_of(document));
}

json document_of(const unfinished_run& run) {
  json inputs = json::array();
  for (const reports::input_hash& input : run.inputs)
    inputs.push_back({{"path", input.path}, {"xxh3", input.xxh3}});
  return {{"schema_version", unfinished_schema_version},
          {"program_version", run.program_version},
          {"zone_database", run.zone_database},
          {"command", run.command},
          {"files", run.files},
          {"options", run.options},
          {"working_folder", run.working_folder},
          {"seed", run.seed},
          {"rule_book", run.rule_book},
          {"inputs", std::move(inputs)}};
}

// Throws what the JSON library throws for a document that is none of ours.
unfinished_run run_of(const json& document) {
  unfinished_run run;
  document.at("program_version").get_to(run.program_version);
  document.at("zone_database").get_to(run.zone_database);
  document.at("command").get_to(run.command);
  document.at("files").get_to(run.files);
  document.at("options").get_to(run.options);
  document.at("working_folder").get_to(run.working_folder);
  document.at("seed").get_to(run.seed);
  document.at("rule_book").get_to(run.rule_book);
  for (const json& input : document.at("inputs"))
    run.inputs.push_back({input.at("path").get<std::string>(), input.at("xxh3").get<std::string>()});
  const auto is_option = [](const std::string& word) {
    return word.starts_with("--") && word.size() > 2 && is_taken_down(word);
  };
  if (document.at("schema_version") != unfinished_schema_version ||
      !std::ranges::all_of(run.options, is_option) || document.at("xxh3") != checksum_of(document))
    throw json::other_error::create(0, "another document", nullptr);
  return run;
}

}  // namespace

std::string_view name_of_option(std::string_view word) {
  word.remove_prefix(2);
  return word.substr(0, word.find('='));
}

bool is_taken_down(std::string_view option) {
  return std::ranges::find(not_taken_down, name_of_option(option)) == not_taken_down.end();
}

std::string unfinished_run_text(const unfinished_run& run) {
  json document = document_of(run);
  document["xxh3"] = checksum_of(document);
  return text_of(document) + "\n";
}

result<unfinished_run> parse_unfinished_run(std::string_view text) {
  try {
    return run_of(json::parse(text));
  } catch (const json::exception&) {
    return fail(error_code::malformed,
                "does not say what the run was begun with: it was damaged, changed by hand, or written by "
                "another version; begin the run again in another folder");
  }
}

result<unfinished_run> read_unfinished_document(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) return fail(error_code::unreadable, fmt::format("`{}` can't be read", path));
  auto read = parse_unfinished_run(text);
  if (!read) return fail(error_code::unreadable, fmt::format("`{}` {}", path, read.error().message));
  return read;
}

std::string begun_by(const std::string& folder) {
  const auto run = read_unfinished_document((std::filesystem::path(folder) / "unfinished.json").string());
  return run ? run->command : "run";
}

}  // namespace drawdown::cli
