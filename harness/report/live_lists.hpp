// The servers and the alerts of the live view, a line each, at most `width` wide. Pure. Internal to
// report/.
#pragma once

#include <string>
#include <vector>

#include "report/paint.hpp"
#include "report/so_far.hpp"

namespace misfire {

/// How the logins were shared out lately; none where none was answered. `roomy`: the screen is
/// wide.
std::vector<std::string> server_lines(const SoFar&, std::size_t width, bool roomy, const Paint&);

/// Who woke somebody first, then what is on its way; within each, the oldest first.
std::vector<std::string> alert_lines(const SoFar&, std::size_t width, bool roomy, const Paint&);

/// Its beginning, where it is wider.
std::string cut_right(const std::string& text, std::size_t width);

}  // namespace misfire
