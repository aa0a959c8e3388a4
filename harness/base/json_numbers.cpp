#include "base/json_numbers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace misfire {

bool has_stray_fraction(const nlohmann::json& all, std::initializer_list<std::string_view> keys) {
  std::vector<const nlohmann::json*> rest = {&all};  // not by recursion: depth is the writer's
  while (!rest.empty()) {
    const nlohmann::json& value = *rest.back();
    rest.pop_back();
    if (value.is_number_float()) return true;
    if (value.is_array()) {
      for (const auto& item : value) rest.push_back(&item);
    } else if (value.is_object()) {
      for (auto entry = value.begin(); entry != value.end(); ++entry) {
        const bool allowed = entry->is_number_float() &&
                             std::find(keys.begin(), keys.end(), entry.key()) != keys.end();
        if (!allowed) rest.push_back(&*entry);
      }
    }
  }
  return false;
}

}  // namespace misfire
