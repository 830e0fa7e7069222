//! The log source of a flat Windows event, told from `Channel` and `EventID`.

use rsigma_parser::{LogSource, SigmaRule};
use serde::Deserialize;
use serde_json::Value;

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// No `Channel`, no product: such an event has no log source and no rule applies to it.
    product: Option<&'static str>,
    service: Option<&'static str>,
    categories: &'static [&'static str],
}

#[derive(Deserialize)]
struct Tags {
    #[serde(rename = "Channel", default)]
    channel: Option<String>,
    #[serde(rename = "EventID", default)]
    event_id: Option<Value>,
}

fn sysmon(event_id: u64) -> &'static [&'static str] {
    match event_id {
        1 => &["process_creation"],
        2 => &["file_change"],
        3 => &["network_connection"],
        4 | 16 => &["sysmon_status"],
        5 => &["process_termination"],
        6 => &["driver_load"],
        7 => &["image_load"],
        8 => &["create_remote_thread"],
        9 => &["raw_access_thread"],
        10 => &["process_access"],
        11 => &["file_event"],
        12 => &["registry_add", "registry_delete", "registry_event"],
        13 => &["registry_set", "registry_event"],
        14 => &["registry_rename", "registry_event"],
        15 => &["create_stream_hash"],
        17 | 18 => &["pipe_created"],
        19..=21 => &["wmi_event"],
        22 => &["dns_query"],
        23 | 26 => &["file_delete"],
        25 => &["process_tampering"],
        29 => &["file_executable_detected"],
        255 => &["sysmon_error"],
        _ => &[],
    }
}

impl Source {
    pub fn of(line: &[u8]) -> Result<Self, serde_json::Error> {
        let tags: Tags = serde_json::from_slice(line)?;
        let id = match &tags.event_id {
            Some(Value::Number(n)) => n.as_u64(),
            Some(Value::String(s)) => s.parse().ok(),
            _ => None,
        }
        .unwrap_or(0);
        let Some(channel) = tags.channel else {
            return Ok(Source { product: None, service: None, categories: &[] });
        };
        // Case does not count: 2,112 events of the corpus say `security`.
        let (service, categories): (_, &[&str]) = match channel.to_ascii_lowercase().as_str() {
            "microsoft-windows-sysmon/operational" => (Some("sysmon"), sysmon(id)),
            "security" if id == 4688 => (Some("security"), &["process_creation"]),
            "security" => (Some("security"), &[]),
            "system" => (Some("system"), &[]),
            "application" => (Some("application"), &[]),
            "microsoft-windows-powershell/operational" => match id {
                4103 => (Some("powershell"), &["ps_module"]),
                4104 => (Some("powershell"), &["ps_script"]),
                _ => (Some("powershell"), &[]),
            },
            "windows powershell" => match id {
                400 => (Some("powershell-classic"), &["ps_classic_start"]),
                600 => (Some("powershell-classic"), &["ps_classic_provider_start"]),
                800 => (Some("powershell-classic"), &["ps_classic_script"]),
                _ => (Some("powershell-classic"), &[]),
            },
            "microsoft-windows-taskscheduler/operational" => (Some("taskscheduler"), &[]),
            "microsoft-windows-wmi-activity/operational" => (Some("wmi"), &[]),
            _ => (None, &[]),
        };
        Ok(Source { product: Some("windows"), service, categories })
    }

    pub fn is_security_4688(&self) -> bool {
        self.service == Some("security") && self.categories.contains(&"process_creation")
    }

    /// Whatever a rule's log source names must be so in the event: the rule of RSigma's
    /// `evaluate_with_logsource`, with any of several categories.
    pub fn accepts(&self, rule: &LogSource) -> bool {
        let agrees = |wanted: &Option<String>, have: &[&str]| {
            wanted.as_ref().is_none_or(|w| have.iter().any(|h| h.eq_ignore_ascii_case(w)))
        };
        agrees(&rule.product, self.product.as_slice())
            && agrees(&rule.service, self.service.as_slice())
            && agrees(&rule.category, self.categories)
    }

    fn category(&self) -> Option<String> {
        (!self.categories.is_empty()).then(|| self.categories.join("+"))
    }

    pub fn as_one_logsource(&self) -> LogSource {
        LogSource {
            product: self.product.map(Into::into),
            service: self.service.map(Into::into),
            category: self.category(),
            ..LogSource::default()
        }
    }
}

/// The rules, with those of a category that comes in sets copied once for each set.
pub fn fold_categories(rules: &[SigmaRule], sources: &[Source]) -> Vec<SigmaRule> {
    let mut folded = Vec::with_capacity(rules.len());
    for rule in rules {
        let sets = sources.iter().filter(|s| {
            s.categories.len() > 1
                && rule.logsource.category.as_ref().is_some_and(|c| s.categories.contains(&c.as_str()))
        });
        let before = folded.len();
        for set in sets {
            let mut copy = rule.clone();
            copy.logsource.category = set.category();
            folded.push(copy);
        }
        if folded.len() == before {
            folded.push(rule.clone());
        }
    }
    folded
}
