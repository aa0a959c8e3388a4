#include "replay/phase.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "replay/xxhash64.hpp"

namespace misfire {
namespace {

// An evaluation begins when its timer wakes it: a busy machine takes its time.
constexpr Duration kLate = std::chrono::milliseconds(100);

std::string bytes_of(const std::string& text, LabelForm form) {
  if (form == LabelForm::separated) return text + '\xff';
  // Short ones have one byte of length, others three after a 0xff.
  const std::size_t size = text.size();
  if (size < 255) return std::string(1, static_cast<char>(size)) + text;
  std::string length = "\xff";
  for (int i = 0; i < 3; ++i) length += static_cast<char>(size >> (8 * i) & 0xff);
  return length + text;
}

Duration lateness(LabelForm form, const RecordedGroup& group) {
  return (group.evaluated.time_since_epoch() -
          evaluation_offset(group.file, group.name, group.interval, form)) %
         group.interval;
}

bool explains(LabelForm form, const RecordedGroup& group) {
  return group.evaluated != Instant{} &&
         lateness(form, group) <= std::min(kLate, group.interval / 4);
}

}  // namespace

Duration evaluation_offset(const std::string& file, const std::string& name, Duration interval,
                           LabelForm form) {
  std::string bytes;
  for (const std::string& part : {std::string("file"), file, std::string("name"), name}) {
    bytes += bytes_of(part, form);
  }
  return Duration(
      static_cast<std::int64_t>(xxhash64(bytes) % static_cast<std::uint64_t>(interval.count())));
}

Result<LabelForm> label_form_of(const std::vector<RecordedGroup>& groups) {
  const auto explained = [&](LabelForm form) {
    return std::count_if(groups.begin(), groups.end(),
                         [&](const RecordedGroup& group) { return explains(form, group); });
  };
  const auto separated = explained(LabelForm::separated), counted = explained(LabelForm::counted);
  // One of many may have been late; none is by chance where it should be.
  const auto best = std::max(separated, counted);
  // What was never evaluated tells nothing.
  const auto told = std::count_if(groups.begin(), groups.end(), [](const RecordedGroup& group) {
    return group.evaluated != Instant{};
  });
  if (2 * best <= told) {
    return environment_error(fmt::format(
        "only {} of its {} rule groups were evaluated when they were due: the times of other rules "
        "cannot be known",
        best, told));
  }
  return separated >= counted ? LabelForm::separated : LabelForm::counted;
}

Duration typical_lateness(const std::vector<RecordedGroup>& groups, LabelForm form) {
  std::vector<Duration> all;
  for (const RecordedGroup& group : groups) {
    if (explains(form, group)) all.push_back(lateness(form, group));
  }
  if (all.empty()) return {};
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
  std::nth_element(all.begin(), middle, all.end());
  return *middle;
}

Instant first_evaluation(Instant after, Duration interval, Duration offset) {
  const Duration since = after.time_since_epoch() - offset;
  return Instant(since - since % interval + interval + offset);
}

}  // namespace misfire
