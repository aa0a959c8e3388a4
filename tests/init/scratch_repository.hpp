// A folder of one test, with files as a repository has them.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>

#include "base/files.hpp"
#include "init/survey.hpp"

namespace misfire {

class ScratchRepository : public testing::Test {
 protected:
  ScratchRepository() {
    std::string folder = (fs::temp_directory_path() / "misfire-init-XXXXXX").string();
    root_ = fs::canonical(::mkdtemp(folder.data()));
  }
  ~ScratchRepository() override { fs::remove_all(root_); }
  void put(const std::string& file, const std::string& text) const {
    fs::create_directories((root_ / file).parent_path());
    ASSERT_TRUE(write_file(root_ / file, text));
  }
  Survey seen() const {
    auto seen = survey(root_);
    if (!seen) throw std::logic_error(to_string(seen.error()));
    return std::move(*seen);
  }
  /// What was found, as it will be called.
  std::vector<std::string> found() const {
    const Survey seen = this->seen();
    std::vector<std::string> names;
    for (const FoundFile& file : seen.files) {
      names.push_back(short_name(seen.final_path(file.path, root_), root_));
    }
    return names;
  }

  fs::path root_;
};

}  // namespace misfire
