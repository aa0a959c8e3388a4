// The ends of the parts' logs; secrets were hidden in the files already.
#include "judge/words.hpp"
#include "report/page/sections.hpp"

namespace misfire {

Html logs_section(const PageInput& in) {
  Html all;
  for (const LogExcerpt& log : in.logs) {
    all += html(
        "<details><summary>{} <small>{} bytes</small></summary>\n<pre tabindex=\"0\" "
        "aria-label=\"the end of {}\">{}</pre></details>\n",
        log.name, grouped(static_cast<std::int64_t>(log.bytes)), log.name, log.text);
  }
  if (all.empty()) return {};
  return section("logs", "The ends of the logs", all);
}

}  // namespace misfire
