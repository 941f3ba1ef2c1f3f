# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

# What the module makes and hands out. Nothing here reaches AWS: the provider is a stand-in.

mock_provider "aws" {
  alias = "us_east_1"

  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/stand-in" }
  }
}

override_resource {
  target = module.enforcer.aws_lambda_function.this
  values = { qualified_arn = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanEnforcer:7" }
}

override_resource {
  target = module.activities[0].aws_lambda_function.this
  values = { qualified_arn = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanActivities:8" }
}

override_resource {
  target = module.first_party[0].aws_lambda_function.this
  values = { qualified_arn = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanFirstParty:9" }
}

variables {
  app_id          = "PXabcd1234"
  enforcer_zip    = "tests/zips/HumanEnforcer.zip"
  activities_zip  = "tests/zips/HumanActivities.zip"
  first_party_zip = "tests/zips/HumanFirstParty.zip"
}

run "all_three_functions" {
  providers = { aws.us_east_1 = aws.us_east_1 }

  assert {
    condition = output.version_arns == {
      enforcer    = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanEnforcer:7"
      activities  = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanActivities:8"
      first_party = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanFirstParty:9"
    }
    error_message = "Numbered versions must be handed out, each of its own function."
  }

  assert {
    condition = jsonencode(output.lambda_function_associations) == jsonencode([
      {
        event_type   = "viewer-request"
        include_body = true
        lambda_arn   = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanEnforcer:7"
      },
      {
        event_type   = "origin-response"
        include_body = false
        lambda_arn   = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanActivities:8"
      },
    ])
    error_message = "HumanEnforcer belongs at viewer-request with the body, HumanActivities at origin-response without."
  }

  assert {
    condition     = [for behavior in output.first_party_behaviors : behavior.path_pattern] == ["/abcd1234/*"]
    error_message = "The standard first-party path is the app id without PX."
  }

  assert {
    condition = alltrue([for behavior in output.first_party_behaviors : jsonencode(behavior.lambda_function_associations) == jsonencode([{
      event_type   = "origin-request"
      include_body = false
      lambda_arn   = "arn:aws:lambda:us-east-1:111122223333:function:edge-enforcer-HumanFirstParty:9"
    }])])
    error_message = "First-party behaviours run HumanFirstParty at origin-request and nothing else."
  }

  assert {
    condition = alltrue([for behavior in output.first_party_behaviors :
      behavior.cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
      && behavior.origin_request_policy_id == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    && length(behavior.allowed_methods) == 7])
    error_message = "First-party answers are never cached, see the visitor's headers, and come to every method."
  }

  assert {
    condition     = output.cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    error_message = "CachingDisabled is the cache policy that is handed out."
  }

  assert {
    condition     = output.origin_request_policy_id == "216adef6-5c7f-47e4-b989-5492eafa07d3"
    error_message = "AllViewer is the origin request policy unless asked otherwise."
  }
}

run "only_the_enforcer" {
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    activities_zip  = null
    first_party_zip = null
    include_body    = false
    forward_host    = false
  }

  assert {
    condition     = length(output.lambda_function_associations) == 1 && output.lambda_function_associations[0].event_type == "viewer-request"
    error_message = "Without its zip HumanActivities must not be associated."
  }

  assert {
    condition     = output.lambda_function_associations[0].include_body == false
    error_message = "include_body = false must reach the association."
  }

  assert {
    condition     = length(output.first_party_behaviors) == 0 && output.version_arns.first_party == null
    error_message = "Without its zip HumanFirstParty must not be there."
  }

  assert {
    condition     = output.origin_request_policy_id == "b689b0a8-53d0-40ab-baf2-68738e2966ac"
    error_message = "forward_host = false must hand AllViewerExceptHostHeader out."
  }
}

run "custom_first_party_paths" {
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    first_party_prefix       = "/assets/b"
    first_party_sensor_path  = "/s.js"
    first_party_xhr_path     = "/collect"
    first_party_captcha_path = "/c"
  }

  assert {
    condition = [for behavior in output.first_party_behaviors : behavior.path_pattern] == [
      "/abcd1234/*", "/assets/b/*", "/s.js", "/collect*", "/c*",
    ]
    error_message = "Each custom path of the configuration needs a behaviour: the sensor's is exact, the others begin with it."
  }
}
