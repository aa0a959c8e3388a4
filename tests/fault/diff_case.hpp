// A row of a table of misconfigurations: what their diffs remove and add.
#pragma once

#include "fault/edited.hpp"

namespace misfire {

struct DiffCase {
  const char* name;
  const char* fault;
  Args args;
  bool plain;           ///< which of the table's two texts
  const char* removed;  ///< the diff's lines
  const char* added;
};

inline void PrintTo(const DiffCase& one, std::ostream* out) {
  *out << one.name;
}

/// The lines of the diff with that sign, without it.
inline std::string diff_lines(const std::string& before, const std::string& after, char sign) {
  std::string found;
  const std::string diff = diff_of(before, after);
  for (std::size_t at = 0; at < diff.size();) {
    const std::size_t end = diff.find('\n', at) + 1;
    if (diff[at] == sign) found += diff.substr(at + 1, end - at - 1);
    at = end;
  }
  return found;
}

}  // namespace misfire
