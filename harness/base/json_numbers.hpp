// What a JSON reader must know before it converts numbers: nlohmann_json turns 1e300 into a whole
// number without a question, and what comes out of that is undefined.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace misfire {

/// Whether a number with a fraction or an exponent stands anywhere but as the value of these keys.
bool has_stray_fraction(const nlohmann::json&, std::initializer_list<std::string_view> keys);

/// Whether a whole number stands there whose magnitude is above the limit, anywhere but as the
/// value of these keys.
bool has_number_beyond(const nlohmann::json&, std::int64_t limit,
                       std::initializer_list<std::string_view> keys);

}  // namespace misfire
