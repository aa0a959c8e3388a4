// The ports of a stack, the same in every run: hashes of addresses decide Prometheus's scrape
// phases, so other ports would be other luck.
#pragma once

namespace misfire::ports {

constexpr int kSinkSmtp = 20025;
constexpr int kEntry = 20080;  ///< logins
constexpr int kBalancerMetrics = 20081;
constexpr int kRuntimeApi = 20082;
constexpr int kMasterCli = 20083;
constexpr int kPrometheus = 20090;
constexpr int kAlertmanager = 20093;
constexpr int kSink = 20094;
constexpr int kStore = 20432;
constexpr int kStoreExporter = 20187;
constexpr int kMtail = 20103;
constexpr int kNginxExporter = 20113;
constexpr int kBlackbox = 20115;
constexpr int kFirstSpare = 20200;           ///< the user's other listeners
constexpr int kFirstBackend = 29001;         ///< auth1, auth2, …
constexpr int kFirstBackendMetrics = 29501;  ///< of those that serve metrics on a port of their own

}  // namespace misfire::ports
