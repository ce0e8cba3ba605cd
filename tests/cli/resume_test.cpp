// Runs that are killed while they are kept, and finished with --resume (docs/resume.md).
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <span>

#include <catch2/catch.hpp>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/unfinished_document.hpp"
#include "tests/cli/killed_runs.hpp"
#include "tests/cli/random_kills.hpp"
#include "tests/engine/record/blocks.hpp"

using namespace drawdown::cli_test;
using Catch::Matchers::Contains;

namespace {

namespace files = std::filesystem;

const std::string scenarios = std::string(DRAWDOWN_SOURCE_DIR) + "/scenarios/";

// A scenario of some accounts that use something for four months.
std::string write_usage(const scratch_folder& in, unsigned rows, unsigned accounts) {
  const ended seen = program({"generate", "usage", "--rows", std::to_string(rows), "--accounts",
                              std::to_string(accounts), "--from", "2026-01-01", "--to", "2026-05-01", "-q",
                              "-o", in.path("usage.csv"), "--scenario", in.path("usage.yaml")});
  INFO(seen.messages);
  REQUIRE(seen.code == 0);
  return in.path("usage.yaml");
}

// Small businesses with agents, plans, top-ups and recharges, so many of them.
std::string write_businesses(const scratch_folder& in, unsigned accounts) {
  std::string text = content_of(scenarios + "populations/small-businesses.yaml");
  const std::string whole = "accounts: 5000";
  text.replace(text.find(whole), whole.size(), fmt::format("accounts: {}", accounts));
  return in.write("businesses.yaml", text);
}

std::vector<std::string> simulating(const std::string& file, unsigned months) {
  return {"simulate",  file,
          "--catalog", scenarios + "catalogs/voice-agents-monthly.yaml",
          "--months",  std::to_string(months)};
}

// Runs that were killed when some of their blocks were written, for tests of what is done then.
struct killed_run {
  scratch_folder folder;
  std::string scenario = write_usage(folder, 2'000, 20);
  std::string run = folder.path("run");
  std::string blocks = run + "/blocks.bin";

  killed_run() {
    const ended seen = program({"run", scenario, "--out", folder.path("undisturbed")});
    REQUIRE(seen.code == 0);
    const std::size_t size = content_of(folder.path("undisturbed/blocks.bin")).size();
    REQUIRE(killed_by_limit({"run", scenario, "--out", run}, size * 2 / 3));
    REQUIRE(block_offsets(run).size() > 4);
  }

  ended resume(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"run", "--resume", run};
    words.insert(words.end(), more.begin(), more.end());
    return program(words);
  }

  std::string difference() const {
    return first_difference(read_kept(folder.path("undisturbed")), read_kept(run));
  }
};

std::string told(const kill_figures& of, const std::string& what) {
  return fmt::format(
      "{}: {} kills ({} before the first block, {} among blocks, {} after the last, of which {} came too "
      "late); "
      "tails: {} torn, {} flipped, {} lengthened; {} resumed runs killed again; {} of {} resumed to the same "
      "bytes; "
      "{} blocks, {:.2f} s undisturbed, {:.2f} s to resume on average\n",
      what, of.kills, of.before_blocks, of.among_blocks, of.while_keeping, of.ended_before, of.torn,
      of.flipped, of.lengthened, of.killed_again, of.same, of.kills, of.blocks_of_a_run,
      of.seconds_undisturbed, of.seconds_resumed / std::max(1U, of.resumes));
}

}  // namespace

