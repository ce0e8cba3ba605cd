// Packed files: whole ones, several in one, and those that are cut or damaged.
#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "support.hpp"

namespace drawdown::bulk {
namespace {

struct unpacked {
  std::string text;
  std::string why;  // empty: it is whole
};

unpacked read_all(std::string_view stored, packing how, std::size_t at_once = 70'000) {
  const auto from = unpack(bytes_in_memory(stored), how);
  std::string piece(at_once, '\0');
  unpacked made;
  for (;;) {
    const auto got = from->read(piece);
    if (!got) return {made.text, got.error().message};
    if (*got == 0) return made;
    made.text.append(piece, 0, *got);
  }
}

std::string some_text() {
  std::string text;
  for (int i = 0; i < 200'000; ++i) text += fmt::format("{},{}\n", i, i * 7919 % 100'003);
  return text;
}

}  // namespace

TEST_CASE("what is packed is unpacked, whatever is asked for at once") {
  const std::string text = some_text();
  for (const packing how : {packing::plain, packing::gzip, packing::zstd}) {
    const std::string stored = packed(text, how);
    for (const std::size_t at_once : {std::size_t{1'000}, std::size_t{65'536}, std::size_t{10'000'000}}) {
      const unpacked made = read_all(stored, how, at_once);
      CHECK(made.why.empty());
      CHECK(made.text == text);
    }
    CHECK(read_all(packed("", how), how).why.empty());
    CHECK(read_all(packed("x", how), how, 1).text == "x");
  }
}

TEST_CASE("several packed files behind each other are one") {
  for (const packing how : {packing::gzip, packing::zstd}) {
    const std::string stored = packed("one\n", how) + packed(some_text(), how) + packed("three\n", how);
    const unpacked made = read_all(stored, how);
    CHECK(made.why.empty());
    CHECK(made.text == "one\n" + some_text() + "three\n");
  }
}

TEST_CASE("a packed file that is cut anywhere is told to end in the middle") {
  const std::string text = some_text().substr(0, 4'000);
  for (const packing how : {packing::gzip, packing::zstd}) {
    const std::string stored = packed(text, how);
    for (std::size_t size = 1; size < stored.size(); size += how == packing::gzip ? 37 : 41) {
      INFO(size);
      const unpacked made = read_all(std::string_view(stored).substr(0, size), how);
      CHECK(made.why.ends_with("ends in the middle"));
      CHECK(text.starts_with(made.text));
    }
  }
}

TEST_CASE("a packed file that was changed never passes for whole") {
  const std::string text = some_text().substr(0, 4'000);
  for (const packing how : {packing::gzip, packing::zstd}) {
    const std::string stored = packed(text, how);
    for (std::size_t at = 12; at < stored.size(); at += 29) {
      std::string changed = stored;
      changed[at] = static_cast<char>(changed[at] ^ 0x10);
      INFO(at);
      CHECK_FALSE(read_all(changed, how).why.empty());
    }
  }
  CHECK(read_all("time,agent\n1,2\n", packing::gzip).why == "the gzip data is damaged");
  CHECK(read_all("time,agent\n1,2\n", packing::zstd).why == "the Zstandard data is damaged");
}

TEST_CASE("unpacking may be bounded") {
  const std::string stored = packed(std::string(50'000'000, '\n'), packing::zstd);
  CHECK(stored.size() < 10'000);
  const auto from = at_most(unpack(bytes_in_memory(stored), packing::zstd), 1U << 20U);
  std::string piece(100'000, '\0');
  std::uint64_t bytes = 0;
  for (;;) {
    const auto got = from->read(piece);
    if (got) bytes += *got;
    if (got) continue;
    CHECK(got.error().message == "it has more than 1 MB");
    break;
  }
  CHECK(bytes <= (1U << 20U));
}

TEST_CASE("names say how a file is packed and read") {
  CHECK(packing_of("a.csv.GZ") == packing::gzip);
  CHECK(packing_of("a.ndjson.zst") == packing::zstd);
  CHECK(packing_of("gz") == packing::plain);
  CHECK(unpacked_name("a.csv.gz") == "a.csv");
  CHECK(format_of("a.csv.zst") == table_format::csv);
  CHECK(format_of("a.JSONL") == table_format::ndjson);
  CHECK_FALSE(format_of("a.json").has_value());
}

}  // namespace drawdown::bulk
