// The mistakes found in one file, gathered so that a person sees all of them at once. Owned by the
// parse function of that file; one thread.
#pragma once

#include <string>
#include <utility>

#include "base/error.hpp"

namespace misfire {

class Mistakes {
 public:
  explicit Mistakes(std::string file) : file_(std::move(file)) {}

  void add(Position where, std::string message, std::string hint = {});
  /// Whether anything was added since `count()` had that value.
  std::size_t count() const { return errors_.size(); }
  const std::string& file() const { return file_; }
  /// In the order of the file.
  Errors take();

 private:
  std::string file_;
  Errors errors_;
};

}  // namespace misfire
