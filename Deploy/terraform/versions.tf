# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

terraform {
  # Mock providers, which the tests use, came with 1.7.
  required_version = ">= 1.7"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.30"
      # Everything here is made in us-east-1: hand a provider of that region in.
      configuration_aliases = [aws.us_east_1]
    }
  }
}
