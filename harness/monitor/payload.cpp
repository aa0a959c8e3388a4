#include "monitor/payload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "monitor/rfc3339.hpp"
#include "monitor/sink/smtp_session.hpp"

namespace misfire {
namespace {

using nlohmann::json;

constexpr std::size_t kExcerpt = 200;

/// One line, cut between characters.
std::string excerpt_of(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  if (text.size() <= kExcerpt) return text;
  std::size_t end = kExcerpt;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "…";
}

/// "[RESOLVED] …" and "[FIRING:2] …", as Alertmanager's own templates begin, and most others.
std::optional<bool> resolved_by_text(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  const bool resolved = text.find("RESOLVED") != text.npos;
  const bool firing = text.find("FIRING") != text.npos;
  if (resolved == firing) return std::nullopt;
  return resolved;
}

/// Every string within, in order. Not by recursion: the sender chooses how deep it is.
void gather(const json& all, std::string& text) {
  std::vector<const json*> rest = {&all};
  while (!rest.empty()) {
    const json& value = *rest.back();
    rest.pop_back();
    if (value.is_string()) {
      text += value.get_ref<const std::string&>();
      text += '\n';
    } else if (value.is_structured()) {
      for (auto child = value.crbegin(); child != value.crend(); ++child) rest.push_back(&*child);
    }
  }
}

std::string string_at(const json& object, const char* key) {
  return object.is_object() && object.contains(key) && object[key].is_string()
             ? object[key].get<std::string>()
             : std::string();
}

Labels labels_of(const json& alert) {
  Labels labels;
  if (!alert.is_object() || !alert.contains("labels") || !alert["labels"].is_object())
    return labels;
  for (const auto& [name, value] : alert["labels"].items()) {
    if (value.is_string()) labels[name] = value.get<std::string>();
  }
  return labels;
}

bool is_webhook(const json& body) {
  return body.is_object() && body.contains("groupKey") && body.contains("alerts") &&
         body["alerts"].is_array();
}

void webhook(const json& body, Payload& payload) {
  payload.lists_alerts = true;
  payload.group_key = string_at(body, "groupKey");
  payload.resolved = string_at(body, "status") == "resolved";
  std::vector<std::string> names;
  for (const json& alert : body["alerts"]) {
    payload.alerts.push_back({labels_of(alert), string_at(alert, "status") == "resolved"});
    const auto name = payload.alerts.back().labels["alertname"];
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  }
  payload.excerpt = *payload.resolved ? "[RESOLVED]" : "[FIRING]";
  for (const auto& name : names) payload.excerpt += " " + name;
  const std::string summary =
      body.contains("commonAnnotations") ? string_at(body["commonAnnotations"], "summary") : "";
  if (!summary.empty()) payload.excerpt += ": " + summary;
}

void slack(const json& body, Payload& payload) {
  payload.excerpt = string_at(body, "text");
  if (!body.contains("attachments") || !body["attachments"].is_array()) return;
  for (const json& attachment : body["attachments"]) {
    for (const char* key : {"title", "text"}) {
      const auto piece = string_at(attachment, key);
      if (!piece.empty()) payload.excerpt += (payload.excerpt.empty() ? "" : " ") + piece;
    }
    if (!payload.resolved) {
      const auto colour = string_at(attachment, "color");
      if (colour == "good") payload.resolved = true;
      if (colour == "danger") payload.resolved = false;
    }
  }
}

void pagerduty(const json& body, Payload& payload) {
  payload.dedup_key = string_at(body, "dedup_key");
  const std::string action = string_at(body, "event_action");
  payload.resolved = action == "resolve";
  payload.excerpt = body.contains("payload") ? string_at(body["payload"], "summary")
                                             : string_at(body, "description");
  if (payload.excerpt.empty()) payload.excerpt = action;
}

/// Undoes quoted-printable where it occurs: soft line breaks and =XX.
std::string unquote_printable(std::string_view text) {
  const auto hex = [](char c) { return std::string_view("0123456789ABCDEF").find(c); };
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      plain += text[i];
    } else if (text.substr(i + 1, 2) == "\r\n") {
      i += 2;
    } else if (i + 2 < text.size() && hex(text[i + 1]) < 16 && hex(text[i + 2]) < 16) {
      plain += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      plain += '=';
    }
  }
  return plain;
}

Payload mail(const std::string& message) {
  Payload payload;
  payload.excerpt = mail_header(message, "Subject");
  payload.text = unquote_printable(message);
  payload.resolved = resolved_by_text(payload.excerpt);
  return payload;
}

}  // namespace

Payload read_payload(const Received& received) {
  Payload payload;
  if (received.protocol == SinkProtocol::smtp) {
    payload = mail(received.body);
  } else {
    const json body = json::parse(received.body, nullptr, false);
    if (body.is_structured()) {
      gather(body, payload.text);
    } else {
      payload.text = payload.excerpt = received.body;
    }
    if (is_webhook(body)) {
      webhook(body, payload);
    } else if (received.integration == "pagerduty" && body.is_object()) {
      pagerduty(body, payload);
    } else if (body.is_object()) {
      payload.resolved = resolved_by_text(payload.text);
      slack(body, payload);
    }
  }
  payload.excerpt = excerpt_of(std::move(payload.excerpt));
  return payload;
}

std::vector<AlertSent> read_sent_alerts(const Received& received) {
  std::vector<AlertSent> sent;
  const json body = json::parse(received.body, nullptr, false);
  if (!body.is_array()) return sent;
  for (const json& alert : body) {
    const auto ends = parse_rfc3339(string_at(alert, "endsAt"));
    sent.push_back({labels_of(alert), ends.has_value() && *ends <= received.at});
  }
  return sent;
}

}  // namespace misfire
