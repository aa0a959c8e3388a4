// Certificates of production stay where they are, with their keys: a generated one stands in. What
// else belongs to production's authorities is left out.
#include <fmt/format.h>

#include <sstream>

#include "balancer/haproxy/draft.hpp"
#include "scenario/user_file.hpp"

namespace misfire {
namespace {

/// `crt` and its like: a certificate with its key. `ca-file` and its like: authorities.
bool names_certificate(const std::string& param) {
  return param == "crt" || param == "default-crt" || param == "ca-file" ||
         param == "ca-verify-file";
}

/// The lines of a crt-list: "FILE [options] names…". Each keeps its names and its options but those
/// that name files themselves.
std::string rewritten_list(const std::string& list, const std::string& certificate) {
  std::string text;
  std::istringstream lines(list);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t begin = line.find_first_not_of(" \t");
    if (begin == std::string::npos || line[begin] == '#') continue;
    std::size_t end = line.find_first_of(" \t[", begin);
    if (end == std::string::npos) end = line.size();
    std::istringstream words(line.substr(end));
    std::string rest;
    for (std::string word; words >> word;) {
      const bool opens = word.starts_with('[');
      const std::string name = opens ? word.substr(1) : word;
      if (names_certificate(name) || name == "crl-file" || name == "ocsp-update" ||
          name == "verify") {
        const bool closes = (words >> word) && word.ends_with(']');
        if (opens) rest += " [";
        if (closes) rest += opens ? "]" : " ]";
      } else {
        rest += " " + word;
      }
    }
    text += certificate + rest + "\n";
  }
  return text.empty() ? certificate + "\n" : text;
}

}  // namespace

bool needs_production(const HaproxyParam& param) {
  return param.name == "crl-file" || param.name == "tls-ticket-keys" ||
         param.name == "ca-sign-file" || param.name == "ca-sign-pass" ||
         param.name == "generate-certificates" || param.name == "ocsp-update";
}

Result<void> wire_certificates(WiringDraft& draft, const HaproxyLine& line,
                               const std::vector<HaproxyParam>& params) {
  for (const HaproxyParam& param : params) {
    const bool list = param.name == "crt-list";
    if (param.first == param.last || (!list && !names_certificate(param.name))) continue;
    const auto certificate = draft.own.certificate(param.value);
    if (!certificate) return tl::unexpected(certificate.error());
    const HaproxyWord& value = line.words[param.last];
    std::string here = *certificate;
    if (list) {
      std::string text;
      if (const auto found = find_own_file(draft.model.file, param.value)) {
        auto read = read_user_file(*found, draft.model.where(line, param.last));
        if (!read) return tl::unexpected(read.error());
        text = std::move(*read);
      }
      here = draft.own.put(fs::path(param.value).filename().string(),
                           rewritten_list(text, *certificate));
    }
    draft.replace(value, here);
    draft.changed(fmt::format("{}: {} {} is {}, a generated certificate", draft.model.place(line),
                              param.name, value.text, here));
  }
  return {};
}

Result<void> wire_stores(WiringDraft& draft) {
  for (const HaproxySection& section : draft.model.sections) {
    for (const HaproxyLine& line : section.lines) {
      const std::string& keyword = line.keyword();
      if (section.kind == "global" &&
          (keyword == "ssl-dh-param-file" || keyword == "issuers-chain-path")) {
        draft.comment_out(line, "it belongs to production's certificates");
      }
      if (section.kind != "crt-store" || keyword != "load") continue;
      // Of "load crt FILE key FILE alias NAME …" what names files goes, but the certificate.
      std::string dropped;
      for (std::size_t i = 1; i + 1 < line.words.size(); i += 2) {
        const std::string& name = line.word(i);
        if (name == "crt") {
          const auto certificate = draft.own.certificate();
          if (!certificate) return tl::unexpected(certificate.error());
          draft.replace(line.words[i + 1], *certificate);
          draft.changed(fmt::format("{}: crt {} is {}, a generated certificate",
                                    draft.model.place(line), line.word(i + 1), *certificate));
        } else if (name != "alias") {
          dropped += fmt::format("{}{} {}", dropped.empty() ? "" : " ", name, line.word(i + 1));
          draft.replace(line.words[i - 1].end, line.words[i + 1].end, "");
        }
      }
      if (!dropped.empty()) {
        draft.changed(fmt::format("{}: without \"{}\" (it belongs to production's certificates)",
                                  draft.model.place(line), dropped));
      }
    }
  }
  return {};
}

}  // namespace misfire
