// The JSON Schema accepts what the loader accepts and refuses what it refuses, over all scenarios of the
// corpus and the library. Bad files that it can't see the fault of stand in scenarios/schema/accepted.txt
// with the reason. YAML becomes JSON by YAML's core schema, as editors do it.
#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#include <yaml-cpp/yaml.h>

#include "scenarios/language/load.hpp"
#include "scenarios/language/load_population.hpp"

namespace drawdown::language {
namespace {

namespace fs = std::filesystem;
using json = nlohmann::json;

const fs::path scenarios = fs::path(DRAWDOWN_SOURCE_DIR) / "scenarios";

// Faults that a schema can see: of keys, of shapes, of words, of what is missing. No file with one of them
// may be accepted, but for bytes that are no YAML of the core schema.
const std::set<std::string_view> always_seen = {"E030", "E031", "E032", "E033", "E034", "E035",
                                                "E036", "E037", "E038", "E050", "E051", "E064"};

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// A plain scalar as the core schema of YAML 1.2 types it.
json typed(const std::string& text) {
  static const std::regex null_text("|~|null|Null|NULL");
  static const std::regex true_text("true|True|TRUE");
  static const std::regex false_text("false|False|FALSE");
  static const std::regex whole_text("[-+]?[0-9]+");
  static const std::regex based_text("0o[0-7]+|0x[0-9a-fA-F]+");
  static const std::regex real_text("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  static const std::regex infinite_text("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  if (std::regex_match(text, null_text)) return nullptr;
  if (std::regex_match(text, true_text)) return true;
  if (std::regex_match(text, false_text)) return false;
  if (std::regex_match(text, based_text))
    return std::stoull(text.substr(2), nullptr, text[1] == 'x' ? 16 : 8);
  if (std::regex_match(text, whole_text)) {
    std::int64_t number = 0;
    const char* const begin = text.data() + (text.front() == '+' ? 1 : 0);
    if (std::from_chars(begin, text.data() + text.size(), number).ec == std::errc()) return number;
  }
  if (std::regex_match(text, real_text)) return std::stod(text);
  if (std::regex_match(text, infinite_text)) return 1e300;  // JSON has no infinity; an editor keeps a number
  return text;
}

// Thrown where a file is no YAML that has a JSON.
struct no_json {};

json converted(const YAML::Node& at) {
  switch (at.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null:
      return nullptr;
    case YAML::NodeType::Scalar:
      return at.Tag() == "!" ? json(at.Scalar()) : typed(at.Scalar());
    case YAML::NodeType::Sequence: {
      json list = json::array();
      for (const YAML::Node& item : at) list.push_back(converted(item));
      return list;
    }
    case YAML::NodeType::Map: {
      json object = json::object();
      for (const auto& one : at) {
        if (!one.first.IsScalar() && !one.first.IsNull()) throw no_json{};
        const std::string key = one.first.IsNull() ? "null" : one.first.Scalar();
        if (object.contains(key)) throw no_json{};  // YAML demands keys that differ
        object[key] = converted(one.second);
      }
      return object;
    }
  }
  throw no_json{};
}

// What an editor hands to its validator: nothing where the text is no YAML, or no UTF-8.
std::optional<json> as_json(const std::string& text) {
  try {
    json made = converted(YAML::Load(text));
    (void)made.dump();  // throws where a text is no UTF-8
    return made;
  } catch (const YAML::Exception&) {
    return {};
  } catch (const json::exception&) {
    return {};
  } catch (const no_json&) {
    return {};
  }
}

json schema_json(const std::string& name) {
  return json::parse(content_of(scenarios / "schema" / name));
}

// The schema of scenarios, or of catalogs, read once.
class validator {
 public:
  explicit validator(const std::string& name) {
    valijson::SchemaParser parser;
    const json document = schema_json(name);
    const auto fetch = [](const std::string& uri) {
      return std::make_unique<json>(schema_json(fs::path(uri).filename().string())).release();
    };
    const auto release = [](const json* fetched) { std::unique_ptr<const json> gone(fetched); };
    parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(document), schema_, fetch, release);
  }

  // What is wrong, one line; nothing where the document is accepted.
  std::string complaint(const json& document) const {
    valijson::Validator checker(valijson::Validator::kStrongTypes);
    valijson::ValidationResults wrong;
    if (checker.validate(schema_, valijson::adapters::NlohmannJsonAdapter(document), &wrong)) return {};
    valijson::ValidationResults::Error first;
    wrong.popError(first);
    std::string text = first.description;
    for (const std::string& part : first.context) text = part + text;
    return text.empty() ? "refused" : text;
  }

 private:
  valijson::Schema schema_;
};

bool is_accepted(const validator& schema, const fs::path& path) {
  const auto document = as_json(content_of(path));
  return document && schema.complaint(*document).empty();
}

std::vector<fs::path> yaml_files_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const fs::directory_entry& one : fs::directory_iterator(folder)) {
    if (one.path().extension() == ".yaml") found.push_back(one.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// The bad files that a schema accepts, with their reasons: `NAME: REASON`, a line each.
std::map<std::string, std::string> accepted_list(const std::string& name = "accepted.txt") {
  std::map<std::string, std::string> listed;
  std::ifstream file(scenarios / "schema" / name);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.find(": ");
    REQUIRE(colon != std::string::npos);
    CHECK(listed.emplace(line.substr(0, colon), line.substr(colon + 2)).second);
  }
  return listed;
}

// The codes of the errors that the loader finds in the scenario itself.
std::set<std::string> errors_in(const fs::path& path) {
  std::set<std::string> codes;
  for (const diagnostic& one : load_scenario(path.string(), {}, load_alone::accepted).findings) {
    if (one.level == severity::error && one.file == path.string()) codes.insert(one.code);
  }
  return codes;
}

loaded population_in(const fs::path& path) {
  population_asked asked;
  asked.catalog = (scenarios / "corpus" / "populations" / "catalogs" / "shop.yaml").string();
  asked.months = 3;
  return load_population(path.string(), asked).scenario;
}

}  // namespace

TEST_CASE("the schema accepts every scenario of the library, every load, and the good corpus") {
  const validator schema("scenario-1.schema.json");
  for (const fs::path& folder : {scenarios / "library", scenarios / "loads", scenarios / "corpus" / "good"}) {
    for (const fs::path& path : yaml_files_in(folder)) {
      INFO(path.string());
      const auto document = as_json(content_of(path));
      REQUIRE(document.has_value());
      CHECK(schema.complaint(*document) == "");
    }
  }
}

TEST_CASE("the schema accepts every catalog of the library") {
  const validator schema("catalog-1.schema.json");
  for (const fs::path& path : yaml_files_in(scenarios / "catalogs")) {
    INFO(path.string());
    const auto document = as_json(content_of(path));
    REQUIRE(document.has_value());
    CHECK(schema.complaint(*document) == "");
  }
  CHECK(is_accepted(schema, scenarios / "corpus" / "catalogs" / "small.yaml"));
}

TEST_CASE("the schema refuses what the loader refuses, but for what is on the list") {
  const validator schema("scenario-1.schema.json");
  const auto listed = accepted_list();
  std::set<std::string> found;
  for (const fs::path& path : yaml_files_in(scenarios / "corpus" / "bad")) {
    const std::string name = path.stem().string();
    INFO(name);
    found.insert(name);
    const loaded made = load_scenario(path.string(), {}, load_alone::accepted);
    const bool is_bad = made.what == nullptr && !made.load;
    CHECK(is_accepted(schema, path) == (!is_bad || listed.contains(name)));
    if (listed.contains(name)) CHECK(is_bad);
  }
  for (const auto& [name, reason] : listed) {
    INFO(name);
    CHECK(found.contains(name));
    CHECK(reason.size() > 10);
  }
}

TEST_CASE("no file with a fault of a key, a type, a word or something missing is on the list") {
  for (const auto& [name, reason] : accepted_list()) {
    INFO(name);
    for (const std::string& code : errors_in(scenarios / "corpus" / "bad" / (name + ".yaml"))) {
      INFO(code);
      CHECK_FALSE(always_seen.contains(code));
    }
  }
}

TEST_CASE("the schema of populations accepts and refuses what the loader does, but for what is on its list") {
  const validator schema("population-1.schema.json");
  for (const fs::path& folder : {scenarios / "populations", scenarios / "corpus" / "populations" / "good"})
    for (const fs::path& path : yaml_files_in(folder)) {
      INFO(path.string());
      const auto document = as_json(content_of(path));
      REQUIRE(document.has_value());
      CHECK(schema.complaint(*document) == "");
    }
  const auto listed = accepted_list("accepted-populations.txt");
  std::set<std::string> found;
  for (const fs::path& path : yaml_files_in(scenarios / "corpus" / "populations" / "bad")) {
    const std::string name = path.stem().string();
    INFO(name);
    found.insert(name);
    CHECK(is_accepted(schema, path) == listed.contains(name));
    if (!listed.contains(name)) continue;
    for (const diagnostic& one : population_in(path).findings) CHECK_FALSE(always_seen.contains(one.code));
  }
  for (const auto& [name, reason] : listed) {
    INFO(name);
    CHECK(found.contains(name));
    CHECK(reason.size() > 10);
  }
}

TEST_CASE("an editor has a description for every key") {
  for (const std::string name :
       {"scenario-1.schema.json", "catalog-1.schema.json", "population-1.schema.json"}) {
    const json schema = schema_json(name);
    CHECK(schema["$schema"] == "http://json-schema.org/draft-07/schema#");
    std::vector<std::pair<std::string, const json*>> objects{{name, &schema}};
    for (const auto& [key, definition] : schema["definitions"].items())
      objects.emplace_back(key, &definition);
    for (const auto& [where, object] : objects) {
      if (!object->contains("properties")) continue;
      INFO(where);
      CHECK((*object)["additionalProperties"] == false);
      for (const auto& [key, value] : (*object)["properties"].items()) {
        INFO(key);
        const bool refers = value.contains("$ref") && value["$ref"].get<std::string>().front() == '#';
        const json& described =
            refers ? schema["definitions"][value["$ref"].get<std::string>().substr(14)] : value;
        CHECK(described.contains("description"));
      }
    }
  }
}

}  // namespace drawdown::language
