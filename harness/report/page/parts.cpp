#include "report/clock_text.hpp"
#include "report/page/scrolling.hpp"
#include "report/page/sections.hpp"

namespace misfire {

Html section(std::string_view id, std::string_view heading, const Html& body) {
  return html(
      "<section id=\"{}\" aria-labelledby=\"{}-heading\">\n<h2 id=\"{}-heading\">{}</h2>\n{}"
      "</section>\n",
      id, id, id, heading, body);
}

Html navigation(const std::vector<std::pair<std::string_view, std::string_view>>& there,
                const Html& body) {
  Html links;
  for (const auto& [id, name] : there) {
    if (body.text().find(fmt::format("<section id=\"{}\"", id)) == std::string::npos) continue;
    links += html("<a href=\"#{}\">{}</a>\n", id, name);
  }
  return links.empty() ? Html() : html("<nav aria-label=\"sections\">\n{}</nav>\n", links);
}

std::string signed_clock(double seconds) {
  return seconds < -0.5 ? "−" + clock_text(-seconds) : clock_text(seconds);
}

Html diff_block(const std::string& diff) {
  Html lines;
  for (std::size_t at = 0; at < diff.size();) {
    const std::size_t end = std::min(diff.find('\n', at), diff.size());
    const std::string line = diff.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("---") || line.starts_with("+++") || line.starts_with("@@")) {
      lines += html("<span class=\"place\">{}</span>\n", line);
    } else if (line.starts_with("+")) {
      lines += html("<ins>{}</ins>\n", line);
    } else if (line.starts_with("-")) {
      lines += html("<del>{}</del>\n", line);
    } else {
      lines += html("{}\n", line);
    }
  }
  return scrolling_text("what was changed", "diff", lines);
}

}  // namespace misfire
