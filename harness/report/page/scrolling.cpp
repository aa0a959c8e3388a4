#include "report/page/scrolling.hpp"

namespace misfire {

Html headings(std::initializer_list<std::string_view> columns) {
  Html head;
  for (const std::string_view column : columns) head += html("<th scope=\"col\">{}</th>", column);
  return head;
}

Html scrolling_table(std::string_view about, std::string_view kind, const Html& head,
                     const Html& rows) {
  return scrolling(about, html("<table class=\"{}\"><thead><tr>{}</tr></thead>\n<tbody>\n{}"
                               "</tbody></table>",
                               kind, head, rows));
}

Html scrolling(std::string_view about, const Html& table) {
  return html("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">{}</div>\n",
              about, table);
}

Html scrolling_text(std::string_view about, std::string_view kind, const Html& text) {
  return html("<pre class=\"{}\" tabindex=\"0\" role=\"group\" aria-label=\"{}\">{}</pre>\n", kind,
              about, text);
}

}  // namespace misfire
