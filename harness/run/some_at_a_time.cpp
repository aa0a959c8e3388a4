#include "run/some_at_a_time.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <future>
#include <thread>

namespace misfire {

void do_some_at_a_time(const std::vector<std::function<void()>>& tasks, std::size_t width) {
  std::atomic<std::size_t> next = 0;
  std::vector<std::exception_ptr> failed(tasks.size());
  std::vector<std::future<void>> workers;
  for (std::size_t i = 0; i < std::min(std::max<std::size_t>(width, 1), tasks.size()); ++i) {
    workers.push_back(std::async(std::launch::async, [&] {
      for (std::size_t task = next++; task < tasks.size(); task = next++) {
        try {
          tasks[task]();
        } catch (...) {
          failed[task] = std::current_exception();
        }
      }
    }));
  }
  for (auto& worker : workers) worker.get();
  for (const auto& failure : failed) {
    if (failure) std::rethrow_exception(failure);
  }
}

std::size_t usual_width() {
  return std::max<std::size_t>(8, 2 * std::size_t{std::thread::hardware_concurrency()});
}

}  // namespace misfire
