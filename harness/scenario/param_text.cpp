#include "scenario/param_text.hpp"

#include <fmt/format.h>

#include <type_traits>
#include <variant>

#include "base/duration.hpp"

namespace misfire {

std::string param_text(const ParamValue& value) {
  return std::visit(
      [](const auto& v) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(v)>, ModelDuration>) {
          return format_duration(v);
        } else {
          return fmt::format("{}", v);
        }
      },
      value);
}

}  // namespace misfire
