// How a fault came, and why it went.
#pragma once

#include <algorithm>
#include <string_view>

namespace misfire {

/// FaultInjected::via of a stressor, which alone may ask a part to end. Others came by "reload" or
/// "runtime".
inline constexpr char kByStressor[] = "stressor";
/// The stressors that do so.
inline constexpr std::string_view kEndParts[] = {
    "crash", "restart", "flapping", "exporter-down", "alertmanager-down", "probe-down"};
inline bool ends_parts(std::string_view stressor) {
  return std::find(std::begin(kEndParts), std::end(kEndParts), stressor) != std::end(kEndParts);
}
/// FaultReverted::why of every fault, where at least one of them showed nothing in its time.
inline constexpr char kNoEffect[] = "no effect was witnessed";

}  // namespace misfire
