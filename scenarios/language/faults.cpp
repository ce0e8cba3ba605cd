#include "scenarios/language/faults.hpp"

#include <array>
#include <string>

namespace drawdown::language {
namespace {

constexpr auto error = severity::error;
constexpr auto warning = severity::warning;

// In the order of `fault`: the enumerator is the position.
constexpr std::array table = {
    fault_entry{"E001", error, "the file cannot be read",
                "The file does not exist, is a folder, or may not be read.\n"
                "A catalog is looked for relative to the scenario that names it."},
    fault_entry{"E002", error, "the file is too large",
                "A scenario or catalog has at most 64 MB. What is larger was made by a program:\n"
                "write fewer steps, or several scenarios."},
    fault_entry{"E003", error, "the file is empty",
                "There is nothing in the file but space and comments. A scenario begins with\n"
                "`scenario: NAME`, a catalog with `catalog: NAME`."},
    fault_entry{"E004", error, "not UTF-8",
                "Files are read as UTF-8, without guessing. Save the file again with the encoding\n"
                "UTF-8; a byte order mark at its beginning is fine."},
    fault_entry{"E005", error, "a character that may not stand here",
                "Control characters (but for tab and line ends) and characters that change the direction\n"
                "of text are refused: what a reviewer sees must be what is read. This holds for\n"
                "escapes in double quotes too."},
    fault_entry{"E006", error, "a line is too long",
                "A line has at most one million bytes. Begin a new line after a comma: YAML does not mind."},
    fault_entry{"E007", error, "too many pieces in one file",
                "So many brackets, commas, colons, dashes and quotes were not written by a person.\n"
                "A timeline of 50 000 steps stays well below the limit of three million."},
    fault_entry{"E008", error, "too many errors",
                "Only the first hundred findings are shown. Most of the others will go away with them."},
    fault_entry{"E010", error, "not well-formed YAML",
                "The text cannot be read as YAML. Usual causes: indentation that does not line up, a text\n"
                "with `: ` or ` #` in it that needs quotes, a missing comma between braces."},
    fault_entry{
        "E011", error, "a bracket or quote is never closed",
        "A `{`, `[`, `'` or `\"` was opened and the file, or the line that must close it, ended first."},
    fault_entry{"E012", error, "a tab in the indentation",
                "YAML indents with spaces only, because tabs have no width that all editors agree on.\n"
                "Let your editor write spaces in .yaml files."},
    fault_entry{"E013", error, "anchors and aliases are not part of the language",
                "`&name` and `*name` make one part of a file depend on another part, which a reviewer\n"
                "then has to look for. Write the value out where it is meant."},
    fault_entry{"E014", error, "tags are not part of the language",
                "`!!str` and its like change how a value is read. Here the key alone decides how its value\n"
                "is read, so a tag is never needed. A text that begins with `!` is put in quotes."},
    fault_entry{"E015", error, "merge keys are not part of the language",
                "`<<` mixes one mapping into another. Write the keys out: a reviewer reads what is there."},
    fault_entry{"E016", error, "more than one document",
                "A file holds one scenario or one catalog. What comes after `---` or `...`, or after the\n"
                "end of the outermost bracket, would silently be ignored by others; here it is refused."},
    fault_entry{"E017", error, "a key appears twice",
                "Which of the two values was meant cannot be known, so neither is taken."},
    fault_entry{"E018", error, "nested too deeply",
                "Nothing in the language is nested deeper than a few levels; 32 is the limit.\n"
                "Look for a bracket that was not closed."},
    fault_entry{"E019", error, "a key that is not a text",
                "A key is a single word or text. A list or a mapping as a key (also after `? `) has no "
                "meaning here;\n"
                "neither has an empty key."},
    fault_entry{"E020", error, "too many steps in a timeline",
                "A timeline is for steps that people write and review: at most 50 000. Bulk usage will come\n"
                "from files; this version does not read them yet. Until then give an account fewer steps,\n"
                "or spread them over several scenarios."},
    fault_entry{"E030", error, "an unknown key",
                "Every key is known or refused, so that a typing error cannot silently change a result.\n"
                "The finding names the key that is nearest."},
    fault_entry{
        "E031", error, "not built in this version",
        "The language has this, but this version of Drawdown does not do it yet. It is refused rather\n"
        "than ignored: a run without it would give other numbers than the file asks for."},
    fault_entry{"E032", error, "a key is missing",
                "Without this key there is nothing sensible to do, and no default would be right."},
    fault_entry{"E033", error, "a value of the wrong shape",
                "A single value, a list (`- ` or `[…]`) and a mapping (`key: value` or `{…}`) are different\n"
                "things, and a key takes just one of them unless its description says otherwise."},
    fault_entry{"E034", error, "a value is missing",
                "After the colon there is nothing. Write the value, `{}` or `[]` where nothing is meant, or\n"
                "take the key away."},
    fault_entry{
        "E035", error, "not a name",
        "A name has 1 to 64 characters: letters of any script, digits, `_`, `-`, `.`, `@`, `+`, and single\n"
        "spaces inside. Titles and keys of steps are freer: any text, up to 200 characters.\n"
        "Names are never read as anything else: `NO` and `12` are names where a name is due."},
    fault_entry{"E036", error, "keys that exclude each other",
                "Each of these keys answers the same question, so only one of them can be given."},
    fault_entry{
        "E037", error, "a key that has no place in this step",
        "The key belongs to another kind of step. Ignoring it would hide that something else was meant."},
    fault_entry{
        "E038", error, "a step does exactly one thing",
        "A step has one of `use`, `top_up`, `grant`, `set`, `notice`, `crash`, `expect`. Two things that "
        "happen\n"
        "at one instant are two steps, in the order in which they happen: the second with `at: +0s`."},
    fault_entry{
        "E040", error, "not a number",
        "Numbers are plain decimals: `12`, `12.50`, `1_000`. Not: exponents, leading zeros or plus signs,\n"
        "a comma as decimal point, a point without digits on both sides."},
    fault_entry{"E041", error, "out of range",
                "The value is well formed, but larger or smaller than what can be counted or makes sense "
                "here (R1.5)."},
    fault_entry{"E042", error, "too many decimals",
                "Credits and quantities have six decimals, money those of its currency, prices twelve,\n"
                "percentages four (R1.1, R1.2). Nothing is rounded silently when a file is read."},
    fault_entry{"E043", error, "zero or negative where it cannot be",
                "A top-up, a grant or a rate of nothing does nothing, and a negative quantity is an input "
                "error (R4.2)."},
    fault_entry{"E044", error, "an unknown currency",
                "Currencies are the three capital letters of ISO 4217: `EUR`, `USD`, `JPY` (R1.2)."},
    fault_entry{
        "E045", error, "another currency than the catalog's",
        "An account has one billing currency, that of its catalog; mixing two is an error and never a\n"
        "silent conversion (R1.2)."},
    fault_entry{
        "E046", error, "not an amount of money",
        "Money is written with its currency after it: `20 EUR`, `12.50 USD`. Plain numbers are credits."},
    fault_entry{
        "E047", error, "not a percentage",
        "Probabilities are percentages from `0%` to `100%` with at most four decimals: `2%`, `0.05%`."},
    fault_entry{"E048", error, "not a length of time",
                "Exact time is `90s`, `15m`, `1h30m`, `36h`, `7d` (a day of 24 hours); calendar time, where "
                "it is allowed,\n"
                "is `3 days`, `1 week`, `1 month`, `1 year` (R2.7)."},
    fault_entry{
        "E049", error, "not an instant",
        "Instants are RFC 3339 with an offset, `2026-01-30T10:00:00Z`, or a date, `2026-01-30`, which is "
        "its\n"
        "midnight in the time zone. In a timeline also `+5m` or `+1 month`, counted from the step before.\n"
        "Days that do not exist and years outside 1970 to 2199 are refused."},
    fault_entry{"E050", error, "not one of the allowed words",
                "This key takes one of a few words; the finding lists them and names the nearest."},
    fault_entry{"E051", error, "neither true nor false",
                "Only `true` and `false` are booleans. `yes`, `on` and `1` mean different things to "
                "different readers."},
    fault_entry{"E052", error, "not a rate",
                "A rate says what money brings: `1 EUR = 50 credits`, `30 USD = 200 credits` (R1.3)."},
    fault_entry{
        "E053", error, "a setting cannot have this value",
        "The settings of a rule-book are read from their text; the finding says what is allowed (R15)."},
    fault_entry{
        "E054", error, "a quantity of the wrong unit",
        "A meter per second or minute is used by a length of time (`12m30s`), a meter per unit by a number\n"
        "(`3`). The meter in the catalog decides which (R7.1)."},
    fault_entry{
        "E055", error, "not a rule",
        "A rule of `always` compares two sums of figures and amounts, once: `accounts.*.debt == 0`,\n"
        "`accounts.acme.available + accounts.acme.held <= 500`. It is about one account, or by `*` about\n"
        "each; `+` and `-` stand between spaces."},
    fault_entry{"E060", error, "a name that nothing declares",
                "Accounts, agents and gateways are declared in the scenario, meters in its catalog."},
    fault_entry{
        "E061", error, "an agent's name that several accounts have",
        "An agent may stand alone if its name is unique over all accounts. Where it is not, the step must\n"
        "say whose agent is meant: add `account: NAME`."},
    fault_entry{"E062", error, "an unknown time zone",
                "Zones are the names of the IANA database as this system has them: `Europe/Madrid`, `UTC`.\n"
                "Abbreviations such as `CEST` are ambiguous; a city is not (R2.2, R2.3)."},
    fault_entry{
        "E063", error, "a reserved key",
        "`recharge-N` names the n-th recharge of an account and `step-N` a step without a key of its own,\n"
        "so no step may take such a name for itself (R4.3)."},
    fault_entry{
        "E064", error, "whose step is it?",
        "Every step belongs to one account: it names the account, or an agent whose name only one account\n"
        "has. A step that asks about an agent's spending names the agent."},
    fault_entry{
        "E065", error, "a key that nothing has",
        "An expectation names a step, a lot or a hold by its key, and no step of the account has the key:\n"
        "whatever the run does, nothing could answer."},
    fault_entry{"E070", error, "a step before its predecessor",
                "Steps are written in the order in which they happen; those of one instant act in file order "
                "(R2.4).\n"
                "A step out of place is more often a wrong date than a wish."},
    fault_entry{
        "E071", error, "outside the run",
        "The instant is before `start` or after `end`; the instant `end` itself belongs to the run (R2.7)."},
    fault_entry{
        "E072", error, "a run that ends before it begins",
        "`end` must be after `start`. Both are instants, or dates, which are midnight in `time_zone`."},
    fault_entry{"E073", error, "an interval that is empty",
                "The end must come after the beginning, the largest value must not be below the smallest."},
    fault_entry{"E074", error, "outages that overlap",
                "Two outages of one gateway overlap or touch. Write them as one."},
    fault_entry{
        "E080", error, "a recharge outside the bounds of top-ups",
        "With `limits: apply` the catalog's `minimum` and `maximum` hold for auto-recharge too, with\n"
        "`limits: minimum_only` the minimum (R10.2): each recharge of this amount would be refused.\n"
        "Change the amount, or write `limits: ignore`."},
    fault_entry{
        "E081", error, "bounds that contradict each other",
        "Two values that must fit together do not: a minimum above its maximum, a pack in money beside an\n"
        "amount in credits, an unequal pair. No amount could satisfy both."},
    fault_entry{"E082", error, "a declared grant that gives nothing",
                "The grants of an account are what it has at the start. One that ends before it begins, or "
                "that rounds\n"
                "to nothing, would give it nothing (R1.1, R3.1). A grant that is to be refused is a step."},
    fault_entry{
        "E083", error, "a recharge that takes a thousand charges to reach its threshold",
        "At most one recharge is in flight, and after each success the figure is looked at again (R10.3):\n"
        "where one brings little beside the threshold, an empty account is charged over and over. Recharge\n"
        "more at a time, or write `target`."},
    fault_entry{"E084", error, "bought credit that lives for less than an hour",
                "What a top-up brings must live for an hour at least: auto-recharge would buy it anew as "
                "fast as the\n"
                "gateway answers (R9.1, R10.2)."},
    fault_entry{
        "E085", error, "a recharge that its own cap never allows",
        "One recharge costs more than `max_spend_per_period` lets all recharges of a usage period cost\n"
        "(R10.5), so none would ever be made. Raise the cap, or recharge less at a time."},
    fault_entry{
        "E090", error, "not a table",
        "A CSV file has a first row with the names of its columns, then rows with a field for each, fields\n"
        "separated by commas. A field with a comma, a quote or a line end in it stands between double\n"
        "quotes, and a quote in it is written twice."},
    fault_entry{
        "W001", warning, "a later step shares the instant of an expectation",
        "An expectation sees the end of its instant, after all steps of the account at that instant, also\n"
        "those written below it (R2.4). To look between two steps write `at: +1us` at the later one."},
    fault_entry{"W002", warning, "a notice for a payment that no step asks for",
                "No top-up of this account has the key. The run will treat the notice as one for an unknown "
                "payment,\n"
                "which changes nothing (R9.4). If that is what you want to see, all is well."},
    fault_entry{
        "W003", warning, "a recharge that stays below its threshold",
        "The target is below the threshold, so after a recharge the balance is as low as before (R10.2)."},
    fault_entry{
        "W004", warning, "a hold that no step places",
        "No `hold` of this account has the key. The run will refuse the step as `unknown_hold`, which\n"
        "changes nothing (R6.5). If that is what you want to see, all is well."},
    fault_entry{
        "W005", warning, "a grant that nothing makes",
        "No grant and no positive `adjust` of this account has the key. The run will refuse the step as\n"
        "`unknown_grant`, which changes nothing (R3.11). If that is what you want to see, all is well."},
    fault_entry{
        "W006", warning, "rows that are out of order",
        "The rows of a usage file are meant to ascend in time. One that does not arrives together with the\n"
        "row before it (R2.9): what is late arrives late."},
};

static_assert(table.size() == static_cast<std::size_t>(fault::rows_out_of_order) + 1);

}  // namespace

const fault_entry& entry_of(fault what) {
  return table[static_cast<std::size_t>(what)];
}

std::span<const fault_entry> fault_table() {
  return table;
}

const fault_entry* fault_with_code(std::string_view code) {
  std::string wanted(code);
  if (!wanted.empty() && wanted.front() >= 'a' && wanted.front() <= 'z') {
    wanted.front() = static_cast<char>(wanted.front() - 'a' + 'A');
  }
  for (const fault_entry& entry : table) {
    if (entry.code == wanted) return &entry;
  }
  return nullptr;
}

}  // namespace drawdown::language
