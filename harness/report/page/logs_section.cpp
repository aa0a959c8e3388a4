// The ends of the parts' logs; secrets were hidden in the files already.
#include "judge/words.hpp"
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"

namespace misfire {

Html logs_section(const PageInput& in) {
  Html all;
  for (const LogExcerpt& log : in.logs) {
    all += html("<details><summary>{} <small>{} bytes</small></summary>\n{}</details>\n", log.name,
                grouped(static_cast<std::int64_t>(log.bytes)),
                scrolling_text("the end of " + log.name, "", html("{}", log.text)));
  }
  if (all.empty()) return {};
  return section("logs", "The ends of the logs", all);
}

}  // namespace misfire
