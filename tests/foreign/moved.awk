# Moves one unit between two accounts in an entry in the middle of a journal for hledger or ledger, so that the entry
# still adds up to zero, and says in the first line what was moved. Ends with 3 where there is nothing to move.
# how=credit   two lines more, without a balance beside them: a micro-credit from one customer to another; where there is
#              one customer alone between two of its lots, and where there is one lot alone between two accounts
# how=money    the same with the smallest unit of money
# how=amounts  two lines of credit of the entry have other amounts; the balances beside them are as they were
# how=forged   two lines have other amounts and balances that fit these
function customer_of(account) { sub(/^credits:customer:/, "", account); sub(/:.*/, "", account); return account }
function owner_of(account) { sub(/.*:/, "", account); return account }
function is_lot(account) { return account ~ /^credits:customer:/ }
function is_exact(number) { return number > -9e15 && number < 9e15 }

# How far apart two accounts are: 3 two customers, 2 two lots of one, 1 two accounts.
function distance(a, b) {
  if (a == b) return 0
  if (how == "money") return owner_of(a) != owner_of(b) ? 3 : 1
  if (!is_lot(a) || !is_lot(b)) return 1
  return customer_of(a) != customer_of(b) ? 3 : 2
}

BEGIN { wanted = how == "money" ? "MINOR$" : "^MICROCREDIT$" }
{ line[NR] = $0 }
/^[0-9]/ { is_booked = $3 ~ /\// ; if (is_booked) entry[++entries] = NR; next }
is_booked && /^    [^ ;]/ && $3 ~ wanted { of[NR] = entries; ++credit_lines[entries] }

END {
  kinds[3] = "between two customers"; kinds[2] = "between two lots"; kinds[1] = "between two accounts"
  middle = int((entries + 1) / 2)
  # The entry nearest to the middle that has two lines of what is wanted.
  for (away = 0; away <= entries && !at; ++away)
    for (side = -1; side <= 1 && !at; side += 2)
      if (credit_lines[middle + side * away] >= 2) at = middle + side * away
  if (!at) exit 3
  if (how == "amounts" || how == "forged") change_two(); else add_two()
  print "; moved " kind
  for (n = 2; n <= NR; ++n) {
    print line[n]
    if (n == behind) printf "%s", added
  }
}

# Of the accounts that were named until then, the two that are farthest apart, the first of the entry itself.
function add_two(  n, fields, here, best, from, to, known, count, i, j) {
  for (n = 1; n <= NR; ++n) {
    if (!(n in of) || of[n] > at) continue
    split(line[n], fields)
    if (!(fields[1] in known)) { known[fields[1]] = 1; name[++count] = fields[1]; unit = fields[3] }
    if (of[n] == at) { here[fields[1]] = 1; behind = n }
  }
  for (i = 1; i <= count; ++i)
    for (j = 1; j <= count; ++j)
      if (name[i] in here && distance(name[i], name[j]) > best) {
        best = distance(name[i], name[j]); from = name[i]; to = name[j]
      }
  if (!best) exit 3
  kind = kinds[best]
  added = "    " from "  -1 " unit "\n    " to "  1 " unit "\n"
}

function change_two(  n, fields, change, changed) {
  change = 1
  for (n = 1; n <= NR && changed < 2; ++n) {
    if (of[n] != at) continue
    split(line[n], fields)
    if (!is_exact(fields[2]) || !is_exact(fields[5])) exit 3
    line[n] = sprintf("    %s  %.0f %s = %.0f %s", fields[1], fields[2] + change, fields[3],
      fields[5] + (how == "forged" ? change : 0), fields[6])
    change = -change
    ++changed
  }
  kind = how == "forged" ? "and the balances with it" : "between the lines of an entry"
}
