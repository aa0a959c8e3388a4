// The rules one by one, for rules.cpp alone.
#pragma once

#include "audit/monitoring/rules.hpp"

namespace misfire::monitoring_audit {

MonitoringRule always_fires();
MonitoringRule blind_to_balancer_errors();
MonitoringRule each_alert_alone();
MonitoringRule event_over_before_for();
MonitoringRule for_rounded_up();
MonitoringRule inhibited_for_ever();
MonitoringRule inhibition_without_alert();
MonitoringRule inhibits_everything();
MonitoringRule latches();
MonitoringRule no_alertmanager();
MonitoringRule no_dead_mans_switch();
MonitoringRule no_runbook();
MonitoringRule old_haproxy_names();
MonitoringRule one_group_for_all();
MonitoringRule one_sample_fires();
MonitoringRule pager_never_resolves();
MonitoringRule rate_of_gauge();
MonitoringRule receiver_unused();
MonitoringRule repeats_too_soon();
MonitoringRule route_shadowed();
MonitoringRule route_without_alert();
MonitoringRule rule_files_missing();
MonitoringRule scrapes_far_apart();
MonitoringRule share_above_one();
MonitoringRule source_unwatched();
MonitoringRule stub_status_labels();
MonitoringRule tells_nobody();
MonitoringRule template_label_lost();
MonitoringRule unknown_job();
MonitoringRule unroutable();
MonitoringRule waits_for_company();
MonitoringRule window_tight();
MonitoringRule window_too_short();

}  // namespace misfire::monitoring_audit
