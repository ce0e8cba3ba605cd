// A world that is written as a scenario loads as the same world.
#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <rapidcheck.h>

#include "random_world.hpp"
#include "scenarios/language/load.hpp"
#include "scenarios/language/write_scenario.hpp"
#include "scenarios/language/write_yaml.hpp"
#include "world_text.hpp"

namespace drawdown::language {
namespace {

namespace fs = std::filesystem;

// A load that stands alone has no world; load_section_test.cpp writes those.
bool has_a_world(const fs::path& path) {
  return !load_scenario(path.string(), {}, load_alone::accepted).load || load_scenario(path.string()).what;
}

std::vector<fs::path> scenarios() {
  std::vector<fs::path> found;
  for (const char* folder : {"/scenarios/library", "/scenarios/corpus/good"}) {
    for (const auto& one : fs::directory_iterator(DRAWDOWN_SOURCE_DIR + std::string(folder)))
      if (one.path().extension() == ".yaml" && has_a_world(one.path())) found.push_back(one.path());
  }
  std::sort(found.begin(), found.end());
  REQUIRE(found.size() >= 25);
  return found;
}

std::shared_ptr<world> load(const std::string& text) {
  const loaded made = load_scenario_text("written.yaml", text);
  for (const diagnostic& one : made.findings) UNSCOPED_INFO(render(one, false));
  REQUIRE(made.what != nullptr);
  return made.what;
}

std::string findings_in(const loaded& from) {
  std::string all;
  for (const diagnostic& one : from.findings) all += render(one, false);
  return all;
}

}  // namespace

TEST_CASE("every scenario that is written whole is one file and loads as the same world") {
  for (const fs::path& path : scenarios()) {
    INFO(path.string());
    const loaded original = load_scenario(path.string());
    REQUIRE(original.what != nullptr);
    const std::string text = write_scenario(*original.what).value();
    INFO(text);
    const auto again = load(text);
    CHECK(again->files.size() == 1);
    CHECK(world_text(*again).whole() == world_text(*original.what).whole());
    CHECK(again->key_names == original.what->key_names);
    CHECK(again->groups == original.what->groups);
    CHECK(again->fingerprints == original.what->fingerprints);
  }
}

TEST_CASE("what is written whole is written the same again") {
  for (const fs::path& path : scenarios()) {
    INFO(path.string());
    const std::string once = write_scenario(*load_scenario(path.string()).what).value();
    CHECK(write_scenario(*load(once)).value() == once);
  }
}

TEST_CASE("every default stands in what is written") {
  const std::string text =
      write_scenario(
          *load("scenario: Small\n"
                "catalog: {catalog: c, currency: EUR, credit_rate: 1 EUR = 50 credits}\n"
                "start: 2026-01-01\n"
                "end: 2026-02-01\n"
                "gateways: {stripe: {}}\n"
                "accounts: {acme: {auto_recharge: {threshold: 5, amount: 20 EUR}, agents: {bot: {}}}}\n"))
          .value();
  for (const char* line :
       {"seed: 1\n", "time_zone: UTC\n", "  key_window: 7d\n", "  when_short: refuse\n", "    latency: 2s\n",
        "    decline: {rate: 0%, reasons: [card_declined]}\n",
        "    auto_recharge: {watch: available, trigger: below, threshold: 5, amount: 20.00 EUR",
        ", max_per_period: none, max_spend_per_period: none, cooldown: none}",
        "      bot: {when_plan_exhausted: use_balance, monthly_limit: none}\n", "    low_balance: off\n"}) {
    INFO(text);
    CHECK_THAT(text, Catch::Contains(line));
  }
}

TEST_CASE("texts are in quotes where they need them, and only there") {
  CHECK(scalar("call") == "call");
  CHECK(scalar("2026-01-30T10:00:00Z") == "2026-01-30T10:00:00Z");
  CHECK(scalar("-1.5") == "-1.5");
  CHECK(scalar("Zoë") == "Zoë");
  CHECK(scalar("a: b") == "\"a: b\"");
  CHECK(scalar("a #b") == "\"a #b\"");
  CHECK(scalar("[a]") == "\"[a]\"");
  CHECK(scalar("- a") == "\"- a\"");
  CHECK(scalar("null") == "\"null\"");
  CHECK(scalar("say \"hi\\\"") == "\"say \\\"hi\\\\\\\"\"");
  CHECK(scalar("a\tb") == "\"a\\tb\"");
  CHECK(scalar("") == "\"\"");
}

TEST_CASE("any title, name and key survives being written") {
  const std::string marks = " abzAZ09_-.@+:#,[]{}&*!|>'\"%`?\\/~=é漢";
  REQUIRE(rc::check([&](const std::vector<std::uint8_t>& draws) {
    std::string title = "t";
    for (const std::uint8_t draw : draws) title += marks[draw % (marks.size() - 5)];
    if (title.size() > 150) title.resize(150);
    const auto made = load(
        "scenario: Small\n"
        "catalog: {catalog: c, currency: EUR, credit_rate: 1 EUR = 50 credits}\n"
        "start: 2026-01-01\n"
        "end: 2026-02-01\n"
        "accounts: {acme: {grants: [{kind: free, credits: 1, key: k}]}}\n");
    made->name = title;
    made->key_names.front() = title;
    const auto again = load(write_scenario(*made).value());
    RC_ASSERT(again->name == title);
    RC_ASSERT(again->key_names == std::vector<std::string>{title});
  }));
}

namespace {

// What a scenario cannot say of a random world is brought to what it can: usage that a population draws
// becomes rows of a file, an expectation asks something, steps are counted without gaps, holds have keys and
// amounts.
class sayable {
 public:
  explicit sayable(const test::world_builder& told) : made_(std::make_shared<world>(*told.build())) {
    const settings defaults;
    made_->settings.key_window = defaults.key_window;
    if (made_->settings.burn_down.empty()) made_->settings.burn_down = defaults.burn_down;
    if (made_->settings.retry.empty()) made_->settings.retry = defaults.retry;
    made_->usage_files.emplace_back("drawn.csv");
    for (account_spec& account : made_->accounts) settle(account);
    number_steps();
  }
  const world& operator*() const { return *made_; }

