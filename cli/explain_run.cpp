#include "cli/explain_run.hpp"

#include <fmt/format.h>

#include "cli/kept_run.hpp"
#include "engine/time/text.hpp"
#include "engine/world/outcome.hpp"
#include "reports/results/explanation_json.hpp"
#include "reports/statement/explanation_text.hpp"
#include "reports/store/explanation.hpp"
#include "scenarios/language/asked_time.hpp"

namespace drawdown::cli {

namespace {

using namespace reports;

// When to look: as it was asked, else where the run came to.
result<instant> instant_of(const kept_run& kept, const explain_wishes& wishes) {
  if (!wishes.at) return kept.run.facts.reached;
  const auto at = language::parse_asked_instant(*wishes.at, kept.scenario_zone());
  if (!at) return fail(error_code::malformed, fmt::format("--at: {}", at.error().message));
  const auto outside = [&](std::string_view where, instant bound) {
    return fail(error_code::malformed,
                fmt::format("--at {} lies {}, {}", *wishes.at, where, to_string(bound)));
  };
  if (*at < kept.run.start) return outside("before the start of the run", kept.run.start);
  if (*at > kept.run.facts.reached) return outside("beyond the end of the run", kept.run.facts.reached);
  return *at;
}

std::string text_of(const explanation& what, const kept_run& kept, const account_row& account,
                    const explain_wishes& wishes, color_choice color) {
  if (wishes.format == explain_format::json) return explanation_json(what, kept.run.unit);
  explanation_options look;
  look.colour = wants_color(color, channel::output);
  if (is_terminal(channel::output)) look.width = columns_of(channel::output);
  return explanation_text(what, kept.zone_of(account), kept.run.unit, look);
}

}  // namespace

void declare_explain_run(option_set& options, explain_wishes& wishes) {
  options.value("account", "NAME", "of a run: whose figures (of the only account)",
                [&wishes](std::string_view text) -> result<void> {
                  wishes.account = text;
                  return {};
                });
  options.value("at", "T", "of a run: when, all of that instant included (the end of the run)",
                [&wishes](std::string_view text) -> result<void> {
                  wishes.at = text;
                  return {};
                });
  options.choice("kind", "of a run: only credit of this kind", wishes.kind,
                 {{"free", lot_kind::free},
                  {"plan", lot_kind::plan},
                  {"addon", lot_kind::addon},
                  {"adjustment", lot_kind::adjustment},
                  {"paid", lot_kind::paid}});
  options.choice("format", "what is printed (text)", wishes.format,
                 {{"text", explain_format::text}, {"json", explain_format::json}});
}

exit_code explain_run(const std::string& folder, const explain_wishes& wishes, color_choice color) {
  return about_run(folder, [&](const kept_run& kept) {
    const auto account = kept.kept_account_named(wishes.account);
    if (!account) return complain(account.error());
    tell_what_is_kept(kept);
    const auto at = instant_of(kept, wishes);
    if (!at) return complain(at.error());
    const auto what = explain(kept.store, (*account)->account, wishes.kind, *at);
    if (!what) return complain(what.error());
    const exit_code shown = show(text_of(*what, kept, **account, wishes, color));
    return what->adds_up() ? shown : graver(shown, exit_code::ledgers_disagree);
  });
}

}  // namespace drawdown::cli
