// `drawdown run --watch`, through the real program: it goes on until Ctrl-C, whatever happens to the files.
#include <filesystem>

#include <catch2/catch.hpp>

#include "tests/cli/support.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

namespace {

// Runs `drawdown run --watch $what`, and meanwhile what is in `driver`. There `see FILE TEXT N` waits until N
// lines with that text are in $output or $messages; after a minute it gives up and kills the program.
constexpr const char* frame = R"sh(
see() {
  tries=0
  until [ "$(grep -c -- "$2" "$1" 2>/dev/null || true)" -ge "$3" ]; do
    tries=$((tries + 1))
    if [ $tries -gt 600 ]; then
      kill -KILL "$(cat pid)"
      exit 1
    fi
    sleep 0.1
  done
}
output=output
messages=messages
: >output
: >messages
{
  . ./driver
  kill -INT "$(cat pid)"
} &
sh -c 'echo $$ >pid; exec "$@"' sh "$DRAWDOWN" run --watch "$what" >output 2>messages
code=$?
wait
exit $code
)sh";

ended watched(const scratch_folder& scratch, const std::string& what, const std::string& driver) {
  scratch.write("driver", driver);
  ended seen = shell("cd '" + scratch.path("") + "'; what='" + what + "'" + frame);
  seen.output = content_of(scratch.path("output"));
  seen.messages = content_of(scratch.path("messages"));
  return seen;
}

}  // namespace

TEST_CASE("A scenario runs again when it changes, and when its catalog does, until Ctrl-C") {
  const scratch_folder scratch;
  write_scenario(scratch, "good.yaml");
  const ended seen = watched(scratch, "good.yaml", R"sh(
see $messages watching 1
sed -i 's/available: 70/available: 71/' good.yaml
see $messages watching 2
sed -i 's/price: 10/price: 9.5/' shop.yaml
see $messages watching 3
)sh");
  CHECK(seen.code == 130);
  CHECK_THAT(seen.output, StartsWith("PASS") && Contains("expected 71, actual 70") &&
                              Contains("expected 71, actual 71.5"));
  CHECK_THAT(seen.messages, StartsWith("drawdown: watching 2 files; Ctrl-C ends\n") &&
                                Contains("  good.yaml changed\n") && Contains("  shop.yaml changed\n") &&
                                !Contains("finishing what is open"));
}

TEST_CASE("A watch outlives errors, files that go and files that are not there yet") {
  const scratch_folder scratch;
  write_scenario(scratch, "good.yaml");
  const ended seen = watched(scratch, "good.yaml", R"sh(
see $messages watching 1
mv shop.yaml away.yaml
see $messages watching 2
mv away.yaml shop.yaml
see $messages watching 3
cp good.yaml kept.yaml
printf 'scenario: [' >good.yaml
see $messages watching 4
rm good.yaml
see $messages watching 5
mv kept.yaml good.yaml
see $messages watching 6
)sh");
  CHECK(seen.code == 130);
  std::size_t passed = 0;
  for (std::size_t at = seen.output.find("PASS"); at != std::string::npos;
       at = seen.output.find("PASS", at + 1))
    ++passed;
  CHECK(passed == 3);
  CHECK_THAT(seen.messages, Contains("  shop.yaml is gone\n") && Contains("  shop.yaml changed\n") &&
                                Contains("  good.yaml is gone\n") && Contains("error[E001]"));
}

TEST_CASE("A folder that is watched may get another scenario") {
  const scratch_folder scratch;
  std::filesystem::create_directory(scratch.path("all"));
  write_scenario(scratch, "good.yaml");
  std::filesystem::copy(scratch.path("shop.yaml"), scratch.path("all"));
  const ended seen = watched(scratch, "all", R"sh(
see $messages watching 1
cp good.yaml all
see $messages watching 2
)sh");
  CHECK(seen.code == 130);
  CHECK_THAT(seen.output, StartsWith("PASS"));
  CHECK_THAT(seen.messages, Contains("holds no scenario") && Contains("  all/good.yaml changed\n"));
}

TEST_CASE("What is watched can't be kept: there would be many runs in one folder") {
  const scratch_folder scratch;
  const ended seen =
      program({"run", write_scenario(scratch, "good.yaml"), "--watch", "--out", scratch.path("run")});
  CHECK(seen.code == 2);
  CHECK_THAT(seen.messages, Contains("--out keeps one run"));
  CHECK_FALSE(std::filesystem::exists(scratch.path("run")));
}