TEST_CASE("Ten runs that are killed at random moments, and torn, come to the same bytes", "[R14.7]") {
  const scratch_folder folder;
  const auto days = kill_at_random(
      {"run", write_usage(folder, 3'000, 50), "--epoch", "day", "--threads", "2", "--checkpoint-every", "0"},
      7, 1);
  CHECK(days.same == 7);
  INFO("they were killed, and some tails were damaged");
  CHECK(days.ended_before <= 1);
  CHECK(days.torn + days.flipped + days.lengthened >= 2);
  const auto people = kill_at_random(simulating(write_businesses(folder, 20), 2), 3, 2);
  CHECK(people.same == 3);
  CHECK(people.ended_before <= 1);
}

// At length, by `./dev prove`.
TEST_CASE("A hundred runs that are killed at random moments, and torn, come to the same bytes",
          "[.][prove][R14.7]") {
  const scratch_folder folder;
  const auto days = kill_at_random({"run", write_usage(folder, 20'000, 200), "--epoch", "day", "--threads",
                                    "2", "--checkpoint-every", "0"},
                                   40, 11);
  std::cout << told(days, "usage of 200 accounts, by days, 2 threads, a checkpoint each day") << std::flush;
  const auto months = kill_at_random({"run", write_usage(folder, 20'000, 200), "--threads", "1"}, 20, 12);
  std::cout << told(months, "usage of 200 accounts, by months, 1 thread") << std::flush;
  auto simulated = simulating(write_businesses(folder, 50), 3);
  simulated.insert(simulated.end(), {"--checkpoint-every", "0"});
  const auto people = kill_at_random(simulated, 40, 13);
  std::cout << told(people, "50 small businesses for 3 months, a checkpoint each month");
  CHECK(days.same + months.same + people.same == 100);
  const auto of_all = [&](unsigned kill_figures::*figure) {
    return days.*figure + months.*figure + people.*figure;
  };
  CHECK(of_all(&kill_figures::ended_before) <= 10);
  CHECK(of_all(&kill_figures::among_blocks) >= 50);
  CHECK(of_all(&kill_figures::torn) + of_all(&kill_figures::flipped) + of_all(&kill_figures::lengthened) >=
        50);
  CHECK(of_all(&kill_figures::killed_again) >= 10);
}

TEST_CASE("A run that died in the middle of a block tells what was torn and what was kept, and finishes") {
  const killed_run killed;
  const std::size_t size = content_of(killed.blocks).size();
  const std::vector<std::size_t> offsets = block_offsets(killed.run);
  const ended seen = killed.resume();
  INFO(seen.messages);
  CHECK(seen.code == 0);
  if (size > offsets.back())
    CHECK_THAT(seen.messages, Contains(torn_tail(size - offsets.back(), offsets.back())));
  CHECK_THAT(seen.messages, Contains(fmt::format("{} blocks", offsets.size() - 1)));
  CHECK(seen.output == program({"run", killed.scenario}).output);
  CHECK(killed.difference() == "");
}

TEST_CASE("One byte behind the last block is told as one") {
  const killed_run killed;
  std::string blocks = content_of(killed.blocks);
  blocks.resize(block_offsets(killed.run).back());
  put_content(killed.blocks, blocks + 'x');
  CHECK_THAT(killed.resume().messages, Contains(torn_tail(1, blocks.size())));
}

TEST_CASE("Damage before the last block is an error with its offset, and the file stays as it was") {
  const killed_run killed;
  const std::string whole = content_of(killed.blocks);
  const std::vector<std::size_t> offsets = block_offsets(killed.run);
  for (const std::size_t block : {std::size_t{0}, std::size_t{2}, offsets.size() - 3}) {
    for (const std::size_t at : {offsets[block], offsets[block] + 5, offsets[block + 1] - 1}) {
      std::string broken = whole;
      broken[at] = static_cast<char>(broken[at] ^ 0x10);
      put_content(killed.blocks, broken);
      const ended seen = killed.resume();
      INFO(at << ": " << seen.messages);
      CHECK(seen.code == 4);
      CHECK_THAT(seen.messages,
                 Contains("is damaged") && Contains(fmt::format("(at byte {})", offsets[block])));
      CHECK(seen.output.empty());
      CHECK(content_of(killed.blocks) == broken);
    }
  }
  put_content(killed.blocks, whole);
  CHECK(killed.resume().code == 0);
  CHECK(killed.difference() == "");
}

TEST_CASE("A block that does not come out as it was committed is told with its offset, and ends with 10") {
  const killed_run killed;
  std::string blocks = content_of(killed.blocks);
  const std::vector<std::size_t> offsets = block_offsets(killed.run);
  const auto front = std::as_bytes(std::span(blocks)).subspan(offsets[1], offsets[2] - offsets[1]);
  drawdown::record::bytes block(front.begin(), front.end());
  const std::size_t in_the_digest = 44;
  drawdown::test::flip_bit(block, in_the_digest * 8);
  drawdown::test::seal(block);
  blocks.replace(offsets[1], block.size(), reinterpret_cast<const char*>(block.data()), block.size());
  put_content(killed.blocks, blocks);
  const ended seen = killed.resume();
  CHECK(seen.code == 10);
  CHECK_THAT(seen.messages,
             Contains("the run does not repeat") && Contains(fmt::format("(at byte {})", offsets[1])));
  CHECK(files::exists(killed.run + "/unfinished.json"));
}

TEST_CASE("A block that does not come again is told, and ends with 10") {
  const killed_run killed;
  std::string blocks = content_of(killed.blocks);
  blocks.resize(block_offsets(killed.run).back());
  const auto strange = drawdown::test::block_of({}, 4'711);
  blocks.append(reinterpret_cast<const char*>(strange.data()), strange.size());
  put_content(killed.blocks, blocks);
  const ended seen = killed.resume();
  CHECK(seen.code == 10);
  CHECK_THAT(seen.messages, Contains("1 block that it had committed did not come again"));
}

TEST_CASE("A folder with an unfinished run is not run into, and the way to finish it is told") {
  const killed_run killed;
  const ended seen = program({"run", killed.scenario, "--out", killed.run});
  CHECK(seen.code == 4);
  CHECK_THAT(seen.messages, Contains("a run that was never finished") &&
                                Contains("`drawdown run --resume '" + killed.run + "'`"));
  const ended asked = program({"report", killed.run});
  CHECK(asked.code == 4);
  CHECK_THAT(asked.messages, Contains("`drawdown run --resume " + killed.run + "` finishes it"));
  CHECK(killed.resume().code == 0);
}

TEST_CASE("A simulation that was killed is told to be finished by simulate") {
  const scratch_folder folder;
  const std::string run = folder.path("run");
  auto words = simulating(write_businesses(folder, 20), 2);
  words.insert(words.end(), {"--out", run});
  REQUIRE(killed_by_limit(words, 20'000));
  CHECK_THAT(program({"report", run}).messages,
             Contains("`drawdown simulate --resume " + run + "` finishes it"));
  const ended other = program({"run", "--resume", run});
  CHECK(other.code == 4);
  CHECK_THAT(other.messages, Contains("`drawdown simulate --resume DIR`"));
}

TEST_CASE("Beside --resume nothing is taken that would be another run, whether it is finished or not") {
  const killed_run killed;
  const std::string finished = killed.folder.path("undisturbed");
  for (const std::string& run : {killed.run, finished}) {
    INFO(run);
    CHECK(program({"run", killed.scenario, "--resume", run}).code == 2);
    CHECK(program({"run", "--resume", run, "--epoch", "day"}).code == 2);
    const ended keeping = program({"run", "--resume", run, "--keep", "totals"});
    CHECK(keeping.code == 2);
    CHECK_THAT(keeping.messages, Contains("`--keep` can't be given with `--resume`"));
    CHECK(program({"run", "--resume", run, "--jobs", "2"}).code == 2);
  }
  CHECK(program({"run", "--resume", finished, "--brief"}).code == 0);
}

TEST_CASE("A run goes on in files of its own alone") {
  const killed_run killed;
  for (const char* name : {"blocks.bin", "unfinished.json", "run.sqlite", "checkpoint.bin.next"}) {
    const std::string file = killed.run + "/" + name;
    const bool was_there = files::exists(file);
    const std::string other = killed.folder.write("other", "somebody else's");
    if (was_there) files::rename(file, file + ".kept");
    for (const bool is_link : {true, false}) {
      INFO(file << (is_link ? " is a link" : " is a pipe"));
      if (is_link)
        files::create_symlink(other, file);
      else
        REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
      const ended seen = killed.resume();
      CHECK(seen.code == 4);
      CHECK_THAT(seen.messages, Contains(file + "` is " + (is_link ? "a link" : "no file")));
      CHECK(content_of(other) == "somebody else's");
      files::remove(file);
    }
    if (was_there) files::rename(file + ".kept", file);
  }
  CHECK(killed.resume().code == 0);
  CHECK(killed.difference() == "");
}

TEST_CASE("A manifest beside what a run was begun with is none: the run goes on") {
  const killed_run killed;
  put_content(killed.run + "/manifest.json", "");
  CHECK(killed.resume().code == 0);
  CHECK(killed.difference() == "");
}

TEST_CASE("What holds no unfinished run is not gone on with, and no run is advised into what it holds") {
  const scratch_folder scratch;
  const std::string empty = scratch.path("empty");
  std::filesystem::create_directory(empty);
  const ended nothing = program({"run", "--resume", empty});
  CHECK(nothing.code == 4);
  CHECK_THAT(nothing.messages,
             Contains("holds no run to go on with") && Contains("--out " + empty + "` would"));
  scratch.write("something.txt", "else");
  CHECK_THAT(program({"run", "--resume", scratch.path("")}).messages, Contains("--out FOLDER` would"));
}

TEST_CASE("A run whose inputs have changed does not go on, and names the file") {
  const killed_run killed;
  const std::string usage = killed.folder.path("usage.csv");
  const std::string before = content_of(usage);
  put_content(usage, before + "\n");
  const ended changed = killed.resume();
  CHECK(changed.code == 4);
  CHECK_THAT(changed.messages, Contains("`" + usage + "` has changed since the run began"));
  put_content(usage, before);
  CHECK(killed.resume().code == 0);
  CHECK(killed.difference() == "");
}

TEST_CASE("A run of another version of the program does not go on") {
  const killed_run killed;
  const std::string path = killed.run + "/unfinished.json";
  auto begun = drawdown::cli::read_unfinished_document(path).value();
  begun.program_version = "0.0.1";
  put_content(path, drawdown::cli::unfinished_run_text(begun));
  const ended seen = killed.resume();
  CHECK(seen.code == 4);
  CHECK_THAT(seen.messages, Contains("begun by version 0.0.1"));
  put_content(path, "{}");
  CHECK_THAT(killed.resume().messages, Contains("does not say what the run was begun with"));
}

TEST_CASE("Options that change nothing of a run may be given anew, others may not") {
  const killed_run killed;
  for (const char* option :
       {"--seed=4", "--epoch=day", "--verify=off", "--until=2026-02-01", "--out=elsewhere"}) {
    const ended seen = killed.resume({option});
    CHECK(seen.code == 2);
    CHECK_THAT(seen.messages, Contains("can't be given with `--resume`"));
  }
  CHECK_THAT(killed.resume({killed.scenario}).messages, Contains("leave out `" + killed.scenario + "`"));
  const ended seen = killed.resume({"--threads=1", "--format=json", "--quiet"});
  CHECK(seen.code == 0);
  CHECK(seen.output == content_of(killed.run + "/results.json"));
  CHECK(seen.messages.find("were kept") == std::string::npos);
  CHECK(killed.difference() == "");
}

TEST_CASE("A run goes on with the options and in the folder that it was begun with") {
  const killed_run killed;
  const std::string begin = "cd '" + killed.folder.path("") +
                            "' && \"$DRAWDOWN\" run usage.yaml --seed 5 --until 2026-04-10 --format json";
  REQUIRE(shell(begin + " --out whole").code == 0);
  const std::size_t size = content_of(killed.folder.path("whole/blocks.bin")).size();
  const ended limited = shell(fmt::format("ulimit -f {}; ", size / 1024) + begin + " --out part");
  REQUIRE(limited.code > 128);
  const ended seen = program({"run", "--resume", killed.folder.path("part")});
  INFO(seen.messages);
  CHECK(seen.code == 0);
  CHECK(seen.output == content_of(killed.folder.path("part/results.json")));
  CHECK(first_difference(read_kept(killed.folder.path("whole")), read_kept(killed.folder.path("part"))) ==
        "");
}

TEST_CASE("A run that is finished is told again, with the code that it ended with") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "wrong.yaml", "71");
  const ended first = program({"run", file, "--out", scratch.path("run")});
  REQUIRE(first.code == 11);
  const kept_bytes before = read_kept(scratch.path("run"));
  const ended again = program({"run", "--resume", scratch.path("run")});
  CHECK(again.code == 11);
  CHECK(again.output == first.output);
  CHECK_THAT(again.messages, Contains("is finished"));
  CHECK(first_difference(before, read_kept(scratch.path("run"))) == "");
}

TEST_CASE("A run that still goes on is left alone") {
  const killed_run killed;
  const int file = ::open(killed.blocks.c_str(), O_RDWR);
  REQUIRE(::flock(file, LOCK_EX | LOCK_NB) == 0);
  const std::string before = content_of(killed.blocks);
  const ended seen = killed.resume();
  CHECK(seen.code == 4);
  CHECK_THAT(seen.messages, Contains("is still going on"));
  CHECK(content_of(killed.blocks) == before);
  ::close(file);
  CHECK(killed.resume().code == 0);
}

TEST_CASE("Where nothing can be resumed, the message says what there is") {
  const killed_run killed;
  CHECK_THAT(program({"run", "--resume", killed.folder.path("nowhere")}).messages,
             Contains("there is no folder"));
  const ended above = program({"run", "--resume", killed.folder.path("")});
  CHECK(above.code == 4);
  CHECK_THAT(above.messages, Contains("there are unfinished runs in `" + killed.run + "`"));
  CHECK_THAT(program({"simulate", "--resume", killed.run}).messages,
             Contains("`drawdown run --resume DIR` goes on with it"));
  CHECK(program({"run", "--resume", ""}).code == 2);
}

TEST_CASE("What an end before the first word of a run has left is no hindrance to a new run") {
  const scratch_folder scratch;
  const std::string file = write_scenario(scratch, "good.yaml");
  files::create_directory(scratch.path("run"));
  scratch.write("run/unfinished.json.part", "{\"sche");
  CHECK(program({"run", file, "--out", scratch.path("run")}).code == 0);
  CHECK(read_kept(scratch.path("run")).files ==
        std::vector<std::string>{"blocks.bin", "manifest.json", "results.json", "run.sqlite"});
}
