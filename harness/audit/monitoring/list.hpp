// The rules one by one, for rules.cpp alone.
#pragma once

#include "audit/monitoring/rules.hpp"

namespace misfire {

MonitoringRule monitoring_always_fires();
MonitoringRule monitoring_blind_to_balancer_errors();
MonitoringRule monitoring_each_alert_alone();
MonitoringRule monitoring_event_over_before_for();
MonitoringRule monitoring_for_rounded_up();
MonitoringRule monitoring_inhibited_for_ever();
MonitoringRule monitoring_inhibition_without_alert();
MonitoringRule monitoring_inhibits_everything();
MonitoringRule monitoring_latches();
MonitoringRule monitoring_no_alertmanager();
MonitoringRule monitoring_no_dead_mans_switch();
MonitoringRule monitoring_no_runbook();
MonitoringRule monitoring_old_haproxy_names();
MonitoringRule monitoring_one_group_for_all();
MonitoringRule monitoring_one_sample_fires();
MonitoringRule monitoring_pager_never_resolves();
MonitoringRule monitoring_rate_of_gauge();
MonitoringRule monitoring_receiver_unused();
MonitoringRule monitoring_repeats_too_soon();
MonitoringRule monitoring_route_shadowed();
MonitoringRule monitoring_route_without_alert();
MonitoringRule monitoring_rule_files_missing();
MonitoringRule monitoring_scrapes_far_apart();
MonitoringRule monitoring_share_above_one();
MonitoringRule monitoring_source_unwatched();
MonitoringRule monitoring_stub_status_labels();
MonitoringRule monitoring_tells_nobody();
MonitoringRule monitoring_template_label_lost();
MonitoringRule monitoring_unknown_job();
MonitoringRule monitoring_unroutable();
MonitoringRule monitoring_waits_for_company();
MonitoringRule monitoring_window_tight();
MonitoringRule monitoring_window_too_short();

}  // namespace misfire
