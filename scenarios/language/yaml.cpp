#include "scenarios/language/yaml.hpp"

#include <istream>
#include <stdexcept>
#include <streambuf>
#include <unordered_map>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "scenarios/language/utf8.hpp"
#include "scenarios/language/yaml_faults.hpp"

namespace drawdown::language {
namespace {

// Brackets that are nested are measured again and again; the caret under them is never wider than this many
// bytes.
constexpr std::size_t widest = 400;

// Thrown through yaml-cpp's parser, which knows no other way to stop, when reading on has no sense. What is
// wrong was reported before.
class stop_reading {};

// A buffer over a text that is already in memory.
class text_buffer : public std::streambuf {
 public:
  explicit text_buffer(const std::string& text) {
    char* begin = const_cast<char*>(text.data());  // the interface wants it so; nothing is ever written
    setg(begin, begin, begin + text.size());
  }
};

// Builds the tree from the parser's events.
class builder : public YAML::EventHandler {
 public:
  explicit builder(scope& in) : in_(in), text_(in.file.text()), places_(in.file) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (documents_++ == 0) return;
    const std::size_t offset = offset_of(mark);
    const bool marked = std::string_view(text_).substr(offset).starts_with("---");
    in_.report(fault::second_document, places_.at(offset),
               {marked ? "a second document begins here" : "text after the end of the document",
                "everything from here on is too much", "a file holds one scenario or one catalog"});
    throw stop_reading{};
  }
  void OnDocumentEnd() override { settle_null(); }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    const std::size_t offset = offset_of(mark);
    settle_null(offset);
    null_at_ = offset;
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    const std::size_t offset = offset_of(mark);
    settle_null(offset);
    in_.report(fault::anchor_or_alias, token_at(offset),
               {"aliases are not part of the language", "an alias",
                "write the value out, or put the text in quotes"});
    node refused = at_place(offset);
    refused.kind = node_kind::refused;
    add(std::move(refused));
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    const std::size_t offset = offset_of(mark);
    settle_null(offset);
    check_properties(offset);
    add(scalar(offset, tag == "?", value));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value style) override {
    open(mark, node_kind::list, style);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value style) override {
    open(mark, node_kind::mapping, style);
  }
  void OnMapEnd() override { close(); }

  std::optional<node> take() { return std::move(root_); }

  // The complaint that fits where the parser stood when it threw.
  yaml_complaint complaint(const YAML::Exception& thrown) const {
    yaml_complaint made;
    made.message = thrown.msg;
    made.offset = thrown.mark.is_null() ? text_.size() : offset_of(thrown.mark);
    if (!open_.empty()) {
      made.innermost = open_.back().made.place;
      made.innermost_is_flow = open_.back().flow;
    }
    return made;
  }

 private:
  struct unfinished {
    node made;
    bool flow = false;
    std::size_t offset = 0;
    bool key_is_next = true;  // of a mapping
    node key;
    std::unordered_map<std::string, std::size_t> seen;  // key: position in entries; looked up, never walked
  };

  static std::size_t offset_of(const YAML::Mark& mark) {
    return static_cast<std::size_t>(mark.pos < 0 ? 0 : mark.pos);
  }

  node at_place(std::size_t offset) {
    node made;
    made.place = places_.at(offset);
    return made;
  }

  // The stretch of a word that stands without spaces: an alias, an anchor, a tag.
  text_place token_at(std::size_t offset) {
    return places_.at(offset, text_.find_first_of(" \t\r\n,]}", offset));
  }

  void check_properties(std::size_t offset) {
    if (offset >= text_.size() || property_at_ == offset)
      return;  // a mapping begins where its first key does
    if (text_[offset] == '&') {
      property_at_ = offset;
      in_.report(
          fault::anchor_or_alias, token_at(offset),
          {"anchors are not part of the language", "an anchor", "take it away, or put the text in quotes"});
    } else if (text_[offset] == '!') {
      property_at_ = offset;
      in_.report(fault::tag, token_at(offset),
                 {"tags are not part of the language", "a tag", "take it away, or put the text in quotes"});
    }
  }

  node scalar(std::size_t offset, bool plain, const std::string& value) {
    node made;
    made.kind = node_kind::text;
    made.plain = plain;
    made.text = value;
    token_end_ = end_of(offset, plain, value);
    made.place = places_.at(offset, token_end_);
    for (std::size_t at = 0; at < value.size();) {
      const decoded next = decode_utf8(value, at);
      if (is_forbidden(next.point) || next.point == '\r') {
        in_.report(fault::forbidden_character, made.place,
                   {fmt::format("the character U+{:04X} may not stand in a text",
                                static_cast<std::uint32_t>(next.point)),
                    "written as an escape", "take it away"});
        made.kind = node_kind::refused;
        break;
      }
      at += next.bytes;
    }
    return made;
  }

  // Where a quoted text that begins at `offset` ends, its closing quote included; nothing where it has none.
  std::optional<std::size_t> quoted_end(std::size_t offset) const {
    const char quote = text_[offset];
    for (std::size_t at = offset + 1; at < text_.size(); ++at) {
      if (quote == '"' && text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote) {
        if (quote == '"' || at + 1 == text_.size() || text_[at + 1] != quote) return at + 1;
        ++at;
      }
    }
    return {};
  }

