// What a running HAProxy tells by its Runtime API. Pure, but for the list of what it is asked: it
// is all that a watch ever says to a balancer, and changes nothing.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "watch/difference.hpp"
#include "watch/loaded.hpp"

namespace misfire::watch {

/// "-1 6 -1": of all proxies, backends (2) and servers (4) (management guide, "show stat").
inline constexpr std::array<std::string_view, 3> kHaproxyQuestions = {
    "show info", "show servers state", "show stat -1 6 -1"};

/// All of them on one connection, so that one worker answers.
std::string haproxy_question();

struct HaproxyAnswer {
  Worker worker;
  bool stopping = false;  ///< a former worker that only finishes its connections
  Running running;
  std::map<Subject, bool> up;  ///< by their health checks; one without a check is up
};
/// Errors: something else answered, or the answer is cut short.
Result<HaproxyAnswer> parse_haproxy_answer(std::string_view);

}  // namespace misfire::watch
