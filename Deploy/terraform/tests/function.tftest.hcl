# SPDX-FileCopyrightText: 2026 Edge Enforcer contributors
# SPDX-License-Identifier: Apache-2.0

# One function: what the edge asks of it, and what it may do.

mock_provider "aws" {
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

variables {
  name                 = "shop-HumanEnforcer"
  zip                  = "tests/zips/HumanEnforcer.zip"
  runtime              = "nodejs22.x"
  handler              = "index.handler"
  memory_size          = 128
  timeout              = 5
  secret_arns          = []
  permissions_boundary = null
  log_retention_days   = 30
}

run "a_function_for_the_edge" {
  module {
    source = "./modules/function"
  }

  assert {
    condition     = aws_lambda_function.this.publish && aws_lambda_function.this.skip_destroy
    error_message = "Every build needs a numbered version, and its copies must not stop a destroy."
  }

  assert {
    condition     = aws_lambda_function.this.source_code_hash == filebase64sha256("tests/zips/HumanEnforcer.zip")
    error_message = "New code must be seen by its hash."
  }

  assert {
    condition     = aws_lambda_function.this.architectures == tolist(["x86_64"])
    error_message = "The edge has x86_64 only."
  }

  assert {
    condition = (
      length(aws_lambda_function.this.environment) == 0 && length(aws_lambda_function.this.vpc_config) == 0
      && aws_lambda_function.this.layers == null && length(aws_lambda_function.this.dead_letter_config) == 0
    )
    error_message = "The edge takes no environment variables, VPC, layers or dead-letter queue."
  }

  assert {
    condition = (
      aws_lambda_function.this.memory_size == 128 && aws_lambda_function.this.timeout == 5
      && aws_lambda_function.this.runtime == "nodejs22.x" && aws_lambda_function.this.handler == "index.handler"
    )
    error_message = "Memory, timeout, runtime and handler must reach the function."
  }

  assert {
    condition = toset(jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Principal.Service) == toset([
      "lambda.amazonaws.com", "edgelambda.amazonaws.com",
    ])
    error_message = "Both services must be able to take the role on."
  }

  assert {
    condition = alltrue([for statement in jsondecode(aws_iam_role_policy.logs.policy).Statement : alltrue([for resource in statement.Resource :
      startswith(resource, "arn:aws:logs:*:111122223333:log-group:/aws/lambda/us-east-1.shop-HumanEnforcer")
    ])])
    error_message = "The function may log in every region, into its own group and no other."
  }

  assert {
    condition = toset(flatten([for statement in jsondecode(aws_iam_role_policy.logs.policy).Statement : statement.Action])) == toset([
      "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents",
    ])
    error_message = "Logging is all that the function may do."
  }

  assert {
    condition     = length(aws_iam_role_policy.secrets) == 0
    error_message = "Without secrets there is no right to read any."
  }

  assert {
    condition = (
      aws_cloudwatch_log_group.this.name == "/aws/lambda/us-east-1.shop-HumanEnforcer"
      && aws_cloudwatch_log_group.this.retention_in_days == 30
    )
    error_message = "The log group of us-east-1 has the edge's name and the retention that was asked for."
  }
}

run "secrets" {
  module {
    source = "./modules/function"
  }

  variables {
    secret_arns = ["arn:aws:secretsmanager:us-east-1:111122223333:secret:px-AbCdEf"]
  }

  assert {
    condition = jsondecode(aws_iam_role_policy.secrets[0].policy).Statement == [{
      Action   = ["secretsmanager:GetSecretValue"]
      Effect   = "Allow"
      Resource = ["arn:aws:secretsmanager:us-east-1:111122223333:secret:px-AbCdEf"]
    }]
    error_message = "The function may read the secrets named and nothing else."
  }
}

run "another_region" {
  command = plan

  module {
    source = "./modules/function"
  }

  override_data {
    target = data.aws_region.current
    values = { id = "eu-west-1" }
  }

  expect_failures = [aws_lambda_function.this]
}
