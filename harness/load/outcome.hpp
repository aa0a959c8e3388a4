// What an answer means for a login: by status, body and headers.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/pattern.hpp"
#include "history/logins.hpp"
#include "scenario/system.hpp"

namespace misfire {

/// A condition as it is asked thousands of times a second. A login succeeded only when the answer
/// says so: a maintenance page with status 200 is no login.
class SuccessCondition {
 public:
  /// Looks up a header of an answer; "" where it has none.
  using Header = std::function<std::string(const std::string& name)>;

  /// Errors: a pattern that is none.
  static Result<SuccessCondition> make(const LoginSuccess&);

  Outcome outcome_of(int status, std::string_view body, const Header& header) const;

 private:
  bool holds(std::string_view body, const Header&) const;
  LoginSuccess wanted_;
  std::vector<Pattern> body_;  ///< one at most
  std::vector<std::pair<std::string, Pattern>> headers_;
};

/// In words: "200 and a body that holds /welcome/".
std::string success_text(const LoginSuccess&);

}  // namespace misfire
