#include "audit/monitoring/rules.hpp"

#include "audit/monitoring/list.hpp"

namespace misfire {

std::vector<MonitoringRule> monitoring_rules() {
  return {
      monitoring_audit::always_fires(),
      monitoring_audit::blind_to_balancer_errors(),
      monitoring_audit::each_alert_alone(),
      monitoring_audit::event_over_before_for(),
      monitoring_audit::for_rounded_up(),
      monitoring_audit::inhibited_for_ever(),
      monitoring_audit::inhibition_without_alert(),
      monitoring_audit::inhibits_everything(),
      monitoring_audit::latches(),
      monitoring_audit::no_alertmanager(),
      monitoring_audit::no_dead_mans_switch(),
      monitoring_audit::no_runbook(),
      monitoring_audit::old_haproxy_names(),
      monitoring_audit::one_group_for_all(),
      monitoring_audit::one_sample_fires(),
      monitoring_audit::pager_never_resolves(),
      monitoring_audit::rate_of_gauge(),
      monitoring_audit::receiver_unused(),
      monitoring_audit::repeats_too_soon(),
      monitoring_audit::route_shadowed(),
      monitoring_audit::route_without_alert(),
      monitoring_audit::rule_files_missing(),
      monitoring_audit::scrapes_far_apart(),
      monitoring_audit::share_above_one(),
      monitoring_audit::source_unwatched(),
      monitoring_audit::stub_status_labels(),
      monitoring_audit::tells_nobody(),
      monitoring_audit::template_label_lost(),
      monitoring_audit::unknown_job(),
      monitoring_audit::unroutable(),
      monitoring_audit::waits_for_company(),
      monitoring_audit::window_tight(),
      monitoring_audit::window_too_short(),
  };
}

}  // namespace misfire
