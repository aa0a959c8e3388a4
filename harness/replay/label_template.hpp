// The value of a rule's label: text in which {{ $labels.x }}, {{ $externalLabels.x }} and
// {{ $value }} (also as .Labels.x and so on) stand for what the alert's series says. Whatever else
// Prometheus's templates can do is refused, since a label decides about routes. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "history/facts.hpp"

namespace misfire {

class LabelTemplate {
 public:
  /// The error has no position.
  static Result<LabelTemplate> parse(std::string_view);
  std::string expand(const Labels& series, const Labels& external, double value) const;

 private:
  struct Piece {
    enum class Kind { text, label, external_label, value };
    Kind kind = Kind::text;
    std::string text;  ///< or the label's name
  };
  std::vector<Piece> pieces_;
};

/// As Go's fmt prints a float64.
std::string go_float(double);

}  // namespace misfire
