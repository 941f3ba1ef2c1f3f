# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

output "version_arns" {
  description = "ARNs of the newest versions, with their numbers: enforcer, activities, first_party. What is left out is null."
  value = {
    enforcer    = module.enforcer.version_arn
    activities  = one(module.activities[*].version_arn)
    first_party = one(module.first_party[*].version_arn)
  }
}

output "lambda_function_associations" {
  description = "For dynamic lambda_function_association blocks of every behaviour that is to be guarded."
  value       = concat([local.enforcer_association], local.activities_associations)
}

output "cache_policy_id" {
  description = "CachingDisabled, a cache policy that is always right for a guarded behaviour; another one is your choice."
  value       = local.caching_disabled
}

output "origin_request_policy_id" {
  description = "Origin request policy for guarded behaviours: it lets px-context through, which HumanActivities reads."
  value       = var.forward_host ? local.all_viewer : local.all_viewer_except_host_header
}

output "first_party_behaviors" {
  description = "For dynamic ordered_cache_behavior blocks, before any other. Empty without first_party_zip."
  value = var.first_party_zip == null ? [] : [for pattern in local.first_party_path_patterns : {
    path_pattern                 = pattern
    viewer_protocol_policy       = "redirect-to-https"
    allowed_methods              = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods               = ["GET", "HEAD"]
    compress                     = true
    cache_policy_id              = local.caching_disabled
    origin_request_policy_id     = local.all_viewer_except_host_header
    lambda_function_associations = local.first_party_associations
  }]
}

output "function_names" {
  description = "Names of the functions: enforcer, activities, first_party. What is left out is null."
  value = {
    enforcer    = module.enforcer.function_name
    activities  = one(module.activities[*].function_name)
    first_party = one(module.first_party[*].function_name)
  }
}

output "role_names" {
  description = "Names of the roles, for rights of your own."
  value = {
    enforcer    = module.enforcer.role_name
    activities  = one(module.activities[*].role_name)
    first_party = one(module.first_party[*].role_name)
  }
}

output "log_group_names" {
  description = "Names of the log groups, in every region where visitors are."
  value = {
    enforcer    = module.enforcer.log_group_name
    activities  = one(module.activities[*].log_group_name)
    first_party = one(module.first_party[*].log_group_name)
  }
}
