#include "scenario/catalogue.hpp"

#include <algorithm>

namespace misfire {

const FaultDoc* find_fault(const Catalogue& catalogue, const std::string& name) {
  const auto found = std::find_if(catalogue.begin(), catalogue.end(),
                                  [&](const FaultDoc& fault) { return fault.name == name; });
  return found == catalogue.end() ? nullptr : &*found;
}

}  // namespace misfire