  // Where a scalar ends, its quotes included; of one over several lines without quotes, where its first line
  // does.
  std::size_t end_of(std::size_t offset, bool plain, const std::string& value) {
    if (offset >= text_.size()) return text_.size();
    const std::string_view rest = std::string_view(text_).substr(offset);
    if (plain && rest.starts_with(value)) return offset + value.size();
    const bool quoted = !plain && (rest.front() == '"' || rest.front() == '\'');
    if (!quoted) return offset + rest.substr(0, rest.find_first_of("\r\n")).size();
    const auto end = quoted_end(offset);
    if (end) return *end;
    // yaml-cpp takes the end of the file for the missing quote, if it follows a line end.
    in_.report(fault::never_closed, places_.at(offset),
               {"a quoted text is never closed", "opened here", "close it with the quote that opened it"});
    throw stop_reading{};
  }

  // yaml-cpp says "null" both for a missing value, at the place of whatever comes next, and for the words
  // `null` and
  // `~`, which here are texts like any other. It was missing if the next thing stands at the same place.
  void settle_null(std::optional<std::size_t> next = {}) {
    if (!null_at_) return;
    const std::size_t offset = *null_at_;
    null_at_.reset();
    node made = at_place(offset);
    if (next != offset) {
      check_properties(offset);
      const std::string_view rest = std::string_view(text_).substr(std::min(offset, text_.size()));
      for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
        if (!rest.starts_with(word)) continue;
        const std::string_view after = rest.substr(word.size());
        if (after.empty() || std::string_view(" \t\r\n,]}:").find(after.front()) != std::string_view::npos) {
          made = scalar(offset, true, std::string(word));
        }
      }
    }
    add(std::move(made));
  }

  void open(const YAML::Mark& mark, node_kind kind, YAML::EmitterStyle::value style) {
    const std::size_t offset = offset_of(mark);
    settle_null(offset);
    check_properties(offset);
    if (open_.size() >= deepest) {
      in_.report(fault::too_deep, places_.at(offset),
                 {fmt::format("nested more than {} levels deep", deepest), "one level too many",
                  "look for a bracket that was not closed"});
      throw stop_reading{};
    }
    unfinished begun;
    begun.made = at_place(offset);
    begun.made.kind = kind;
    begun.flow = style == YAML::EmitterStyle::Flow;
    begun.offset = offset;
    if (begun.flow) token_end_ = offset + 1;
    open_.push_back(std::move(begun));
  }

  void close() {
    settle_null();
    node done = std::move(open_.back().made);
    if (open_.back().flow) {
      token_end_ = std::min(text_.find_first_of("]}", token_end_), text_.size() - 1) + 1;
      const std::size_t begin = open_.back().offset;
      done.place.width = in_.file.width_of(begin, std::min(token_end_, begin + widest), done.place.column);
    } else if (done.kind == node_kind::mapping && !done.entries.empty()) {
      done.place.width = done.entries.front().key.place.width;
    }
    open_.pop_back();
    add(std::move(done));
  }

  void add(node made) {
    if (open_.empty()) {
      root_ = std::move(made);
      return;
    }
    unfinished& into = open_.back();
    if (into.made.kind == node_kind::list) {
      into.made.items.push_back(std::move(made));
    } else if (into.key_is_next) {
      into.key = std::move(made);
      into.key_is_next = false;
    } else {
      into.key_is_next = true;
      add_entry(into, std::move(made));
    }
  }

  void add_entry(unfinished& into, node value) {
    node key = std::move(into.key);
    if (key.kind == node_kind::refused) return;
    if (key.kind != node_kind::text || key.text.empty()) {
      in_.report(fault::key_not_text, key.place,
                 {"a key must be a single text",
                  key.kind == node_kind::nothing || key.kind == node_kind::text ? "nothing before the colon"
                                                                                : "not a text",
                  "a key is one word before a colon, such as `at: +5m`"});
      return;
    }
    if (key.plain && key.text == "<<") {
      in_.report(fault::merge_key, key.place,
                 {"merge keys are not part of the language", "a merge key", "write the keys out"});
      return;
    }
    const auto [known, is_new] = into.seen.try_emplace(key.text, into.made.entries.size());
    if (!is_new) {
      const text_place& first = into.made.entries[known->second].key.place;
      in_.report(fault::duplicate_key, key.place,
                 {fmt::format("the key `{}` appears twice", key.text),
                  "given again",
                  "keep the one that is meant",
                  {{"first given here", in_.here(first)}}});
      return;
    }
    into.made.entries.push_back({std::move(key), std::move(value)});
  }

  scope& in_;
  const std::string& text_;
  place_finder places_;
  std::vector<unfinished> open_;
  std::optional<node> root_;
  std::size_t token_end_ = 0;  // of the last scalar or bracket
  std::optional<std::size_t> null_at_;
  std::optional<std::size_t> property_at_;  // the last anchor or tag that was reported
  int documents_ = 0;
};

}  // namespace

std::optional<node> read_yaml(scope& in) {
  text_buffer buffer(in.file.text());
  std::istream stream(&buffer);
  builder events(in);
  try {
    YAML::Parser parser(stream);
    if (!parser.HandleNextDocument(events)) {
      in.report(fault::empty_file, {},
                {"the file is empty but for comments", "",
                 "a scenario begins with `scenario: NAME`, a catalog with `catalog: NAME`"});
      return {};
    }
    parser.HandleNextDocument(events);
    return events.take();
  } catch (const stop_reading&) {
    return {};
  } catch (const YAML::Exception& thrown) {
    report_complaint(in, events.complaint(thrown));
  } catch (const std::exception& thrown) {
    in.report(
        fault::malformed_yaml, {},
        {fmt::format("the file cannot be read: {}", thrown.what()), "", "look for what is not YAML in it"});
  }
  return {};
}

}  // namespace drawdown::language
