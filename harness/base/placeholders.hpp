// Texts with placeholders: "--port {port}". Only what looks like one, a lower-case word in braces,
// is one, so that JSON and shell-like text need no escapes. Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace misfire {

/// The names in braces, in order.
std::vector<std::string> placeholders(std::string_view text);

/// The text with what `value` says in the place of each of them.
std::string fill_in(std::string_view text,
                    const std::function<std::string(const std::string& name)>& value);

}  // namespace misfire
