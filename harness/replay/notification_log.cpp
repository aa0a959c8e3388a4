#include "replay/notification_log.hpp"

#include <algorithm>

namespace misfire {
namespace {

bool within(const std::set<Labels>& some, const std::set<Labels>& all) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

}  // namespace

const NotificationLog::Entry* NotificationLog::find(const std::string& key) const {
  const auto found = entries_.find(key);
  return found == entries_.end() ? nullptr : &found->second;
}

void NotificationLog::record(const std::string& key, FlushState told, Instant at,
                             Duration repeat_interval) {
  const Duration kept = repeat_interval < retention_ / 2 ? 2 * repeat_interval : retention_;
  entries_[key] = {at, at + kept, std::move(told)};
}

void NotificationLog::tidy(Instant now) {
  std::erase_if(entries_, [&](const auto& entry) { return entry.second.expires <= now; });
}

Tell decide(const NotificationLog::Entry* last, const FlushState& now_known, bool send_resolved,
            Duration repeat_interval, Instant now) {
  const auto tell = [](bool yes) { return yes ? Tell::yes : Tell::no; };
  if (last == nullptr) return tell(!now_known.firing.empty());
  if (!within(now_known.firing, last->told.firing)) return Tell::yes;
  // That all is over is told, or at least recorded, whoever wants to hear of it: otherwise the next
  // time would seem to be known already.
  if (now_known.firing.empty()) return tell(!last->told.firing.empty());
  if (send_resolved && !within(now_known.resolved, last->told.resolved)) return Tell::yes;
  return last->at < now - repeat_interval ? Tell::once_more : Tell::not_so_soon;
}

}  // namespace misfire
