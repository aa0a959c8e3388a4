// How a fault came, and why it went.
#pragma once

namespace misfire {

/// FaultInjected::via of a stressor, which alone may ask a part to end. Others came by "reload" or
/// "runtime".
inline constexpr char kByStressor[] = "stressor";
/// FaultReverted::why of every fault, where at least one of them showed nothing in its time.
inline constexpr char kNoEffect[] = "no effect was witnessed";

}  // namespace misfire
