#include <array>

#include <nlohmann/json.hpp>

#include "cli/sweep_report.hpp"
#include "cli/version.hpp"
#include "engine/time/text.hpp"

namespace drawdown::cli {

namespace {

using json = nlohmann::ordered_json;
using namespace sweep;

constexpr int sweep_schema_version = 1;

json counts_json(const tally& counts) {
  return {{"run", counts.run}, {"changing", counts.changing}, {"left_out", counts.left_out}};
}

// The findings of one account as a document.
class account_document {
 public:
  account_document(const sweep_report& report, const account_findings& found)
      : words_(report, found), report_(report), found_(found) {}

  json document() const {
    json calls = json::array();
    for (const close_call& call : found_.close_calls)
      if (report_.tells_all || decides(found_, call)) calls.push_back(call_json(call));
    json crowds = json::array();
    for (const crowd& of : found_.crowds)
      if (report_.tells_all || decides(found_, of)) crowds.push_back(crowd_json(of));
    return {{"account", report_.what->accounts[found_.account].name},
            {"variants", counts_json(found_.counts)},
            {"boundaries", found_.boundaries},
            {"figures", figures_json(found_.base_end)},
            {"near_boundaries", std::move(calls)},
            {"simultaneous", std::move(crowds)}};
  }

 private:
  json step_json(step_index s) const {
    const step& of = found_.steps[s];
    return {{"place", words_.place_of(s)},
            {"line", words_.line_of(s)},
            {"key", words_.key(of.key)},
            {"what", words_.what_of(s)},
            {"at", to_string(of.order.at)}};
  }

  json parts_json(const std::vector<part_of_lot>& parts) const {
    json all = json::array();
    for (const part_of_lot& part : parts)
      all.push_back({{"lot", words_.lot(part.lot)}, {"amount", to_string(part.amount)}});
    return all;
  }

  json outcome_json(const step_outcome& o) const {
    json returned = json::array();
    for (const returned_part& part : o.returned) {
      const char* const went = part.went == released_to::lot       ? "lot"
                               : part.went == released_to::expired ? "expired"
                                                                   : "revoked";
      returned.push_back(
          {{"lot", words_.lot(part.of.lot)}, {"amount", to_string(part.of.amount)}, {"went", went}});
    }
    json refunded = json::array();
    for (const refunded_part& part : o.refunded) {
      constexpr std::array<const char*, 5> ways = {"lot", "expired", "revoked", "regranted", "debt"};
      refunded.push_back({{"lot", words_.lot(part.of.lot)},
                          {"amount", to_string(part.of.amount)},
                          {"went", ways.at(static_cast<std::size_t>(part.went))}});
    }
    return {{"result", o.result.empty() ? json() : json(o.result)},
            {"repeated", o.repeated},
            {"amount", to_string(o.amount)},
            {"debt", to_string(o.debt)},
            {"forgiven", to_string(o.forgiven)},
            {"invoiced", to_string(o.invoiced)},
            {"taken", parts_json(o.taken)},
            {"returned", std::move(returned)},
            {"refunded", std::move(refunded)},
            {"money", o.price.is_zero() ? json() : json(to_string(o.price, report_.what->catalog.unit))},
            {"excess",
             o.excess.empty() ? json() : json{{"result", o.excess}, {"amount", to_string(o.excess_amount)}}},
            {"text", words_.outcome(o)}};
  }

  static json figures_json(const account_end& end) {
    json all = json::object();
    for (const auto& [name, value] : sweep_words::figures_of(end)) all[std::string(name)] = value;
    return all;
  }

  // What differs from the base, each with what it is there.
  json trial_json(const trial& of) const {
    json steps = json::array();
    for (const auto& [s, now] : of.steps)
      steps.push_back(
          {{"step", step_json(s)}, {"base", outcome_json(found_.base[s])}, {"outcome", outcome_json(now)}});
    json figures = json::object();
    if (of.end) {
      const auto base = sweep_words::figures_of(found_.base_end);
      const auto now = sweep_words::figures_of(*of.end);
      for (std::size_t i = 0; i < base.size(); ++i)
        if (base[i].value != now[i].value)
          figures[std::string(base[i].name)] = {{"base", base[i].value}, {"value", now[i].value}};
    }
    return {
        {"changes", of.changes_something()}, {"steps", std::move(steps)}, {"figures", std::move(figures)}};
  }

