# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

module "enforcer" {
  source    = "./modules/function"
  providers = { aws = aws.us_east_1 }

  name                 = "${var.name}-HumanEnforcer"
  zip                  = var.enforcer_zip
  runtime              = var.runtime
  handler              = var.handler
  memory_size          = var.enforcer_memory_size
  timeout              = var.enforcer_timeout
  secret_arns          = var.secret_arns
  permissions_boundary = var.permissions_boundary
  log_retention_days   = var.log_retention_days
}

module "activities" {
  source    = "./modules/function"
  providers = { aws = aws.us_east_1 }
  count     = var.activities_zip == null ? 0 : 1

  name                 = "${var.name}-HumanActivities"
  zip                  = var.activities_zip
  runtime              = var.runtime
  handler              = var.handler
  memory_size          = var.origin_memory_size
  timeout              = var.origin_timeout
  secret_arns          = var.secret_arns
  permissions_boundary = var.permissions_boundary
  log_retention_days   = var.log_retention_days
}

module "first_party" {
  source    = "./modules/function"
  providers = { aws = aws.us_east_1 }
  count     = var.first_party_zip == null ? 0 : 1

  name                 = "${var.name}-HumanFirstParty"
  zip                  = var.first_party_zip
  runtime              = var.runtime
  handler              = var.handler
  memory_size          = var.origin_memory_size
  timeout              = var.origin_timeout
  secret_arns          = []
  permissions_boundary = var.permissions_boundary
  log_retention_days   = var.log_retention_days
}

# Allowed by now, so a warning only.
check "enforcer_size" {
  assert {
    condition     = length(filebase64(var.enforcer_zip)) * 3 / 4 <= 1024 * 1024
    error_message = "HumanEnforcer.zip is over 1 MB, which CloudFront allows at viewer-request since late 2025 only."
  }
}

locals {
  # Managed policies, the same in every account.
  caching_disabled              = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  all_viewer                    = "216adef6-5c7f-47e4-b989-5492eafa07d3"
  all_viewer_except_host_header = "b689b0a8-53d0-40ab-baf2-68738e2966ac"

  enforcer_association = {
    event_type   = "viewer-request"
    lambda_arn   = module.enforcer.version_arn
    include_body = var.include_body
  }

  activities_associations = [for function in module.activities : {
    event_type   = "origin-response"
    lambda_arn   = function.version_arn
    include_body = false
  }]

  first_party_associations = [for function in module.first_party : {
    event_type   = "origin-request"
    lambda_arn   = function.version_arn
    include_body = false
  }]

  first_party_path_patterns = concat(
    ["/${substr(var.app_id, 2, -1)}/*"],
    var.first_party_prefix == null ? [] : ["${var.first_party_prefix}/*"],
    var.first_party_sensor_path == null ? [] : [var.first_party_sensor_path],
    var.first_party_xhr_path == null ? [] : ["${var.first_party_xhr_path}*"],
    var.first_party_captcha_path == null ? [] : ["${var.first_party_captcha_path}*"],
  )
}
