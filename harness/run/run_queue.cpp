#include "run/run_queue.hpp"

namespace misfire {

RunQueue::RunQueue(std::size_t scenarios, int retries) : retries_(scenarios, retries) {
  for (std::size_t i = 0; i < scenarios; ++i) waiting_.push_back(i);
}

std::optional<std::size_t> RunQueue::next() {
  if (waiting_.empty()) return {};
  const std::size_t scenario = waiting_.front();
  waiting_.pop_front();
  return scenario;
}

void RunQueue::ended(std::size_t scenario, Verdict verdict) {
  if (verdict != Verdict::invalid || retries_.at(scenario) == 0) return;
  --retries_[scenario];
  // At once, so that somebody who looks on sees a scenario's tries together.
  waiting_.push_front(scenario);
}

}  // namespace misfire
