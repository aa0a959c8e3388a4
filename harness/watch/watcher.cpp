#include "watch/watcher.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/interrupt.hpp"
#include "watch/pace.hpp"

namespace misfire::watch {

Watcher::Watcher(Watched watched, StateFile state, Status begin, bool keep, Tell tell)
    : watched_(std::move(watched)),
      state_(std::move(state)),
      status_(std::move(begin)),
      keep_(keep),
      tell_(std::move(tell)) {
  status_.every = watched_.every;
}

Result<void> Watcher::begin() {
  auto approved = state_.approved();
  if (!approved) return tl::unexpected(approved.error());
  approved_ = std::move(*approved);
  noted_ = state_.notes();
  loaded_ = noted_.loaded;
  drifts_ = Drifts(noted_.drifts);
  status_.drifts = drifts_.confirmed();
  if (approved_) status_.approved_at = approved_->at;
  return {};
}

void Watcher::change(Watched watched) {
  watched_ = std::move(watched);
  status_.every = watched_.every;
  audited_.clear();
}

Duration Watcher::look() {
  const SystemClock clock;
  const Instant began = clock.now();
  const Looked looked = watched_.target->look(answer_limit(watched_.every));
  if (interrupted() != 0) return {};
  const Instant ended = clock.now();
  status_.last_try = ended;
  if (!looked) {
    missed(ended, looked.error());
    return until_next_try(watched_.every);
  }
  status_.looks++;
  status_.looking += ended - began;
  status_.last_look = looked->at;
  took(*looked);
  return drifts_.suspects() ? until_second_look(watched_.every) : between_looks(watched_.every);
}

void Watcher::missed(Instant ended, const Missed& miss) {
  ++status_.misses[miss.why];
  status_.up = miss.answered;
  seen_.reset();
  // A reload or an edit that came in between is daily life.
  if (miss.why == Miss::unsteady || told_miss_ == miss.why) return;
  told_miss_ = miss.why;
  tell(ended, to_string(miss.why), miss.message);
}

void Watcher::took(const Look& look) {
  status_.up = true;
  status_.servers_up = look.up;
  if (told_miss_) tell(look.at, "back", watched_.target->name());
  told_miss_.reset();
  read_approved(look.at);

  auto loaded = follow(loaded_, look.worker, look.file, approved_digest(approved_));
  if (loaded && loaded_ && loaded->worker != loaded_->worker) {
    tell(look.at, "worker", "now " + loaded->worker);
  }
  loaded_ = std::move(loaded);
  seen_ = sides_of(look, loaded_);
  seen_at_ = look.at;
  if (keep_ && !approved_ && differences(seen_->file, seen_->running, {}).empty()) {
    const auto approved = as_approved();
    if (auto done = state_.approve(*approved); done) {
      approved_ = approved;
      status_.approved_at = approved_->at;
      tell(look.at, "approved", "the first state that was seen: it agrees with its file");
    } else if (told_trouble_ != done.error().message) {
      told_trouble_ = done.error().message;
      tell(look.at, "trouble", told_trouble_);
    }
  }
  const Changes changes = drifts_.take(look.at, differences(seen_->file, seen_->running, approved_),
                                       steady(watched_.every));
  for (const Drift& drift : changes.began) {
    tell(look.at, "drift-began", to_string(drift.what), drift);
  }
  for (const Drift& drift : changes.ended) {
    tell(look.at, "drift-ended", to_string(drift.what), drift);
  }
  status_.drifts = drifts_.confirmed();
  audit(look.at, look.file.digest);
  note(look.at);
}

std::optional<Approved> Watcher::as_approved() const {
  if (!seen_) return std::nullopt;
  return Approved{seen_at_, seen_->file, seen_->running.facts};
}

/// Somebody may have approved another state since the last look.
void Watcher::read_approved(Instant now) {
  auto approved = state_.approved();
  if (!approved) {
    if (told_trouble_ == approved.error().message) return;
    told_trouble_ = approved.error().message;
    return tell(now, "trouble", to_string(approved.error()));  // what was read before still counts
  }
  if (*approved == approved_) return;
  approved_ = std::move(*approved);
  status_.approved_at = approved_ ? approved_->at : Instant{};
  tell(now, "approved",
       approved_ ? "another state, by " + state_.path().string()
                 : state_.path().string() + " is gone");
}

/// The rules speak of the file alone, so they are asked when it has changed.
void Watcher::audit(Instant now, const std::string& digest) {
  if (!watched_.audit || audited_ == digest) return;
  audited_ = digest;
  const auto found = watched_.audit();
  if (!found) return tell(now, "audit", to_string(found.error().front()));
  status_.findings = *found;
  int all = 0;
  for (const FindingCount& finding : *found) all += finding.count;
  tell(now, "audit", fmt::format("{} finding{}", all, all == 1 ? "" : "s"));
}

void Watcher::note(Instant now) {
  Notes notes{loaded_, drifts_.known()};
  if (!keep_ || notes == noted_) return;
  if (const auto done = state_.note(notes); done) {
    noted_ = std::move(notes);
  } else if (told_trouble_ != done.error().message) {
    told_trouble_ = done.error().message;
    tell(now, "trouble", told_trouble_);
  }
}

void Watcher::tell(Instant at, std::string name, std::string text, std::optional<Drift> drift) {
  if (tell_) tell_({at, std::move(name), std::move(text), std::move(drift)});
}

}  // namespace misfire::watch
