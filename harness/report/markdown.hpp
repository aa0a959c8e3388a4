// Text inside Markdown (CommonMark with GitHub's tables): what others wrote becomes neither markup
// nor HTML nor another cell. Pure.
#pragma once

#include <string>
#include <string_view>

namespace misfire {

/// Foreign text on one line: punctuation escaped, control characters and what is not UTF-8 as
/// U+FFFD.
std::string markdown(std::string_view foreign);
/// The same as code.
std::string markdown_code(std::string_view foreign);
/// Our own sentences: what stands in backquotes becomes code, the rest is escaped.
std::string markdown_prose(std::string_view sentence);
/// A fenced block; nothing in it ends it.
std::string markdown_block(std::string_view language, std::string_view text);

}  // namespace misfire
