// Comments by which a file's author answers a rule, in files of every kind:
//
//     server a1 10.0.0.1:80   # misfire: allow haproxy/no-check: a sidecar ejects it
//
// On a line of its own it speaks of the next line that is more than a comment. The reason is asked
// for: without one nothing is suppressed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "audit/finding.hpp"
#include "audit/rule.hpp"

namespace misfire {

struct Suppression {
  Position where;      ///< of the comment's word "misfire:"
  int end_column = 0;  ///< exclusive
  int line = 0;        ///< whose findings it is about
  std::string rule;    ///< "" where the comment was not understood
  std::string reason;  ///< "" where none is given
};

/// In the order of the text; a comment that names several rules is several suppressions.
std::vector<Suppression> read_suppressions(std::string_view text, const std::string& file);

/// Marks what they suppress, and adds what is wrong with the suppressions themselves: one without a
/// reason, one of a rule that is not among `known`, one that suppresses nothing.
void apply_suppressions(const std::vector<Suppression>&, const std::vector<std::string>& known,
                        std::vector<Finding>&);

/// The rules about suppressions.
std::vector<RuleDoc> suppression_rules();

}  // namespace misfire
