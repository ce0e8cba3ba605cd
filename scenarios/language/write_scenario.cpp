#include "scenarios/language/write_scenario.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/settings/table.hpp"
#include "engine/time/text.hpp"
#include "scenarios/language/rulebook.hpp"
#include "scenarios/language/write_parts.hpp"

namespace drawdown::language {
namespace {

// Usage that nobody wrote down; null where there is none.
const agent_spec* agent_that_draws(const world& what) {
  const auto is_drawn = [](const usage& one) { return one.order.in == turn_order::phase::population; };
  for (const account_spec& account : what.accounts) {
    for (const agent_spec& agent : account.agents) {
      const auto* told = std::get_if<timeline_source>(&agent.source);
      if (told == nullptr || std::any_of(told->items.begin(), told->items.end(), is_drawn)) return &agent;
    }
  }
  return nullptr;
}

// The rule-book, and every setting that it or the scenario says; what it leaves unknown stays so.
void write_rules(const world& what, const rules_used* rules, block_writer& out) {
  out.add(0, "rules", rules != nullptr ? rules->book : std::string(default_rulebook));
  out.open(0, "settings");
  for (const setting_entry& one : setting_table()) {
    const bool is_known = rules == nullptr || rules->origin_of(one.name) != setting_origin::unknown;
    if (one.is_built() && is_known) out.add(1, one.name, one.write(what.settings));
  }
}

void write_head(const world& what, const rules_used* rules, block_writer& out) {
  out.add(0, "scenario", scalar(what.name));
  write_catalog(what, out);
  write_rules(what, rules, out);
  out.add(0, "seed", fmt::format("{}", what.seed));
  out.add(0, "start", to_string(what.start));
  out.add(0, "end", to_string(what.end));
  out.add(0, "time_zone", scalar(what.zones[what.zone].name));
}

void write_gateway(const gateway_spec& gateway, const world& in, block_writer& out) {
  out.open(1, gateway.name);
  out.add(2, "latency", to_string(gateway.latency));
  out.add(2, "timeout", to_string(gateway.timeout));
  flow_list reasons;
  for (const std::string& one : gateway.reasons) reasons.add(scalar(one));
  out.add(2, "decline",
          flow_mapping().add("rate", percentage(gateway.decline_rate)).add("reasons", reasons.text()).text());
  out.add(2, "notices",
          flow_mapping()
              .add("duplicate", percentage(gateway.duplicate_rate))
              .add("lost", percentage(gateway.lost_rate))
              .add("delay", fmt::format("{}..{}", to_string(gateway.delay_min), to_string(gateway.delay_max)))
              .text());
  flow_mapping fees;
  fees.add("rate", percentage(gateway.fee_rate));
  if (!gateway.fee_fixed.is_zero()) fees.add("fixed", money_text(gateway.fee_fixed, in));
  out.add(2, "fees", fees.text());
  out.add(2, "payouts", std::string(name_of(gateway.payout)));
  if (gateway.outages.empty()) return out.add(2, "outages", "[]");
  out.open(2, "outages");
  for (const outage& one : gateway.outages)
    out.item(3, flow_mapping().add("from", to_string(one.from)).add("to", to_string(one.until)).text());
}

// Users, with their roles in the accounts' organizations (R11.1).
void write_users(const world& what, block_writer& out) {
  std::vector<flow_mapping> roles(what.users.size());
  std::set<std::string> seen;
  for (const account_spec& account : what.accounts) {
    if (account.organization.empty() || !seen.insert(account.organization).second) continue;
    for (const user_index one : account.viewers) roles[one].add(account.organization, "billing");
  }
  if (!what.users.empty()) out.open(0, "users");
  for (std::size_t i = 0; i < what.users.size(); ++i) {
    flow_mapping user;
    if (!roles[i].is_empty()) user.add("roles", roles[i].text());
    out.add(1, what.users[i], user.text());
  }
}

void write_declared(const world& what, block_writer& out) {
  if (what.gateways.empty()) out.add(0, "gateways", "{}");
  if (!what.gateways.empty()) out.open(0, "gateways");
  for (const gateway_spec& one : what.gateways) write_gateway(one, what, out);
  write_users(what, out);
  out.open(0, "accounts");
  for (const account_spec& one : what.accounts) write_account(what, one, out);
}

// What happens, as it is written down: steps by their place in the timeline, rows by their file and line.
struct written {
  std::uint32_t file = 0;
  std::uint64_t number = 0;
  std::string text;
};

class happenings {
 public:
  explicit happenings(const world& what) : what_(what) {
    for (account_index i = 0; i < what.accounts.size(); ++i) read(i);
    const auto in_place = [](const written& a, const written& b) {
      return std::pair(a.file, a.number) < std::pair(b.file, b.number);
    };
    std::sort(steps_.begin(), steps_.end(), in_place);
    std::sort(rows_.begin(), rows_.end(), in_place);
  }

  void write(block_writer& out) const {
    if (steps_.empty()) out.add(0, "timeline", "[]");
    if (!steps_.empty()) out.open(0, "timeline");
    for (const written& one : steps_) out.item(1, one.text);
    if (!what_.usage_files.empty()) out.open(0, "usage");
    auto row = rows_.begin();
    for (std::uint32_t file = 0; file < what_.usage_files.size(); ++file) {
      const bool has_rows = row != rows_.end() && row->file == file;
      out.item(1, fmt::format("file: {}", scalar(what_.usage_files[file])));
      if (!has_rows) out.add(2, "rows", "[]");
      if (has_rows) out.open(2, "rows");
      for (; row != rows_.end() && row->file == file; ++row) out.item(3, row->text);
    }
  }

 private:
  void read(account_index account) {
    const account_spec& spec = what_.accounts[account];
    for (const auto& step : spec.commands) {
      if (step->order.in == turn_order::phase::file) {
        add_row(account, std::get<usage>(step->body));
      } else if (!is_asked_at_end(*step)) {
        steps_.push_back({0, step->order.number, step_text(what_, account, *step)});
      }
    }
    for (const agent_spec& agent : spec.agents) {
      for (const usage& used : std::get<timeline_source>(agent.source).items) {
        if (used.order.in == turn_order::phase::file)
          add_row(account, used);
        else
          steps_.push_back({0, used.order.number, step_text(what_, account, used)});
      }
    }
  }

  bool is_asked_at_end(const command& step) const {
    const auto* asks = std::get_if<expect_command>(&step.body);
    return asks != nullptr && what_.expectations[asks->expectation].at_end;
  }

  void add_row(account_index account, const usage& row) {
    rows_.push_back({row.order.rank, row.order.number, row_text(what_, account, row)});
  }

  const world& what_;
  std::vector<written> steps_;
  std::vector<written> rows_;
};

}  // namespace

result<std::string> write_scenario(const world& what, const rules_used* rules) {
  if (const agent_spec* drawing = agent_that_draws(what))
    return fail(
        error_code::not_built,
        fmt::format("the usage of the agent {} is drawn, and a scenario cannot say so in this version",
                    drawing->name));
  block_writer out;
  write_head(what, rules, out);
  write_declared(what, out);
  happenings(what).write(out);
  if (!what.rules.empty()) out.open(0, "always");
  for (const always_rule& one : what.rules) out.item(1, text_of(what, one));
  write_expect_at_end(what, out);
  return out.take();
}

}  // namespace drawdown::language