 private:
  void settle(account_spec& account) {
    for (std::size_t i = 0; i < account.grants.size(); ++i) {
      account.grants[i].order = {made_->start, turn_order::phase::timeline, 0, 0};
      if (!account.grants[i].key.was_given())
        account.grants[i].key = {effect_key::space::timeline, static_cast<std::uint32_t>(i + 1), 0};
    }
    if (account.low_balance && *account.low_balance <= credits{}) account.low_balance.reset();
    std::vector<std::shared_ptr<const command>> kept;
    for (const auto& one : account.commands) {
      command step = *one;
      if (std::visit([&](auto& body) { return settle(body, step); }, step.body))
        kept.push_back(std::make_shared<const command>(step));
    }
    account.commands = std::move(kept);
  }

  // Whether a step can be said, after it was brought into shape.
  template <class Body>
  static bool settle(Body&, command&) {
    return true;
  }
  static bool settle(grant_command& body, command&) { return body.amount > credits{}; }
  static bool settle(top_up_command& body, command&) {
    return std::visit([](auto amount) { return amount > decltype(amount){}; }, body.amount);
  }
  static bool settle(adjust_command& body, command&) {
    if (body.amount > credits{}) body.into_debt = false;
    return !body.amount.is_zero();
  }
  bool settle(hold_command& body, command& step) {
    if (!step.key.was_given()) {
      step.key = {effect_key::space::given, 0, made_->key_names.size()};
      made_->key_names.push_back(fmt::format("hold {}", made_->key_names.size()));
    }
    if (body.meter == no_meter) body.quantity.reset();
    if (body.quantity) body.amount = {};
    return body.quantity || body.amount > credits{};
  }
  bool settle(expect_command& body, command&) {
    made_->expectations[body.expectation].items = {{{}, expected_figure{figure::balance, credits::whole(1)}}};
    return true;
  }
  static bool settle(notice_command& body, command&) { return !body.attempt || *body.attempt > 0; }
  static bool settle(set_account_command& body, command&) {
    if (body.low_balance && *body.low_balance && **body.low_balance <= credits{}) body.low_balance.reset();
    return body.payment_methods || body.auto_recharge || body.low_balance;
  }

