// Texts that save time when they are found again: one file each in a folder of the cache folder.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/files.hpp"

namespace misfire {

class Cache {
 public:
  /// `name`: of its folder. What was not finished long ago goes, and all but the newest `most`
  /// files. Where there is no cache folder, nothing is kept.
  Cache(const std::string& name, std::size_t most);
  /// `key`: a file name.
  std::optional<std::string> find(const std::string& key) const;
  void keep(const std::string& key, std::string_view text) const;
  void forget(const std::string& key) const;

 private:
  fs::path folder_;
};

}  // namespace misfire
