#include "cli/options.hpp"

#include <catch2/catch.hpp>

using namespace drawdown;
using namespace drawdown::cli;

namespace {

// Options as a command might declare them.
struct sample {
  bool quiet = false;
  unsigned threads = 0;
  std::optional<std::uint64_t> seed;
  color_choice color = color_choice::automatic;
  std::vector<std::string> files;
  option_set options;

  sample() {
    options.flag("quiet,q", "says less", quiet);
    options.count("threads", "how many", threads, 1, 64);
    options.count("seed", "which", seed);
    options.color(color);
    options.files(files);
  }

  // What is wrong with these words; empty where nothing is.
  std::string complaint(const std::vector<std::string>& words) {
    const auto read = options.read(words);
    return read ? "" : read.error().message;
  }
};

}  // namespace

TEST_CASE("Options and files may come in any order") {
  sample read;
  CHECK(read.complaint({"a.yaml", "--threads", "2", "-q", "--seed=18446744073709551615", "b.yaml"}).empty());
  CHECK(read.quiet);
  CHECK(read.threads == 2);
  CHECK(read.seed == UINT64_MAX);
  CHECK(read.files == std::vector<std::string>{"a.yaml", "b.yaml"});
}

TEST_CASE("What follows a double dash is a file whatever it looks like") {
  sample read;
  CHECK(read.complaint({"--", "--quiet"}).empty());
  CHECK_FALSE(read.quiet);
  CHECK(read.files == std::vector<std::string>{"--quiet"});
}

TEST_CASE("The beginning of an option does not stand for it") {
  CHECK(sample().complaint({"a", "--thread", "2"}) ==
        "there is no option `--thread`; did you mean `--threads`?");
  CHECK(sample().complaint({"a", "--thr", "2"}) == "there is no option `--thr`; did you mean `--threads`?");
  // Of several all are named.
  sample two;
  two.options.count("seeds", "how many", two.seed);
  CHECK(two.complaint({"a", "--se", "2"}) ==
        "there is no option `--se`; did you mean `--seed` or `--seeds`?");
}

TEST_CASE("A letter that is no option is called as it was written") {
  CHECK(sample().complaint({"a", "-x"}) == "there is no option `-x`");
  CHECK(sample().complaint({"a", "-threads", "2"}) ==
        "there is no option `-threads`; did you mean `--threads`?");
}

TEST_CASE("A command that takes places has as many as it allows, or none") {
  std::vector<std::string> places;
  option_set options;
  options.places(places, 1);
  CHECK(options.read({}));
  CHECK(options.read({"one"}));
  CHECK(places == std::vector<std::string>{"one"});
  const auto read = options.read({"one", "two"});
  REQUIRE_FALSE(read);
  CHECK(read.error().message == "`two` is one word too many");
  CHECK_FALSE(options.read({""}));
}

TEST_CASE("A count is digits within its bounds") {
  for (const char* wrong : {"-1", "0", "65", "1.5", "1x", "", " 1", "0x10", "99999999999999999999999"}) {
    INFO(wrong);
    CHECK(sample().complaint({"a", "--threads", wrong}) ==
          std::string("`--threads` needs a whole number from 1 to 64, not `") + wrong + "`");
  }
  CHECK_FALSE(sample().complaint({"a", "--seed", "-5"}).empty());
  CHECK_FALSE(sample().complaint({"a", "--seed=18446744073709551616"}).empty());
}

TEST_CASE("A choice is one of its words, and the nearest is suggested") {
  sample read;
  CHECK(read.complaint({"a", "--color", "never"}).empty());
  CHECK(read.color == color_choice::never);
  CHECK(sample().complaint({"a", "--color", "alway"}) ==
        "there is no value of --color `alway`; did you mean `always`?");
  CHECK(sample().complaint({"a", "--color", "purple"}) ==
        "there is no value of --color `purple`; there is `auto`, `always`, `never`");
}

TEST_CASE("A value that is missing, not wanted or given twice is said so") {
  CHECK(sample().complaint({"a", "--threads"}) == "`--threads` needs a value");
  CHECK(sample().complaint({"a", "--quiet=yes"}) == "`--quiet` takes no value");
  CHECK(sample().complaint({"a", "--seed", "1", "--seed", "2"}) == "`--seed` is given twice");
  CHECK(sample().complaint({}) == "no file is named");
}

TEST_CASE("A command that takes no files refuses them") {
  option_set options;
  const auto read = options.read({"stray"});
  REQUIRE_FALSE(read);
  CHECK(read.error().message == "`stray` is one word too many");
}

TEST_CASE("Asking for help is enough: the rest is not looked at") {
  sample read;
  CHECK(read.complaint({"--threads", "0", "-h"}).empty());
  CHECK(read.options.help_wanted());
  CHECK(read.options.help().find("--threads N") != std::string::npos);
  CHECK(read.options.help().find("--quiet, -q") != std::string::npos);
}

TEST_CASE("The options that were given are told as words that give them again") {
  sample read;
  std::vector<std::string> given;
  read.options.given(given);
  REQUIRE(read.complaint({"-q", "a", "--threads", "2", "--color=never"}).empty());
  CHECK(given == std::vector<std::string>{"--quiet", "--threads=2", "--color=never"});
  given.emplace_back("--seed=5");
  sample again;
  CHECK(again.complaint(given) == "no file is named");
  CHECK(again.threads == 2);
  CHECK(again.seed == 5U);
  CHECK(again.quiet);
}

TEST_CASE("Where one option takes the place of files, none need be named with it") {
  sample read;
  read.options.files_unless(read.files, "seed");
  CHECK(read.complaint({"--seed", "1"}).empty());
  CHECK(read.files.empty());
  CHECK(read.complaint({"--threads", "1"}) == "no file is named");
}
