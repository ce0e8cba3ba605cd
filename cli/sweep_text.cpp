#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "cli/sweep_report.hpp"
#include "engine/time/text.hpp"
#include "reports/statement/item_text.hpp"
#include "reports/statement/text.hpp"

namespace drawdown::cli {

namespace {

using reports::clean;
using reports::counted;
using namespace sweep;

// Writes the findings of one account.
class account_writer {
 public:
  account_writer(const sweep_report& report, const account_findings& found, const reports::palette& paint)
      : words_(report, found), report_(report), found_(found), paint_(paint) {}

  std::string text() const {
    std::string all;
    step_index last = no_step;
    for (const close_call& call : found_.close_calls) {
      if (!report_.tells_all && !decides(found_, call)) continue;
      if (call.moved != last) all += step_title(call.moved);
      last = call.moved;
      all += call_text(call);
    }
    for (const crowd& of : found_.crowds)
      if (report_.tells_all || decides(found_, of)) all += crowd_text(of);
    return all;
  }

 private:
  static constexpr std::size_t label_width = 20;
  static constexpr std::size_t most_others = 6;  // steps beside the one that was moved

  std::string step_title(step_index s) const {
    return fmt::format("\n  {}, {}\n",
                       paint_.strong(fmt::format("{}: {}", words_.place_of(s), words_.what_of(s))),
                       to_string(found_.steps[s].order.at));
  }

  // What became of the other steps and of the account, where it is otherwise than in the base; of the moved
  // step itself it is said without its base, which stands above.
  std::vector<std::string> differences(const trial& of, step_index moved) const {
    std::vector<std::string> lines;
    const auto own = std::ranges::find(of.steps, moved, [](const auto& one) { return one.first; });
    if (own != of.steps.end()) lines.push_back(words_.outcome(own->second));
    std::size_t others = 0;
    for (const auto& [s, now] : of.steps) {
      if (s == moved || (++others > most_others && !report_.tells_all)) continue;
      lines.push_back(fmt::format("{}: {}; else {}", name_of_step(s), words_.outcome(now),
                                  words_.outcome(found_.base[s])));
    }
    if (others > most_others && !report_.tells_all)
      lines.push_back(
          fmt::format("and {} (--all)", counted(others - most_others, "more step", "more steps")));
    if (of.end) lines.push_back("at the end: " + figures(*of.end));
    if (lines.empty()) lines.emplace_back("changes nothing");
    return lines;
  }

  std::string name_of_step(step_index s) const {
    return found_.steps[s].can_move() ? fmt::format("line {}", words_.line_of(s)) : words_.place_of(s);
  }

  std::string figures(const account_end& end) const {
    const auto base = sweep_words::figures_of(found_.base_end);
    const auto now = sweep_words::figures_of(end);
    std::string text;
    for (std::size_t i = 0; i < base.size(); ++i)
      if (now[i].value != base[i].value)
        text += fmt::format("{}{} {}, else {}", text.empty() ? "" : "; ", now[i].name, now[i].value,
                            base[i].value);
    return text;
  }

  static std::string row(std::string_view label, const std::vector<std::string>& lines) {
    std::string text;
    for (std::size_t i = 0; i < lines.size(); ++i)
      text += fmt::format("      {:<{}}{}\n", i == 0 ? label : "", label_width, lines[i]);
    return text;
  }

