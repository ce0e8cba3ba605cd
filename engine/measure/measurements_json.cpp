#include "engine/measure/measurements_json.hpp"

#include <cmath>
#include <initializer_list>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace drawdown::measurement {

namespace {

using json = nlohmann::ordered_json;

// One thing that is wrong with a document. It goes no further than `from_json`.
struct fault {
  error_code code;
  std::string message;
};

[[noreturn]] void refuse(const std::string& path, const std::string& message,
                         error_code code = error_code::malformed) {
  throw fault{code, path.empty() ? message : fmt::format("`{}`: {}", path, message)};
}

// A value of the document, with its path in it.
struct place {
  const json& value;
  std::string path;

  place at(const char* key) const {
    const auto found = value.find(key);
    if (found == value.end()) refuse(path, fmt::format("the key `{}` is missing", key));
    return {*found, path.empty() ? key : fmt::format("{}.{}", path, key)};
  }
  place at(std::size_t index) const { return {value[index], fmt::format("{}[{}]", path, index)}; }
};

std::string kind_of(const json& value) {
  if (value.is_null()) return "nothing (null)";
  if (value.is_boolean()) return "true or false";
  if (value.is_string()) return fmt::format("the text `{}`", value.get<std::string>());
  if (value.is_number()) return fmt::format("the number {}", value.dump());
  return value.is_array() ? "an array" : "an object";
}

void expect_object(const place& where, std::initializer_list<std::string_view> known) {
  if (!where.value.is_object()) refuse(where.path, "should be an object, is " + kind_of(where.value));
  for (const auto& [key, value] : where.value.items()) {
    bool is_known = false;
    for (const std::string_view each : known) is_known = is_known || each == key;
    if (!is_known) refuse(where.path, fmt::format("the key `{}` is not known", key));
  }
}

std::string text_of(const place& where) {
  if (!where.value.is_string()) refuse(where.path, "should be a text, is " + kind_of(where.value));
  std::string text = where.value.get<std::string>();
  if (text.empty()) refuse(where.path, "should be a text, is an empty one");
  return text;
}

template <class Value>
Value choice_of(const place& where, std::initializer_list<Value> known) {
  std::string words;
  for (const Value each : known) {
    if (where.value.is_string() && where.value.get<std::string>() == word_for(each)) return each;
    words += fmt::format("{}`{}`", words.empty() ? "" : " or ", word_for(each));
  }
  refuse(where.path, fmt::format("should be {}, is {}", words, kind_of(where.value)));
}

std::vector<double> samples_of(const place& where, gate which) {
  if (!where.value.is_array())
    refuse(where.path, "should be an array of numbers, is " + kind_of(where.value));
  if (where.value.empty()) refuse(where.path, "there is no sample; a metric has one at least");
  if (where.value.size() > most_samples)
    refuse(where.path,
           fmt::format("there are {} samples; {} are the most", where.value.size(), most_samples));
  std::vector<double> samples;
  for (std::size_t i = 0; i < where.value.size(); ++i) {
    const place sample = where.at(i);
    if (!sample.value.is_number()) refuse(sample.path, "should be a number, is " + kind_of(sample.value));
    const double number = sample.value.get<double>();
    if (which == gate::time && number <= 0)
      refuse(sample.path, "a time should be above zero, is " + kind_of(sample.value));
    if (number < 0) refuse(sample.path, "a count should not be negative, is " + kind_of(sample.value));
    samples.push_back(number);
  }
  return samples;
}

metric metric_of(const place& where) {
  expect_object(where, {"name", "unit", "gate", "better", "samples"});
  metric made;
  made.name = text_of(where.at("name"));
  made.unit = text_of(where.at("unit"));
  made.gate = choice_of(where.at("gate"), {gate::exact, gate::time});
  made.better = choice_of(where.at("better"), {better::lower, better::higher});
  made.samples = samples_of(where.at("samples"), made.gate);
  return made;
}

std::vector<metric> metrics_of(const place& where) {
  if (!where.value.is_array()) refuse(where.path, "should be an array, is " + kind_of(where.value));
  std::vector<metric> metrics;
  std::set<std::string> names;
  for (std::size_t i = 0; i < where.value.size(); ++i) {
    metrics.push_back(metric_of(where.at(i)));
    if (!names.insert(metrics.back().name).second)
      refuse(where.at(i).path, fmt::format("`{}` is there twice", metrics.back().name));
  }
  return metrics;
}

std::vector<condition> conditions_of(const place& where) {
  if (!where.value.is_object()) refuse(where.path, "should be an object, is " + kind_of(where.value));
  std::vector<condition> conditions;
  for (const auto& [name, value] : where.value.items())
    conditions.push_back({name, text_of({value, fmt::format("{}.{}", where.path, name)})});
  return conditions;
}

void expect_version(const place& document) {
  const place version = document.at("measurements_schema_version");
  if (!version.value.is_number_integer())
    refuse(version.path, "should be a whole number, is " + kind_of(version.value));
  if (version.value != measurements_schema_version)
    refuse(
        version.path,
        fmt::format("this is version {}, and this program reads {}; compare it with the program that wrote "
                    "it, or measure again",
                    version.value.dump(), measurements_schema_version),
        error_code::not_built);
}

measurements document_of(const json& parsed) {
  const place document{parsed, ""};
  if (!parsed.is_object() || !parsed.contains("measurements_schema_version"))
    refuse("", "this is no file of measurements: there is no `measurements_schema_version` in it");
  expect_version(document);
  expect_object(document,
                {"measurements_schema_version", "what", "subject", "interleaved", "conditions", "metrics"});
  measurements made;
  made.what = choice_of(document.at("what"), {measured_by::load, measured_by::bench});
  made.subject = text_of(document.at("subject"));
  if (parsed.contains("interleaved")) made.interleaved = text_of(document.at("interleaved"));
  made.conditions = conditions_of(document.at("conditions"));
  made.metrics = metrics_of(document.at("metrics"));
  return made;
}

// The library writes a number with the fewest digits that are read as the same one; a whole number needs no
// point.
json number_of(double sample) {
  constexpr double exactly_whole = 9'007'199'254'740'992;  // 2^53
  if (sample == std::floor(sample) && sample < exactly_whole) return static_cast<std::int64_t>(sample);
  return sample;
}

std::string line_of(const metric& of) {
  json samples = json::array();
  for (const double sample : of.samples) samples.push_back(number_of(sample));
  return json{{"name", of.name},
              {"unit", of.unit},
              {"gate", word_for(of.gate)},
              {"better", word_for(of.better)},
              {"samples", std::move(samples)}}
      .dump();
}

}  // namespace

