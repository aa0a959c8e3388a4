// A watcher that looks when it is due, as the daemon does, and remembers what it told.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <thread>

#include "watch/pace.hpp"
#include "watch/watcher.hpp"

namespace misfire::watch {

class Watching {
 public:
  using MakeTarget = std::function<std::unique_ptr<Target>()>;
  static constexpr Duration kEvery = std::chrono::milliseconds(400);

  Watching(MakeTarget make, fs::path state) : make_(std::move(make)), state_(std::move(state)) {
    start_again();
  }

  /// As if it had been killed: what is not in its files is gone.
  void start_again() {
    Status begin;
    begin.every = kEvery;
    watcher_ = std::make_unique<Watcher>(Watched{make_(), kEvery, {}}, StateFile(state_), begin,
                                         true, [this](const Event& e) { events_.push_back(e); });
    EXPECT_TRUE(watcher_->begin());
  }
  void look() { std::this_thread::sleep_for(watcher_->look()); }
  void look(int times) {
    for (int i = 0; i < times; ++i) look();
  }
  bool looks_until(const std::function<bool()>& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!done()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      look();
    }
    return true;
  }

  /// "drift-began auth/a1: weight is 50, 100 in the file", of drift alone.
  std::vector<std::string> drift_told() const {
    std::vector<std::string> told;
    for (const Event& event : events_) {
      if (event.drift) told.push_back(event.name + " " + event.text);
    }
    return told;
  }
  bool told(const std::string& name, const std::string& text = {}) const {
    return std::any_of(events_.begin(), events_.end(), [&](const Event& event) {
      return event.name == name && (text.empty() || event.text == text);
    });
  }
  void forget() { events_.clear(); }
  const Status& status() const { return watcher_->status(); }
  const Watcher& watcher() const { return *watcher_; }
  void approve() { EXPECT_TRUE(StateFile(state_).approve(*watcher_->as_approved())); }

 private:
  MakeTarget make_;
  fs::path state_;
  std::unique_ptr<Watcher> watcher_;
  std::vector<Event> events_;
};

}  // namespace misfire::watch
