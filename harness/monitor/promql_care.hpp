// Which functions and metrics of a PromQL expression do not keep their meaning when time is
// compressed (ALERTS.md, "What needs care"), with a sentence for each.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.hpp"

namespace misfire {

/// A gauge of an age in seconds, by its name: it grows by wall time.
bool is_age(std::string_view metric);

class PromqlCare {
 public:
  void function(std::string_view name);
  void metric(std::string_view name);
  void age(std::string_view metric);   ///< where it could not be multiplied
  void at();                           ///< the modifier "@"
  void future(std::string_view text);  ///< a negative offset
  void days(std::string_view text);    ///< an offset of a day or more

  Compressible compressible() const { return verdict_; }
  /// All reasons, joined; empty when compressible.
  std::string why() const;

 private:
  void add(Compressible, std::string reason);
  Compressible verdict_ = Compressible::yes;
  std::vector<std::string> reasons_;
};

}  // namespace misfire
