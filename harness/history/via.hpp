// How a fault came: FaultInjected::via of a stressor, which alone may ask a part to end. Others
// came by "reload" or "runtime".
#pragma once

namespace misfire {

inline constexpr char kByStressor[] = "stressor";

}  // namespace misfire
