#include "audit/monitoring/rules.hpp"

#include "audit/monitoring/list.hpp"

namespace misfire {

std::vector<MonitoringRule> monitoring_rules() {
  return {
      monitoring_always_fires(),
      monitoring_blind_to_balancer_errors(),
      monitoring_each_alert_alone(),
      monitoring_event_over_before_for(),
      monitoring_for_rounded_up(),
      monitoring_inhibited_for_ever(),
      monitoring_inhibition_without_alert(),
      monitoring_inhibits_everything(),
      monitoring_latches(),
      monitoring_no_alertmanager(),
      monitoring_no_dead_mans_switch(),
      monitoring_no_runbook(),
      monitoring_old_haproxy_names(),
      monitoring_one_group_for_all(),
      monitoring_one_sample_fires(),
      monitoring_pager_never_resolves(),
      monitoring_rate_of_gauge(),
      monitoring_receiver_unused(),
      monitoring_repeats_too_soon(),
      monitoring_route_shadowed(),
      monitoring_route_without_alert(),
      monitoring_rule_files_missing(),
      monitoring_scrapes_far_apart(),
      monitoring_share_above_one(),
      monitoring_source_unwatched(),
      monitoring_stub_status_labels(),
      monitoring_tells_nobody(),
      monitoring_template_label_lost(),
      monitoring_unknown_job(),
      monitoring_unroutable(),
      monitoring_waits_for_company(),
      monitoring_window_tight(),
      monitoring_window_too_short(),
  };
}

}  // namespace misfire
