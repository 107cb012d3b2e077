// Changes of ordered containers that can be taken back, for a pass that fails half-way.
#pragma once

#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace dialctl::memory {

// Containers must outlive the log. Changes made past it are lost to it.
class Undo {
 public:
  template <class Map>
  void put(Map& map, const typename Map::key_type& key, typename Map::mapped_type value) {
    remember(map, key);
    map.insert_or_assign(key, std::move(value));
  }
  template <class Map>
  void erase(Map& map, const typename Map::key_type& key) {
    remember(map, key);
    map.erase(key);
  }
  // For a value that is changed in place; the key must be there.
  template <class Map>
  typename Map::mapped_type& edit(Map& map, const typename Map::key_type& key) {
    remember(map, key);
    return map.at(key);
  }
  template <class Value>
  void append(std::vector<Value>& list, Value value) {
    list.push_back(std::move(value));
    steps_.push_back([&list] { list.pop_back(); });
  }
  template <class Value>
  void set(Value& place, Value value) {
    steps_.push_back([&place, old = place] { place = old; });
    place = std::move(value);
  }

  void take_back() {
    for (auto step = steps_.rbegin(); step != steps_.rend(); ++step)
      (*step)();
    steps_.clear();
  }
  void forget() { steps_.clear(); }

 private:
  template <class Map>
  void remember(Map& map, const typename Map::key_type& key) {
    const auto found = map.find(key);
    if (found == map.end()) {
      steps_.push_back([&map, key] { map.erase(key); });
    } else {
      steps_.push_back([&map, key, old = found->second] { map.insert_or_assign(key, old); });
    }
  }

  std::vector<std::function<void()>> steps_;
};

}  // namespace dialctl::memory
