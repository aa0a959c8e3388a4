// What the daemon says while it builds or pulls an image: JSON objects, one after the other, cut
// anywhere. Pure; knows how far the build is, where it runs, and what went wrong.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace misfire {

class BuildOutput {
 public:
  /// True when a step began (or, of a pull, when the text changed).
  bool feed(std::string_view bytes);

  int step() const { return step_; }
  int steps() const { return steps_; }
  /// The step's command, on one line.
  const std::string& doing() const { return doing_; }

  /// Id of the finished image; "" before.
  const std::string& image() const { return image_; }
  /// What the daemon complained of; "" when of nothing.
  const std::string& error() const { return error_; }
  /// The last lines that the present step printed.
  std::vector<std::string> last_lines() const { return {lines_.begin(), lines_.end()}; }
  /// The container that the present step runs in; "" when none.
  const std::string& container() const { return container_; }

 private:
  void take(const std::string& line);
  void print(std::string_view text);
  void print_line(std::string line);

  std::string rest_, doing_, image_, error_, container_, partial_;
  std::deque<std::string> lines_;
  int step_ = 0, steps_ = 0;
  bool changed_ = false;
};

}  // namespace misfire
