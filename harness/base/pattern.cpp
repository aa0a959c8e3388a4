#include "base/pattern.hpp"

#include <fmt/format.h>

#include <boost/regex.hpp>

namespace misfire {

struct Pattern::Compiled {
  boost::regex regex;
};

Result<Pattern> Pattern::make(const std::string& text) {
  try {
    Pattern pattern;
    pattern.compiled_ = std::make_shared<Compiled>(Compiled{boost::regex(text)});
    return pattern;
  } catch (const boost::regex_error& error) {
    return usage_error(fmt::format("\"{}\" is no regular expression, from its character {} on",
                                   text, error.position() + 1),
                       R"(signs that are meant as such have a backslash before them: "\." "\{")");
  }
}

bool Pattern::found_in(std::string_view text) const {
  try {
    return boost::regex_search(text.begin(), text.end(), compiled_->regex);
  } catch (const std::runtime_error&) {  // its bound on the work for one text
    return false;
  }
}

}  // namespace misfire
