# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

# What the module refuses.

mock_provider "aws" {
  alias = "us_east_1"

  mock_data "aws_region" {
    defaults = { id = "us-east-1" }
  }
}

variables {
  app_id       = "PXabcd1234"
  enforcer_zip = "tests/zips/HumanEnforcer.zip"
}

run "app_id_without_px" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    app_id = "abcd1234"
  }

  expect_failures = [var.app_id]
}

run "name_too_long" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    name = "edge-enforcer-with-a-name-that-leaves-no-room-for-the-rest"
  }

  expect_failures = [var.name]
}

run "no_enforcer_zip" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    enforcer_zip = "tests/zips/Missing.zip"
  }

  expect_failures = [var.enforcer_zip]
}

run "no_activities_zip" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    activities_zip = "tests/zips/Missing.zip"
  }

  expect_failures = [var.activities_zip]
}

run "no_first_party_zip" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    first_party_zip = "tests/zips/Missing.zip"
  }

  expect_failures = [var.first_party_zip]
}

run "custom_runtime" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    runtime = "provided.al2023"
  }

  expect_failures = [var.runtime]
}

run "deprecated_runtime" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    runtime = "nodejs20.x"
  }

  expect_failures = [var.runtime]
}

run "handler_without_function" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    handler = "index"
  }

  expect_failures = [var.handler]
}

run "too_little_memory" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    enforcer_memory_size = 64
  }

  expect_failures = [var.enforcer_memory_size]
}

run "too_much_memory" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    origin_memory_size = 20480
  }

  expect_failures = [var.origin_memory_size]
}

run "enforcer_timeout_over_30" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    enforcer_timeout = 31
  }

  expect_failures = [var.enforcer_timeout]
}

run "origin_timeout_over_30" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    origin_timeout = 60
  }

  expect_failures = [var.origin_timeout]
}

run "prefix_with_slash_at_its_end" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    first_party_prefix = "/assets/"
  }

  expect_failures = [var.first_party_prefix]
}

run "sensor_path_without_slash" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    first_party_sensor_path = "s.js"
  }

  expect_failures = [var.first_party_sensor_path]
}

run "xhr_path_with_star" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    first_party_xhr_path = "/collect*"
  }

  expect_failures = [var.first_party_xhr_path]
}

run "captcha_path_without_slash" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    first_party_captcha_path = "c"
  }

  expect_failures = [var.first_party_captcha_path]
}

run "no_secret_arn" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    secret_arns = ["px"]
  }

  expect_failures = [var.secret_arns]
}

run "odd_retention" {
  command   = plan
  providers = { aws.us_east_1 = aws.us_east_1 }

  variables {
    log_retention_days = 2
  }

  expect_failures = [var.log_retention_days]
}
