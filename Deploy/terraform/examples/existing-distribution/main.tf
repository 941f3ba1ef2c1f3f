# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

# A distribution as it may be there already, with what guards it added: the lines that name module.edge_enforcer.

terraform {
  required_version = ">= 1.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.30"
    }
  }
}

variable "origin_domain" {
  description = "Host name of the site's origin."
  type        = string
  default     = "origin.example.com"
}

variable "zips" {
  description = "Folder with the three zips."
  type        = string
}

provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "us_east_1"
  region = "us-east-1"
}

module "edge_enforcer" {
  source    = "../.."
  providers = { aws.us_east_1 = aws.us_east_1 }

  app_id          = "PXabcd1234"
  enforcer_zip    = "${var.zips}/HumanEnforcer.zip"
  activities_zip  = "${var.zips}/HumanActivities.zip"
  first_party_zip = "${var.zips}/HumanFirstParty.zip"
}

resource "aws_cloudfront_distribution" "site" {
  enabled         = true
  is_ipv6_enabled = true
  http_version    = "http2and3"

  origin {
    origin_id   = "site"
    domain_name = var.origin_domain

    custom_origin_config {
      http_port              = 80
      https_port             = 443
      origin_protocol_policy = "https-only"
      origin_ssl_protocols   = ["TLSv1.2"]
    }
  }

  default_cache_behavior {
    target_origin_id         = "site"
    viewer_protocol_policy   = "redirect-to-https"
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods           = ["GET", "HEAD"]
    compress                 = true
    cache_policy_id          = module.edge_enforcer.cache_policy_id
    origin_request_policy_id = module.edge_enforcer.origin_request_policy_id

    dynamic "lambda_function_association" {
      for_each = module.edge_enforcer.lambda_function_associations

      content {
        event_type   = lambda_function_association.value.event_type
        lambda_arn   = lambda_function_association.value.lambda_arn
        include_body = lambda_function_association.value.include_body
      }
    }
  }

  # Before the site's own behaviours, which could take these paths in.
  dynamic "ordered_cache_behavior" {
    for_each = module.edge_enforcer.first_party_behaviors
    iterator = behavior

    content {
      path_pattern             = behavior.value.path_pattern
      target_origin_id         = "site"
      viewer_protocol_policy   = behavior.value.viewer_protocol_policy
      allowed_methods          = behavior.value.allowed_methods
      cached_methods           = behavior.value.cached_methods
      compress                 = behavior.value.compress
      cache_policy_id          = behavior.value.cache_policy_id
      origin_request_policy_id = behavior.value.origin_request_policy_id

      dynamic "lambda_function_association" {
        for_each = behavior.value.lambda_function_associations

        content {
          event_type   = lambda_function_association.value.event_type
          lambda_arn   = lambda_function_association.value.lambda_arn
          include_body = lambda_function_association.value.include_body
        }
      }
    }
  }

  # A behaviour of the site's own, guarded as well.
  ordered_cache_behavior {
    path_pattern             = "/api/*"
    target_origin_id         = "site"
    viewer_protocol_policy   = "https-only"
    allowed_methods          = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    cached_methods           = ["GET", "HEAD"]
    cache_policy_id          = module.edge_enforcer.cache_policy_id
    origin_request_policy_id = module.edge_enforcer.origin_request_policy_id

    dynamic "lambda_function_association" {
      for_each = module.edge_enforcer.lambda_function_associations

      content {
        event_type   = lambda_function_association.value.event_type
        lambda_arn   = lambda_function_association.value.lambda_arn
        include_body = lambda_function_association.value.include_body
      }
    }
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}

output "domain_name" {
  description = "Where the distribution answers."
  value       = aws_cloudfront_distribution.site.domain_name
}
