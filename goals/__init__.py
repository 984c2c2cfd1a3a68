"""Goals: what the committee promised, and how it can be seen."""
