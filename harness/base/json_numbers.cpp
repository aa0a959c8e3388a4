#include "base/json_numbers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace misfire {
namespace {

using nlohmann::json;

/// Whether a number is wrong that stands anywhere but as the value of these keys.
template <class Wrong>
bool any_number(const json& all, std::initializer_list<std::string_view> keys, Wrong wrong) {
  std::vector<const json*> rest = {&all};  // not by recursion: depth is the writer's
  while (!rest.empty()) {
    const json& value = *rest.back();
    rest.pop_back();
    if (value.is_number() && wrong(value)) return true;
    if (value.is_array()) {
      for (const auto& item : value) rest.push_back(&item);
    } else if (value.is_object()) {
      for (auto entry = value.begin(); entry != value.end(); ++entry) {
        const bool allowed =
            entry->is_number() && std::find(keys.begin(), keys.end(), entry.key()) != keys.end();
        if (!allowed) rest.push_back(&*entry);
      }
    }
  }
  return false;
}

}  // namespace

bool has_stray_fraction(const json& all, std::initializer_list<std::string_view> keys) {
  return any_number(all, keys, [](const json& number) { return number.is_number_float(); });
}

bool has_number_beyond(const json& all, std::int64_t limit,
                       std::initializer_list<std::string_view> keys) {
  return any_number(all, keys, [&](const json& number) {
    if (number.is_number_unsigned()) {
      return number.get<std::uint64_t>() > static_cast<std::uint64_t>(limit);
    }
    if (!number.is_number_integer()) return false;
    const auto value = number.get<std::int64_t>();
    return value > limit || value < -limit;
  });
}

}  // namespace misfire
