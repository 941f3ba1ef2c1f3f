# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

# The example: every association of a distribution as Terraform would make it.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
}

mock_provider "aws" {
  alias = "us_east_1"

  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/stand-in" }
  }
}

override_resource {
  target = module.edge_enforcer.module.enforcer.aws_lambda_function.this
  values = { qualified_arn = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanEnforcer:7" }
}

override_resource {
  target = module.edge_enforcer.module.activities[0].aws_lambda_function.this
  values = { qualified_arn = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanActivities:8" }
}

override_resource {
  target = module.edge_enforcer.module.first_party[0].aws_lambda_function.this
  values = { qualified_arn = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanFirstParty:9" }
}

run "existing_distribution" {
  module {
    source = "./examples/existing-distribution"
  }

  variables {
    zips = "tests/zips"
  }

  assert {
    condition = {
      for association in aws_cloudfront_distribution.site.default_cache_behavior[0].lambda_function_association :
      association.event_type => [association.lambda_arn, association.include_body]
      } == {
      "viewer-request"  = ["arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanEnforcer:7", true]
      "origin-response" = ["arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanActivities:8", false]
    }
    error_message = "The default behaviour runs HumanEnforcer and HumanActivities."
  }

  assert {
    condition = [for behavior in aws_cloudfront_distribution.site.ordered_cache_behavior : behavior.path_pattern] == [
      "/abcd1234/*", "/api/*",
    ]
    error_message = "First-party paths come before the site's own."
  }

  assert {
    condition = {
      for association in aws_cloudfront_distribution.site.ordered_cache_behavior[0].lambda_function_association :
      association.event_type => [association.lambda_arn, association.include_body]
      } == {
      "origin-request" = ["arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanFirstParty:9", false]
    }
    error_message = "The first-party behaviour runs HumanFirstParty alone."
  }

  assert {
    condition = {
      for association in aws_cloudfront_distribution.site.ordered_cache_behavior[1].lambda_function_association :
      association.event_type => [association.lambda_arn, association.include_body]
      } == {
      "viewer-request"  = ["arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanEnforcer:7", true]
      "origin-response" = ["arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanActivities:8", false]
    }
    error_message = "The site's own behaviour is guarded as well."
  }
}
