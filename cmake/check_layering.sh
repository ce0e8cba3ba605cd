#!/usr/bin/env bash
# Holds the sources of a tree against the arrows in layers.txt: check_layering.sh [TREE]. Says each offence as
# file:line and ends with 1 where there is one. Needs bash and any awk.
set -euo pipefail
table=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/layers.txt
cd "${1:-.}"

folders=()
for folder in actors bench cli engine reports scenarios tests; do
  [[ ! -d $folder ]] || folders+=("$folder")
done
((${#folders[@]})) || { echo "layering: no sources in $PWD" >&2; exit 2; }

find "${folders[@]}" -type f \( -name '*.hpp' -o -name '*.cpp' \) |
  LC_ALL=C sort | LC_ALL=C awk -v table="$table" '

# Whether `place` is what `pattern` means: itself, or with /* anything below.
function means(pattern, place) {
  if (pattern ~ /\/\*$/) return index(place, substr(pattern, 1, length(pattern) - 1)) == 1
  return pattern == place
}

# Whether a place is in a list of patterns; one that begins with ! takes out what the others mean.
function within(list, place,   count, words, i, yes) {
  count = split(list, words, / +/)
  for (i = 1; i <= count; ++i) {
    if (words[i] ~ /^!/ && means(substr(words[i], 2), place)) return 0
    if (means(words[i], place)) yes = 1
  }
  return yes
}

function offence(message) {
  printf "%s:%d: %s\n", file, line_number, message
  ++offences
}

function broken(message) {
  print table ": " message
  is_broken = 1
  exit 2
}

function read_table(   line, kind, name, rest, count, words, i) {
  while ((getline line < table) > 0) {
    if (line ~ /^#/ || line !~ /[^ ]/) continue
    kind = line; sub(/ .*/, "", kind)
    rest = line; sub(/^[a-z]+ +/, "", rest)
    name = rest; sub(/ *:.*/, "", name)
    sub(/^[^:]*: */, "", rest)
    if (kind == "arrow") { arrow_from[++arrows] = name; arrow_to[name] = rest }
    else if (kind == "apart") {
      count = split(rest, words, / +/)
      for (i = 1; i <= count; ++i) forbidden[name, words[i]] = forbidden[words[i], name] = 1
    }
    else if (kind == "library") { library[++libraries] = name; library_in[libraries] = rest }
    else if (kind == "never") {
      count = split(rest, words, / +/)
      for (i = 1; i <= count; ++i) { never_in[++nevers] = name; never_word[nevers] = words[i] }
    }
    else broken("what is `" kind "`?")
  }
  if (!arrows) broken("cannot be read")
}

# The line of the table that speaks of a file: its own, its folder, or the folder as part of `x/*`.
function row_of(path,   folder, i) {
  if (path in arrow_to) return path
  folder = path; sub(/\/[^\/]*$/, "", folder)
  if (folder in arrow_to) return folder
  for (i = 1; i <= arrows; ++i) if (means(arrow_from[i], folder)) return arrow_from[i]
  return ""
}

# The place that a file counts to: the file where it has a line of its own, else its folder.
function place_of(path,   folder) {
  if (path in arrow_to) return path
  folder = path; sub(/\/[^\/]*$/, "", folder)
  return folder
}

# Whether there is a way along the arrows from a line of the table to a place.
function reaches(row, place, depth,   count, words, i, next_row) {
  if (means(row, place)) return 1
  if (depth > 30) return 0
  count = split(arrow_to[row], words, / +/)
  for (i = 1; i <= count; ++i) {
    if (means(words[i], place)) return 1
    next_row = words[i]
    if ((next_row in arrow_to) && reaches(next_row, place, depth + 1)) return 1
  }
  return 0
}

function may_include(row, place) {
  if (!((row, place) in known)) known[row, place] = reaches(row, place, 0)
  return known[row, place]
}

# An include of ours, in quotes.
function check_own(header,   to) {
  if (header ~ /^\.\.?\// || (header !~ /\// && place !~ /^tests/)) {
    offence("`" header "` is not named from the root of the tree")
    return
  }
  if (header !~ /\//) return
  to = place_of(header)
  if ((place, to) in forbidden) offence(place " and " to " stay apart")
  else if (row_of(header) == "") offence("the table of layers has no line for " to)
  else if (!may_include(row, to)) offence(place " may not include " to)
}

# An include of somebody else, in angle brackets.
function check_library(header,   i) {
  for (i = 1; i <= libraries; ++i)
    if (index(header, library[i]) == 1 && !within(library_in[i], place))
      offence("<" header "> belongs to " library_in[i] " alone")
  for (i = 1; i <= nevers; ++i)
    if (never_word[i] == "<" header ">" && within(never_in[i], place)) offence(place " may not include <" header ">")
}

# A line of code, whose texts and comments are dropped before words are looked for.
function check_words(line,   i) {
  gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
  sub(/\/\/.*/, "", line)
  for (i = 1; i <= nevers; ++i)
    if (never_word[i] !~ /^</ && index(line, never_word[i]) && within(never_in[i], place) &&
        line ~ ("(^|[^A-Za-z0-9_])" never_word[i] "([^A-Za-z0-9_]|$)"))
      offence("`" never_word[i] "` has no place in " place)
}

function check_file(   line, header) {
  place = place_of(file)
  row = row_of(file)
  line_number = 0
  if (row == "") { offence("the table of layers has no line for " place); return }
  while ((getline line < file) > 0) {
    ++line_number
    header = line
    if (line ~ /^[ \t]*#[ \t]*include[ \t]*"/) {
      sub(/^[^"]*"/, "", header); sub(/".*/, "", header); check_own(header)
    } else if (line ~ /^[ \t]*#[ \t]*include[ \t]*</) {
      sub(/^[^<]*</, "", header); sub(/>.*/, "", header); check_library(header)
    } else {
      check_words(line)
    }
  }
  close(file)
}

BEGIN { read_table() }
{ file = $0; ++files; check_file() }
END {
  if (is_broken) exit 2
  if (!files) { print "layering: no sources here"; exit 2 }
  if (offences) { printf "layering: %d offences against %s\n", offences, table; exit 1 }
}' >&2
