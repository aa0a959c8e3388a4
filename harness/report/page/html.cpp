#include "report/page/html.hpp"

#include "report/utf8.hpp"

namespace misfire {

std::string escaped(std::string_view foreign) {
  std::string out;
  out.reserve(foreign.size());
  while (!foreign.empty()) {
    const Character c = first_character(foreign);
    if (!c.valid || (is_control(c.code) && c.code != U'\n' && c.code != U'\t')) {
      out += "\uFFFD";
    } else if (c.code == U'&') {
      out += "&amp;";
    } else if (c.code == U'<') {
      out += "&lt;";
    } else if (c.code == U'>') {
      out += "&gt;";
    } else if (c.code == U'"') {
      out += "&quot;";
    } else if (c.code == U'\'') {
      out += "&#39;";
    } else {
      out += foreign.substr(0, c.bytes);
    }
    foreign.remove_prefix(c.bytes);
  }
  return out;
}

Html prose(std::string_view sentence) {
  Html out;
  while (!sentence.empty()) {
    const std::size_t open = sentence.find('`');
    const std::size_t close = open == std::string_view::npos ? open : sentence.find('`', open + 1);
    if (close == std::string_view::npos) break;
    out += html("{}<code>{}</code>", sentence.substr(0, open),
                sentence.substr(open + 1, close - open - 1));
    sentence.remove_prefix(close + 1);
  }
  out += html("{}", sentence);
  return out;
}

}  // namespace misfire
