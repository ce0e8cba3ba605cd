#include "cli/options.hpp"

#include <algorithm>
#include <charconv>

#include <boost/program_options.hpp>
#include <fmt/format.h>

#include "cli/layout.hpp"
#include "engine/settings/nearest.hpp"

namespace drawdown::cli {

namespace options = boost::program_options;

namespace {

// Where the words of an option's help begin.
constexpr std::size_t help_column = 32;

error usage_error(std::string message) {
  return {error_code::malformed, std::move(message)};
}

// An option that is known, perhaps cut short, as `--base` is of `--baseline`: those that begin with it.
error unknown_option(std::string_view name, std::span<const std::string_view> known) {
  constexpr std::size_t most_named = 4;
  std::vector<std::string_view> longer;
  for (const std::string_view one : known)
    if (one.starts_with(name)) longer.push_back(one);
  if (longer.empty() || longer.size() > most_named) return unknown_word("option", name, known);
  return usage_error(
      fmt::format("there is no option `{}`; did you mean `{}`?", name, fmt::join(longer, "` or `")));
}

// What Boost.Program_options found wrong, in our words.
error explained(const options::error& wrong, std::span<const std::string_view> known) {
  if (const auto* unknown = dynamic_cast<const options::unknown_option*>(&wrong)) {
    const std::string name = unknown->get_option_name();
    if (name.starts_with("--")) return unknown_option(name, known);
    // A word with one dash is a letter, and no letter is near another.
    const std::string meant = "-" + name;
    const bool is_word = std::ranges::find(known, meant) != known.end();
    return usage_error(fmt::format("there is no option `{}`{}", name,
                                   is_word ? fmt::format("; did you mean `{}`?", meant) : ""));
  }
  if (const auto* twice = dynamic_cast<const options::multiple_occurrences*>(&wrong))
    return usage_error(fmt::format("`{}` is given twice", twice->get_option_name()));
  if (const auto* syntax = dynamic_cast<const options::invalid_command_line_syntax*>(&wrong)) {
    if (syntax->kind() == options::invalid_syntax::extra_parameter)
      return usage_error(fmt::format("`{}` takes no value", syntax->get_option_name()));
    return usage_error(fmt::format("`{}` needs a value", syntax->get_option_name()));
  }
  return usage_error(wrong.what());
}

}  // namespace

error unknown_word(std::string_view what, std::string_view word, std::span<const std::string_view> known) {
  std::string message = fmt::format("there is no {} `{}`", what, word);
  if (const auto meant = nearest(word, known))
    message += fmt::format("; did you mean `{}`?", *meant);
  else if (known.size() <= 8)
    message += fmt::format("; there is `{}`", fmt::join(known, "`, `"));
  return usage_error(std::move(message));
}

result<std::uint64_t> read_count(std::string_view option, std::string_view text, std::uint64_t least,
                                 std::uint64_t most) {
  std::uint64_t count = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool is_count = failure == std::errc() && end == text.data() + text.size();
  if (is_count && least <= count && count <= most) return count;
  return fail(error_code::malformed,
              fmt::format("`{}` needs a whole number from {} to {}, not `{}`", option, least, most, text));
}

result<std::string> read_file_name(std::string_view option, std::string_view text) {
  if (!text.empty()) return std::string(text);
  return fail(error_code::malformed, fmt::format("`{}` needs the name of a file, not an empty one", option));
}

option_set::option_set() {
  flag("help,h", "this page", help_wanted_);
}

void option_set::flag(std::string name, std::string help, bool& target) {
  options_.push_back({std::move(name), "", std::move(help), [&target](std::string_view) -> result<void> {
                        target = true;
                        return {};
                      }});
}

void option_set::value(std::string name, std::string value_name, std::string help, taker take) {
  options_.push_back({std::move(name), std::move(value_name), std::move(help), std::move(take)});
}

void option_set::values(std::string name, std::string value_name, std::string help, taker take) {
  options_.push_back({std::move(name), std::move(value_name), std::move(help), std::move(take), true});
}

void option_set::quiet_as_all() {
  if (std::ranges::find(options_, "quiet", &option::long_name) != options_.end()) return;
  flag("quiet,q", "shows no progress", quiet_wanted_);
}

void option_set::color(color_choice& target) {
  choice(
      "color", "whether messages are coloured (auto: on a terminal, unless NO_COLOR is set)", target,
      {{"auto", color_choice::automatic}, {"always", color_choice::always}, {"never", color_choice::never}});
}

void option_set::files(std::vector<std::string>& target) {
  files_ = &target;
  files_least_ = 1;
  files_most_ = SIZE_MAX;
}

void option_set::files_unless(std::vector<std::string>& target, std::string instead) {
  files(target);
  instead_of_files_ = std::move(instead);
}

void option_set::places(std::vector<std::string>& target, std::size_t most) {
  files_ = &target;
  files_most_ = most;
}

result<void> option_set::read(const std::vector<std::string>& arguments) {
  options::options_description known;
  std::vector<std::string> names;
  for (const option& each : options_) {
    names.push_back("--" + each.long_name());
    if (each.value_name.empty())
      known.add_options()(each.name.c_str(), "");
    else if (each.repeats)
      known.add_options()(each.name.c_str(), options::value<std::vector<std::string>>()->composing(), "");
    else
      known.add_options()(each.name.c_str(), options::value<std::string>(), "");
  }
  const std::vector<std::string_view> names_known(names.begin(), names.end());

  options::variables_map found;
  std::vector<std::string> words;
  try {
    namespace style = options::command_line_style;
    const options::parsed_options parsed = options::command_line_parser(arguments)
                                               .options(known)
                                               .style(style::unix_style & ~style::allow_guessing)
                                               .run();
    options::store(parsed, found);
    words = options::collect_unrecognized(parsed.options, options::include_positional);
  } catch (const options::error& wrong) {
    return tl::unexpected(explained(wrong, names_known));
  }

  if (given_ != nullptr) given_->clear();
  help_wanted_ = found.contains("help");
  if (help_wanted_) return {};
  quiet_wanted_ = found.contains("quiet");
  for (const option& each : options_) {
    const options::variable_value& given = found[each.long_name()];
    if (given.empty()) continue;
    std::vector<std::string> texts = {""};
    if (each.repeats)
      texts = given.as<std::vector<std::string>>();
    else if (!each.value_name.empty())
      texts = {given.as<std::string>()};
    for (const std::string& text : texts) {
      if (auto taken = each.take(text); !taken) return taken;
      if (given_ != nullptr)
        given_->push_back("--" + each.long_name() + (each.value_name.empty() ? "" : "=" + text));
    }
  }
  if (words.size() > files_most_)
    return tl::unexpected(usage_error(fmt::format("`{}` is one word too many", words[files_most_])));
  const bool needs_files = instead_of_files_.empty() || !found.contains(instead_of_files_);
  if (needs_files && words.size() < files_least_) return tl::unexpected(usage_error("no file is named"));
  for (const std::string& word : words)
    if (word.empty()) return tl::unexpected(usage_error("a file has no empty name"));
  if (files_ != nullptr) *files_ = std::move(words);
  return {};
}

std::vector<option_page> option_set::pages() const {
  std::vector<option_page> all;
  for (const option& each : options_) {
    const auto comma = each.name.find(',');
    all.push_back({each.long_name(), comma == std::string::npos ? "" : each.name.substr(comma + 1),
                   each.value_name, each.help, each.repeats});
  }
  return all;
}

std::string option_set::help() const {
  std::string text;
  for (const option_page& each : pages()) {
    std::string names = "  --" + each.name;
    if (!each.letter.empty()) names += ", -" + each.letter;
    if (!each.value_name.empty()) names += ' ' + each.value_name;
    if (names.size() + 2 > help_column) {
      text += names + '\n';
      names.clear();
    }
    text += wrapped_behind(fmt::format("{:<{}}", names, help_column), each.help, page_columns);
  }
  return text;
}

}  // namespace drawdown::cli
