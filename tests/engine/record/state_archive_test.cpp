// Fields of states as bytes: what is read is what was written, also what the world has; and no length is
// believed that the bytes can't hold.
#include "engine/record/state_archive.hpp"

#include <catch2/catch.hpp>

using namespace drawdown;
using record::state_reader;
using record::state_writer;
using record::steps_of_account;

namespace {

const account_spec nobody;

template <class... Fields>
record::bytes written(const Fields&... fields) {
  record::bytes all;
  state_writer write(all, steps_of_account(nobody));
  write(fields...);
  return all;
}

// The same fields, read again.
template <class T>
T read_again(const T& value) {
  const record::bytes all = written(value);
  state_reader read(all, steps_of_account(nobody));
  T found{};
  read(found);
  CHECK(read.ok());
  CHECK(read.left() == 0);
  return found;
}

template <class T>
void check_same(const T& value) {
  CHECK(read_again(value) == value);
}

}  // namespace

TEST_CASE("fields of all kinds are read as they were written", "[checkpoint]") {
  check_same(std::string("a text"));
  check_same(int128{-7} << 90U);
  check_same(std::optional<credits>(credits::from_micro(-3)));
  check_same(std::vector<std::optional<instant>>{std::nullopt, instant::from_us(5)});
  check_same(std::map<std::uint32_t, std::string>{{2, "b"}, {1, "a"}});
  check_same(std::set<std::pair<instant, std::uint32_t>>{{instant::never(), 1}, {instant::from_us(0), 2}});
  check_same(std::variant<money, credits>(credits::from_micro(9)));
  check_same(std::array<money, 2>{money::from_minor(1), money::from_minor(-1)});
  check_same(std::tuple<bool, std::uint64_t>{true, UINT64_MAX});
  const auto shared = read_again(std::shared_ptr<const std::string>(std::make_shared<std::string>("x")));
  REQUIRE(shared);
  CHECK(*shared == "x");
  CHECK_FALSE(read_again(std::shared_ptr<const std::string>()));
}

TEST_CASE("a table without order is written in the order of its keys", "[checkpoint][R14.7]") {
  std::unordered_map<std::uint64_t, std::uint32_t> one;
  std::unordered_map<std::uint64_t, std::uint32_t> other;
  other.reserve(1000);
  for (std::uint32_t i = 0; i < 50; ++i) one.emplace(i * 7919, i);
  for (std::uint32_t i = 50; i-- > 0;) other.emplace(i * 7919, i);
  CHECK(written(one) == written(other));
  CHECK(read_again(one) == one);
}

TEST_CASE("a length beyond the bytes ends the reading, and asks for no memory", "[checkpoint]") {
  const record::bytes length = written(std::uint32_t{0xFFFFFFF0});
  state_reader list_from(length, steps_of_account(nobody));
  std::vector<std::uint64_t> list;
  list_from(list);
  CHECK_FALSE(list_from.ok());
  CHECK(list.empty());
  state_reader text_from(length, steps_of_account(nobody));
  std::string text;
  text_from(text);
  CHECK_FALSE(text_from.ok());
  CHECK(text.empty());
}

TEST_CASE("a number of an alternative that there is not ends the reading", "[checkpoint]") {
  const record::bytes wrong = written(std::uint8_t{2}, std::uint64_t{0});
  state_reader read(wrong, steps_of_account(nobody));
  std::variant<money, credits> amount;
  read(amount);
  CHECK_FALSE(read.ok());
}

TEST_CASE("a step of the world is kept as its number, the first of equal ones under its key",
          "[checkpoint]") {
  const auto step = [](std::uint64_t key, command_body body) {
    command made;
    made.key = {effect_key::space::given, 0, key};
    made.body = std::move(body);
    return made;
  };
  const subscribe_command one{1};
  const subscribe_command two{2};
  account_spec of;
  of.grants.push_back(step(5, grant_command{}));
  for (const auto& made : {step(7, one), step(7, two), step(8, two)})
    of.commands.push_back(std::make_shared<const command>(made));

  record::bytes all;
  state_writer write(all, steps_of_account(of));
  write.step(7, &of.commands[1]->body);
  write.step(8, command_body(two));
  write.step(5, of.grants[0].body);
  state_reader read(all, steps_of_account(of));
  const command_body* pointed = nullptr;
  command_body copied;
  command_body granted;
  read.step(7, pointed);
  read.step(8, copied);
  read.step(5, granted);
  CHECK(read.ok());
  CHECK(pointed == &of.commands[1]->body);
  CHECK(copied == command_body(two));
  CHECK(std::holds_alternative<grant_command>(granted));
}

TEST_CASE("a step that the world has not ends the reading", "[checkpoint]") {
  const record::bytes wrong = written(std::uint32_t{3});
  state_reader read(wrong, steps_of_account(nobody));
  const command_body* found = nullptr;
  read.step(1, found);
  CHECK_FALSE(read.ok());
}
