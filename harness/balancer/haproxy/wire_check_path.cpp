// What health checks ask for: production's service has a path of its own for that, the stack's
// servers have theirs.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "balancer/haproxy/draft.hpp"
#include "balancer/haproxy/tracking.hpp"

namespace misfire {
namespace {

/// Paths at which the stack's servers answer how they are.
bool is_known(const std::string& path) {
  return path == "/healthz" || path == "/readyz";
}

/// The value of a word of `http-check send`; null without it.
const HaproxyWord* sent(const HaproxyLine& line, const std::string& name) {
  for (std::size_t i = 2; i + 1 < line.words.size(); ++i) {
    if (line.word(i) == name) return &line.words[i + 1];
  }
  return nullptr;
}

bool sends(const HaproxyLine& line) {
  return line.keyword() == "http-check" && line.word(1) == "send";
}

class CheckPath {
 public:
  explicit CheckPath(WiringDraft& draft) : draft_(draft), path_(draft.wiring.check_path) {
    sections_ = checking_sections(draft.config);
    if (const HaproxyConfig* original = draft.original()) {
      written_.emplace();
      for (const HaproxySection* section : checking_sections(*original)) read_paths(*section);
    }
  }

  void wire() {
    for (const HaproxySection* section : sections_) {
      for (const HaproxyLine& line : section->lines) {
        if (line.keyword() == "option" && line.word(1) == "httpchk") option(line);
        if (sends(line)) send(line);
        if (line.keyword() == "http-check" && line.word(1) == "expect") expect(line);
      }
    }
  }

 private:
  void read_paths(const HaproxySection& section) {
    for (const HaproxyLine& line : section.lines) {
      if (line.keyword() == "option" && line.word(1) == "httpchk") {
        written_->insert(line.word(line.words.size() == 3 ? 2 : 3));
      }
      if (!sends(line)) continue;
      for (const char* name : {"uri", "uri-lf"}) {
        if (const HaproxyWord* uri = sent(line, name)) written_->insert(uri->text);
      }
    }
  }

  /// The stack's own, or one that the user did not write: whoever put it there means it.
  bool stays(const std::string& path) const {
    return is_known(path) || (written_ && !written_->contains(path));
  }
  std::string path_for(const std::string& path) const { return stays(path) ? path : path_; }

  /// `option httpchk`, `… URI`, `… METHOD URI [VERSION]`.
  void option(const HaproxyLine& line) {
    const std::size_t arguments = line.words.size() - 2;
    if (arguments == 0) {
      if (sent_elsewhere()) return;
      draft_.insert(line.words[1].end, " GET " + path_);
    } else if (arguments == 1) {
      draft_.replace(line.words[2], "GET " + path_for(line.word(2)));
    } else {
      if (stays(line.word(3)) && reads(line.word(2))) return;
      draft_.replace(line.words[2], "GET");
      draft_.replace(line.words[3], path_for(line.word(3)));
    }
    tell(line);
  }

  void send(const HaproxyLine& line) {
    const HaproxyWord* uri = sent(line, "uri");
    if (uri == nullptr) uri = sent(line, "uri-lf");
    const HaproxyWord* method = sent(line, "meth");
    if (uri == nullptr && method == nullptr) return;
    const bool fine =
        (uri == nullptr || stays(uri->text)) && (method == nullptr || reads(method->text));
    if (fine) return;
    if (uri != nullptr) draft_.replace(*uri, path_for(uri->text));
    if (method != nullptr) {
      draft_.replace(*method, "GET");
    } else {
      draft_.insert(line.words[1].end, " meth GET");
    }
    tell(line);
  }

  /// Their answer is 200 and says nothing else that production's would.
  void expect(const HaproxyLine& line) {
    static const std::set<std::string> of_bodies = {"string", "rstring", "string-lf", "hdr",
                                                    "fhdr"};
    for (std::size_t i = 2; i < line.words.size(); ++i) {
      const bool body = of_bodies.contains(line.word(i));
      const bool other = line.word(i) == "status" && line.word(i - 1) != "!" &&
                         line.word(i + 1).find("200") == std::string::npos &&
                         line.word(i + 1).find('-') == std::string::npos;
      if (!body && !other) continue;
      return draft_.comment_out(line,
                                "the stack's servers answer a check with 200 and words of "
                                "their own");
    }
  }

  static bool reads(const std::string& method) { return method == "GET" || method == "HEAD"; }

  bool sent_elsewhere() const {
    return std::any_of(sections_.begin(), sections_.end(), [](const HaproxySection* section) {
      return std::any_of(section->lines.begin(), section->lines.end(), [](const HaproxyLine& line) {
        return sends(line) && (sent(line, "uri") != nullptr || sent(line, "uri-lf") != nullptr);
      });
    });
  }

  void tell(const HaproxyLine& line) {
    const std::size_t begin = line.words.front().begin, end = line.words.back().end;
    draft_.changed(
        fmt::format("{}: \"{}\" asks for GET {}, where the stack's servers tell how they "
                    "are",
                    draft_.model.place(line), draft_.model.text.substr(begin, end - begin), path_));
  }

  WiringDraft& draft_;
  const std::string path_;
  std::vector<const HaproxySection*> sections_;
  std::optional<std::set<std::string>> written_;  ///< by the user, where a fault may have been
};

}  // namespace

void wire_check_path(WiringDraft& draft) {
  if (!draft.wiring.check_path.empty()) CheckPath(draft).wire();
}

}  // namespace misfire
