// Many short tasks, each of which starts a program: as many at a time as the machine bears.
#pragma once

#include <functional>
#include <vector>

namespace misfire {

/// Does all of them and returns when the last is done; at most `width` at a time, begun in order.
/// An exception of one is thrown when all have ended.
void do_some_at_a_time(const std::vector<std::function<void()>>& tasks, std::size_t width);
/// Twice the processors, and not below 8: in containers a task mostly waits.
std::size_t usual_width();

}  // namespace misfire
