#include "cli/compared.hpp"

#include "cli/console.hpp"

namespace misfire {

ExitCode show(const Comparison& comparison, const ComparisonForm& form) {
  say(comparison_text(comparison, terminal_style()));
  if (form.markdown) print(comparison_markdown(comparison));
  if (form.json) print(comparison_json(comparison));
  if (comparison.count(Weight::regression) > 0) return ExitCode::failed;
  return comparison.count(Weight::untold) > 0 ? ExitCode::environment : ExitCode::passed;
}

}  // namespace misfire
