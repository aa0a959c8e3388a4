// What a review says in sentences, for the terminal and for a pull request alike. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "judge/review.hpp"

namespace misfire {

/// What the suite was: "5 scenarios (3 harmful, 1 decoy, 1 twin), 8 alerts".
std::string review_subject(const Review&);

/// One figure of the headline: "caught", "5 of 5", "harmful scenarios (100 %)".
struct HeadlineFigure {
  std::string name;
  std::string figure;  ///< "" where nothing can be said
  std::string about;
  std::optional<bool> well = {};  ///< absent where it is neither good nor bad
  std::string text() const;
};
std::vector<HeadlineFigure> review_headline(const Review&);

inline constexpr const char* kUntested = "untested";
inline constexpr const char* kLeftOut = "left out";

/// Something that the monitoring, or the suite, lacks.
struct Hole {
  enum class Weight { red, yellow, plain };  ///< fails its run; fails nobody yet; is only told
  Weight weight = Weight::red;
  std::string what;   ///< "nobody noticed", "false page", …
  std::string about;  ///< a scenario or alerts
  std::string text;
};
/// What weighs most first.
std::vector<Hole> holes(const Review&);

const char* mark_of(Hole::Weight);

/// With the system, where there are several.
std::string name_of(const Review&, const Review::Scenario&);

/// One character for a cell of the matrix.
const char* symbol(Cell);

/// Whether the alert's row tells anything: it fired, or somebody missed it.
bool tells_anything(const Review::Alert&);

/// "2/3", or "–" of nothing.
std::string fraction(const Share&);

}  // namespace misfire
