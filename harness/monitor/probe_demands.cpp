#include "monitor/probe_demands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <regex>

namespace misfire {
namespace {

// The only account that a probe can have in the stack's store, besides the driver's users.
constexpr std::string_view kProbePassword = "probe-of-the-fixtures";
constexpr char kProbeLogin[] = R"({"user":"probe","password":"probe-of-the-fixtures"})";
// What authd says of its health, and to a probe that logs in.
constexpr char kWell[] = R"({"status":"ok"})";
constexpr char kLoggedIn[] = R"({"status":"ok","user":"probe"})";
constexpr char kRightWords[] = R"("status":"ok")";

class Demands {
 public:
  Demands(const std::string& name, bool own, std::vector<std::string>& changes)
      : name_(name), own_(own), changes_(changes) {}

  void http(YamlTree& http) {
    drop(http, "fail_if_not_ssl", "the stack speaks plain HTTP");
    versions(http);
    addresses(http);
    if (!own_) {
      login(http);
      answers(http);
    }
    codes(http);
  }

  void tcp(YamlTree& tcp) {
    for (const char* key : {"tls", "tls_config"}) drop(tcp, key, "the stack speaks no TLS to it");
    addresses(tcp);
    const YamlTree* talk = tcp.find("query_response");
    const bool encrypts =
        talk != nullptr && std::any_of(talk->items.begin(), talk->items.end(),
                                       [](const YamlTree& step) { return step.find("starttls"); });
    if (encrypts) drop(tcp, "query_response", "the stack speaks no TLS to it");
  }

 private:
  void tell(std::string what) {
    changes_.push_back(fmt::format("blackbox module \"{}\": {}", name_, what));
  }
  void drop(YamlTree& map, const char* key, std::string_view why) {
    const YamlTree* value = map.find(key);
    if (value == nullptr) return;
    const bool asks = value->text != "false";
    map.erase(key);
    if (asks) tell(fmt::format("without {}: {}", key, why));
  }

  static bool lists(const YamlTree& map, const char* key, std::string_view text) {
    const YamlTree* list = map.find(key);
    return list != nullptr && std::any_of(list->items.begin(), list->items.end(),
                                          [&](const YamlTree& one) { return one.text == text; });
  }
  static bool is_empty(const YamlTree& map, const char* key) {
    const YamlTree* list = map.find(key);
    return list == nullptr || list->items.empty();
  }

  void versions(YamlTree& http) {
    if (is_empty(http, "valid_http_versions") || lists(http, "valid_http_versions", "HTTP/1.1")) {
      return;
    }
    drop(http, "valid_http_versions", "the stack speaks HTTP/1.1");
  }

  void addresses(YamlTree& prober) {
    drop(prober, "source_ip_address", "it is another machine's");
    if (prober.get("ip_protocol_fallback") != "false") return;
    if (prober.get("preferred_ip_protocol") == "ip4") return;
    prober.erase("ip_protocol_fallback");
    tell("IPv4 will do, the stack has no other addresses");
  }

  static bool posts(const YamlTree& http) { return http.get("method") == "POST"; }

  /// Whether it wants to be turned away, as whoever logs in with a wrong password.
  static bool wants_refusal(const YamlTree& http) {
    const YamlTree* codes = http.find("valid_status_codes");
    return codes != nullptr && !codes->items.empty() &&
           std::all_of(codes->items.begin(), codes->items.end(),
                       [](const YamlTree& code) { return code.text.starts_with('4'); });
  }

  /// A production account is none here.
  void login(YamlTree& http) {
    if (!posts(http) || wants_refusal(http)) return;
    if (http.get("body").find(kProbePassword) != std::string::npos) return;
    http.erase("body_file");
    http.set("body", YamlTree::string(kProbeLogin));
    tell("it logs in with the account that probes have in the stack");
  }

  void answers(YamlTree& http) {
    constexpr std::string_view why = "the stack's servers answer in words of their own";
    const std::string said = posts(http) ? kLoggedIn : kWell;
    words(http, said);
    if (!agrees(http, "fail_if_body_matches_regexp", said, false)) {
      drop(http, "fail_if_body_matches_regexp", why);
    }
    for (const char* key :
         {"fail_if_body_json_matches_cel", "fail_if_body_json_not_matches_cel",
          "fail_if_header_matches", "fail_if_header_not_matches", "compression"}) {
      drop(http, key, why);
    }
  }

  /// The right words stay a demand, or an error page with the status 200 would do.
  void words(YamlTree& http, const std::string& said) {
    const char* key = "fail_if_body_not_matches_regexp";
    if (is_empty(http, key)) return;
    if (wants_refusal(http))
      return drop(http, key, "the stack's servers refuse in their own words");
    if (agrees(http, key, said, true)) return;
    http.set(key, YamlTree::sequence({YamlTree::string(kRightWords)}));
    tell(fmt::format("{} asks for {}, the words of the stack's servers", key, kRightWords));
  }

  /// Whether all of the expressions are found in what is said, or none. What is not understood is
  /// no agreement.
  static bool agrees(const YamlTree& http, const char* key, const std::string& said, bool found) {
    const YamlTree* list = http.find(key);
    if (list == nullptr) return true;
    return std::all_of(list->items.begin(), list->items.end(), [&](const YamlTree& one) {
      try {
        return std::regex_search(said, std::regex(one.text)) == found;
      } catch (const std::regex_error&) {
        return false;
      }
    });
  }

  /// authd says 200, or 401 to who has no account. Of a redirect the answer that it leads to counts
  /// in production; here nobody follows it.
  void codes(YamlTree& http) {
    const char* key = "valid_status_codes";
    const bool fine =
        is_empty(http, key) || lists(http, key, "200") || (posts(http) && lists(http, key, "401"));
    if (!own_ && !fine) {
      if (wants_refusal(http) && posts(http)) {
        http.set(key, YamlTree::sequence({YamlTree::plain("401"), YamlTree::plain("400")}));
        return tell("the stack's servers refuse a login with 401, or 400 what they cannot read");
      }
      drop(http, key, "the stack's servers answer a probe with 200");
    }
    if (http.get("follow_redirects", "true") == "false") return;
    if (http.get("no_follow_redirects") == "true" || wants_refusal(http)) return;
    std::vector<YamlTree> codes;
    if (is_empty(http, key)) {
      for (const char* code : {"200", "201", "202", "203", "204", "205", "206"}) {
        codes.push_back(YamlTree::plain(code));
      }
    } else {
      codes = http.find(key)->items;
    }
    for (const char* code : {"301", "302", "303", "307", "308"}) {
      if (!lists(http, key, code)) codes.push_back(YamlTree::plain(code));
    }
    http.set(key, YamlTree::sequence(std::move(codes)));
    tell("a redirect is a good answer, as where it leads to would be");
  }

  const std::string& name_;
  bool own_;
  std::vector<std::string>& changes_;
};

}  // namespace

void drop_unmet_demands(const std::string& name, YamlTree& module, bool own,
                        std::vector<std::string>& changes) {
  Demands demands(name, own, changes);
  const std::string prober = module.get("prober");
  if (prober != "http" && prober != "tcp") return;
  YamlTree* options = module.find(prober);
  if (options == nullptr) options = &module.set(prober, YamlTree::map());
  prober == "http" ? demands.http(*options) : demands.tcp(*options);
}

}  // namespace misfire
