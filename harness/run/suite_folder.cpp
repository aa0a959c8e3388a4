#include "run/suite_folder.hpp"

#include <map>

#include "report/review_json.hpp"
#include "report/review_markdown.hpp"
#include "report/suite_page/suite_page.hpp"
#include "run/folder_name.hpp"

namespace misfire {

Result<fs::path> write_suite_folder(const fs::path& reports, const std::string& suite_json,
                                    const Review& review) {
  const fs::path folder = reports / folder_name("suite", new_run_id());
  if (auto made = make_folder(folder); !made) return tl::unexpected(made.error());
  const std::map<std::string, std::string> files{{kSuiteFile, suite_json},
                                                 {"review.json", review_json(review)},
                                                 {"review.md", review_markdown(review)},
                                                 {kSuitePage, suite_page(suite_json, review)}};
  if (auto written = write_files(folder, files); !written) return tl::unexpected(written.error());
  return folder;
}

}  // namespace misfire
