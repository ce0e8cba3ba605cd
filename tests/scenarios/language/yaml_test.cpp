#include "scenarios/language/yaml.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "scenarios/language/bytes.hpp"

namespace drawdown::language {
namespace {

struct read_result {
  std::optional<node> tree;
  std::vector<diagnostic> found;
};

read_result read(const std::string& text) {
  findings found;
  const source_text file("test.yaml", text);
  scope in{found, file, 0};
  read_result made;
  if (check_bytes(in)) made.tree = read_yaml(in);
  made.found = found.sorted();
  return made;
}

// The tree as one line: texts in quotes as they are, `()` for nothing.
std::string shown(const node& of) {
  switch (of.kind) {
    case node_kind::nothing:
      return "()";
    case node_kind::refused:
      return "refused";
    case node_kind::text:
      return (of.plain ? "" : "'") + of.text + (of.plain ? "" : "'");
    case node_kind::list: {
      std::string text = "[";
      for (const node& item : of.items) text += shown(item) + " ";
      return text + "]";
    }
    case node_kind::mapping:
      break;
  }
  std::string text = "{";
  for (const entry& one : of.entries) text += shown(one.key) + ":" + shown(one.value) + " ";
  return text + "}";
}

std::string shown(const std::string& text) {
  const read_result made = read(text);
  REQUIRE(made.found.empty());
  return shown(*made.tree);
}

// The codes of all findings, each with its place.
std::string codes(const std::string& text) {
  std::string all;
  for (const diagnostic& one : read(text).found) {
    all += one.code + "@" + std::to_string(one.line) + ":" + std::to_string(one.column) + " ";
  }
  return all;
}

}  // namespace

TEST_CASE("scalars stay texts, whatever YAML would make of them") {
  CHECK(shown("a: NO\nb: 010\nc: 12.50\nd: true\ne: 1e3\nf: 2026-01-30\n") ==
        "{a:NO b:010 c:12.50 d:true e:1e3 f:2026-01-30 }");
  CHECK(shown("a: null\nb: ~\nc: Null\nd:\ne: NULL") == "{a:null b:~ c:Null d:() e:NULL }");
  CHECK(shown("null: ~\n~: null\n") == "{null:~ ~:null }");
  CHECK(shown("[null, ~, , a]").find("()") != std::string::npos);
  CHECK(shown("a:\nnull: b\n") == "{a:() null:b }");
  CHECK(shown("a: nullable\nb: ~x\n") == "{a:nullable b:~x }");
  CHECK(shown("a: \"12\"\nb: '~'\n") == "{a:'12' b:'~' }");
}

TEST_CASE("block and flow collections read alike, JSON included") {
  CHECK(shown("a:\n  - 1\n  - b: 2\n    c: 3\n") == "{a:[1 {b:2 c:3 } ] }");
  CHECK(shown("{a: [1, {b: 2, c: 3}]}") == "{a:[1 {b:2 c:3 } ] }");
  CHECK(shown("{\"a\": [1, {\"b\": 2}]}") == "{'a':[1 {'b':2 } ] }");
  CHECK(shown("a: []\nb: {}\n") == "{a:[] b:{} }");
  CHECK(shown("--- # marker\na: 1\n...\n") == "{a:1 }");
}

TEST_CASE("places count code points from one, and widths those of the token") {
  const read_result made = read("é: \"grün\" # comment\nb:   plain text\n");
  REQUIRE(made.tree);
  CHECK(made.tree->entries[0].key.place == text_place{1, 1, 1});
  CHECK(made.tree->entries[0].value.place == text_place{1, 4, 6});
  CHECK(made.tree->entries[1].value.place == text_place{2, 6, 10});
}

TEST_CASE("places are right with a byte order mark and with line ends of Windows") {
  const read_result made = read("\xEF\xBB\xBF# x\r\na: b\r\nc: d\r\n");
  REQUIRE(made.tree);
  CHECK(made.tree->entries[1].value.place == text_place{3, 4, 1});
  CHECK(made.tree->entries[1].value.text == "d");
}

TEST_CASE("what makes one part of a file mean another is refused, all of it at once") {
  CHECK(codes("a: &x 1\nb: *x\nc: !!str 2\nd: {<<: {e: 3}}\n") == "E013@1:4 E013@2:4 E014@3:4 E015@4:5 ");
  CHECK(codes("a: *unknown\n") == "E013@1:4 ");
  CHECK(codes("a: ! plain\n") == "E014@1:4 ");
  CHECK(codes("a: &x\n") == "E013@1:4 ");
  CHECK(codes("&x a: 1\n") == "E013@1:1 ");
  CHECK(codes("'<<': 1\n").empty());
}

TEST_CASE("a key stands once, and both places are named") {
  const read_result made = read("a: 1\nb: 2\n'a': 3\n");
  REQUIRE(made.found.size() == 1);
  CHECK(made.found[0].code == "E017");
  CHECK(made.found[0].line == 3);
  REQUIRE(made.found[0].related.size() == 1);
  CHECK(made.found[0].related[0].message == "first given here");
  CHECK(made.found[0].related[0].line == 1);
}

TEST_CASE("one document in a file, and nothing behind it") {
  CHECK(codes("a: 1\n---\nb: 2\n") == "E016@2:1 ");
  CHECK(codes("{a: 1}\nb: 2\n") == "E016@2:1 ");
  CHECK(codes("a: 1\n...\n---\n...\n") == "E016@3:1 ");
}

TEST_CASE("keys are texts") {
  CHECK(codes("? [a, b]\n: 1\n") == "E019@1:3 ");
  CHECK(codes("{a: 1, : 2}\n") == "E019@1:8 ");
  CHECK(codes("'': 2\n") == "E019@1:1 ");
}

TEST_CASE("depth has a limit, and one level less is fine") {
  const auto nested = [](int levels) {
    return std::string(static_cast<std::size_t>(levels), '[') +
           std::string(static_cast<std::size_t>(levels), ']');
  };
  CHECK(codes(nested(32)).empty());
  CHECK(codes(nested(33)) == "E018@1:33 ");
}

TEST_CASE("the parser's complaints come with a place and a cause") {
  CHECK(codes("a:\n\t- b\n") == "E012@2:1 ");
  CHECK(codes("a: {b: 1\nc: 2\n").substr(0, 4) == "E011");
  // The bracket that is open is told where it stands, whatever quotes and comments hold.
  CHECK(codes("- {a: {b: 1}\n- {c: 2}\n") == "E011@1:3 ");
  CHECK(codes("- it's {a\n- {b: ['}', \"]\"] # }\n- {c: 2}\n") == "E011@2:3 ");
  CHECK(codes("a: [\n  - {b: 1}\n]\n") == "E011@1:4 ");
  CHECK(codes("a: \"never closed") == "E011@1:17 ");
  CHECK(codes("a: \"never closed\n") == "E011@1:4 ");
  CHECK(codes("a: 'never closed''\n") == "E011@1:4 ");
  CHECK(codes("a: \"never \\\"\n") == "E011@1:4 ");
  CHECK(codes("a: 'it''s closed'\nb: \"\\\"\"\n").empty());
  CHECK(codes("a: b: c\n") == "E010@1:5 ");
  CHECK(codes("a: @b\n") == "E010@1:4 ");
  CHECK(codes("a: ]\n") == "E010@1:4 ");
}

TEST_CASE("bytes that are no text are refused before YAML sees them") {
  CHECK(codes("a: \xff\n") == "E004@1:4 ");
  CHECK(codes("a: \xc0\xaf\n") == "E004@1:4 ");
  CHECK(codes("a: \xed\xa0\x80\n") == "E004@1:4 ");
  CHECK(codes(std::string("a: \0b\n", 6)) == "E005@1:4 ");
  CHECK(codes("a: \x04\n") == "E005@1:4 ");
  CHECK(codes("a: \xe2\x80\xae\n") == "E005@1:4 ");
  CHECK(codes("a: \"\\0\"\n") == "E005@1:4 ");
  CHECK(codes("") == "E003@0:0 ");
  CHECK(codes(" \n\t\n") == "E003@0:0 ");
  CHECK(codes("# only a comment\n") == "E003@0:0 ");
}

}  // namespace drawdown::language
