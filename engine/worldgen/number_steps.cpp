#include "engine/worldgen/number_steps.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace drawdown::worldgen {
namespace {

// The first row of a file stands below its header.
constexpr std::uint64_t line_of_first_row = 2;

// The keys of other things that a step names.
template <class Then>
void each_key_named(command_body& body, Then then) {
  std::visit(
      [&](auto& step) {
        using kind = std::decay_t<decltype(step)>;
        if constexpr (std::is_same_v<kind, notice_command> || std::is_same_v<kind, refund_payment_command> ||
                      std::is_same_v<kind, chargeback_command>)
          then(step.payment);
        else if constexpr (std::is_same_v<kind, capture_command> || std::is_same_v<kind, void_command>)
          then(step.hold);
        else if constexpr (std::is_same_v<kind, revoke_command>)
          then(step.grant);
        else if constexpr (std::is_same_v<kind, refund_command>)
          then(step.debit);
        else if constexpr (std::is_same_v<kind, pay_invoice_command> ||
                           std::is_same_v<kind, void_invoice_command>)
          then(step.invoice);
      },
      body);
}

// Where a step or a row stood, and the place that it gets.
struct standing {
  instant at;
  account_index account = 0;
  turn_order* order = nullptr;
  effect_key* key = nullptr;

  // Behind one another as they are worked; accounts are apart.
  auto rank() const { return std::tuple(at, order->in, order->number, account); }
};

class numbering {
 public:
  explicit numbering(world& of) : world_(of), renamed_(of.accounts.size()) {
    for (account_index i = 0; i < of.accounts.size(); ++i) take_apart(i);
  }

  void work() {
    number(steps_, 1);
    for (auto& [file, rows] : rows_) number(rows, line_of_first_row);
    for (account_index i = 0; i < world_.accounts.size(); ++i) put_together(i);
  }

 private:
  void take_apart(account_index account) {
    account_spec& spec = world_.accounts[account];
    std::vector<command>& own = commands_.emplace_back();
    own.reserve(spec.commands.size());
    for (const auto& step : spec.commands) own.push_back(*step);
    for (command& step : own) add(account, step.order, step.key);
    for (agent_spec& agent : spec.agents)
      if (auto* told = std::get_if<timeline_source>(&agent.source))
        for (usage& used : told->items) add(account, used.order, used.key);
  }

  void add(account_index account, turn_order& order, effect_key& key) {
    auto& all = order.in == turn_order::phase::file ? rows_[order.rank] : steps_;
    all.push_back({order.at, account, &order, &key});
  }

  void number(std::vector<standing>& all, std::uint64_t first) {
    std::stable_sort(all.begin(), all.end(),
                     [](const standing& a, const standing& b) { return a.rank() < b.rank(); });
    for (const standing& one : all) {
      const std::uint64_t next = first++;
      const bool is_row = one.order->in == turn_order::phase::file;
      const effect_key by_place =
          is_row ? effect_key{effect_key::space::file, one.order->rank, one.order->number}
                 : effect_key{effect_key::space::timeline, 0, one.order->number};
      renamed_[one.account].emplace(by_place, effect_key{by_place.from, by_place.owner, next});
      if (*one.key == by_place) one.key->number = next;
      one.order->number = next;
    }
  }

  void put_together(account_index account) {
    account_spec& spec = world_.accounts[account];
    spec.commands.clear();
    for (command& step : commands_[account]) {
      each_key_named(step.body, [&](effect_key& key) {
        const auto found = renamed_[account].find(key);
        if (found != renamed_[account].end()) key = found->second;
      });
      if (auto* used = std::get_if<usage>(&step.body)) {
        used->order = step.order;
        used->key = step.key;
      }
      spec.commands.push_back(std::make_shared<const command>(std::move(step)));
    }
    const auto in_turn = [](const auto& a, const auto& b) { return a->order < b->order; };
    std::stable_sort(spec.commands.begin(), spec.commands.end(), in_turn);
    for (agent_spec& agent : spec.agents)
      if (auto* told = std::get_if<timeline_source>(&agent.source))
        std::stable_sort(told->items.begin(), told->items.end(),
                         [](const usage& a, const usage& b) { return a.order < b.order; });
  }

  world& world_;
  std::vector<std::vector<command>> commands_;
  std::vector<standing> steps_;
  std::map<std::uint32_t, std::vector<standing>> rows_;    // by file
  std::vector<std::map<effect_key, effect_key>> renamed_;  // by account
};

}  // namespace

void number_steps(world& of) {
  numbering(of).work();
}

}  // namespace drawdown::worldgen
