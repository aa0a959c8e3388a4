// The default system with everything added that could lead outside, run a command or give a secret
// away. Whatever it would reach is the canary's address; each secret begins with CANARY-SECRET.
#pragma once

#include <fmt/format.h>

#include "integration/misfire_program.hpp"

namespace misfire {

constexpr const char* kMarker = "CANARY-SECRET";

/// Alertmanager's file: one receiver with every kind of integration that version 0.25 knows.
inline void make_alertmanager_hostile(const fs::path& file, const std::string& canary) {
  const auto with = [&](std::string text) {
    for (std::size_t at; (at = text.find("CANARY:")) != std::string::npos;) {
      text.replace(at, 7, canary);
    }
    return text;
  };
  replace_in(file, "  smtp_smarthost: mail.internal:587\n", with(R"(  smtp_smarthost: CANARY:
  opsgenie_api_url: http://CANARY:/
  opsgenie_api_key: CANARY-SECRET-AM-01
  victorops_api_url: http://CANARY:/
  victorops_api_key: CANARY-SECRET-AM-02
  wechat_api_url: http://CANARY:/
  wechat_api_secret: CANARY-SECRET-AM-03
  wechat_api_corp_id: corp
  telegram_api_url: http://CANARY:
  webex_api_url: http://CANARY:/
  pagerduty_url: http://CANARY:/
)"));
  replace_in(file, "  smtp_auth_password_file: /etc/alertmanager/secrets/smtp-password\n",
             "  smtp_auth_password: CANARY-SECRET-AM-04\n");
  replace_in(file, "  slack_api_url_file: /etc/alertmanager/secrets/slack-webhook\n",
             with("  slack_api_url: http://CANARY:/services/T0/B0/CANARY-SECRET-AM-05\n"));
  replace_in(file, "      - routing_key_file: /etc/alertmanager/secrets/pagerduty-auth\n",
             "      - routing_key: CANARY-SECRET-AM-06\n");
  replace_in(file, "  - name: network-oncall\n", with(R"(      - channel: "#broken"
        api_url: http://CANARY:/services/T0/B0/CANARY-SECRET-AM-07
        text: 'https://me:CANARY-SECRET-AM-08@wiki.example/?t=CANARY-SECRET-AM-09 {{ .NoSuchField }}'
    webhook_configs:
      - url: http://CANARY:/hook/CANARY-SECRET-AM-10?token=CANARY-SECRET-AM-11
        http_config: {proxy_url: 'http://CANARY:', authorization: {credentials: CANARY-SECRET-AM-12}}
      - url: http://me:CANARY-SECRET-AM-13@CANARY:/
        http_config: {basic_auth: {username: me, password: CANARY-SECRET-AM-14}}
      - url: http://CANARY:/x
        http_config:
          oauth2: {client_id: me, client_secret: CANARY-SECRET-AM-15, token_url: 'http://CANARY:/t'}
    email_configs:
      - to: me@example.com
        smarthost: CANARY:
        auth_username: me
        auth_password: CANARY-SECRET-AM-16
        auth_secret: CANARY-SECRET-AM-17
        require_tls: false
    opsgenie_configs:
      - {api_key: CANARY-SECRET-AM-18, api_url: 'http://CANARY:/'}
    victorops_configs:
      - {api_key: CANARY-SECRET-AM-19, routing_key: CANARY-SECRET-AM-20, api_url: 'http://CANARY:/'}
    pushover_configs:
      - user_key: CANARY-SECRET-AM-21
        token: CANARY-SECRET-AM-22
        http_config: {proxy_url: 'http://CANARY:'}
    wechat_configs:
      - {api_url: 'http://CANARY:/', api_secret: CANARY-SECRET-AM-23, corp_id: c, to_user: me}
    sns_configs:
      - api_url: http://CANARY:
        topic_arn: arn:aws:sns:us-east-1:123456789012:pages
        sigv4: {region: us-east-1, access_key: CANARY-SECRET-AM-24, secret_key: CANARY-SECRET-AM-25}
    telegram_configs:
      - {api_url: 'http://CANARY:', bot_token: CANARY-SECRET-AM-26, chat_id: 1}
    webex_configs:
      - api_url: http://CANARY:/
        room_id: room
        http_config: {authorization: {credentials: CANARY-SECRET-AM-27}}
    discord_configs:
      - webhook_url: http://CANARY:/api/webhooks/1/CANARY-SECRET-AM-28

  - name: network-oncall
)"));
}

inline void make_prometheus_hostile(const fs::path& file, const std::string& canary) {
  replace_in(file, "  evaluation_interval: 15s\n",
             fmt::format("  evaluation_interval: 15s\n  query_log_file: {}/query.log\n",
                         file.parent_path().string()));
  replace_in(file, "    - static_configs:\n        - targets: [alertmanager.internal:9093]\n",
             fmt::format(R"(    - static_configs:
        - targets: [alertmanager.internal:9093]
      basic_auth: {{username: me, password: CANARY-SECRET-PR-01}}
    - static_configs:
        - targets: ["{0}"]
      authorization: {{credentials: CANARY-SECRET-PR-02}}
      proxy_url: http://{0}
remote_write:
  - url: http://me:CANARY-SECRET-PR-03@{0}/write?key=CANARY-SECRET-PR-04
    headers: {{X-Api-Key: CANARY-SECRET-PR-05}}
  - url: http://{0}/aws
    sigv4: {{region: us-east-1, access_key: CANARY-SECRET-PR-06, secret_key: CANARY-SECRET-PR-07}}
remote_read:
  - url: http://{0}/read
    bearer_token: CANARY-SECRET-PR-08
tracing: {{endpoint: "{0}", insecure: true, sampling_fraction: 1}}
)",
                         canary));
  replace_in(file, "  - job_name: haproxy\n",
             fmt::format(R"(  - job_name: elsewhere
    http_sd_configs:
      - url: http://{0}/sd?token=CANARY-SECRET-PR-09
    file_sd_configs:
      - files: [targets.json]
  - job_name: haproxy
    basic_auth: {{username: me, password: CANARY-SECRET-PR-10}}
    proxy_url: http://me:CANARY-SECRET-PR-11@{0}
    params: {{token: [CANARY-SECRET-PR-12]}}
)",
                         canary));
  replace_in(file, "  - job_name: auth\n",
             fmt::format(R"(  - job_name: auth
    oauth2: {{client_id: me, client_secret: CANARY-SECRET-PR-13, token_url: "http://{0}/token"}}
)",
                         canary));
  replace_in(file, "http://login.example.com/login",
             "http://me:CANARY-SECRET-PR-14@login.example.com/login");
}