  // Counts the steps from 1 in the order in which they stand; what the keys made from them name follows.
  void number_steps() {
    std::vector<std::pair<std::uint64_t, std::uint64_t*>> numbers;
    std::vector<std::vector<command>> steps(made_->accounts.size());
    std::uint64_t line = 1;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      account_spec& account = made_->accounts[i];
      for (const auto& one : account.commands) steps[i].push_back(*one);
      for (command& one : steps[i]) {
        if (one.order.in != turn_order::phase::file)
          numbers.emplace_back(one.order.number, &one.order.number);
      }
      for (agent_spec& agent : account.agents) {
        for (usage& used : std::get<timeline_source>(agent.source).items) {
          if (used.order.in == turn_order::phase::population) drawn_.push_back(&used);
          if (used.order.in == turn_order::phase::timeline) {
            numbers.emplace_back(used.order.number, &used.order.number);
          }
        }
      }
    }
    std::stable_sort(drawn_.begin(), drawn_.end(),
                     [](const usage* a, const usage* b) { return a->order.at < b->order.at; });
    for (usage* used : drawn_) {
      const auto file = static_cast<std::uint32_t>(made_->usage_files.size() - 1);
      used->order = {used->order.at, turn_order::phase::file, file, ++line};
      if (!used->key.was_given()) used->key = {effect_key::space::file, file, line};
    }
    std::sort(numbers.begin(), numbers.end());
    std::map<std::uint64_t, std::uint64_t> renamed;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      renamed[numbers[i].first] = i + 1;
      *numbers[i].second = i + 1;
    }
    const auto rename = [&](effect_key& key) {
      const bool of_step = key.from == effect_key::space::timeline && key.owner == 0;
      if (of_step && renamed.contains(key.number)) key.number = renamed[key.number];
    };
    for (std::size_t i = 0; i < steps.size(); ++i) {
      account_spec& account = made_->accounts[i];
      account.commands.clear();
      for (command& one : steps[i]) {
        rename(one.key);
        if (auto* used = std::get_if<usage>(&one.body)) {
          used->order = one.order;
          used->key = one.key;
        }
        if (auto* notice = std::get_if<notice_command>(&one.body)) rename(notice->payment);
        if (auto* capture = std::get_if<capture_command>(&one.body)) rename(capture->hold);
        if (auto* ended = std::get_if<void_command>(&one.body)) rename(ended->hold);
        if (auto* revoked = std::get_if<revoke_command>(&one.body)) rename(revoked->grant);
        account.commands.push_back(std::make_shared<const command>(one));
      }
      for (agent_spec& agent : account.agents) {
        auto& items = std::get<timeline_source>(agent.source).items;
        for (usage& used : items) rename(used.key);
        std::stable_sort(items.begin(), items.end(),
                         [](const usage& a, const usage& b) { return a.order < b.order; });
      }
    }
  }

  std::shared_ptr<world> made_;
  std::vector<usage*> drawn_;
};

}  // namespace

TEST_CASE("any world that is written as a scenario loads as the same world") {
  REQUIRE(rc::check([] {
    const sayable told(test::world_of(*test::any_recipe()));
    const auto text = write_scenario(*told);
    RC_ASSERT(text.has_value());
    const loaded again = load_scenario_text("written.yaml", *text);
    RC_LOG() << *text << findings_in(again);
    RC_ASSERT(again.what != nullptr);
    std::string expected = world_text(*told).whole();
    std::string found = world_text(*again.what).whole();
    // The version of the machine's zones is not part of what is told.
    expected.erase(0, expected.find('\n'));
    found.erase(0, found.find('\n'));
    RC_ASSERT(found == expected);
    RC_ASSERT(write_scenario(*again.what).value() == *text);
  }));
}

TEST_CASE("usage that is drawn has no words yet, and is refused") {
  test::world_builder w;
  auto acme = w.account("acme");
  const agent_index bot = acme.agent("bot");
  acme.spec().agents[bot].source = drawn_source{};
  const auto text = write_scenario(w.raw());
  REQUIRE_FALSE(text.has_value());
  CHECK(text.error().code == error_code::not_built);
  CHECK_THAT(text.error().message, Catch::Contains("bot"));
}

}  // namespace drawdown::language
