// Rows of tables of misconfigurations: what their diffs remove and add.
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

/// The same with the lines in their order, each with its sign.
struct WholeDiffCase {
  const char* name;
  const char* fault;
  Args args;
  bool plain;
  const char* diff;
};

inline void PrintTo(const DiffCase& one, std::ostream* out) {
  *out << one.name;
}

inline void PrintTo(const WholeDiffCase& one, std::ostream* out) {
  *out << one.name;
}

/// What becomes of the text, which must be a configuration again.
template <class OwnConfig>
std::string edited_by(const auto& one, const std::string& text, const std::string& pool = "auth") {
  const auto after = edited_text<OwnConfig>(one.fault, one.args, text, pool);
  EXPECT_TRUE(after) << to_string(after.error());
  if (!after) return "";
  EXPECT_TRUE(OwnConfig::parse(*after, Balanced<OwnConfig>::kFile, pool));
  return *after;
}

template <class OwnConfig>
void expect_diff(const DiffCase& one, const std::string& text, const std::string& pool = "auth",
                 Indentation indentation = Indentation::left_out) {
  const std::string after = edited_by<OwnConfig>(one, text, pool);
  EXPECT_EQ(diff_lines(text, after, '-', indentation), one.removed);
  EXPECT_EQ(diff_lines(text, after, '+', indentation), one.added);
}

template <class OwnConfig>
void expect_diff(const WholeDiffCase& one, const std::string& text) {
  EXPECT_EQ(diff_of(text, edited_by<OwnConfig>(one, text)), one.diff);
}

}  // namespace misfire
