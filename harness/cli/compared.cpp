#include "cli/compared.hpp"

#include "cli/console.hpp"
#include "report/paint.hpp"

namespace misfire {

ExitCode show(const SuiteComparison& comparison, const ComparisonForm& form) {
  say(suite_comparison_text(comparison, terminal_style()));
  if (form.markdown) print(suite_comparison_markdown(comparison));
  if (form.json) print(suite_comparison_json(comparison));
  if (!form.html.empty()) {
    if (const auto written = write_file(form.html, suite_comparison_page(comparison)); !written) {
      return refuse(written.error());
    }
    say(printable(form.html.string()));
  }
  if (comparison.count(Weight::regression) > 0) return ExitCode::failed;
  const bool all_told = comparison.count(Weight::untold) == 0 && comparison.only_before.empty() &&
                        comparison.not_compared.empty();
  return all_told ? ExitCode::passed : ExitCode::environment;
}

}  // namespace misfire