  json boundary_json(const boundary_reason& b) const {
    const bool is_of_lot = b.lot != 0;
    const bool is_of_key = is_of_lot || b.kind == boundary_kind::hold_runs_out || b.attempt != 0 ||
                           b.kind == boundary_kind::invoice_due || b.kind == boundary_kind::grace_ends ||
                           b.kind == boundary_kind::refund_ends;
    return {{"kind", sweep::name_of(b.kind)},
            {"lot", is_of_lot ? json(b.lot) : json()},
            {"key", is_of_key ? json(words_.key(b.key)) : json()},
            {"attempt", b.attempt != 0 ? json(b.attempt) : json()},
            {"text", words_.boundary(b)}};
  }

  json call_json(const close_call& call) const {
    json reasons = json::array();
    for (const boundary_reason& reason : call.reasons) reasons.push_back(boundary_json(reason));
    json variants = json::array();
    for (std::size_t i = 0; i < sides; ++i) {
      const placing& here = call.placed.at(i);
      constexpr std::array<const char*, 4> words = {"tried", "as_it_is", "outside", "left_out"};
      json variant = {{"side", name_of(static_cast<side>(i))},
                      {"at", to_string(call.at + duration::from_us(static_cast<std::int64_t>(i) - 1))},
                      {"was", words.at(static_cast<std::size_t>(here.was))}};
      if (here.was == placing::how::tried) variant.update(trial_json(found_.trials[here.trial]));
      variants.push_back(std::move(variant));
    }
    return {{"decides", decides(found_, call)},
            {"step", step_json(call.moved)},
            {"base", outcome_json(found_.base[call.moved])},
            {"boundary", {{"at", to_string(call.at)}, {"reasons", std::move(reasons)}}},
            {"variants", std::move(variants)}};
  }

  json lines_json(const std::vector<step_index>& steps) const {
    json lines = json::array();
    for (const step_index s : steps) lines.push_back(words_.line_of(s));
    return lines;
  }

  // One order for each outcome, with how many orders come to it; the base is the first.
  json crowd_json(const crowd& of) const {
    json steps = json::array();
    for (const step_index s : of.steps)
      steps.push_back({{"step", step_json(s)}, {"base", outcome_json(found_.base[s])}});
    json outcomes = json::array();
    for (const outcome_of_orders& one : outcomes_of_orders(found_, of)) {
      json told = {{"orders", one.orders}, {"lines", lines_json(one.order)}};
      told.update(trial_json(one.what));
      outcomes.push_back(std::move(told));
    }
    return {{"decides", decides(found_, of)}, {"at", to_string(of.at)},    {"orders", of.orders.size() + 1},
            {"sampled", of.sampled},          {"steps", std::move(steps)}, {"outcomes", std::move(outcomes)}};
  }

  sweep_words words_;
  const sweep_report& report_;
  const account_findings& found_;
};

}  // namespace

std::string sweep_json(const sweep_report& report) {
  json accounts = json::array();
  for (const account_findings& account : report.accounts)
    accounts.push_back(account_document(report, account).document());
  const ties all = report.all_ties();
  const json document = {{"schema_version", sweep_schema_version},
                         {"program_version", program_version()},
                         {"scenario", report.what->name},
                         {"file", report.file},
                         {"seed", report.what->seed},
                         {"near", to_string(report.wanted.near)},
                         {"variants", counts_json(report.counts())},
                         {"ties", {{"decide", all.decide}, {"decide_nothing", all.decide_nothing}}},
                         {"accounts", std::move(accounts)}};
  return document.dump(2, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace drawdown::cli