std::string to_json(const measurements& what) {
  const auto quoted = [](const std::string& text) { return json(text).dump(); };
  std::string text =
      fmt::format("{{\n  \"measurements_schema_version\": {},\n  \"what\": \"{}\",\n  \"subject\": {},\n",
                  measurements_schema_version, word_for(what.what), quoted(what.subject));
  if (!what.interleaved.empty()) text += fmt::format("  \"interleaved\": {},\n", quoted(what.interleaved));
  text += "  \"conditions\": {";
  const char* before = "\n";
  for (const condition& each : what.conditions) {
    text += fmt::format("{}    {}: {}", before, quoted(each.name), quoted(each.value));
    before = ",\n";
  }
  text += what.conditions.empty() ? "},\n" : "\n  },\n";
  text += "  \"metrics\": [";
  before = "\n";
  for (const metric& each : what.metrics) {
    text += fmt::format("{}    {}", before, line_of(each));
    before = ",\n";
  }
  return text + (what.metrics.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

result<measurements> from_json(std::string_view text) {
  try {
    return document_of(json::parse(text));
  } catch (const fault& found) {
    return fail(found.code, found.message);
  } catch (const json::exception& failure) {
    std::string_view why = failure.what();  // `[json.exception.parse_error.101] parse error at line 1 …`
    if (const std::size_t end = why.find("] "); end != std::string_view::npos) why.remove_prefix(end + 2);
    return fail(error_code::malformed, fmt::format("this is no JSON: {}", why));
  }
}

}  // namespace drawdown::measurement