inline void make_blackbox_hostile(const fs::path& file, const std::string& canary) {
  replace_in(file, "      method: POST\n",
             fmt::format(R"(      method: POST
      proxy_url: http://me:CANARY-SECRET-BB-01@{0}
      basic_auth: {{username: me, password: CANARY-SECRET-BB-02}}
)",
                         canary));
  replace_in(file, "        Content-Type: application/json\n",
             R"(        Content-Type: application/json
        X-Api-Key: CANARY-SECRET-BB-03
)");
}

/// `ran` is a file that appears if anything of this is executed.
inline void make_haproxy_hostile(const fs::path& file, const std::string& canary,
                                 const fs::path& ran) {
  replace_in(file, "    log /dev/log local0 notice\n",
             fmt::format("    log /dev/log local0 notice\n    log {} local0\n"
                         "    log stdout format raw local0\n    external-check\n"
                         "    insecure-fork-wanted\n    presetenv API_TOKEN CANARY-SECRET-LB-01\n",
                         canary));
  replace_in(file, "    option forwardfor\n", R"(    option forwardfor
    bind *:80
    bind :::443 v4v6
    bind *:8443 ssl crt /etc/ssl/private/key.pem ca-sign-pass CANARY-SECRET-LB-08
    bind abns@login
    bind unix@/run/fe.sock
    option httplog
    acl known http_auth(ops)
    acl machine req.hdr(X-Api-Key) -m str CANARY-SECRET-LB-02
    http-request set-header Authorization "Bearer CANARY-SECRET-LB-03" if !known !machine
    http-request do-resolve(txn.ip,dns,ipv4) str(canary.example.com)
)");
  replace_in(file, "    http-check expect status 200\n",
             "    http-check send meth GET uri /healthz hdr X-Token CANARY-SECRET-LB-04\n"
             "    http-check expect status 200\n"
             "    email-alert mailers post\n    email-alert from a@example.com\n"
             "    email-alert to b@example.com\n    email-alert level info\n");
  replace_in(file, "    no log\n",
             fmt::format(R"(    option httplog

listen admin
    bind *:9000
    stats enable
    stats auth admin:CANARY-SECRET-LB-05
    server away {0} check agent-check agent-addr {0} agent-port 9
backend checked
    option external-check
    external-check path /usr/bin:/bin
    external-check command /usr/bin/touch
    server x {0} check
backend connected
    option tcp-check
    tcp-check connect addr {1} port {2}
    tcp-check send "AUTH CANARY-SECRET-LB-06"
    server y {0} check
userlist ops
    user me insecure-password CANARY-SECRET-LB-07
peers mesh
    peer localhost *:1024
    peer other {0}
resolvers dns
    nameserver far {0}
mailers post
    mailer far {0}
ring logs
    format rfc5424
    server far {0} log-proto octet-count
log-forward syslog
    dgram-bind *:1514
    bind *:1514
    log {0} local0
program helper
    command /usr/bin/touch {3}
)",
                         canary, canary.substr(0, canary.find(':')),
                         canary.substr(canary.find(':') + 1), ran.string()));
}

/// The system file of a hostile copy of the fixtures.
inline fs::path hostile_system(const Scratch& scratch, const std::string& canary,
                               const fs::path& ran) {
  const fs::path fixtures = scratch.fixtures();
  make_alertmanager_hostile(fixtures / "monitoring/alertmanager.yml", canary);
  make_prometheus_hostile(fixtures / "monitoring/prometheus.yml", canary);
  make_blackbox_hostile(fixtures / "monitoring/blackbox.yml", canary);
  make_haproxy_hostile(fixtures / "lb/haproxy.cfg", canary, ran);
  return fixtures / "system.toml";
}

}  // namespace misfire
