// Several misconfigurations at once: what runs is always the user's original with the edits of
// those that are active, whatever began or ended first.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "fault/misconfiguration.hpp"

namespace misfire {

/// A misconfiguration as a scenario asks for it.
struct BoundFault {
  std::string id;
  const Misconfiguration* kind = nullptr;
  Args args;
};

/// Parses a text as the original was parsed.
using ParseText = std::function<Checked<std::unique_ptr<Config>>(std::string)>;

/// The edits of these faults together. They all go by the original, so that their order says
/// nothing. Error: two change the same words, or one cannot be made.
Result<Edits> fold(const Config& original, const std::vector<BoundFault>& active);

/// Two edits may lie apart in the original and still be about one thing, as when both write a
/// weight where none was. So each is made after the other as well: neither may touch what the other
/// wrote, nor find that nothing is left to do.
Result<void> check_orders(const Config& original, const BoundFault& one, const BoundFault& other,
                          const ParseText&);

}  // namespace misfire
