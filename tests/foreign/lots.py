"""Holds the lots that beancount's own booking chooses against those that Drawdown burned (R3.3).

    lots.py DRAWDOWN [--worlds N] [--from SEED] [--planted PROGRAM] [SCENARIO...]

Of every scenario, and of N worlds that `drawdown explore` draws, beancount reads two exports: the books (`--to
beancount`), whose balances have to be ours, and the lots (`--lots`), where a debit names no lot. Every line that
beancount booked is compared with the movements of the run store, and what it has left with the lots of the store.
Then wrong choices have to be found by beancount alone: books whose order is turned around, and, with --planted, runs
of a program that burns the wrong lot. Called by lots.sh.
"""
import argparse
import collections
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from urllib.parse import unquote

from beancount import loader
from beancount.core import data
from beancount.ops import validation

POOLS = "Equity:Credits:Customer:"
BY_ORDER = ("charged", "held", "adjusted")
PLANTED = ("tie_break", "later_expiry_first")
MOVEMENTS = """
  select a.name as account, m.number, e.kind, m.lot, sum(m.left_micro - m.held_micro) as moved
  from movements m join events e on e.account = m.account and e.number = m.number
    join accounts a on a.account = m.account
  group by m.account, m.number, m.lot having moved < 0 order by m.account, m.number"""


class Failed(Exception):
    pass


def run_program(program, *words, plant=None, codes=(0,)):
    environment = dict(os.environ, **({"DRAWDOWN_PLANT": plant} if plant else {}))
    ended = subprocess.run([program, *words], env=environment, capture_output=True, text=True, check=False)
    if ended.returncode not in codes:
        raise Failed(f"`drawdown {' '.join(words)}` ended with {ended.returncode}\n{ended.stderr[-2000:]}")
    return ended.stdout


def read_journal(path):
    """What bean-check reads: entries, and errors in words."""
    entries, errors, _ = loader.load_file(path, extra_validations=validation.HARDCORE_VALIDATIONS)
    return entries, [f"{error.source.get('lineno')}: {error.message}" for error in errors]


