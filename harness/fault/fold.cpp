#include "fault/fold.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "fault/hides.hpp"

namespace misfire {
namespace {

struct Span {
  std::size_t begin = 0, end = 0;
};

bool meet(const Span& a, const Span& b) {
  return a.begin < b.end && b.begin < a.end;
}

/// Where the text of these edits stands once they are made.
std::vector<Span> written_by(Edits edits) {
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.begin < b.begin; });
  std::vector<Span> spans;
  std::size_t longer = 0;  // wraps around when the text became shorter
  for (const Edit& edit : edits) {
    const std::size_t begin = edit.begin + longer;
    spans.push_back({begin, begin + edit.text.size()});
    longer += edit.text.size() - (edit.end - edit.begin);
  }
  return spans;
}

Result<Edits> edits_of(const Config& config, const BoundFault& fault) {
  auto edits = fault.kind->edit(config, fault.args);
  if (!edits) {
    edits.error().message = fmt::format("the fault \"{}\": {}", fault.id, edits.error().message);
  }
  return edits;
}

tl::unexpected<Error> conflict(const BoundFault& one, const BoundFault& other) {
  return usage_error(
      fmt::format("the faults \"{}\" and \"{}\" change the same setting and cannot be active at "
                  "once",
                  one.id, other.id),
      "let one end before the other begins, or write them as one fault");
}

bool overlap(const Edits& one, const Edits& other) {
  return std::any_of(one.begin(), one.end(), [&](const Edit& a) {
    return std::any_of(other.begin(), other.end(), [&](const Edit& b) {
      const Span first{a.begin, a.end}, second{b.begin, b.end};
      const bool inside = (a.begin == a.end && b.begin < a.begin && a.begin < b.end) ||
                          (b.begin == b.end && a.begin < b.begin && b.begin < a.end);
      return meet(first, second) || inside;
    });
  });
}

/// `second` after `first`: whether it leaves alone what the first wrote, and has something to do.
bool goes_after(const Config& original, const Edits& first, const BoundFault& second,
                const ParseText& parse) {
  const auto text = misfire::apply(original.text(), first);
  const auto config = text ? parse(*text) : Checked<std::unique_ptr<Config>>();
  if (!config || *config == nullptr) return true;  // told by whoever wires it
  // Roles mean the servers of the original: where the first removed some, fold alone can tell.
  if ((*config)->pool().size() != original.pool().size()) return true;
  const auto edits = second.kind->edit(**config, second.args);
  if (!edits) return true;
  if (edits->empty()) return false;
  const auto written = written_by(first);
  return std::none_of(edits->begin(), edits->end(), [&](const Edit& edit) {
    return std::any_of(written.begin(), written.end(), [&](const Span& span) {
      return meet({edit.begin, edit.end}, span);
    });
  });
}

}  // namespace

bool overlap(const PlannedFault& a, const PlannedFault& b) {
  const auto before = [](const PlannedFault& first, const PlannedFault& second) {
    return first.lasts && first.at + *first.lasts <= second.at;
  };
  return !before(a, b) && !before(b, a);
}

Result<Edits> fold(const Config& original, const std::vector<BoundFault>& active) {
  Edits all;
  for (std::size_t i = 0; i < active.size(); ++i) {
    const auto edits = edits_of(original, active[i]);
    if (!edits) return edits;
    if (overlap(all, *edits)) {
      for (std::size_t j = 0; j < i; ++j) {
        const auto earlier = edits_of(original, active[j]);
        if (earlier && overlap(*earlier, *edits)) return conflict(active[j], active[i]);
      }
    }
    all.insert(all.end(), edits->begin(), edits->end());
  }
  return all;
}

Result<void> check_orders(const Config& original, const BoundFault& one, const BoundFault& other,
                          const ParseText& parse) {
  const auto together = fold(original, {one, other});
  if (!together) return tl::unexpected(together.error());
  const auto first = edits_of(original, one), second = edits_of(original, other);
  // What changes nothing (a reload) is in nobody's way.
  if (first->empty() || second->empty()) return {};
  if (!goes_after(original, *first, other, parse) || !goes_after(original, *second, one, parse)) {
    return conflict(one, other);
  }
  if (hides(one, other, original.pool().size()) || hides(other, one, original.pool().size())) {
    return usage_error(
        fmt::format("of the faults \"{}\" and \"{}\" one hides what the other does, so that they "
                    "cannot be active at once",
                    one.id, other.id),
        "let one end before the other begins");
  }
  return {};
}

}  // namespace misfire
