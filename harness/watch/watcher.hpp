// Looks at a balancer again and again and tells what changed. Owned by the command; one thread.
// What it keeps is in the state file's notes, so that its own end at any moment costs nothing.
#pragma once

#include <functional>
#include <memory>

#include "watch/event.hpp"
#include "watch/state.hpp"
#include "watch/status.hpp"
#include "watch/target.hpp"

namespace misfire::watch {

/// What the audit's rules find in the balancer's file.
using AuditFile = std::function<Checked<std::vector<FindingCount>>()>;
using Tell = std::function<void(const Event&)>;

struct Watched {
  std::unique_ptr<Target> target;
  Duration every = {};
  AuditFile audit;
};

class Watcher {
 public:
  /// `keep`: notes are written, and a first state that agrees with its file is approved.
  Watcher(Watched, StateFile, Status begin, bool keep, Tell);

  /// Reads what was approved and noted. Error: the approved state is damaged.
  Result<void> begin();
  /// Looks once; when to look next, from the look's beginning. After an interrupt, nothing of the
  /// look counts.
  Duration look();
  /// From now on another system file's.
  void change(Watched);

  const Status& status() const { return status_; }
  bool suspects() const { return drifts_.suspects(); }
  /// What was looked at last, for whoever approves it; nothing if that was no complete look.
  std::optional<Approved> as_approved() const;

 private:
  void missed(Instant ended, const Missed&);
  void took(const Look&);
  void read_approved(Instant);
  void audit(Instant, const std::string& digest);
  void note(Instant);
  void tell(Instant, std::string name, std::string text, std::optional<Drift> = {});

  Watched watched_;
  StateFile state_;
  Status status_;
  bool keep_;
  Tell tell_;
  std::optional<Approved> approved_;
  std::optional<Loaded> loaded_;
  Drifts drifts_;
  Notes noted_;
  std::optional<Sides> seen_;
  Instant seen_at_ = {};
  std::optional<Miss> told_miss_;
  std::string audited_, told_trouble_;
};

}  // namespace misfire::watch
