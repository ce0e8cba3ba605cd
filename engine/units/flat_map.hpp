// A map for a handful of entries that is copied far more often than it is written to.
#pragma once

#include <algorithm>
#include <utility>
#include <vector>

namespace drawdown {

// Entries by key, ascending, in one piece of memory. An entry that follows all others costs nothing to make
// room for; the others do.
template <class Key, class Value>
class flat_map {
 public:
  using entry = std::pair<Key, Value>;
  using iterator = typename std::vector<entry>::iterator;
  using const_iterator = typename std::vector<entry>::const_iterator;

  iterator begin() { return entries_.begin(); }
  iterator end() { return entries_.end(); }
  const_iterator begin() const { return entries_.begin(); }
  const_iterator end() const { return entries_.end(); }

  // The entry of that key, or the end.
  iterator find(const Key& key) {
    const iterator found = place_of(key);
    return found != end() && found->first == key ? found : end();
  }

  // Makes an entry, where the key has none. Iterators hold no longer.
  void emplace(const Key& key, Value value) {
    const iterator at = place_of(key);
    if (at == end() || at->first != key) entries_.emplace(at, key, std::move(value));
  }

 private:
  iterator place_of(const Key& key) {
    return std::lower_bound(begin(), end(), key, [](const entry& e, const Key& k) { return e.first < k; });
  }

  std::vector<entry> entries_;
};

}  // namespace drawdown
