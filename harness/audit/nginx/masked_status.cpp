#include <fmt/format.h>

#include <algorithm>

#include "audit/nginx/list.hpp"
#include "audit/nginx/place.hpp"
#include "audit/nginx/pools.hpp"

namespace misfire::nginx_audit {
namespace {

/// "=200", "=302": a status that says that all is well.
bool says_well(const std::string& word) {
  return word.size() == 4 && word[0] == '=' && (word[1] == '2' || word[1] == '3');
}

bool is_server_error(const NginxWord& word) {
  return word.text.size() == 3 && word.text[0] == '5';
}

std::vector<Place> check(const NginxSubject& subject) {
  std::vector<Place> places;
  for (const NginxDirective& page : subject.model.directives()) {
    if (page.name() != "error_page" || page.entry || !serves_users(subject.model, page)) continue;
    for (std::size_t i = 1; i < page.words.size(); ++i) {
      if (!says_well(page.word(i))) continue;
      const auto code = std::find_if(page.words.begin() + 1, page.words.end(), is_server_error);
      if (code == page.words.end()) continue;
      places.push_back(
          place_of(subject.model, page, i,
                   fmt::format("{} leaves as {}: the outage is a success for everybody "
                               "who counts status codes",
                               code->text, page.word(i).substr(1))));
    }
  }
  return places;
}

}  // namespace

NginxRule masked_status() {
  return {
      {.id = "nginx/masked-status",
       .severity = Severity::warning,
       .title = "error_page turns 5xx into 2xx or 3xx",
       .why = "Users cannot log in, and every count of errors, here, at the CDN and in the "
              "probes, stays at zero. Clients and caches take the page for the answer.",
       .incident = "",
       .fix = "Keep the status: error_page 502 503 504 /sorry.html. To let another server answer "
              "use `=` without a number, which keeps that server's own status.",
       .bad = "error_page 502 503 504 =200 /sorry.html;",
       .good = "error_page 502 503 504 /sorry.html;",
       .topic = Topic::masking},
      check};
}

}  // namespace misfire::nginx_audit
