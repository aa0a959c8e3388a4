// Where logins come in over TLS in production, they come in plain here. Conditions on that hold as
// they do there, so that nobody is redirected to where TLS would be spoken.
#include <fmt/format.h>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/entry.hpp"

namespace misfire {
namespace {

/// What a login over TLS would say, said of one without: nothing where there is no such thing.
std::string counterpart(const std::string& fetch) {
  if (fetch == "ssl_fc") return "always_true";
  if (fetch == "ssl_fc_sni") return "req.hdr(host)";
  return "";
}

bool is_condition(const HaproxyLine& line, std::size_t word) {
  return (line.keyword() == "acl" && word == 2) ||
         (word > 0 && (line.word(word - 1) == "{" || line.word(word - 1) == "!{"));
}

class Scheme {
 public:
  explicit Scheme(WiringDraft& draft) : draft_(draft) {}

  void wire(const HaproxyLine& line) {
    for (std::size_t i = 0; i < line.words.size(); ++i) {
      if (!is_condition(line, i)) continue;
      const HaproxyWord& word = line.words[i];
      const std::size_t end = word.text.find(',');
      const std::string fetch = word.text.substr(0, end);
      if (const std::string here = counterpart(fetch); !here.empty()) {
        // What follows it may be another's to edit.
        const std::size_t at = draft_.model.text.find(fetch, word.begin);
        if (at + fetch.size() > word.end) continue;
        draft_.replace(at, at + fetch.size(), here);
        draft_.changed(fmt::format(
            "{}: \"{}\" becomes \"{}\": logins come in over TLS in production, and plain "
            "here",
            draft_.model.place(line), fetch, here));
      } else if (fetch.starts_with("ssl_fc") || fetch.starts_with("ssl_c_") ||
                 fetch.starts_with("req_ssl") || fetch.starts_with("req.ssl")) {
        draft_.limited(fmt::format("{}: \"{}\" tells nothing of logins here, which come in plain",
                                   draft_.model.place(line), word.text));
      }
    }
  }

 private:
  WiringDraft& draft_;
};

}  // namespace

void wire_scheme(WiringDraft& draft, const HaproxyEntry& entry) {
  const bool tls = speaks_tls(*entry.entry_bind);
  Scheme scheme(draft);
  for (const HaproxySection* section : on_the_way(draft.config, entry)) {
    for (const HaproxyLine& line : section->lines) {
      if (redirects_to_tls(line)) {
        draft.comment_out(line, "logins come in plain here: it would turn them away");
      } else if (tls) {
        scheme.wire(line);
      }
    }
  }
}

}  // namespace misfire
