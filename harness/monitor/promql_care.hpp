// Which functions and metrics of a PromQL expression do not keep their meaning when time is
// compressed (ALERTS.md, "What needs care"), with a sentence for each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"

namespace misfire {

class PromqlCare {
 public:
  void function(std::string_view name);
  void metric(std::string_view name);
  void at();                         ///< the modifier "@"
  void days(std::string_view text);  ///< an offset of a day or more

  Compressible compressible() const { return verdict_; }
  /// All reasons, joined; empty when compressible.
  std::string why() const;

 private:
  void add(Compressible, std::string reason);
  Compressible verdict_ = Compressible::yes;
  std::vector<std::string> reasons_;
};

}  // namespace misfire
