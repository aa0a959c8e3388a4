#include <fmt/format.h>

#include <algorithm>

#include "balancer/balancer.hpp"

namespace misfire {

Result<std::string> apply(std::string_view original, Edits edits) {
  // Stable, so that two insertions at one place keep the order in which they were asked for.
  std::stable_sort(edits.begin(), edits.end(), [](const Edit& a, const Edit& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  });
  std::string result;
  std::size_t done = 0;
  for (const Edit& edit : edits) {
    if (edit.begin > edit.end || edit.end > original.size()) {
      return usage_error(fmt::format("an edit of bytes {} to {} reaches outside a text of {} bytes",
                                     edit.begin, edit.end, original.size()));
    }
    if (edit.begin < done) {
      return usage_error(fmt::format("two edits overlap at byte {}", edit.begin),
                         "two changes of the same words cannot be active at once");
    }
    result.append(original.substr(done, edit.begin - done)).append(edit.text);
    done = edit.end;
  }
  return result.append(original.substr(done));
}

}  // namespace misfire