  std::string call_text(const close_call& call) const {
    std::string text =
        fmt::format("    against {}, {}\n", words_.boundaries(call.reasons), to_string(call.at));
    std::string base_label = "as it is";
    for (std::size_t i = 0; i < sides; ++i)
      if (call.placed.at(i).was == placing::how::as_it_is)
        base_label += fmt::format(" ({})", name_of(static_cast<side>(i)));
    text += row(base_label, {words_.outcome(found_.base[call.moved])});
    std::array<bool, sides> said{};
    for (std::size_t i = 0; i < sides; ++i) {
      const placing& here = call.placed.at(i);
      if (said.at(i) || here.was == placing::how::as_it_is) continue;
      std::string label(name_of(static_cast<side>(i)));
      if (here.was != placing::how::tried) {
        text += row(label, {here.was == placing::how::outside ? "outside of the run" : "left out"});
        continue;
      }
      for (std::size_t j = i + 1; j < sides; ++j) {
        const placing& other = call.placed.at(j);
        if (other.was != placing::how::tried || found_.trials[other.trial] != found_.trials[here.trial])
          continue;
        said.at(j) = true;
        label += fmt::format(", {}", name_of(static_cast<side>(j)));
      }
      text += row(label, differences(found_.trials[here.trial], call.moved));
    }
    return text;
  }

  std::string lines_of(const std::vector<step_index>& steps) const {
    std::string text;
    for (const step_index s : steps) text += fmt::format("{}{}", text.empty() ? "" : ", ", words_.line_of(s));
    return text;
  }

  // The orders by what they come to, the base first; of each the first that came to it.
  std::string crowd_text(const crowd& of) const {
    const std::vector<outcome_of_orders> all = outcomes_of_orders(found_, of);
    std::string text = fmt::format(
        "\n  {}, {}\n    {}, {}\n",
        paint_.strong(fmt::format("{}: steps on lines {} together", clean(report_.file), lines_of(of.steps))),
        to_string(of.at),
        fmt::format("{}{}", counted(of.orders.size() + 1, "order", "orders"), of.sampled ? " of many" : ""),
        counted(all.size(), "outcome", "different outcomes"));
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string label = fmt::format("{}{}", lines_of(all[i].order), i == 0 ? " (as it is)" : "");
      const std::string how_many =
          all[i].orders > 1 ? fmt::format(", and {}", counted(all[i].orders - 1, "more order", "more orders"))
                            : "";
      text += fmt::format("      {}{}\n", label, how_many);
      if (i == 0) {
        for (const step_index s : of.steps)
          text += fmt::format("        line {}: {}\n", words_.line_of(s), words_.outcome(found_.base[s]));
        continue;
      }
      for (const std::string& line : differences(all[i].what, no_step)) text += "        " + line + "\n";
    }
    return text;
  }

  sweep_words words_;
  const sweep_report& report_;
  const account_findings& found_;
  const reports::palette& paint_;
};

std::string counts_text(const sweep_report& report) {
  const tally counts = report.counts();
  const ties all = report.all_ties();
  if (counts.run == 0 && counts.left_out == 0)
    return fmt::format(
        "nothing to move: no step is within {} of a boundary (--near), none shares its instant\n",
        to_string(report.wanted.near));
  std::string text =
      fmt::format("{}, {}; both ledgers agree on all\n", counted(counts.run, "variant", "variants"),
                  counts.changing == 0   ? "none of which changes anything"
                  : counts.changing == 1 ? "1 of which changes something"
                                         : fmt::format("{} of which change something", counts.changing));
  if (counts.left_out > 0)
    text += fmt::format("{} more were left out: --most is {}\n", counts.left_out, report.wanted.most);
  const auto whole = all.decide + all.decide_nothing;
  return text + fmt::format("{} of {} {} something\n", all.decide, counted(whole, "tie", "ties"),
                            all.decide == 1 || whole == 1 ? "decides" : "decide");
}

}  // namespace

std::string sweep_text(const sweep_report& report, bool colored) {
  const reports::palette paint(colored);
  std::string text = fmt::format("{}: {}\n{}", paint.strong(clean(report.file)), clean(report.what->name),
                                 counts_text(report));
  for (const account_findings& account : report.accounts) {
    const std::string told = account_writer(report, account, paint).text();
    if (told.empty()) continue;
    if (report.what->accounts.size() > 1)
      text += fmt::format("\n{}\n",
                          paint.strong("account " + clean(report.what->accounts[account.account].name)));
    text += told;
  }
  return text;
}

}  // namespace drawdown::cli