def rows_of(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


class Kept:
    """A run in a folder of its own, with the exports that are asked for."""

    def __init__(self, drawdown, folder, scenario, plant=None, program=None):
        self.drawdown = drawdown
        self.folder = folder
        self.run = os.path.join(folder, "run")
        words = ["run", scenario, "--out", self.run, "--quiet", "--brief"]
        # A planted bug is run without the judge, and fails what is expected.
        run_program(program or drawdown, *words, *(["--verify", "off"] if plant else []), plant=plant,
                    codes=(0, 11) if plant else (0,))

    def export(self, name, *options):
        out = os.path.join(self.folder, name)
        run_program(self.drawdown, "export", self.run, "--to", "beancount", "--out", out, *options)
        return out

    def movements(self):
        """By account and event: its kind, and what left each lot (what came to be held, too)."""
        found = {}
        for row in json.loads(run_program(self.drawdown, "query", self.run, MOVEMENTS, "--format", "json")):
            found.setdefault((row["account"], row["number"]), (row["kind"], {}))[1][f"lot-{row['lot']}"] = -row["moved"]
        return found


class BookedLots:
    """What beancount booked, line by line, and what it has left of each lot."""

    def __init__(self, entries):
        self.left = collections.defaultdict(lambda: collections.defaultdict(int))
        self.taken = {}
        self.counts = collections.Counter()
        self.method = {entry.account: entry.booking.name for entry in entries
                       if isinstance(entry, data.Open) and entry.booking}
        self.date_of = {entry.account: entry.meta.get("date-of") for entry in entries if isinstance(entry, data.Open)}
        for entry in entries:
            if isinstance(entry, data.Transaction) and entry.payee != "check":
                self.book(entry)

    def book(self, entry):
        chosen = collections.defaultdict(list)
        by_lot = collections.defaultdict(int)
        before = {account: sum(1 for units in lots.values() if units) for account, lots in self.left.items()}
        for posting in entry.postings:
            if not posting.account.startswith(POOLS) or posting.cost is None:
                continue
            lot = (posting.cost.label, posting.cost.date.isoformat())
            self.left[posting.account][lot] += int(posting.units.number)
            if posting.units.number < 0 and posting.account.endswith(":Open"):
                by_lot[lot[0]] -= int(posting.units.number)
                chosen[posting.account].append(lot)
        if by_lot:
            self.taken[unquote(entry.meta["customer"]), int(entry.meta["event"])] = dict(by_lot)
        if entry.payee not in BY_ORDER:
            return
        for account, lots in chosen.items():
            is_place = self.date_of[account] == "place"
            how = "named" if self.method[account] == "STRICT" else "by place" if is_place else "by date"
            self.counts[how + " debits"] += 1
            self.counts[how + " slices"] += len(lots)
            if before[account] > 1:
                self.counts[how + " debits of several lots"] += 1

    def rest(self):
        return {(account, *lot): units for account, lots in self.left.items() for lot, units in lots.items() if units}


def check_books(kept):
    """bean-check accepts the books, and what its entries add up to is what the run says."""
    out = kept.export("books")
    entries, errors = read_journal(os.path.join(out, "journal-0001.beancount"))
    if errors:
        raise Failed("beancount objects to the books: " + "; ".join(errors[:3]))
    sums = collections.Counter()
    for entry in entries:
        for posting in entry.postings if isinstance(entry, data.Transaction) else ():
            sums[posting.account, posting.units.currency] += int(posting.units.number)
    ours = {(row["account"], row["commodity"]): int(row["amount"]) for row in rows_of(os.path.join(out, "balances.csv"))}
    if {key: value for key, value in sums.items() if value} != ours:
        raise Failed("beancount has other balances")
    return len(ours)


def check_lots(kept, movements):
    """beancount accepts the lots, and has chosen ours."""
    out = kept.export("lots", "--lots")
    entries, errors = read_journal(os.path.join(out, "journal-0001.beancount"))
    if errors:
        raise Failed("beancount objects to the lots: " + "; ".join(errors[:3]))
    booked = BookedLots(entries)
    for key, (kind, lots) in movements.items():
        if booked.taken.get(key) != lots:
            raise Failed(f"{kind} {key[0]}/{key[1]} took {lots}, beancount took {booked.taken.get(key)}")
    if len(booked.taken) != len(movements):
        raise Failed("beancount has debits that the run has not")
    ours = {(row["account"], row["lot"], row["date"]): int(row["amount"])
            for row in rows_of(os.path.join(out, "lots.csv"))}
    if booked.rest() != ours:
        raise Failed(f"beancount has other lots left: {booked.rest()}, not {ours}")
    booked.counts["lots left"] = len(ours)
    return out, booked.counts


def finds_turned_order(out):
    """Whether turning FIFO and LIFO around is found; None where it leaves every choice as it is."""
    path = os.path.join(out, "journal-0001.beancount")
    with open(path) as file:
        text = file.read()
    other = {"FIFO": "LIFO", "LIFO": "FIFO"}
    turned = os.path.join(out, "turned.beancount")
    with open(turned, "w") as file:
        file.write(re.sub(r'"(FIFO|LIFO)"$', lambda found: f'"{other[found[1]]}"', text, flags=re.M))
    right, _ = read_journal(path)
    wrong, errors = read_journal(turned)
    if not errors and BookedLots(wrong).taken == BookedLots(right).taken:
        return None
    return bool(errors)


def check_planted(drawdown, program, folder, scenario, plant, right):
    """Whether beancount alone finds that the wrong lot was burned; None where the bug changes no choice."""
    os.mkdir(folder)
    kept = Kept(drawdown, folder, scenario, plant, program)
    if kept.movements() == right:
        return None
    out = kept.export("lots", "--lots")
    _, errors = read_journal(os.path.join(out, "journal-0001.beancount"))
    return bool(errors)


def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("drawdown")
    asked.add_argument("--worlds", type=int, default=0)
    asked.add_argument("--from", type=int, default=0, dest="first")
    asked.add_argument("--planted")
    asked.add_argument("scenarios", nargs="*")
    asked = asked.parse_intermixed_args()
    total = collections.Counter()
    with tempfile.TemporaryDirectory() as work:
        jobs = [(scenario, scenario) for scenario in asked.scenarios]
        for seed in range(asked.first, asked.first + asked.worlds):
            world = os.path.join(work, f"world-{seed}.yaml")
            jobs.append((f"the world of seed {seed}", world))
            run_program(asked.drawdown, "explore", "--seed", str(seed), "--write", world, "--quiet")
        for name, scenario in jobs:
            with tempfile.TemporaryDirectory() as folder:
                try:
                    prove(asked, folder, scenario, total)
                except Failed as failed:
                    sys.exit(f"FAILED: {name}: {failed}")
    tell(len(jobs), total)


def prove(asked, folder, scenario, total):
    kept = Kept(asked.drawdown, folder, scenario)
    movements = kept.movements()
    total["balances"] += check_books(kept)
    out, counts = check_lots(kept, movements)
    total.update(counts)
    total["runs in which beancount chose"] += any(counts[how + " debits of several lots"] for how in ("by date", "by place"))
    note(total, "orders turned around", finds_turned_order(out))
    for plant in PLANTED if asked.planted else ():
        note(total, f"runs with the bug `{plant}`",
             check_planted(asked.drawdown, asked.planted, os.path.join(folder, plant), scenario, plant, movements))


def note(total, what, found):
    """Counts a wrong choice that was made, which has to be found; none was made where `found` is None."""
    if found is False:
        raise Failed(f"beancount does not find that other lots were chosen ({what})")
    total[what] += found is True


def tell(runs, total):
    print(f"{runs} runs, {total['balances']} balances: beancount agrees")
    for how, whose in (("by date", "beancount chose by dates"), ("by place", "beancount chose by places in the order"),
                       ("named", "lots were named")):
        print(f"  {whose}: {total[how + ' debits']} debits and holds, {total[how + ' debits of several lots']} of them with "
              f"several lots there, {total[how + ' slices']} slices")
    print(f"  it chose among several in {total['runs in which beancount chose']} runs, each time as we did; {total['lots left']} lots are left, alike")
    for what in sorted(what for what in total if what.startswith(("orders ", "runs with "))):
        print(f"  {what} so that other lots are chosen: {total[what]}, each found by beancount alone")


if __name__ == "__main__":
    main()
