// HTML as a type of its own, so that foreign text gets into a page escaped or not at all: names,
// logs, diffs and notifications are written by others, and a page is read by a browser.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace misfire {

/// Text with &, <, >, " and ' as entities; what is not UTF-8 and control characters (but line ends
/// and tabs) as U+FFFD. Fits between tags and in quoted attributes.
std::string escaped(std::string_view foreign);

class Html {
 public:
  Html() = default;
  /// Markup that was made by `html` or stands in this program.
  static Html of_markup(std::string markup) {
    Html made;
    made.text_ = std::move(markup);
    return made;
  }
  const std::string& text() const { return text_; }
  bool empty() const { return text_.empty(); }
  Html& operator+=(const Html& more) {
    text_ += more.text_;
    return *this;
  }

 private:
  std::string text_;
};

namespace html_parts {
template <class>
using Text = std::string;
inline std::string part(const Html& markup) {
  return markup.text();
}
inline std::string part(std::string_view foreign) {
  return escaped(foreign);
}
template <class Number>
requires std::is_arithmetic_v<Number> std::string part(Number number) {
  return fmt::to_string(number);
}
}  // namespace html_parts

/// html("<td>{}</td>", name): the markup is a literal; Html goes in as it is, text escaped.
template <class... Args>
Html html(fmt::format_string<html_parts::Text<Args>...> markup, const Args&... args) {
  return Html::of_markup(fmt::format(markup, html_parts::part(args)...));
}

/// Our own sentences: what stands in backquotes becomes code.
Html prose(std::string_view sentence);

}  // namespace misfire
