#include "cli/compared.hpp"

#include "cli/console.hpp"

namespace misfire {

ExitCode show(const SuiteComparison& comparison, const ComparisonForm& form) {
  say(suite_comparison_text(comparison, terminal_style()));
  if (form.markdown) print(suite_comparison_markdown(comparison));
  if (form.json) print(suite_comparison_json(comparison));
  if (comparison.count(Weight::regression) > 0) return ExitCode::failed;
  return comparison.count(Weight::untold) > 0 ? ExitCode::environment : ExitCode::passed;
}

}  // namespace misfire
